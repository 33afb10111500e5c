"""Finding short phrases by what people type: other endings, parts of compounds, slips.

Made for lists of some thousand trade names and titles; a search takes a few milliseconds.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from matchmaker.reference.spelling import (
    fold,
    is_ending,
    root,
    without_gender_form,
    without_umlauts,
    words,
)

Item = TypeVar("Item")

WORST_SCORE = 0.45
"""Below this a phrase shares too little with the query to be worth showing."""

SAME_WORD, SAME_ROOT = 1.0, 0.95
HEAD, BEGINNING, MISSPELT, BEGINNING_OF_STEM, TAIL = 0.85, 0.75, 0.7, 0.65, 0.6
SHORTEST_PART = 4
LONG_STEM = 6
LIKENESS = 82
MOST_WORDS = 25

FILLERS = frozenset(
    words(
        """
        aber als am an auch auf aus bei bin das dem den der des die ein eine einem einen einer
        eines für haben ich im in ist mein meine mit nicht oder sich sind sowie um und unser
        unsere vom von vor was wir zu zum zur klein kleine kleiner kleines sonstige sonstigem
        sonstigen sonstiger betrieb betriebe betrieben erbringung firma herstellung meister
        meisterbetrieb unternehmen
        """
    )
    + words("a and are at by for from is my of on or our the to we with")
    + words("o ä u n g ng e v ev gmbh ohg kg gbr ag")
)
"""Words without a say in the choice of a trade."""

FORMS = (
    "meisterbetrieb", "meisterinnen", "meisterin", "meister", "betriebe", "betrieb", "firma",
    "firmen", "unternehmen", "hersteller", "herstellung", "fachgeschaeft", "geschaeft", "praxis",
)  # fmt: skip
"""What a trade's name is often put together with, without changing the trade."""


@dataclass(frozen=True)
class Hit(Generic[Item]):
    """A phrase that answers the query; the score lies in (0, 1], 1 for the very words."""

    score: float
    phrase: str
    item: Item


class PhraseIndex(Generic[Item]):
    """Phrases with what each stands for; an item may have many phrases."""

    def __init__(self, phrases: Iterable[tuple[str, Item]]) -> None:
        self._phrases = [(phrase, item) for phrase, item in phrases if phrase]
        self._words = [significant_words(phrase) for phrase, _ in self._phrases]
        self._exact = [fold(phrase) for phrase, _ in self._phrases]
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, phrase_words in enumerate(self._words):
            for word in set(phrase_words):
                self._having[word].append(number)
        self._roots: dict[str, list[str]] = defaultdict(list)
        for word in self._having:
            self._roots[root(word)].append(word)
        self._spelled = {word: without_umlauts(word) for word in self._having}

    def search(self, query: str) -> list[Hit[Item]]:
        """The phrases that answer the query, best first; equals in the order of the list."""
        asked = significant_words(without_gender_form(query))[:MOST_WORDS]
        alike = {word: self._alike(word) for word in set(asked)}
        numbers = {n for found in alike.values() for word in found for n in self._having[word]}
        spelled = fold(query).strip()
        hits = [(self._score(number, asked, alike, spelled), -number) for number in numbers]
        best = sorted((hit for hit in hits if hit[0] >= WORST_SCORE), reverse=True)
        return [Hit(score, *self._phrases[-number]) for score, number in best]

    def _alike(self, asked: str) -> dict[str, float]:
        """The words of the list that the asked word may mean → how well, in (0, 1]."""
        bare = without_form(asked)
        return self._near(asked) | (self._near(bare) if bare != asked else {}) or self._misspelt(
            bare
        )

    def _near(self, asked: str) -> dict[str, float]:
        spelled = without_umlauts(asked)
        found = dict.fromkeys(self._roots.get(root(asked), ()), SAME_ROOT)
        for listed, listed_spelled in self._spelled.items():
            if listed not in found and (near := _partly(spelled, listed_spelled)):
                found[listed] = near
        if asked in self._having:
            found[asked] = SAME_WORD
        return found

    def _misspelt(self, asked: str) -> dict[str, float]:
        if len(asked) < SHORTEST_PART:
            return {}
        from rapidfuzz import fuzz, process

        near = process.extract(
            root(asked), list(self._roots), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=5
        )
        return {
            word: MISSPELT * ratio / 100 for other, ratio, _ in near for word in self._roots[other]
        }

    def _score(
        self, number: int, asked: Sequence[str], alike: dict[str, dict[str, float]], spelled: str
    ) -> float:
        if self._exact[number] == spelled:
            return 1.0
        phrase = self._words[number]
        weight = {word: self._weight(word) for word in phrase}
        matched = {word: max(alike[ask].get(word, 0.0) for ask in asked) for word in phrase}
        answered = [max(alike[ask].get(word, 0.0) for word in phrase) for ask in asked]
        of_phrase = sum(weight[w] * matched[w] for w in phrase) / sum(weight[w] for w in phrase)
        of_query = sum(answered) / len(answered)
        better, worse = max(of_phrase, of_query), min(of_phrase, of_query)
        return 0.99 * (0.7 * better + 0.3 * worse)

    def _weight(self, word: str) -> float:
        """Rare words say more: log(1 + N / n), as in idf."""
        return math.log1p(len(self._phrases) / len(self._having[word]))


def significant_words(text: str) -> list[str]:
    """The folded words that say something, each once; all of them if none does."""
    found = list(Counter(words(text)))
    return [word for word in found if word not in FILLERS] or found


def without_form(word: str) -> str:
    """The trade in a folded word: "dachdeckerbetrieb" becomes "dachdecker"."""
    for form in FORMS:
        if word.endswith(form) and len(word) - len(form) >= SHORTEST_PART:
            return word[: -len(form)]
    return word


def _partly(asked: str, listed: str) -> float:
    """How well a word of the query stands for part of one of the list; 0 if it does not.

    German compounds carry their meaning at the end: a Biobäckerei is a Bäckerei, but a
    Möbelhaus is no Möbel.
    """
    if min(len(asked), len(listed)) < SHORTEST_PART:
        return 0.0
    share = 0.8 + 0.2 * len(asked) / len(listed)
    if listed.startswith(asked):
        return BEGINNING * share
    if len(stem := root(asked)) >= LONG_STEM and listed.startswith(stem):
        return BEGINNING_OF_STEM * share
    if _ends_with(asked, listed):
        return HEAD
    return TAIL * share if _ends_with(listed, asked) else 0.0


def _ends_with(compound: str, head: str) -> bool:
    """Whether the head is the last part of the compound, whatever its ending."""
    stem = root(head)
    start = compound.rfind(stem, 2)
    return start > 1 and is_ending(compound[start + len(stem) :])
