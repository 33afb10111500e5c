"""The words that counted, as people wrote them."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from matchmaker.scoring import Reason
from matchmaker.scoring.text import rarity, terms_of_word

from .fields import Said, Ticked
from .vocabulary import Column

Share = tuple[float, str, str]

SAME_WORDS, KINDRED_PAIRS = 4, 2
"""At most so many are named."""

SMALLEST_SHARE = 0.04
"""Of all that is told; what counts less explains nothing."""

TELLING, TELLING_NOUN = 0.55, 0.39
"""Rarity from which a word, or a noun, is told: Arbeit .39, Film .45, genug .43, Werkstatt .65."""

CLEARLY_KINDRED = 0.35
"""Kinship from which two words are told; less is too faint to be understood."""

_TIMES = """
Uhr Sekunde Minute Stunde Tag Woche Wochenende Monat Jahr Jahrzehnt Morgen Vormittag Mittag
Nachmittag Abend Nacht Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag
hour minute second day week weekend month year morning evening night monday tuesday wednesday
thursday friday saturday sunday
"""
"""Both name a time, which brings nobody together."""


def told(
    kin: Column, parts: Column, own: Sequence[Said], theirs: Sequence[Said]
) -> tuple[Reason, ...]:
    """Reasons for one pair, strongest first.

    `own` and `theirs` hold the terms of the profiles; `kin[i, j]` is the kinship of own term i and
    their term j, `parts[i, j]` what the two add to the similarity.
    """
    shares = _one_to_one(_by_spelling(np.where(kin >= CLEARLY_KINDRED, parts, 0), own, theirs))
    same = [share for share in shares if _same(share)][:SAME_WORDS]
    kindred = [share for share in shares if not _same(share)][:KINDRED_PAIRS]
    found = [(size, _of_two(word, other)) for size, word, other in kindred]
    if same:
        words = ", ".join(word for _, word, _ in same)
        said = ", ".join(other for _, _, other in same)
        found.append((sum(size for size, *_ in same), Reason("words", words=words, theirs=said)))
    return tuple(reason for _, reason in sorted(found, key=lambda share: -share[0]))


def _of_two(word: str, other: str) -> Reason:
    if isinstance(other, Ticked):
        return Reason("ticked", words=word)
    return Reason("related", words=word, theirs=other)


def _by_spelling(parts: Column, own: Sequence[Said], theirs: Sequence[Said]) -> list[Share]:
    """What each pair of written words adds, without the pairs that hardly count or tell nothing."""
    sizes: dict[tuple[str, str], float] = {}
    rows, columns = np.nonzero(parts > 0)
    values = parts[rows, columns].tolist()
    for row, column, value in zip(rows.tolist(), columns.tolist(), values, strict=True):
        one, other = own[row], theirs[column]
        if _tells(one) and _tells(other) and _of_one_sense(one, other):
            pair = one.word, other.word
            sizes[pair] = sizes.get(pair, 0.0) + value
    least = SMALLEST_SHARE * float(parts.sum())
    return [(size, *pair) for pair, size in sizes.items() if size >= least]


def _tells(said: Said) -> bool:
    """Whether a term names a thing: in a German noun one that is not on everybody's tongue, or one
    rare enough to mean something by itself. Others count, but explain nothing ("genug")."""
    rare = rarity(said.term)
    noun = said.word[:1].isupper() and rare >= TELLING_NOUN
    return (rare >= TELLING or noun) and said.term not in _times()


def _of_one_sense(one: Said, other: Said) -> bool:
    """False where one compound begins with what the other is: an Autohaus is about no Haustür."""
    parts = [terms_of_word(said.word) for said in (one, other)]
    if any(said.term == terms[0] for said, terms in zip((one, other), parts, strict=True)):
        return True
    return (one.term == parts[0][-1]) == (other.term == parts[1][-1])


@cache
def _times() -> frozenset[str]:
    return frozenset(terms_of_word(word)[0] for word in _TIMES.split())


def _one_to_one(shares: list[Share]) -> list[Share]:
    """The strongest first, no word told twice on the same side."""
    chosen: list[Share] = []
    for share in sorted(shares, key=lambda share: (-share[0], share[1:])):
        if all(share[1] != other[1] and share[2] != other[2] for other in chosen):
            chosen.append(share)
    return chosen


def _same(share: Share) -> bool:
    _, word, other = share
    return not isinstance(other, Ticked) and terms_of_word(word)[:1] == terms_of_word(other)[:1]
