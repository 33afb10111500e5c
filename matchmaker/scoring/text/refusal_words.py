"""The words by which German and English texts refuse, want, miss and turn around."""

import re

from matchmaker.scoring.text.clean import folded

MAY_REFUSE = re.compile(
    r"\b(?:kein|nicht|nie|weder|ohne|statt|anstatt|anstelle|verzicht|not\b|no\b|nor\b|neither|never"
    r"|without|instead|rather|cannot|\w{2,7}n['’]t\b|\w{2,4}['’]t\b)",
    re.IGNORECASE,
)
"""One of these is in every text that refuses something."""

NO = folded("kein keine keinen keiner keinem keines keinerlei no weder neither")
NOT = folded("nicht not never nie niemals cannot")
ENGLISH_NOT = folded("not never cannot")
INSTEAD = folded("statt anstatt anstelle instead")
WITHOUT = folded("ohne without")

WANT = folded(
    """
    brauchen brauche braucht brauchten bräuchten benötigen benötige benötigt wollen will wollte
    wollten suchen suche sucht möchten möchte mögen mag wünschen wünsche wünscht bitte machen
    mache macht bieten biete bietet anbieten verkaufen verkaufe verkauft sollen soll gewünscht
    gewollt erwünscht gesucht gefragt nötig verwenden
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
    passt reicht laufen läuft
    have has had find finds found get gets got there know knows see reach receive apply applies
    come comes exist exists lack lacks yet can could
    """
)
"""After these, what is negated is missed, which is a need."""

BEING = folded("ist sind war waren wäre is are was were be been isn aren wasn weren")
"""Tells of something missed, but only where no other verb of the clause knows better."""

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

NO_DEMAND = folded("bedarf interesse lust interest need demand verwendung")
TOWARDS = folded("an auf für in on for von nach of")
JOINS = folded("und oder or noch nor sowie bzw")
TURNS = folded("sondern aber but dafür doch however")
ARTICLES = folded(
    """
    ein eine einen einem einer eines der die das den dem des so solche solchen noch schon wieder
    weitere weiteren von a an the any some such another more of
    """
)
