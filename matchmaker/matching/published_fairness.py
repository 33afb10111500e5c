"""The rules of the fairness step as they are in force: what the public page shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker.errors import Unavailable
from matchmaker.i18n import today
from matchmaker.matching import engine, prices
from matchmaker.scoring.fairness import FLOOR, NEARLY, SEED, Terms
from matchmaker.scoring.pricing import CAPACITY, KINDS, REACH


@dataclass(frozen=True)
class ListRules:
    """What bounds the step in the lists of one kind; points out of 100, `strength` in percent.

    `highest` is the largest adjustment that may be, `asked` of `seekers` were asked.
    """

    kind: str
    highest: float
    clear: float
    strength: int
    asked: int
    seekers: int


@dataclass(frozen=True)
class FairnessRules:
    """The constants in force. `lists` is empty as long as no prices have been found.

    `on` is the operator's decision; `floor` and the shares of `capacity` are in percent, `nearly`
    in points. Turns are drawn from `seed` and `day`.
    """

    on: bool
    floor: int
    nearly: float
    reach: float
    capacity: Mapping[str | None, int]
    seed: str
    day: str
    lists: Sequence[ListRules]


def fairness_rules() -> FairnessRules:
    terms = _terms()
    return FairnessRules(
        on=prices.is_on(),
        floor=round(100 * FLOOR),
        nearly=100 * NEARLY,
        reach=REACH,
        capacity={name: round(100 * share) for name, share in CAPACITY.items()},
        seed=SEED,
        day=today().isoformat(),
        lists=[_of_kind(kind, terms[kind]) for kind in KINDS if kind in terms],
    )


def _terms() -> Mapping[str, Terms]:
    try:
        lineup = engine.lineup()
    except Unavailable:  # a large index is being built; the rules are told all the same
        return {}
    found = prices.in_force(lineup) if lineup.scorers else None
    return found.terms if found else {}


def _of_kind(kind: str, terms: Terms) -> ListRules:
    return ListRules(
        kind,
        100 * terms.bound,
        100 * terms.clear,
        round(100 * terms.strength),
        terms.surveyed,
        terms.seekers,
    )
