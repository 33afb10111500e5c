"""The words that German places are called by, out of the reference data (build time only).

python -m matchmaker.scoring.text.build_place_names
"""

import csv
import gzip
import io
import re
from pathlib import Path

from matchmaker.scoring.text.clean import fold, folded
from matchmaker.scoring.text.place_names import PLACE_NAMES

_PLACES = Path(__file__).parents[2] / "reference" / "data" / "places_de.csv.gz"
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


def listed() -> str:
    """What the file holds."""
    table = gzip.decompress(_PLACES.read_bytes()).decode("utf-8")
    names = (row["name"] for row in csv.DictReader(io.StringIO(table, newline="")))
    words = {fold(word) for name in names for word in _WORD.findall(name)}
    return "\n".join([*sorted((words | _LANDSCAPES) - _ALSO_THINGS), ""])


if __name__ == "__main__":
    PLACE_NAMES.write_text(listed(), encoding="utf-8")
