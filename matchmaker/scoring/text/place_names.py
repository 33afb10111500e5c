"""Names of German places, which are no compounds: Rosenheim is no home of roses."""

import re
from functools import cache

from matchmaker.reference.tables import read_table
from matchmaker.scoring.text.clean import fold, folded

_WORD = re.compile(r"\w+")

_LANDSCAPES = folded(
    """
    Bayerwald Böhmerwald Bregenzerwald Burgenland Eichsfeld Fischland Frankenhöhe Frankenwald
    Friesland Grabfeld Haßberge Havelland Heidekreis Hellweg Hochsauerland Jeverland Kahlgrund
    Kellerwald Kurpfalz Mittelfranken Mittelhessen Mittelrhein Mittelsachsen Mostviertel
    Mühlviertel Münsterland Niederbayern Niederlausitz Niederösterreich Niederrhein Nordeifel
    Nordfriesland Nordharz Nordhessen Nordsachsen Oberfranken Oberharz Oberlausitz Oberösterreich
    Oberrhein Oberschwaben Pfälzerwald Reinhardswald Rheinhessen Rheinland Rhönkreis Ruhrgebiet
    Saarland Saarpfalz Salzland Sauerland Schaumburg Siebengebirge Siegerland Spreewald Steigerwald
    Steinwald Stiftland Stromberg Thüringerwald Vogelsberg Vorderpfalz Vulkaneifel Waldviertel
    Wangerland Weinviertel Wendland Werdenfels Wesermarsch Weserbergland Westerwald Westerzgebirge
    Westmünsterland Westpfalz
    """
)

_ALSO_THINGS = folded(
    """
    Altenheim Birkenhügel Bürgerpark Gartenstadt Glashütte Glashütten HafenCity Hansestadt
    Hauptbahnhof Hauptfriedhof Heideviertel Heilbad Hochschulviertel Industriegebiet Kalkofen
    Landrecht Lederhose Lehmkuhlen Luftkurort Lutherstadt Moorweg Nordbahnhof Nordseeheilbad
    Nussbaum Ostseebad Seeheilbad Sommerloch Stadtkern Stadtrandsiedlung Tiergarten Weinberg
    Weingarten Weinstraße Wildbad
    """
)
"""Places, but more often what their parts say."""


def is_place(folded: str) -> bool:
    """True for the name of a place, and for what comes from there (Rosenheimer)."""
    known = _known()
    return folded in known or (folded.endswith("er") and folded[:-2] in known)


@cache
def _known() -> frozenset[str]:
    names = (row["name"] for row in read_table("places_de.csv.gz"))
    words = (word for name in names for word in _WORD.findall(name))
    return (frozenset(map(fold, words)) | _LANDSCAPES) - _ALSO_THINGS
