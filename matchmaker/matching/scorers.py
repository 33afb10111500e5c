"""Which scorers there are, which are in force, and since when.

Found is not enabled: a scorer is in force when the operator said so in the database, else in
SCORERS, else by the defaults below. One that is broken or paused stays out and says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, literal_column, select, union
from sqlalchemy.orm import Session

from matchmaker import audit
from matchmaker.db import columns, db, now
from matchmaker.errors import PluginProblem
from matchmaker.matching.models import FairnessChoice, ScorerChange, ScorerPause, ScorerSetting
from matchmaker.profiles.models import ProfileChange
from matchmaker.scoring.loader import Found, FoundPlugin, discover, is_bundled
from matchmaker.scoring.plugin_files import Written, places, written

DEFAULT_WEIGHTS = {
    "text_similarity": 2.0,
    "translation_book": 2.0,
    "sector_affinity": 0.25,
    "locality": 0.75,
}
"""What a new installation ranks by; text outweighs the sector, since people often pick a wrong one.

Their sum is 5 so that a guest of weight 1 has a say and one without opinions costs no quorum.
How the figures were found stands in docs/decisions/020-default-weights.md.
"""
OPTIONAL_WEIGHTS = {"semantic": 2.0}
"""Of bundled scorers that are off, what they weigh once somebody turns them on."""
FAULTS_UNTIL_PAUSE = 3
_NAMED = union(
    select(ScorerSetting.name),
    select(ScorerPause.name),
    select(literal_column("''").label("name")),  # so that there always is a row
).subquery()
_OF_THIS_MOMENT = (  # made once, and one: each ranking asks
    select(
        _NAMED.c.name,
        ScorerSetting.enabled,
        ScorerSetting.weight,
        ScorerSetting.settings,
        ScorerSetting.changed_at,
        ScorerPause.faults,
        ScorerPause.last_fault,
        select(FairnessChoice.enabled).scalar_subquery().label("fair"),
        select(func.max(ProfileChange.sequence)).scalar_subquery().label("last_change"),
    )
    .select_from(_NAMED)
    .outerjoin(ScorerSetting, ScorerSetting.name == _NAMED.c.name)
    .outerjoin(ScorerPause, ScorerPause.name == _NAMED.c.name)
)


@dataclass(frozen=True)
class Choice:
    """What is decided on one scorer; settings of its own may be called "weight" as well."""

    weight: float = 1.0
    enabled: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True)
class ScorerState:
    """One scorer of this installation; `reason` says why it is broken.

    `chosen` is one that is meant to count, whether it can or not; `decided_at` is when the operator
    last said so, or the contrary.
    """

    name: str
    origin: str
    state: str
    weight: float
    settings: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    found: FoundPlugin | None = None
    chosen: bool = False
    decided_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        return self.state == "enabled" and self.weight > 0


@dataclass(frozen=True)
class Moment:
    """What ranks at this moment: all scorers found or configured, by name; whether the fairness
    step does; and the number of the last change of a profile, 0 without one."""

    scorers: Sequence[ScorerState]
    fair: bool
    last_change: int


def this_moment() -> Moment:
    rows = columns(_OF_THIS_MOMENT, {}).all()
    found = {plugin.name: plugin for plugin in found_plugins(_installation().plugins)}
    chosen = _configured() | {
        row.name: Choice(row.weight, row.enabled, row.settings, row.changed_at)
        for row in rows
        if row.enabled is not None
    }
    why = {row.name: _why_paused(row.faults, row.last_fault) for row in rows if row.faults}
    names = sorted(found.keys() | chosen.keys())
    states = [_state(name, found.get(name), chosen.get(name), why.get(name)) for name in names]
    return Moment(states, rows[0].fair is not False, rows[0].last_change or 0)


def scorer_states() -> Sequence[ScorerState]:
    """All scorers found or configured, by name."""
    return this_moment().scorers


def by_origin(states: Iterable[ScorerState]) -> tuple[list[ScorerState], list[ScorerState]]:
    """Those that run in this process, and those of the plugin host."""
    found = [(state, state.found.foreign) for state in states if state.found]
    bundled = [state for state, foreign in found if not foreign]
    return bundled, [state for state, foreign in found if foreign]


def bundled_in_force() -> list[ScorerState]:
    return by_origin(state for state in scorer_states() if state.in_force)[0]


def found_plugins(folder: Path) -> Found:
    """What is in the folder; read again when a plugin comes or goes, or a foreign one is edited."""
    there = tuple(places(folder))
    return _discover(folder, there, tuple(map(written, _foreign(there))))


@lru_cache(maxsize=4)
def _foreign(there: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(place for place in there if not is_bundled(place))


@lru_cache(maxsize=4)
def _discover(folder: Path, _there: tuple[Path, ...], _written: tuple[Written, ...]) -> Found:
    return discover(folder)


def _state(
    name: str,
    found: FoundPlugin | None,
    choice: Choice | None,
    why_paused: str | None,
) -> ScorerState:
    origin = found.origin if found else "missing"
    choice = choice or Choice(enabled=False)
    found_wrong = found.problem if found else None
    reason = _why_broken(name, found) or why_paused if choice.enabled else found_wrong
    state = "broken" if reason else "enabled" if choice.enabled else "disabled"
    said = choice.weight, choice.parameters
    return ScorerState(name, origin, state, *said, reason, found, choice.enabled, choice.at)


def _why_broken(name: str, found: FoundPlugin | None) -> str | None:
    if found is None:
        return f"{name} is enabled, but there is no such plugin."
    return found.problem


def _why_paused(faults: int, last: str) -> str | None:
    return (
        f"Paused after {faults} faults; the last: {last}" if faults >= FAULTS_UNTIL_PAUSE else None
    )


def _configured() -> dict[str, Choice]:
    """What is decided on each scorer where the database says nothing: defaults under SCORERS."""
    choices = {name: Choice(weight) for name, weight in DEFAULT_WEIGHTS.items()}
    choices |= {name: Choice(weight, enabled=False) for name, weight in OPTIONAL_WEIGHTS.items()}
    for name, said in _installation().scorers.items():
        default = choices.get(name, Choice())
        weight = said.weight if "weight" in said.model_fields_set else default.weight
        choices[name] = Choice(weight, said.enabled, said.parameters)
    return choices


def _installation() -> Any:
    return current_app.config["SETTINGS"]


def get_scorer(name: str) -> ScorerState:
    """Raises PluginProblem, naming those that are there."""
    states = {state.name: state for state in scorer_states()}
    if name not in states:
        raise PluginProblem(f"There is no plugin {name!r}; there are {', '.join(states)}.")
    return states[name]


def decide(
    name: str,
    *,
    enabled: bool,
    weight: float,
    settings: Mapping[str, Any],
    actor: str = audit.COMMAND,
) -> None:
    """Store a decision of the operator, dated and logged; its faults so far are forgiven."""
    row = db.session.get(ScorerSetting, name) or ScorerSetting(name=name)
    row.enabled, row.weight, row.settings = enabled, weight, dict(settings)
    row.changed_at = now()
    change = ScorerChange(name=name, enabled=enabled, weight=weight, settings=dict(settings))
    db.session.add_all([row, change])
    told = {"enabled": enabled, "weight": weight, "settings": sorted(settings)}
    audit.record("scorer.changed", actor=actor, subject=f"scorer:{name}", **told)
    if pause := db.session.get(ScorerPause, name):
        db.session.delete(pause)


def record_fault(session: Session, name: str, sentence: str, *, final: bool) -> None:
    """Count a fault of a scorer; the third pauses it, a `final` one at once."""
    pause = session.get(ScorerPause, name) or ScorerPause(name=name, faults=0)
    pause.faults = FAULTS_UNTIL_PAUSE if final else pause.faults + 1
    pause.last_fault = sentence[:300]
    pause.last_at = now()
    session.add(pause)


def history(limit: int = 20, name: str | None = None) -> list[ScorerChange]:
    """The latest dated changes of the rules, or of one scorer, newest first."""
    query = select(ScorerChange).order_by(ScorerChange.at.desc(), ScorerChange.id.desc())
    if name is not None:
        query = query.where(ScorerChange.name == name)
    return list(db.session.scalars(query.limit(limit)))


def find_change(number: int) -> ScorerChange | None:
    return db.session.get(ScorerChange, number)


def choice_before(change: ScorerChange) -> Choice:
    """What held for the scorer until this change: the change before it, else the configuration."""
    query = select(ScorerChange).where(ScorerChange.name == change.name)
    earlier = query.where(ScorerChange.id < change.id).order_by(ScorerChange.id.desc())
    before = db.session.scalar(earlier.limit(1))
    if before is not None:
        return Choice(before.weight, before.enabled, before.settings)
    return _configured().get(change.name, Choice(enabled=False))


def plugins_document() -> dict[str, Any]:
    """All scorers in the shape of `plugins list --json`."""
    names = ("name", "origin", "state", "weight", "settings", "reason")
    return {
        "plugins": [{name: getattr(state, name) for name in names} for state in scorer_states()]
    }
