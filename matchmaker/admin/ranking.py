"""What the operator sees of the scorers and decides on them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from matchmaker.errors import NotFound, PluginProblem
from matchmaker.i18n import gettext
from matchmaker.matching import operation, prices, scorers
from matchmaker.matching.models import ScorerChange
from matchmaker.matching.published_rules import rules_in_force
from matchmaker.matching.scorers import ScorerState
from matchmaker.scoring.description import PluginError
from matchmaker.scoring.loader import load

CHANGES_SHOWN = 20


@dataclass(frozen=True)
class Card:
    """One scorer; `share` is its part of all weights in percent, None while it has none.

    `learned` is None of a foreign scorer that is out of force: its code is not run to find out.
    """

    state: ScorerState
    label: str
    learned: bool | None
    share: float | None

    @property
    def paused(self) -> bool:
        """Its own faults put it aside; enabling it once more forgives them."""
        return self.state.state == "broken" and bool(
            self.state.found and not self.state.found.problem
        )


@dataclass(frozen=True)
class Row:
    """One change of the history, with the name people know the scorer by."""

    change: ScorerChange
    label: str


def cards(locale: str) -> list[Card]:
    """Every scorer found or configured: those in force first, by weight."""
    in_force = {rule.name: rule for rule in rules_in_force(locale).scorers}
    made = []
    for state in scorers.scorer_states():
        rule = in_force.get(state.name)
        known = _known(state, locale)
        if rule is not None and not rule.preparing:
            known = rule.label, rule.learned
        made.append(Card(state, *known, rule.share if rule else None))
    return sorted(made, key=lambda card: (-(card.share or 0), card.state.name))


def _known(state: ScorerState, locale: str) -> tuple[str, bool | None]:
    """Label and `learned` of a bundled scorer; of a foreign one only its name is known."""
    if state.found and not state.found.foreign:
        with suppress(PluginError):
            bundled = load(state.found)
            return bundled.label[locale], bundled.learned
    return state.name, None


def card(name: str, locale: str) -> Card:
    """Raises NotFound."""
    for each in cards(locale):
        if each.state.name == name:
            return each
    raise NotFound(f"There is no scorer {name!r}.")


def rows(of: Sequence[Card], name: str | None = None) -> list[Row]:
    labels = {each.state.name: each.label for each in of} | {prices.NAME: gettext("Ausgleich")}
    changes = scorers.history(CHANGES_SHOWN, name)
    return [Row(change, labels.get(change.name, change.name)) for change in changes]


def change_scorer(
    state: ScorerState, *, enabled: bool, weight: float, settings: Mapping[str, Any], actor: str
) -> bool:
    """Decide; False when all of it holds already, so that a second click leaves no trace."""
    holds = (state.state == "enabled", state.weight, dict(state.settings))
    if state.state != "broken" and holds == (enabled, weight, dict(settings)):
        return False
    scorers.decide(state.name, enabled=enabled, weight=weight, settings=settings, actor=actor)
    return True


def undo(number: int, *, actor: str) -> bool:
    """Let hold again what held before this change; False when it does already.

    Raises NotFound, and PluginProblem when the scorer no longer takes these settings.
    """
    change = scorers.find_change(number)
    if change is None:
        raise NotFound(f"There is no change number {number}.")
    if change.name == prices.NAME:
        return switch_fairness(on=not change.enabled, actor=actor)
    before, state = scorers.choice_before(change), _state(change.name)
    if before.enabled:
        with operation.on_trial(state) as make:
            make(before.parameters)
    return change_scorer(
        state,
        enabled=before.enabled,
        weight=before.weight,
        settings=before.parameters,
        actor=actor,
    )


def switch_fairness(*, on: bool, actor: str) -> bool:
    """False when it stands so already."""
    changed = on != prices.is_on()
    prices.switch(on=on, actor=actor)
    return changed


def _state(name: str) -> ScorerState:
    try:
        return scorers.get_scorer(name)
    except PluginProblem as problem:
        raise NotFound(problem.sentence) from None
