"""An open, editable book that translates what firms say into what creatives call it.

README.md beside this file tells how to read and edit it; the book itself is in `book/`.
"""

import copy
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Self

import numpy as np

from matchmaker.scoring import ABSTAIN, Explanation, Pool, Profile, Scorer, Scores
from matchmaker.scoring.memo import Memo
from matchmaker.scoring.search.ingredients import Ingredient, Logistic
from matchmaker.scoring.searchable import SearchablePool

from .checker import check_book, unknown_words
from .lines import OTHER, Lines, learn, read_lines
from .reasons import SENTENCES, reasons_of
from .strengths import Strengths
from .translator import translator_of

__all__ = ["TranslationBook", "check_book", "scorer", "unknown_words"]

REMEMBERED = 256
"""Seekers whose lines are kept, some 5 kB each: they are rated both ways and explained."""

_NOBODY_BENEFITS = Logistic(0.0, 1.0)


class TranslationBook(Scorer):
    """Rates a firm and a creative by the situations of the book that both speak of.

    The book knows situations in which a firm seeks help, and wishes that creatives have of
    firms. What each profile says becomes strengths of situations; the score is the similarity of
    the two, less what both have in common with everybody, brought to [0, 1] by the fitted pool.

    NaN where a profile says nothing at all, and between two profiles of the same kind. Texts in
    which the book recognises nothing rate as the average pair does: a text that escapes the book
    shall gain nothing by it.

    Parameters
    ----------
    book : path of a `.txt` file or of a folder of them
        "" is the book that comes with the product.
    smoothing : float from 0 to 1
        How much related situations count for each other; 0 asks for the same situation.
    other_side : float from 0 to 1
        What the wants of the other side count beside those of the side that benefits.
    centring : float from 0 to 1
        How much of the similarity to everybody is taken away.
    """

    name = "translation_book"
    label = {"de": "Übersetzungsbuch", "en": "Translation book"}
    reasons = SENTENCES

    def __init__(
        self,
        book: str = "",
        smoothing: float = 0.25,
        other_side: float = 0.75,
        centring: float = 0.9,
    ) -> None:
        _check_shares(smoothing=smoothing, other_side=other_side, centring=centring)
        self.book = book
        self.smoothing = smoothing
        self.other_side = other_side
        self.centring = centring

    def fit(self, pool: Pool) -> Self:
        """Read the book and the pool; BookError or FileNotFoundError if the book is unusable."""
        self.pool_ = pool
        self.read_: Memo[Lines] = Memo(REMEMBERED)
        self.translator_ = translator_of(self.book)
        near = self.translator_.near(self.smoothing)
        strengths = Strengths(pool, self.translator_)
        self.learnt_ = learn(
            pool, strengths, self.translator_, near, self.centring, self.other_side
        )
        self.lines_ = Lines.of(strengths, self.learnt_.geometry)
        return self

    def score(self, seeker: Profile) -> Scores:
        return self._asked(self._read(seeker), seeker.kind).everywhere()

    def score_back(self, seeker: Profile) -> Scores:
        return self._asked(self._read(seeker), OTHER.get(seeker.kind, "")).everywhere()

    def ingredients(self, seeker: Profile) -> tuple[Ingredient, Ingredient]:
        one = self._read(seeker)
        return self._asked(one, seeker.kind), self._asked(one, OTHER.get(seeker.kind, ""))

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        [(explanation, _)] = self.explain_list(seeker, [candidate])
        return explanation

    def explain_list(
        self, seeker: Profile, candidates: Iterable[Profile]
    ) -> Iterator[tuple[Explanation, Explanation]]:
        one, pool = self._read(seeker), Pool(candidates)
        lines = read_lines(pool, self.translator_, self.learnt_.geometry)
        there, back = (
            self._asked(one, benefits, lines).everywhere().tolist()
            for benefits in (seeker.kind, OTHER.get(seeker.kind, ""))
        )
        for row, shares in enumerate(lines.shares(one)):
            if np.isnan(there[row]):
                yield Explanation(ABSTAIN), Explanation(ABSTAIN)
            else:
                told = reasons_of(self.translator_, shares, seeker, pool[row])
                told_back = reasons_of(self.translator_, shares.T, pool[row], seeker)
                yield Explanation(there[row], told), Explanation(back[row], told_back)

    def rebase(self, pool: Pool) -> Self:
        other = copy.copy(self)
        other.pool_ = pool
        other.lines_ = read_lines(pool, self.translator_, self.learnt_.geometry)
        return other

    def _read(self, profile: Profile) -> Lines:
        return self.read_.of(profile, partial(self._line_of, profile))

    def _line_of(self, profile: Profile) -> Lines:
        """As it was read with the pool, where it is in there and still the same."""
        if isinstance(self.pool_, SearchablePool):
            row = self.pool_.row_of(profile.id)
            if row is not None and self.pool_[row] == profile:
                return self.lines_.only(row)
        return read_lines(Pool([profile]), self.translator_, self.learnt_.geometry)

    def _asked(self, seeker: Lines, benefits: str, lines: Lines | None = None) -> Ingredient:
        lines = self.lines_ if lines is None else lines
        curve = self.learnt_.calibration.get(benefits, _NOBODY_BENEFITS)
        return lines.asked(seeker, benefits, self.other_side, curve)


def _check_shares(**settings: object) -> None:
    for setting, value in settings.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (number and 0 <= value <= 1):  # type: ignore[operator]
            raise ValueError(f"{setting} must be a number from 0 to 1, not {value!r}")


scorer = TranslationBook
