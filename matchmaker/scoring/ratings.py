"""Asking several scorers at once; whoever fails is named and left out."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.faults import (
    ScorerFault,
    blame,
    validate_explanation,
    validate_scores,
)
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.scorer import Explanation, Scorer, Scores
from matchmaker.scoring.search.ingredients import Ingredient, Ready, granted
from matchmaker.scoring.search.postings import Rows


@dataclass(frozen=True, slots=True)
class Ratings:
    """What each scorer says of each candidate of a pool, in both directions.

    The columns are float32 in [0, 1] and NaN for no opinion, one by scorer name. `faults` are
    those of the scorers that failed; these have no columns.
    """

    for_seeker: Mapping[str, Scores]
    for_candidate: Mapping[str, Scores]
    faults: tuple[ScorerFault, ...] = ()


@dataclass(frozen=True, slots=True)
class PairOpinions:
    """What each scorer says of one pair: the explanation told to each side, by scorer name."""

    for_seeker: Mapping[str, Explanation]
    for_candidate: Mapping[str, Explanation]
    faults: tuple[ScorerFault, ...] = ()

    def ratings(self) -> Ratings:
        """The same as columns of one candidate, rounded as the columns of a ranking are."""
        return Ratings(_columns(self.for_seeker), _columns(self.for_candidate), self.faults)


Both = tuple[Ingredient, Ingredient]
"""What the ratings of one scorer are made of, for the seeker and back."""


def declare(name: str, scorer: Scorer, seeker: Profile, size: int) -> Both:
    """What the ratings of one fitted scorer are made of, its columns if it does not tell.

    Raises its ScorerFault when it fails.
    """
    with blame(name):
        declared = scorer.ingredients(seeker)
        if declared is not None:
            return declared
        there = Ready(validate_scores(scorer.score(seeker), size, name))
        if type(scorer).score_back is Scorer.score_back:
            return there, there
        return there, Ready(validate_scores(scorer.score_back(seeker), size, name))


def at(name: str, declared: Both, rows: Rows | None) -> tuple[Scores, Scores]:
    """The ratings of some rows both ways, for None of all; raises the scorer's ScorerFault."""
    one, other = declared
    with blame(name):
        if rows is None:
            size = len(one)
            there = back = one.everywhere()
            if other is not one:
                back = other.everywhere()
        else:
            size = len(rows)
            there, back = (one.at(rows),) * 2 if other is one else one.beside(other, rows)
        checked = validate_scores(there, size, name)
        return checked, checked if back is there else validate_scores(back, size, name)


def sketched(name: str, declared: Both, rows: Rows) -> NDArray[np.float32]:
    """The ratings of some rows both ways (2, rows), right to 1e-5 and 1 for no opinion; raises the
    scorer's ScorerFault."""
    one, other = declared
    with blame(name):
        drawn = one.sketch(other, rows)
    return granted(np.stack(at(name, declared, rows))) if drawn is None else drawn


def rate(
    scorers: Mapping[str, Scorer], names: Iterable[str], seeker: Profile, size: int
) -> Ratings:
    """Ask the fitted scorers of these names for all `size` candidates."""
    for_seeker: dict[str, Scores] = {}
    for_candidate: dict[str, Scores] = {}
    faults = []
    for name in names:
        try:
            declared = declare(name, scorers[name], seeker, size)
            columns = at(name, declared, None)
        except ScorerFault as fault:
            faults.append(fault)
        else:
            for_seeker[name], for_candidate[name] = columns
    return Ratings(for_seeker, for_candidate, tuple(faults))


def ask(
    scorers: Mapping[str, Scorer], names: Iterable[str], seeker: Profile, candidate: Profile
) -> PairOpinions:
    """Ask the fitted scorers of these names for one pair and their reasons."""
    for_seeker: dict[str, Explanation] = {}
    for_candidate: dict[str, Explanation] = {}
    faults = []
    for name in names:
        try:
            [explanations] = explain_list(name, scorers[name], seeker, [candidate])
        except ScorerFault as fault:
            faults.append(fault)
        else:
            for_seeker[name], for_candidate[name] = explanations
    return PairOpinions(for_seeker, for_candidate, tuple(faults))


def explain_list(
    name: str, scorer: Scorer, seeker: Profile, candidates: Sequence[Profile]
) -> Iterator[tuple[Explanation, Explanation]]:
    """What one fitted scorer tells both sides of each pair, in order; raises its ScorerFault."""
    with blame(name):
        explained = scorer.explain_list(seeker, candidates)
        for _, (there, back) in zip(candidates, explained, strict=True):
            checked = validate_explanation(scorer, there)
            yield checked, checked if back is there else validate_explanation(scorer, back)


def opinion(score: float) -> float | None:
    """A score as a number, None for no opinion."""
    number = float(score)
    return None if math.isnan(number) else number + 0.0  # which makes -0.0 a 0.0


def _columns(explanations: Mapping[str, Explanation]) -> dict[str, Scores]:
    return {
        name: np.array([explanation.score], dtype=np.float32)
        for name, explanation in explanations.items()
    }
