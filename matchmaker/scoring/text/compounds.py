"""German compounds taken apart by the frequencies of their parts.

After Koehn and Knight, Empirical Methods for Compound Splitting (EACL 2003), with the search
over all splits in one pass and parts that people do not use as words left out.
"""

from functools import cache

from matchmaker.scoring.text import frequencies
from matchmaker.scoring.text.alike import own_stems
from matchmaker.scoring.text.clean import folded

_LINKS = {"s": ("s", "es"), "n": ("n", "en"), "r": ("er",), "e": ("e",)}
"""What may stand between two parts, by its last letter."""

_LONGEST_LINK = 2
_BEGINNING = 4
"""Letters by which parts are found; one of three letters (Bau) reaches as far as:"""
_SHORTEST_REACH = 3 + _LONGEST_LINK

_SHORTEST_PART = 4
_LONGEST_PART = 20
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
    aber acht alle aller alles also anti auch auf aus auss aussen bald bare barer bares barkeit
    beim dabei dann dass dein deine denn diese doch dort eben ein eine einem einen einer eines
    ende enden ender endes enen erin erste ersten etwa fall falls fur ganz gegen gehen gemein gibt
    haft hafte haften hatte heit heiten hier hin hinter immer isch ische ischen ischer keit keiten
    kein lein lich liche lichen licher liches ling linge losen loser mehr mein meine miss mini
    mich nach nahme neben nicht nisse noch nung nungen oder ohne rung rungen sein seine seit sich
    sind sozu graf stehen stelle stellen stellt super teil teile tete tion tionen trag tritt unter
    uber ubern voll volle voller vom von vor voran wenn werden wert werte wider wieder wird wohl
    zum zur zwar zwischen schaft schaften samer sames same samen ierung tung tungen lung lungen
    gang gangen ation ationen igkeit igkeiten ansatz grafen grafin chen
    """
)


def split(word: str) -> tuple[str, ...]:
    """The parts of a folded compound as dictionary words, or () when it is no compound.

    >>> split("mobelwerkstatt")
    ('mobel', 'werkstatt')
    """
    if not 2 * _SHORTEST_PART - 1 <= len(word) <= _LONGEST_COMPOUND or not word.isalpha():
        return ()
    whole = frequencies.german(word)
    if whole >= _LEXICAL:
        return ()
    parts = _likeliest(word)
    if len(parts) < 2:
        return ()
    mean = sum(frequencies.german(part) for part in parts) / len(parts)
    return tuple(parts) if mean > whole else ()


def _likeliest(word: str) -> list[str]:
    """The split with the highest product of probabilities; each part costs its rarity."""
    size, reach = len(word), _reach()
    best: list[tuple[float, list[str]]] = [(0.0, []), *[(_NEVER, [])] * size]
    for start in range(size):
        before, parts = best[start]
        if before == _NEVER:
            continue
        furthest = start + reach.get(word[start : start + _BEGINNING], _SHORTEST_REACH)
        for end in range(start + 1, min(furthest, size) + 1):
            if before >= best[end][0] or end - start == size:
                continue
            for part in _readings(word[start:end], last=end == size):
                cost = before + _RARITY_OF_NOTHING - frequencies.german(part)
                if cost < best[end][0]:
                    best[end] = (cost, [*parts, part])
    return best[size][1]


def _readings(piece: str, last: bool) -> list[str]:
    """The dictionary words that a piece of a compound can stand for."""
    known = _parts()
    own = own_stems().get(piece, "")
    if own in known:
        return [own]
    if last:
        return [piece] if piece in known else []
    found = [piece] if piece in known else []
    for link in _LINKS.get(piece[-1], ()):
        if piece.endswith(link) and (part := piece.removesuffix(link)) in known:
            found.append(part)
    if len(piece) >= _SHORTEST_PART and piece + "e" in known:
        found.append(piece + "e")
    return found


@cache
def _reach() -> dict[str, int]:
    """How long a piece can be that stands for a part with this beginning; spares most looks."""
    reach: dict[str, int] = {}
    for part in _parts():
        beginning = part[:_BEGINNING]
        length = min(len(part) + _LONGEST_LINK, _LONGEST_PART)
        reach[beginning] = max(length, reach.get(beginning, _SHORTEST_REACH))
    return reach


@cache
def _parts() -> frozenset[str]:
    long = {
        word
        for word, zipf in frequencies.listed("de").items()
        if len(word) >= _SHORTEST_PART and zipf >= _RAREST_PART
    }
    return frozenset((long - _NO_PARTS) | _SHORT_PARTS)
