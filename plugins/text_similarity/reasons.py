"""The words that counted, as people wrote them."""

from collections.abc import Sequence

import numpy as np

from matchmaker.scoring import Reason
from matchmaker.scoring.text import rarity, terms_of_word

from .fields import Ticked
from .vocabulary import Column

Spelling = Sequence[str]
Share = tuple[float, str, str]

SAME_WORDS, KINDRED_PAIRS = 4, 2
"""At most so many are named."""

SMALLEST_SHARE = 0.04
"""Of all that is told; what counts less explains nothing."""

TELLING, TELLING_NOUN = 0.55, 0.39
"""Rarity from which a word, or a noun, is told: Arbeit .39, Film .45, genug .43, Werkstatt .65."""

CLEARLY_KINDRED = 0.35
"""Kinship from which two words are told; less is too faint to be understood."""


def told(kin: Column, parts: Column, own: Spelling, theirs: Spelling) -> tuple[Reason, ...]:
    """Reasons for one pair, strongest first.

    `own` and `theirs` hold the terms in the spelling of their profiles; `kin[i, j]` is the kinship
    of own term i and their term j, `parts[i, j]` what the two add to the similarity.
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


def _by_spelling(parts: Column, own: Spelling, theirs: Spelling) -> list[Share]:
    """What each pair of written words adds, without the pairs that hardly count."""
    sizes: dict[tuple[str, str], float] = {}
    rows, columns = np.nonzero(parts > 0)
    values = parts[rows, columns].tolist()
    for row, column, value in zip(rows.tolist(), columns.tolist(), values, strict=True):
        pair = own[row], theirs[column]
        sizes[pair] = sizes.get(pair, 0.0) + value
    least = SMALLEST_SHARE * float(parts.sum())
    return [
        (size, *pair) for pair, size in sizes.items() if size >= least and any(map(_tells, pair))
    ]


def _tells(word: str) -> bool:
    """Whether a word names a thing: a German noun that is not on everybody's tongue, or a word
    rare enough to mean something by itself. Others count, but explain nothing ("genug")."""
    rare = rarity(terms_of_word(word)[0])
    return rare >= TELLING or (word[:1].isupper() and rare >= TELLING_NOUN)


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
