"""Words of the book that a misspelt word may stand for."""

from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 6
"""Letters from which a stem is long enough that one wrong letter leaves it recognisable."""


class Spelling:
    """Finds the stems at one slip of the pen: a letter missing, extra, wrong or exchanged.

    By the symmetric delete method (W. Garbe, 2012): two words one slip apart share a form with
    at most one letter left out of each. `terms` maps each known stem to it and its parts.
    """

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        self.terms = terms
        self._by_form = _by_form(terms)

    def __reduce__(self) -> tuple[type["Spelling"], tuple[Mapping[str, tuple[str, ...]]]]:
        return Spelling, (self.terms,)  # making the forms anew is faster than reading them

    def near(self, word: str) -> str | None:
        """The first known stem at exactly one slip, in alphabetical order."""
        if len(word) < SHORTEST - 1:
            return None
        found = {other for form in _forms(word) for other in self._by_form.get(form, "").split()}
        return min((other for other in found if _one_slip(word, other)), default=None)


def _by_form(terms: Iterable[str]) -> Mapping[str, str]:
    """The words of each form with blanks between them: a hundred thousand lists take longer."""
    words: dict[str, str] = {}
    for word in sorted(terms):
        if len(word) >= SHORTEST and word.isalpha():
            for form in _forms(word):
                words[form] = f"{words[form]} {word}" if form in words else word
    return words


def _forms(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """True at Damerau-Levenshtein distance 1."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other or one == other[1:]
