"""German compounds taken apart by the frequencies of their parts.

After Koehn and Knight, Empirical Methods for Compound Splitting (EACL 2003), with the search
over all splits in one pass and parts that people do not use as words left out.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from matchmaker.scoring.text import frequencies
from matchmaker.scoring.text.alike import own_stems
from matchmaker.scoring.text.clean import folded
from matchmaker.scoring.text.language import is_stop_word
from matchmaker.scoring.text.place_names import is_place

LINKS = {"s": ("s",), "n": ("n",), "e": ("e", "es", "en", "er")}
"""What may stand between two parts, by its first letter."""

_WITH_S = ("eit", "ion", "ling", "schaft", "tritt", "unft", "ung", "urlaub")
"""Parts that end so have an s before the next one: Ausstellungs-orte, but Obst-sorte."""

_SHORTEST_PART = 4
"""Letters from which every common word may be a part; of shorter ones the listed may."""

_SHORTEST_PIECE, _LONGEST_PIECE = 2, 20
_LONGEST_COMPOUND = 40
_NEVER = float("inf")
_RARITY_OF_NOTHING = 8.0
_RAREST_PART = 3.1
"""Zipf frequency from which a word may be a part."""

_LEXICAL = 4.6
"""Zipf frequency from which people hear one word, not two (Handwerk, Unternehmen)."""

_SHORT_PARTS = folded(
    """
    app art bad bar bau bier bio brot bus eis foto gas hof holz hut kur land netz not obst ohr ol
    ort rad rat reh see shop ski spa tag tee ton tor tur uhr vieh weg wein web zoo zug
    """
)
_NO_PARTS = folded(
    """
    abel aber acht alle aller alles also amen anden ander ange ansatz ante anti artig ation ationen
    auch auf aus ausg auss aussen bald bare baren barer bares barkeit beige beim beste bevor chen
    dabei dann dass dein deine denn dies diese doch dort eben ehen ein eine einem einen einer eines
    eins einst elle ellen ende enden ender endes enen enten enter erin erste ersten esch este etwa
    fall falls fast ford fur gang gangen ganz gegen gehen gemass gemein gesch gest geste gibt graf
    grafen grafin haft hafte haften halb hatte heit heiten heraus hervor hier hin hing hinter
    hintere ierung igkeit igkeiten immer inter ionen irgend isch ische ischen ischer kein keit
    keiten kilo komm lein lern lich liche lichen licher liches lief ling linge lose losen loser lung
    lungen massig mehr mein meine mich mini miss nach nahme neben nicht nieder nische nischen nisse
    noch nung nungen obere oder ohne promi raus reiche reichen ruck rung rungen same samen samer
    sames schaft schaften sche sein seine seit sende sich sind sozu standige statt statte stehen
    steile stelle stellen stellt super teil teile tete theo tion tionen trafen trag tritt tung
    tungen uber ubern unter untere vera verb vers voll volle vollen voller vom von vor voran voraus
    vordere wahr weise weit weite wenn werden wert werte wette wider wied wieder wird wohl wohle
    zehn zum zur zuruck zusammen zwar zwischen aufs durchs furs hinters ubers unters vors
    """
)
_LITTLE_WORDS_THAT_JOIN = folded(
    """
    brauch durch eich eigen gleich guter halt mine not selbst still such suche viel ware waren warn
    weiter wies
    """
)
"""The only parts among the words that hold sentences together: Holzwaren, Weingüter, Notdienst."""

_WHOLE = folded(
    """
    festgehalten festgelegt festgemacht festgesetzt festgestellt festgezogen festhalten
    festlegen festmachen festnehmen festsetzen feststellen festziehen juristisch juristische
    juristischen juristischer juristisches romantisch romantische romantischen romantischer
    romantisches rundfunk rundfunks werktag werktage werktagen werktags
    """
)
"""They hold no feast, no table, no novel, no round and no works."""

_LASTING = re.compile(
    ".*(?:biss|bruch|druck|farb|feuer|form|frost|hieb|hitze|kipp|kratz|krisen|kugel|lebensmittel"
    "|licht|maschinen|reiss|rutsch|saure|schlag|schnitt|schuss|stand|stich|stoss|sturm|tritt"
    "|vandalismus|wasch|wasser|wetter|wind|witterungs|zug)fest(?:e[mnrs]?)?"
)
"""Nothing that is celebrated either."""


def split(word: str) -> tuple[str, ...]:
    """The parts of a folded compound as dictionary words, or () when it is no compound.

    >>> split("mobelwerkstatt")
    ('mobel', 'werkstatt')
    """
    if not 2 * _SHORTEST_PART - 1 <= len(word) <= _LONGEST_COMPOUND or not word.isalpha():
        return ()
    whole = frequencies.german(word)
    if whole >= _LEXICAL or word in _WHOLE or _lasts(word) or is_place(word):
        return ()
    parts = _likeliest(word)
    if not parts:
        return ()
    mean = sum(map(known_parts().__getitem__, parts)) / len(parts)
    return tuple(parts) if mean > whole else ()


def _lasts(word: str) -> bool:
    return "fest" in word and _LASTING.fullmatch(word) is not None


def _likeliest(word: str) -> list[str]:
    """The split with the highest product of probabilities; each part costs its rarity."""
    known, size, latest = known_parts(), len(word), _latest_closing(word)
    if not latest:
        return []
    best: list[tuple[float, list[str]]] = [(0.0, []), *[(_NEVER, [])] * size]
    for start in range(latest + 1):
        before, parts = best[start]
        if before == _NEVER:
            continue
        for end, part in _parts_from(word, start, latest):
            cost = before + _RARITY_OF_NOTHING - known[part]
            if cost < best[end][0]:
                best[end] = (cost, [*parts, part])
    return best[size][1]


def _latest_closing(word: str) -> int:
    """Where the shortest part that can close the word starts: all others end there or before.

    0 where there is none, which spares words that are no compounds the search.
    """
    closing, size = last_pieces(), len(word)
    for start in range(size - _SHORTEST_PIECE, max(size - _LONGEST_PIECE, 1) - 1, -1):
        if word[start:] in closing:
            return start
    return 0


def _parts_from(word: str, start: int, latest: int) -> Iterator[tuple[int, str]]:
    """The parts that can start here, and where their pieces end; of alike the longest first."""
    pieces, known = first_pieces(), known_parts()
    furthest = min(start + _LONGEST_PIECE, latest)
    for end in range(furthest, start + _SHORTEST_PIECE - 1, -1):
        piece = word[start:end]
        if part := pieces.get(piece):
            yield end, part
            for link in LINKS.get(word[end], ()) if piece in known else ():
                linked = end + len(link)
                fits = linked <= furthest and word.startswith(link, end)
                if fits and not _own_part_at(word, start, end, linked):
                    yield linked, piece
    if start and len(word) - start <= _LONGEST_PIECE and (part := last_pieces().get(word[start:])):
        yield len(word), part


def _own_part_at(word: str, start: int, end: int, linked: int) -> bool:
    """True where the letters of a link belong to the part before (Halle-n) or behind (Obst-sorte)
    them, which stands for itself."""
    own = _own_pieces()
    behind = word[end:] in own and not word[start:end].endswith(_WITH_S)
    return behind or word[start:linked] in own


@cache
def known_parts() -> Mapping[str, float]:
    """The words that may be parts of compounds, with their Zipf frequencies."""
    listed = frequencies.listed("de")
    long = (word for word in listed if len(word) >= _SHORTEST_PART)
    common = {word for word in long if listed[word] >= _RAREST_PART and not is_stop_word(word)}
    parts = (common - _NO_PARTS) | _SHORT_PARTS | _LITTLE_WORDS_THAT_JOIN
    return {part: listed[part] for part in parts}


@cache
def _own_pieces() -> dict[str, str]:
    """The forms that stand for one part alone, whatever else could be read in them."""
    return {form: part for form, part in own_stems().items() if part in known_parts()}


@cache
def last_pieces() -> dict[str, str]:
    """By each piece that can close a compound, the part that it stands for."""
    return {part: part for part in known_parts()} | _own_pieces()


@cache
def first_pieces() -> dict[str, str]:
    """By each piece that others can follow without a link, the part: Kirch for Kirche too."""
    known = known_parts()
    cut = {part[:-1]: part for part in known if part[-1] == "e" and len(part) > _SHORTEST_PART}
    commoner = {piece: part for piece, part in cut.items() if known[part] > known.get(piece, 0.0)}
    return last_pieces() | commoner | _own_pieces()
