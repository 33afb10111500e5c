"""What the operator does with scorers: enable, disable, check."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from matchmaker.config import ScorerSettings
from matchmaker.db import unit_of_work
from matchmaker.errors import ConfigError, PluginProblem, UsageError
from matchmaker.matching import engine, scorers
from matchmaker.matching.scorers import ScorerState
from matchmaker.matching.workshop import Workshop
from matchmaker.scoring.description import parse_setting
from matchmaker.scoring.loader import PluginError, found_at, load
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.testing import CheckResult, run_checks


def enable(name: str, weight: float | None, assignments: Iterable[tuple[str, str]]) -> ScorerState:
    """Put the scorer into force and the index right for it.

    Settings not named keep their values. Raises PluginProblem when it cannot be loaded or does
    not accept the settings; then nothing changes.
    """
    state = scorers.get_scorer(name)
    with on_trial(state) as make:
        scorer = make({})
        try:
            given = {key: parse_setting(scorer, key, text) for key, text in assignments}
        except PluginError as error:
            raise PluginProblem(error.sentence) from None
        settings = {**state.settings, **given}
        make(settings)
    with unit_of_work():
        chosen = weight if weight is not None else state.weight
        scorers.decide(name, enabled=True, weight=chosen, settings=settings)
    engine.rebuild_if_needed()
    return scorers.get_scorer(name)


@contextmanager
def on_trial(state: ScorerState) -> Iterator[Callable[[Mapping[str, Any]], Scorer]]:
    """Yields what makes the scorer with settings, without any consequence for what ranks.

    Making raises PluginProblem when it cannot be loaded or does not accept the settings.
    """
    with Workshop() as workshop:

        def make(settings: Mapping[str, Any]) -> Scorer:
            if state.found is None or state.found.problem:
                raise PluginProblem(state.reason or f"There is no plugin {state.name}.")
            return workshop.make(replace(state, settings=settings))

        yield make


def check_configured(configured: Mapping[str, ScorerSettings]) -> None:
    """Raises ConfigError where a scorer of SCORERS refuses the settings given there.

    One that is missing or cannot be loaded costs its own part alone and stops nothing.
    """
    states = {state.name: state for state in scorers.scorer_states()}
    for name, said in configured.items():
        if not (said.enabled and said.parameters and states[name].found):
            continue
        with on_trial(states[name]) as make:
            try:
                make({})
            except PluginProblem:
                continue
            try:
                make(said.parameters)
            except PluginProblem as problem:
                sentence = f"Setting MATCHMAKER_SCORERS cannot be used: {problem.sentence}"
                raise ConfigError(sentence) from None


def disable(name: str) -> ScorerState:
    """Take the scorer out of force; its weight and settings are remembered."""
    state = scorers.get_scorer(name)
    with unit_of_work():
        scorers.decide(name, enabled=False, weight=state.weight, settings=state.settings)
    return scorers.get_scorer(name)


def check(plugin: str | Path) -> list[CheckResult]:
    """Run the conformance kit; a foreign plugin stays in the plugin host all the while.

    Raises UsageError when there is no such plugin, PluginProblem when it cannot be loaded.
    """
    try:
        found = found_at(plugin) if isinstance(plugin, Path) else scorers.get_scorer(plugin).found
    except (PluginError, PluginProblem) as error:
        raise UsageError(error.sentence) from None
    if found is None:
        raise UsageError(f"There is no plugin {plugin}.")
    try:
        with Workshop() as workshop:
            if found.foreign:
                return list(workshop.host.check(found))
            return list(run_checks(load(found)()))
    except PluginError as error:
        raise PluginProblem(error.sentence) from None
