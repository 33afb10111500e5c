"""Many names of one thing: "Homepage", "Webseite" and "Internetauftritt" are a website.

Only names that mean the same thing to those who read them. What helps somebody is the business of
the translation book, and words that look alike meet without a list.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from matchmaker.scoring.text import terms_of_word

_NAMES = """
Angestellte: Beschäftigte Mitarbeiter Mitarbeitende Belegschaft Personal staff employees
Anhänger: trailer
Anleitung: Gebrauchsanweisung Betriebsanleitung manual manuals
Anzeige: Inserat Annonce
Arztpraxis: Praxis
Aufkleber: Sticker
Ausstellung: exhibition exhibitions exhibit
Auto: Pkw car cars
Azubi: Auszubildende Auszubildender Lehrling apprentice apprentices trainee
Bäckerei: bakery
Bauernhof: Landwirtschaft Agrarbetrieb farm farms
Besucher: visitor visitors
Blume: flower flowers
Boot: boat boats
Brauerei: brewery
Brief: letter letters
Broschüre: Prospekt brochure brochures
Brücke: bridge
Buch: book books
Bühne: stage
Chor: choir
Dach: roof
Dorf: village villages
Drohne: drone drones
Essen: food
Fahrrad: bike bikes bicycle bicycles
Fassade: facade façade
Fest: Feier party
Flyer: Handzettel Faltblatt leaflet leaflets
Foto: Fotografie Lichtbild photography photographer
Friseur: Frisör Friseursalon hairdresser
Garten: garden gardens
Gäste: guest guests
Gasthaus: Gasthof Wirtshaus Gaststätte Restaurant
Glas: glass
Grafik: Grafikdesign
Heft: booklet
Hochzeit: wedding weddings
Holz: wood wooden timber
Hühner: chicken chickens
Illustration: Zeichnung drawing drawings illustrator
Jubiläum: anniversary
Kaffee: coffee
Käse: cheese
Keramik: Töpferei ceramics ceramic pottery
Kind: child children kids
Kindergarten: Kita Kindertagesstätte Krippe nursery
Kirche: church churches
Kleidung: Bekleidung Klamotten clothes clothing
Krankenhaus: Klinik Klinikum Spital hospital hospitals
Kräuter: herb herbs
Künstler: artist artists
Kurzfilm: Clip clips
Laden: Ladengeschäft Ladenlokal
Lager: Lagerhalle warehouse warehouses
Leder: leather
Lehrer: teacher teachers
Lied: song songs
Logo: Signet Firmenzeichen
Maschine: machine machines machinery
Messe: Fachmesse Messestand
Metzgerei: Fleischerei Schlachterei butcher
Milch: milk dairy
Möbel: furniture
Musik: musician musicians
Oma: Großmutter grandmother
Onlineshop: Webshop Internetshop Onlinehandel
Pferd: horse horses
Pflegeheim: Altenheim Seniorenheim Altersheim Seniorenzentrum
Pflege: care nursing
Plakat: Poster
Puppe: puppet puppets
Radio: Rundfunk Hörfunk
Rollstuhl: wheelchair
Schachtel: Karton Kartonage box boxes
Schild: Beschilderung signage
Schmuck: jewellery jewelry
Schreiner: Tischler joiner carpenter joinery
Schule: school schools
Schüler: pupil pupils
Senioren: Rentner elderly
Software: Computerprogramm
Spedition: Transportunternehmen haulage
Speisekarte: Menükarte
Spiel: game games
Sprache: language languages
Stoff: Textil Textilien fabric fabrics textiles
Tanz: dance dancer dancing
Tasche: Beutel bag bags
Ticket: Eintrittskarte
Tier: animal animals
Tourist: Urlauber
Übersetzung: translation translations translator
Vereine: Verband association associations
Verpackung: packaging
Video: Film
Wald: Forst forest
Wandbild: mural murals
Wein: wine wines
Weingut: Winzer winery
Werbung: Reklame advertising
Werkzeug: tool tools
Website: Webseite Homepage Internetseite Internetauftritt Webauftritt Webpräsenz Netzseite webpage
Wolle: wool woollen
Workshop: Kurs Seminar
Zeitung: newspaper newspapers
Zelt: tent
"""
"""A line for each thing; the first name stands for all, in every form that stems alike."""

_ONES = "ein zwei drei vier fünf sechs sieben acht neun"
_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_OTHERS = """
Dutzend hundert tausend zweite dritte vierte fünfte sechste siebte achte neunte zehnte
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
third fourth fifth sixth seventh eighth ninth tenth dozen
"""

_SIEVE = "sieb"
"""Of sieben: a sieve as well."""


def things(terms: Iterable[str]) -> Iterator[str]:
    """Terms as the things they name: many names of one thing as one, numbers left out, for they
    tell no topic ("28 Wohnungen" and "28 Jahre beim Radio")."""
    names, numbers = _first_names(), _numbers()
    return (names.get(term, term) for term in terms if not (term in numbers or term.isdecimal()))


@cache
def _numbers() -> frozenset[str]:
    """The terms of numbers in words, up to those of thousands, and of places in a row."""
    ones, tens = _ONES.split(), _TENS.split()
    few = [*ones, *_TEENS.split(), *tens]
    joined = [f"{one}und{ten}" for one in ones for ten in tens]
    many = [f"{number}{much}" for number in few for much in ("hundert", "tausend")]
    terms = (terms_of_word(word)[:1] for word in (*few, *joined, *many, *_OTHERS.split()))
    return frozenset(chain.from_iterable(terms)) - {_SIEVE}


@cache
def _first_names() -> Mapping[str, str]:
    """By the term of each further name the term of the first."""
    lines = (line.partition(": ") for line in _NAMES.split("\n") if line)
    return {
        terms[0]: terms_of_word(first)[0]
        for first, _, others in lines
        for name in others.split()
        if (terms := terms_of_word(name))
    }
