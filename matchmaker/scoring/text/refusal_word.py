"""A word of a clause, as those see it who look for what is refused."""

from typing import NamedTuple

from matchmaker.scoring.text import refusal_words as say
from matchmaker.scoring.text.language import is_stop_word


class Word(NamedTuple):
    """Where it starts in the cleaned text, how it is folded, and whether it is written with a
    capital."""

    start: int
    folded: str
    capital: bool

    @property
    def topical(self) -> bool:
        known = self.folded in say.WANT or self.folded in say.LACK or self.folded in say.BEING
        return not known and not is_stop_word(self.folded)

    @property
    def negates(self) -> bool:
        # "in Not" is German for distress.
        return self.folded in say.NOT or self.folded in say.SHORTENED_NOT
