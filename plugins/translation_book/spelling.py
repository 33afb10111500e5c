"""Words of the book that a misspelt word may stand for."""

from collections.abc import Iterator, Mapping
from string import ascii_lowercase

SHORTEST = 6
"""Letters from which a word is long enough that one wrong letter leaves it recognisable."""


class Spelling:
    """Finds words at one slip of the pen: a letter missing, extra, wrong or exchanged.

    `terms` maps each word that is known, folded, to its terms in the book.
    """

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        self.terms = terms

    def near(self, word: str) -> str | None:
        """The first known word at exactly one slip, in alphabetical order."""
        if len(word) < SHORTEST - 1:
            return None
        near = {other for other in _one_slip_from(word) if other in self.terms and other != word}
        return min((other for other in near if len(other) >= SHORTEST), default=None)


def _one_slip_from(word: str) -> Iterator[str]:
    """Words at Damerau-Levenshtein distance 1, the word itself among them."""
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        yield before + behind[1:]
        yield before + behind[1:2] + behind[:1] + behind[2:]
        for letter in ascii_lowercase:
            yield before + letter + behind
            yield before + letter + behind[1:]
