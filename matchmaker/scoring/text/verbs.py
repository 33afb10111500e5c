"""German verbs in the third person brought to their infinitives: "erklärt" to "erklären".

Of everyday strong verbs the forms are listed ("liest", "läuft"). Regular ones follow a rule where
none of the words that people use is a noun of the same form: "verkauft", "repariert", "findet".
"sport" is not of "sporen", so that "macht" and "kauft" are left. "hält" is left too: without its
umlaut it is the little word "halt".
"""

from collections.abc import Mapping
from functools import cache

from matchmaker.scoring.text import frequencies
from matchmaker.scoring.text.clean import fold, folded
from matchmaker.scoring.text.language import is_stop_word

_STRONG = """
beginnen: beginnt
bleiben: bleibt
brechen: bricht
empfehlen: empfiehlt
essen: isst
fahren: fährt
fallen: fällt
fangen: fängt
fassen: fasst
gefallen: gefällt
gelingen: gelingt
gelten: gilt
gewinnen: gewinnt
heißen: heißt
helfen: hilft
laden: lädt
lassen: lässt
laufen: läuft
lesen: liest
messen: misst
nehmen: nimmt
passen: passt
raten: rät
reisen: reist
schlafen: schläft
schlagen: schlägt
schließen: schließt
sehen: sieht
sprechen: spricht
stehen: steht
sterben: stirbt
tragen: trägt
treffen: trifft
vergessen: vergisst
wachsen: wächst
waschen: wäscht
weisen: weist
werben: wirbt
werfen: wirft
ziehen: zieht
"""

_PREFIXES = folded(
    """
    ab an auf aus be ein emp ent er her hin mit nach über um unter ver vor weg weiter zer zu zurück
    """
)
_LONGEST_PREFIX = 6

_FIRM_PREFIXES = ("be", "emp", "ent", "er", "ver", "zer")
"""No noun but the listed ends in -t behind one of these, with an infinitive beside it."""

_NO_VERBS = folded(
    """
    Abfahrt Anfahrt Auffahrt Ausfahrt Einfahrt Hinfahrt Mitfahrt Überfahrt Vorfahrt Weiterfahrt
    Zufahrt Bert Bett Erbrecht Verrat geduldet gebetet gerichtet gewichtet viert
    """
)
"""Not of "beten", "erbrechen", "vieren" and so on."""

_BEFORE_NET = "dfghk"
"""Ordnet, öffnet, eignet, zeichnet, trocknet; but Internet, Planet."""


def infinitive(word: str) -> str:
    """The infinitive of a folded verb in the third person; other words as they are.

    >>> infinitive("liest"), infinitive("verkauft"), infinitive("sport")
    ('lesen', 'verkaufen', 'sport')
    """
    if not word.endswith("t") or word in _NO_VERBS:
        return word
    found = _strong(word) or _regular(word)
    foreign = frequencies.english(word) > frequencies.german(word)
    in_use = frequencies.german(found) > 0 and not is_stop_word(found)
    return found if in_use and not foreign else word


def _strong(word: str) -> str:
    listed = _listed()
    if word in listed:
        return listed[word]
    for end in range(2, _LONGEST_PREFIX + 1):
        start, rest = word[:end], word[end:]
        if rest in listed and start in _PREFIXES:
            return start + listed[rest]
    return ""


def _regular(word: str) -> str:
    root = word[:-1]
    if root.endswith(("te", "de")) or (root.endswith("ne") and root[-3:-2] in _BEFORE_NET):
        return root + "n"
    if root.endswith(("s", "e")) or not (root.endswith("ier") or root.startswith(_FIRM_PREFIXES)):
        return ""
    if root.endswith(("el", "er")) and frequencies.german(root + "n"):
        return root + "n"
    return root + "en"


@cache
def _listed() -> Mapping[str, str]:
    lines = (line.partition(": ") for line in _STRONG.split("\n") if line)
    return {fold(form): fold(verb) for verb, _, form in lines}
