"""A country of profiles that never existed, for measuring speed: seeded, and alike at every size.

Words follow Zipf's law over a vocabulary of 200,000: the words that wordfreq lists for German,
commonest first, then compounds of two of them, as German makes its rare words. Places are drawn by
population, sectors and submarkets by how many there are of each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.reference.skills import offers
from matchmaker.reference.tables import read_table
from matchmaker.scoring import Profile
from matchmaker.scoring.index import Entry

SEED = 20261125
VOCABULARY = 200_000
WORDS = 60
"""Words of a profile: of a creative half of them about itself, the rest offers and needs."""

FIRMS_PER_CREATIVE = 0.02
"""Firms in the pool beside the creatives; all of them may be seekers."""

ZIPF_SHIFT = 2.7
"""The Zipf-Mandelbrot law p ∝ 1/(rank + 2.7) describes the commonest words better than 1/rank."""

PARTS = 3_000
"""So many of the commonest longer words are parts of compounds, the commoner the more often."""

SUBMARKETS = {
    "design": 0.16, "software_games": 0.15, "advertising": 0.12, "music": 0.1, "film": 0.1,
    "performing_arts": 0.08, "art": 0.08, "press": 0.06, "architecture": 0.06, "books": 0.04,
    "broadcasting": 0.02, "crafts": 0.02, "other": 0.01,
}  # fmt: skip
"""Roughly the shares of people at work."""

SUBCLASS = "5"
RADII = (None, None, None, 10, 20, 30, 50, 50, 100, 200)
COUNTRIES = ("DE",) * 47 + ("AT", "CH", "CZ")
CAPACITIES = (None, None, "now", "now", "soon", "later", "closed")

_LINKED = ("ung", "heit", "keit", "schaft", "tion", "tät", "ling")
_SENTENCE = 12

Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Corpus:
    """`creatives` and a fiftieth of firms, at least `seekers` of them; profile i is always the same
    for the same seed and counts."""

    creatives: int
    seekers: int = 200
    seed: int = SEED

    @property
    def firms(self) -> int:
        return max(self.seekers, int(self.creatives * FIRMS_PER_CREATIVE))

    def entries(self) -> Iterator[Entry]:
        """All profiles, firms and creatives mixed as they would have registered."""
        rng = np.random.default_rng([self.seed, self.creatives, self.firms])
        kinds = np.repeat(["kmu", "creative"], [self.firms, self.creatives])
        rng.shuffle(kinds)
        for start in range(0, len(kinds), 1000):
            chunk = kinds[start : start + 1000].tolist()
            for number, profile in enumerate(self._profiles(chunk, start, rng), start):
                yield Entry(profile, f"x-{number * 7919 % 1_000_003:07}")

    def _profiles(
        self, kinds: Sequence[str], start: int, rng: np.random.Generator
    ) -> Iterator[Profile]:
        texts = self._texts(len(kinds), rng)
        places = rng.choice(len(self._places), size=len(kinds), p=self._population)
        for offset, kind in enumerate(kinds):
            one = _Draw(rng)
            latitude, longitude = self._places[places[offset]] if one.chance(0.98) else (None, None)
            if latitude is not None and longitude is not None and one.chance(0.1):
                latitude, longitude = (
                    latitude + rng.normal(0, 0.02),
                    longitude + rng.normal(0, 0.03),
                )
            fields = self._of_firm(one) if kind == "kmu" else self._of_creative(one)
            yield Profile(
                id=f"p{start + offset}",
                kind=kind,
                **_boxes(kind, texts[offset], one),
                **fields,
                languages=frozenset({"de", "en"} if one.chance(0.4) else {"de"}),
                latitude=latitude,
                longitude=longitude,
                radius_km=one.of(RADII),
                country=one.of(COUNTRIES),
                remote=one.chance(0.35),
                capacity=one.of(CAPACITIES),
            )

    def _of_firm(self, one: "_Draw") -> dict[str, Any]:
        return {
            "sectors": one.some(self._sectors, 1 if one.chance(0.8) else 2),
            "employees": int(min(250, np.exp(one.rng.normal(2, 1.2)) + 1)),
        }

    def _of_creative(self, one: "_Draw") -> dict[str, Any]:
        count = one.of((1, 1, 1, 2, 2, 3))
        chosen = one.rng.choice(len(SUBMARKETS), size=count, p=list(SUBMARKETS.values()))
        return {
            "submarkets": frozenset(list(SUBMARKETS)[number] for number in chosen),
            "sectors": one.some(self._sectors, one.of((0, 0, 0, 1, 2))),
            "skills": one.some(self._skills, one.of((0, 0, 1, 2, 3))),
            "employees": one.of((1, 1, 1, 2, 5)),
        }

    def _texts(self, count: int, rng: np.random.Generator) -> list[list[str]]:
        ranks = np.searchsorted(self._cumulated, rng.random((count, WORDS)))
        return [[self.vocabulary[rank] for rank in row] for row in ranks.tolist()]

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        """200,000 words, the likeliest first."""
        import wordfreq

        listed = [word for word in wordfreq.get_frequency_dict("de", "small") if word.isalpha()]
        parts = [word for word in listed[300:] if 4 <= len(word) <= 10][:PARTS]
        rng = np.random.default_rng(self.seed)
        share = 1 / np.sqrt(np.arange(1, len(parts) + 1))
        known = dict.fromkeys(listed)
        while len(known) < VOCABULARY:
            drawn = rng.choice(len(parts), size=(VOCABULARY, 2), p=share / share.sum())
            known |= dict.fromkeys(_compound(parts[one], parts[two]) for one, two in drawn.tolist())
        return list(known)[:VOCABULARY]

    @cached_property
    def _cumulated(self) -> NDArray[np.float64]:
        share = 1 / (np.arange(1, VOCABULARY + 1) + ZIPF_SHIFT)
        return np.cumsum(share / share.sum())

    @cached_property
    def _rows_of_places(self) -> list[tuple[float, float, float]]:
        return [
            (float(row["latitude"]), float(row["longitude"]), float(row["population"] or 500))
            for row in read_table("places_de.csv.gz")
        ]

    @cached_property
    def _places(self) -> list[tuple[float, float]]:
        return [(latitude, longitude) for latitude, longitude, _ in self._rows_of_places]

    @cached_property
    def _population(self) -> NDArray[np.float64]:
        people = np.array([people for _, _, people in self._rows_of_places])
        return people / people.sum()

    @cached_property
    def _sectors(self) -> list[str]:
        rows = read_table("sectors.csv.gz")
        return [row["code"] for row in rows if row["level"] == SUBCLASS]

    @cached_property
    def _skills(self) -> list[str]:
        return [skill.label_de for skill in offers()]


@dataclass(frozen=True)
class _Draw:
    """What one profile draws by lot."""

    rng: np.random.Generator

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def of(self, choices: Sequence[Any]) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def some(self, choices: Sequence[str], count: int) -> frozenset[str]:
        return frozenset(choices[int(self.rng.integers(len(choices)))] for _ in range(count))


def _compound(one: str, two: str) -> str:
    return (one + ("s" if one.endswith(_LINKED) else "") + two).capitalize()


def _boxes(kind: str, words: list[str], one: _Draw) -> dict[str, Any]:
    """The words as sentences in the boxes of the form; one in three writes all into one box."""
    if one.chance(0.33):
        return {"about": _prose(words)}
    half, quarter = len(words) // 2, len(words) // 4
    more, less = _prose(words[:half]), _prose(words[half : half + quarter])
    wants, gives = (more, less) if kind == "kmu" else (less, more)
    return {"about": _prose(words[half + quarter :]), "offers": gives, "needs": (wants,)}


def _prose(words: list[str]) -> str:
    sentences = [words[start : start + _SENTENCE] for start in range(0, len(words), _SENTENCE)]
    return " ".join(" ".join(sentence) + "." for sentence in sentences)
