"""German as people speak it, brought to the words that are printed.

What is swallowed follows rules, which touch only words that nobody prints: "machn", "Gschäft",
and the Swiss ch of "Chind". Vowels shift from valley to valley; of those words the commonest of
daily work are listed, in the spellings that people use for them.
"""

from collections.abc import Mapping
from functools import cache

from matchmaker.scoring.text import frequencies
from matchmaker.scoring.text.clean import fold

_COMMONER = 1.0
"""Zipf units by which the printed word must be commoner than the spoken one."""

_SPOKEN = """
Leute: Leit Lüüt Lüt Lüüd
Kinder: Kinna Chinder Kinners
Buben: Buam Buaba Buebe
Mädchen: Madl Madln Mädle Meitli Deern Deerns
Frauen: Weiberleit Fruuns
Nachbarn: Nochbarn Nachbersleit Nobers
Lehrlinge: Lehrbuam Lehrbua Lehrleit Stifti
Arbeit: Arbat Oarbat Ärbeit Arwet
Haus: Heisl Huus Hüsli
Häuser: Heisa Hüser
Bauer: Baua Buur
Wirtshaus: Boazn Beisl Beiz Beize Beizli
Küche: Kuchl Chuchi
Keller: Kella Chäller
Zimmer: Zimma Kammerl
Stube: Stubn Stüberl Stübli
Garten: Gartl Goarn Gaarden Gärtli
Laden: Lodn Lädeli Lädle
Wald: Woid
Holz: Hoiz
Stein: Stoa Stoana
Steinzeug: Stoazeug
Gold: Goid
Milch: Muich Mölk
Käse: Kaas Chäs Chääs
Fleisch: Floasch Fleesch
Kleider: Gwand Gwandl Kledaasch Kleedaasch
Musik: Musi Muusig Muusik
Spiel: Spui Spuil
spielen: spuin spuiln spielä spile
Bild: Buid Buidl Buidln Büldl
Bilder: Buida Büider
Schild: Schuidl Taferl Täfeli
Schilder: Schuidln Taferln
Kunst: Chunscht Kunscht
Geschichte: Gschicht Gschichtl Gschichterl
Schule: Schui
Fahrschule: Fahrschui
Heizung: Hoazung
Fest: Fescht Fäscht
Feuerwehr: Feierwehr Füürwehr Füerwehr
Licht: Liacht Liecht
Werbung: Reklam
Zeitung: Zeidung Zitig
Werkstatt: Werkstod Werchstatt
Winter: Winta
Sommer: Sumer
verkaufen: vakaffa vakaufn verkaffa verköpen verchaufe
kaufen: kaffa kaffan köpen chaufe koofen koofn
zeigen: zoagn zoang zoagt zeign
schauen: schaugn schaugt kieken kiekt
aussehen: ausschaun ausschaugn
verstehen: vastehn vasteht vasteh verstiehn verschtönd versteiht
arbeiten: arbatn oarbatn schaffa wärche
reden: schnacken schwätza schwätze babbeln
neu: neie neia neien neis neichs
alt: oid oide oidn
klein: kloa kloane kloana lütt lütte chlii
schön: schee scheen scheene scheens
kaputt: hinig hinige kapott
"""


def printed(folded: str) -> str:
    """The printed form of a folded word that is spelt as it is spoken; others as they are.

    >>> printed("machn"), printed("gschaft"), printed("chind"), printed("stern")
    ('machen', 'geschaft', 'kind', 'stern')
    """
    if listed := _listed().get(folded):
        return listed
    fuller = _fuller(folded)
    if fuller and not frequencies.english(folded):
        usual = frequencies.german(folded) + _COMMONER
        return next((full for full in fuller if frequencies.german(full) >= usual), folded)
    return folded


def _fuller(folded: str) -> list[str]:
    found = []
    if folded.endswith("n"):
        found.append(folded[:-1] + "en")
    if folded.startswith("g"):
        found.append("ge" + folded[1:])
    if folded.startswith("ch"):
        found.append("k" + folded[2:])
    return found


@cache
def _listed() -> Mapping[str, str]:
    lines = (line.partition(":") for line in _SPOKEN.split("\n") if line)
    return {fold(form): fold(word) for word, _, forms in lines for form in forms.split()}
