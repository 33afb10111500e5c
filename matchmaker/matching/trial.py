"""Judging scorers on a throw-away pool from files: what the command `evaluate` does."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matchmaker import scoring
from matchmaker.errors import Refused, UsageError
from matchmaker.matching.candidates import as_scoring_profile
from matchmaker.matching.scorers import ScorerState, scorer_states
from matchmaker.matching.workshop import Workshop
from matchmaker.profiles.interchange.fields import parse_row
from matchmaker.profiles.interchange.files import read_rows
from matchmaker.profiles.interchange.texts import normalise_word
from matchmaker.profiles.rows import new_profile
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.panel import Panel, Part
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.trials.evaluation import evaluate, read_qrels
from matchmaker.scoring.weights import in_force


def evaluate_files(
    profiles: Path,
    qrels: Path,
    *,
    names: list[str] | None,
    weights: Mapping[str, float],
    on_fault: Callable[[ScorerFault], None],
    watch: Callable[[Iterable[str]], Iterable[str]] = iter,
) -> dict[str, Any]:
    """The figures of contract.md's `evaluate`.

    `names` takes exactly these scorers, also disabled ones, each with weight 1; None those in
    force. Raises UsageError for an unknown scorer and where all weigh 0, Refused for content that
    cannot be used.
    """
    chosen = _chosen(names, weights)
    pool = list(read_pool(profiles))
    try:
        judgements = read_qrels(qrels, normalise_word, {profile.id for profile in pool})
        with Workshop() as workshop:
            parts = [Part(workshop.make(state), weight) for state, weight in chosen]
            return evaluate(pool, judgements, parts, on_fault=on_fault, watch=watch)
    except ValueError as error:
        raise Refused(str(error)) from None


@contextmanager
def panel_of_files(paths: Iterable[Path]) -> Iterator[Panel]:
    """The scorers in force, fitted to a throw-away pool of all profiles in the files.

    Raises Refused for content that cannot be used.
    """
    pool = Pool(profile for path in paths for profile in read_pool(path))
    with Workshop() as workshop:
        parts = [Part(workshop.make(state), weight) for state, weight in _chosen(None, {})]
        yield Panel(parts).fit(pool)


def _chosen(
    names: list[str] | None, weights: Mapping[str, float]
) -> list[tuple[ScorerState, float]]:
    states = {state.name: state for state in scorer_states() if state.found}
    if names is None:
        base = {state.name: state.weight for state in states.values() if state.in_force}
    else:
        base = dict.fromkeys(names, 1.0)
    for name in [*base, *weights]:
        if name not in states or name not in base:
            there = ", ".join(base if name in states else states)
            raise UsageError(f"There is no scorer {name!r} to weigh; there are {there}.")
    chosen = {name: weights.get(name, weight) for name, weight in base.items()}
    try:
        in_force(chosen)
    except ValueError as error:
        raise UsageError(str(error)) from None
    return [(states[name], weight) for name, weight in chosen.items()]


def read_pool(path: Path) -> Iterator[scoring.Profile]:
    """The profiles of a file as scorers see them once it is imported, under their external ids.

    Raises Refused for content that cannot be used, also for an id that comes twice: by it
    judgements say who is meant.
    """
    lines: dict[str, int] = {}
    for row in read_rows(path):
        values, errors = parse_row(row.values) if not row.errors else ({}, row.errors)
        if errors:
            raise Refused(f"{path}, line {row.line}: {errors[0]}")
        profile = new_profile(values)
        first = lines.setdefault(profile.external_id, row.line)
        if first != row.line:
            same = f"{profile.external_id!r} is the same id as in line {first}"
            raise Refused(f"{path}, line {row.line}: {same}; keep one of the two.")
        profile.uid = profile.external_id
        yield as_scoring_profile(profile)
