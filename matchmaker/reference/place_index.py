"""Finding places of one country by what people type for their names.

Names are compared in steps from strict to forgiving; the first step that finds something
wins, so that an exact name is never drowned by similar ones.
"""

import bisect
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matchmaker.reference.spelling import without_umlauts, words

MOST_CHOICES = 20
MUCH_LARGER = 5
"""A place this many times as populous as the others is what people mean by the name."""

SHORTEST_BEGINNING = 2
SHORTEST_MISSPELT = 6
TITLES = frozenset(
    {"stadt", "hansestadt", "lutherstadt", "universitaetsstadt", "gemeinde", "markt"}
)
"""Words that authorities put beside a name and people leave out."""

PREPOSITIONS = frozenset(
    ("a", "am", "an", "auf", "bei", "d", "der", "dem", "den", "i", "im", "in", "ob", "unter", "vor")
)
STATE_NAMES = {
    "bw": "BW", "baden": "BW", "wuerttemberg": "BW", "bayern": "BY", "berlin": "BE",
    "brandenburg": "BB", "bremen": "HB", "hamburg": "HH", "hessen": "HE", "mecklenburg": "MV",
    "niedersachsen": "NI", "nrw": "NW", "westfalen": "NW", "pfalz": "RP", "saarland": "SL",
    "sachsen": "SN", "anhalt": "ST", "holstein": "SH", "schleswig": "SH", "thueringen": "TH",
}  # fmt: skip
"""A word that tells the state → its key. Of "Sachsen-Anhalt" the last word counts."""

_BRACKETS = re.compile(r"\(.*?\)|/.*|,.*")


@dataclass(frozen=True)
class Place:
    """A point with a name.

    ``state`` is the two-letter key of a German state (SN, BY, …), elsewhere GeoNames' first
    level. Degrees are WGS 84. ``population`` is GeoNames' figure for the place, not the official
    one of the municipality; None means unknown. ``approximate`` says that the name or the point
    was guessed from something near.
    """

    name: str
    country: str
    postal_code: str | None
    state: str | None
    latitude: float
    longitude: float
    population: int | None
    approximate: bool


class PlaceIndex:
    """The places of a country, searchable. ``aliases`` are pairs of another name and a place."""

    def __init__(self, places: Sequence[Place], aliases: Iterable[tuple[str, Place]] = ()) -> None:
        self.places = tuple(places)
        self._by_key: dict[str, list[Place]] = defaultdict(list)
        self._by_loose_key: dict[str, list[Place]] = defaultdict(list)
        self._tokens: dict[Place, list[str]] = {}
        for place in self.places:
            self._tokens[place] = name_words(place.name)
            for name in {place.name, _BRACKETS.sub("", place.name)}:
                self._add(name, place)
        for name, place in aliases:
            self._add(name, place)
        self._keys = sorted(self._by_key)

    def _add(self, name: str, place: Place) -> None:
        key = "".join(name_words(name))
        if key and place not in self._by_key[key]:
            self._by_key[key].append(place)
            self._by_loose_key[without_umlauts(key)].append(place)

    def find(self, query: str) -> tuple[Place, ...]:
        """All places meant by the query, most populous first; empty if none."""
        tokens = name_words(query)
        key = "".join(tokens)
        if not key:
            return ()
        steps: tuple[Callable[[], list[Place]], ...] = (
            lambda: self._exact(key),
            lambda: self._beginning(key),
            lambda: self._abbreviated(tokens),
            lambda: self._without_bad(key),
            lambda: self._qualified(tokens),
            lambda: self._misspelt(key),
        )
        found = next(filter(None, (step() for step in steps)), [])
        return tuple(sorted(found, key=_largest_first))

    def longer_names(self, query: str) -> tuple[Place, ...]:
        """Places whose name goes on after the query, for where the neighbourhood will decide."""
        key = "".join(name_words(query))
        return tuple(self._starting_with(key)) if len(key) >= SHORTEST_BEGINNING else ()

    def _same(self, tokens: list[str]) -> list[Place]:
        key = "".join(tokens)
        return self._by_key.get(key) or self._by_loose_key.get(without_umlauts(key)) or []

    def _exact(self, key: str) -> list[Place]:
        """Equal names, and places that many people call so for short.

        A unique name stands alone unless a much larger place only adds words to it; where there
        is a choice anyway ("Neustadt"), the longer names belong to it.
        """
        same = self._same([key])
        if not same:
            return []
        most = max(place.population or 0 for place in same)
        enough = 0 if len(same) > 1 else MUCH_LARGER * max(most, 1000)
        longer = [
            place
            for place in self._starting_with(key)
            if place not in same
            and (place.population or 0) >= enough
            and self._adds_where(place, key)
        ]
        return same + sorted(longer, key=_largest_first)[:MOST_CHOICES]

    def _adds_where(self, place: Place, key: str) -> bool:
        """ "Neustadt in Sachsen" is a Neustadt; "Halle-Neustadt" is no Halle."""
        first, *rest = self._tokens[place]
        return first == key and bool(rest) and rest[0] in PREPOSITIONS

    def _beginning(self, key: str) -> list[Place]:
        if len(key) < SHORTEST_BEGINNING:
            return []
        found = sorted(self._starting_with(key), key=_largest_first)
        whole_word = [place for place in found if key in itertools.accumulate(self._tokens[place])]
        return (whole_word or found)[:MOST_CHOICES]

    def _starting_with(self, key: str) -> list[Place]:
        start = bisect.bisect_left(self._keys, key)
        hits = itertools.takewhile(lambda other: other.startswith(key), self._keys[start:])
        return list(dict.fromkeys(place for hit in hits for place in self._by_key[hit]))

    def _abbreviated(self, tokens: list[str]) -> list[Place]:
        """Each word may stop early: "Frankfurt a. M.", "Reichenbach i. V."."""
        if len(tokens) < 2:
            return []
        found = [place for place in self._starting_with(tokens[0]) if self._shortens(tokens, place)]
        return sorted(found, key=_largest_first)[:MOST_CHOICES]

    def _shortens(self, tokens: list[str], place: Place) -> bool:
        name = self._tokens[place]
        if len(name) >= len(tokens) and all(map(str.startswith, name, tokens)):
            return True
        name, tokens = _weighty(name), _weighty(tokens)
        return len(name) >= len(tokens) > 1 and all(map(str.startswith, name, tokens))

    def _without_bad(self, key: str) -> list[Place]:
        """The title of a spa forgotten: "Schandau" for "Bad Schandau"."""
        return self._same(["bad", key])

    def _qualified(self, tokens: list[str]) -> list[Place]:
        """The name and something beside it: "Zwönitz Erzgebirge", "Stolpen, Sachsen"."""
        beginnings = (tokens[:count] for count in range(len(tokens) - 1, 0, -1))
        for beginning in beginnings:
            if len("".join(beginning)) > 2 and (same := self._same(beginning)):
                return _in_named_state(same, tokens[len(beginning) :])
        return []

    def _misspelt(self, key: str) -> list[Place]:
        """One wrong letter, from nine letters on two."""
        if len(key) < SHORTEST_MISSPELT:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 1 if len(key) < 9 else 2
        hits = process.extract(
            key, self._keys, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_CHOICES
        )
        nearest = [hit for hit, distance, _ in hits if distance == hits[0][1]]
        return list(dict.fromkeys(place for hit in nearest for place in self._by_key[hit]))


def name_words(name: str) -> list[str]:
    """The folded words of a name, with "St." written out and titles left out."""
    tokens = ["sankt" if token in ("st", "saint") else token for token in words(name)]
    return [token for token in tokens if token not in TITLES] or tokens


def _weighty(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token not in PREPOSITIONS]


def _in_named_state(places: list[Place], rest: list[str]) -> list[Place]:
    """Those of the state that the rest of a query names, or all if it names none of theirs."""
    keys = [
        state
        for token in _weighty(rest)
        for name, state in STATE_NAMES.items()
        if name.startswith(token)
    ]
    chosen = [place for place in places if place.state in keys[-1:]]
    return chosen or places


def _largest_first(place: Place) -> tuple[int, str, str]:
    return (-(place.population or 0), place.name, place.state or "")
