"""What a change of the rules would do to the newest needs, before it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker.admin.service import newest_needs
from matchmaker.errors import Refused, Unavailable
from matchmaker.matching.scorers import ScorerState
from matchmaker.matching.service import suggest
from matchmaker.profiles.models import Need

NEEDS = 3
SHOWN = 5
LOOKED_AT = 20
"""Ranks further back are not told apart."""


@dataclass(frozen=True)
class Move:
    """A partner among the first five before or after; a rank is None beyond LOOKED_AT."""

    name: str
    before: int | None
    after: int | None

    @property
    def steps(self) -> int:
        """How many ranks up; negative for down."""
        beyond = LOOKED_AT + 1
        return (self.before or beyond) - (self.after or beyond)


@dataclass(frozen=True)
class NeedEffect:
    need: Need
    moves: Sequence[Move]

    @property
    def moved(self) -> bool:
        return any(move.steps for move in self.moves)


@dataclass(frozen=True)
class Effect:
    """`after_saving` names what no ranking can show beforehand: "enabling", "settings"."""

    needs: Sequence[NeedEffect]
    after_saving: Sequence[str] = ()
    preparing: bool = False


def effect_of(
    state: ScorerState, *, enabled: bool, weight: float, settings: Mapping[str, object]
) -> Effect:
    """The first five partners of the newest needs, by the rules in force and by the new weight.

    The index holds the scorers in force as they are set now. One that is not among them, or that
    would be set otherwise, has to be built first.
    """
    late = ["settings"] if enabled and settings != dict(state.settings) else []
    if not state.in_force:
        return Effect((), ["enabling", *late] if enabled else late)
    weights = {state.name: weight if enabled else 0.0}
    try:
        return Effect([_of_need(need, weights) for need in newest_needs(NEEDS)], late)
    except Unavailable:
        return Effect((), late, preparing=True)


def _of_need(need: Need, weights: Mapping[str, float]) -> NeedEffect:
    before, after = _ranks(need, {}), _ranks(need, weights)
    names = {**after, **before}
    first = {
        uid for ranks in (before, after) for uid, (rank, _name) in ranks.items() if rank <= SHOWN
    }
    moves = [
        Move(name, _rank(before, uid), _rank(after, uid))
        for uid, (_number, name) in names.items()
        if uid in first
    ]
    beyond = LOOKED_AT + 1
    return NeedEffect(
        need, sorted(moves, key=lambda move: (move.after or beyond, move.before or beyond))
    )


def _rank(ranks: Mapping[str, tuple[int, str]], uid: str) -> int | None:
    return ranks[uid][0] if uid in ranks else None


def _ranks(need: Need, weights: Mapping[str, float]) -> dict[str, tuple[int, str]]:
    """Rank and name by uid; nobody where the weights leave no scorer."""
    try:
        found = suggest(need.profile, need, limit=LOOKED_AT, weights=weights).found
    except Refused:
        return {}
    return {each.profile.uid: (each.rank, each.profile.name) for each in found}
