"""The words by which German and English texts refuse, want, miss and turn around."""

import re

from matchmaker.scoring.text.clean import folded

MAY_REFUSE = re.compile(
    r"\b(?:k(?:ein|een|ei\b|ee\b|o[ai]|aa?\b)|weder|ohne|statt|anst(?:att|elle)|verzicht|au(?:ß|ss)er"
    r"|n(?:icht|ich\b|ie|i[dtx]?\b|öd\b|isch|üsch|üü|e[td]\b|imm[ea]r?\b|ein|o[tr]?\b|either|ever|othing)"
    r"|without|instead|rather|cannot|except|['’]t\b)"
)
"""One of these is in every text that refuses something, once that is in lower case: letters that
need not be compared in both cases make the search four times as fast."""

NO = folded(
    """
    kein keine keinen keiner keinem keines keinerlei no weder neither
    koa koan koane koaner koans kaa kei koi koin koine ka kee keen keene keenen keener
    """
)
NOBODY = folded("keiner koaner keener")
"""Before a noun these belong to it; by themselves they say that somebody is missed."""

NEEDED = folded("braucht brauchen brauch brauchn bruucht")
"""What nobody needs is refused, what nobody wants or understands is missed."""

NOT = folded(
    "nicht nich net ned nit nid nöd ni nimmer nimma not never nie niemals keinesfalls cannot"
)
_SHORTENED_NOT = """
    don't doesn't didn't isn't aren't ain't wasn't weren't can't couldn't won't wouldn't shouldn't
    mustn't needn't haven't hasn't hadn't
    """
SHORTENED_NOT = folded(_SHORTENED_NOT + _SHORTENED_NOT.replace("'", "’"))
"""Not every 't: "in't Glas" and "över't Internet" are Low German for "in das" and "über das"."""

DIALECT_NOT = folded("net ned nit nid nöd ni")
"""Other words in English; German where none of these stands in the clause:"""
ENGLISH = folded("the of our we are and for to with you your my their in on at from it as")
NOTHING = folded("nichts nix nischt nüscht nüüt nothing")
NOTHING_OF = folded("halten halte hält haltn")
"""With "nichts", these refuse what "von" points to."""

NEIN = folded("nein")
ENGLISH_NOT = folded("not never cannot")
INSTEAD = folded("statt anstatt anstelle instead except")
EXCEPT = folded("außer ausser")
EVERYTHING = folded("alles alle allem allen")
"""In a clause with one of these, "außer" leaves out; elsewhere it often adds."""

WITHOUT = folded("ohne without")

THAN = "than"
GIVE_UP = "verzicht"
"""What all forms of "verzichten" begin with."""

REFUSING = NO | NOTHING | NEIN | NOT | SHORTENED_NOT | INSTEAD | EXCEPT | WITHOUT | {THAN}
"""One of these, or a form of "verzichten", is in every clause that refuses something."""

WANT = folded(
    """
    brauchen brauche braucht brauchten bräuchten benötigen benötige benötigt wollen will wollte
    wollten suchen suche sucht möchten möchte mögen mag wünschen wünsche wünscht bitte machen
    mache macht bieten biete bietet anbieten verkaufen verkaufe verkauft sollen soll gewünscht
    gewollt erwünscht gesucht gefragt nötig verwenden brauch brauchn brauchan brauchma brauchts
    brauchat brauchadn brauchatn bräucht bräuchtn bräuchtens woll wolln wollma woin wuin such suchn
    sucht möcht möchtn mecht mechat mach machn bruuche bruucht bruuched sueche sueched wott
    wönd mached bruuk bruukt söökt wüllt
    need needs needed want wants wanted like looking look seek seeking require please do does
    offer offers wish interested
    """
)
"""After these, what is negated is refused."""

LACK = folded(
    """
    haben habe hat hatte hatten finden finde findet fanden gefunden bekommen bekomme bekommt
    bekamen kriegen kriegt kommen kommt kamen gibt gab melden meldet bewerben bewirbt sehen sieht
    kennen kenne kennt kannten besitzen besitzt existiert existieren bleiben bleibt erreichen
    erreicht verstehen versteht wissen weiß stehen steht können kann konnten schaffen schafft
    passt reicht laufen läuft geht gehen funktioniert klappt taugt tut hilft nutzt bringt bringen
    find findn krieg kriegn kriegst kimmt kummt ham hamm hom hab gibts versteht verstehn
    have has had find finds found get gets got there know knows see reach receive apply applies
    work works come comes exist exists lack lacks yet can could
    """
)
"""After these, what is negated is missed, which is a need."""

BEING = folded("ist sind war waren wäre is are was were be been isn aren wasn weren")
"""Tells of something missed, but only where no other verb of the clause knows better."""

QUESTIONS = folded("wer was wie wo wann warum wieso wozu welche welcher welches who what how why")
TELLING = WANT | LACK | BEING | QUESTIONS
"""Whoever says one of these says more than the name of a thing."""

STILL = folded("noch bisher bislang leider derzeit aktuell momentan currently still sadly")
"""Before a "kein", these tell that the thing is missed."""

MISSED = folded(
    """
    zeit geld budget mittel ahnung idee ideen plan problem probleme frage fragen zweifel wunder
    thema rolle sorge sorgen angst lust spaß sinn erfahrung erfahrungen wissen konzept strategie
    nachwuchs azubi azubis auszubildende auszubildenden lehrling lehrlinge bewerber bewerbung
    bewerbungen personal leute mitarbeiter mitarbeiterin mitarbeitende mitarbeitenden fachkraft
    fachkräfte kunde kunden kundschaft gast gäste besucher publikum auftrag aufträge anfragen
    nachfolger nachfolge sichtbarkeit reichweite resonanz aufmerksamkeit kapazität kapazitäten
    platz möglichkeit möglichkeiten ende grenzen mensch menschen
    time money budget idea ideas clue problem problems doubt question wonder staff apprentices
    apprentice applicants applications trainees people customers visitors guests visibility
    experience capacity way
    """
)
"""Nobody refuses these: without a verb they are missed."""

MEASURES = folded(
    """
    nur bloß allein zuletzt genug genügend so sehr immer ganz viel viele alles alle jeder jede
    jeden selten weit weniger only just enough always least all every much many
    """
)
"""After a "nicht", these limit a thing and do not refuse it."""

AGAIN = folded("auch bitte lieber either")
"""Before a closing "nicht", these tell that a lone word is the topic, not a verb."""

CLOSING = folded("nochmal nochmals wieder nötig danke bitte unbedingt mehr please again")
"""After a "nicht", these close the clause as well as its end does."""

MUST = folded("muss müssen musst müsst brauche brauchen braucht")
TO_BE = folded("sein haben")
"""What "muss nicht sein" and "muss ich nicht haben" end in."""

NO_DEMAND = folded("bedarf interesse lust bock interest need demand verwendung")
NO_CASE = folded("fall umständen")
"""Auf keinen Fall, unter keinen Umständen."""

TOWARDS = folded("an auf für in on for von nach of mit with")
TO_DO = folded("tun hut")
"""What "nichts mit Werbung zu tun" and "am Hut" end in."""

CARRIERS = folded(
    """
    vorschlag vorschläge angebot angebote anruf anrufe anfrage anfragen mail mails nachrichten
    suggestion suggestions offer offers proposal proposals call calls
    """
)
"""Refused for what they are about: keine Vorschläge für Webshops."""

WHY = folded("warum wieso weshalb why")
"""With a "nicht" behind, these propose."""

WE = folded("wir ich ma mir mer mia we i")
JOINS = folded("und oder or noch nor sowie bzw")
TURNS = folded("sondern aber but dafür doch however")
ARTICLES = folded(
    """
    ein eine einen einem einer eines der die das den dem des so solche solchen noch schon wieder
    weitere weiteren scho ne nen nem n von a an the any some such another more of
    """
)

UNWANTED = re.compile(
    r"""
      \b(?:was|wos) \s+ (?:ich|wir|ma|mer|mia|mir) \s+ (?:\w+\s+)?
      (?:nicht|nich|ned|net|nit|keinen\s+fall) \s+
      (?:mehr\s+)? (?:brauch|möcht|mög|such|will|woll|woin|mach|anbiet) \w* ,?
      (?:\s+(?:ist|sind|wäre|wären))? \s* :
    | \bnicht \s+ (?:erwünscht|gefragt|gesucht|gewollt|gewünscht) (?:\s+(?:ist|sind))? \s* :
    | \bwhat \s+ (?:i|we) \s+ (?:don['’]t|do\s+not) \s+ (?:need|want|do) (?:\s+is)? \s* :
    | \bnot \s+ (?:needed|wanted) \s* :
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What begins a list of things that are not wanted: Was wir nicht wollen: Flyer, Plakate."""
