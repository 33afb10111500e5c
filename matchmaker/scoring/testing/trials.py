"""What the checks of the conformance kit share: trying fresh scorers and comparing answers."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.faults import ScorerFault, validate_explanation, validate_scores
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.scorer import Explanation, Scorer
from matchmaker.scoring.testing.samples import speaking

TOLERANCE = 1e-5
"""Two ways to one rating may differ by rounding in single precision."""


def require(condition: bool, sentence: str) -> None:
    """Fail with the sentence unless the condition holds."""
    if not condition:
        raise AssertionError(f"{sentence}.")


def settings_of(scorer: Scorer) -> dict[str, Any]:
    """The scorer's settings, also where it forgot to keep one."""
    defaults = type(scorer).default_settings()
    return {name: getattr(scorer, name, default) for name, default in defaults.items()}


def afresh(scorer: Scorer) -> Scorer:
    """An unfitted scorer with the same settings."""
    return type(scorer)(**settings_of(scorer))


def fit_afresh(scorer: Scorer, pool: Pool) -> Scorer:
    """A fresh scorer fitted on the pool, whatever its `fit` returns."""
    fresh = afresh(scorer)
    fresh.fit(pool)
    vars(fresh).setdefault("pool_", pool)  # as the host does
    return fresh


def directions(fitted: Scorer) -> list[tuple[str, Callable[[Profile], Any]]]:
    """Both ratings with their names."""
    return [("score", fitted.score), ("score_back", fitted.score_back)]


def pairs(pool: Pool) -> Iterator[tuple[Profile, Profile]]:
    """Every profile with every profile."""
    return ((seeker, candidate) for seeker in pool for candidate in pool)


def floats(scores: Any) -> NDArray[np.float64]:
    """The scores in double precision."""
    return np.asarray(scores, dtype=np.float64)


def is_same(one: Any, other: Any) -> bool:
    """Equal and of one type, so that 1 is not 1.0."""
    return type(one) is type(other) and bool(one == other or one is other)


def are_close(one: Any, other: Any) -> bool:
    """Equal within TOLERANCE; NaN equals NaN."""
    return np.allclose(floats(one), floats(other), rtol=0, atol=TOLERANCE, equal_nan=True)


def agree(one: Scorer, other: Scorer, when: str, pool: Pool | None = None) -> None:
    """Fail unless both scorers rate the pool alike."""
    for seeker in pool if pool is not None else speaking():
        expected, told = floats(one.score(seeker)), floats(other.score(seeker))
        same = expected.shape == told.shape and are_close(expected, told)
        require(same, f"the scores for {seeker.id} differ {when}")


def in_range(scores: Any, name: str, seeker: Profile) -> None:
    """Fail unless every score is NaN or in [0, 1]."""
    ratings = floats(scores)
    try:
        validate_scores(ratings, len(ratings), name)
    except ScorerFault as fault:
        raise AssertionError(f"for {seeker.id}, {fault.sentence}") from fault


def repeats(
    rate: Callable[[Profile], Any], explain: Callable[[Profile, Profile], Any], name: str
) -> None:
    """Fail unless the explanation of every pair has the score of the array."""
    pool = speaking()
    for seeker in pool:
        for candidate, score in zip(pool, floats(rate(seeker)), strict=True):
            told = explain(seeker, candidate)
            pair = f"for {seeker.id} and {candidate.id}"
            require(isinstance(told, Explanation), f"{name} returns no Explanation {pair}")
            same = are_close(score, told.score)
            require(same, f"{name} says {told.score} {pair}, the array {score}")


def speaks(scorer: Scorer, told: Explanation, seeker: Profile, candidate: Profile) -> None:
    """Fail unless every reason has sentences that accept its facts."""
    try:
        validate_explanation(type(scorer), Explanation(0.0, told.reasons))
    except ScorerFault as fault:
        sentence = f"for {seeker.id} and {candidate.id}, {fault.sentence}"
        raise AssertionError(sentence) from fault


def columns_of(pool: Pool) -> dict[str, NDArray[Any]]:
    """The pool's numeric columns by name."""
    return {
        "latitude": pool.latitude,
        "longitude": pool.longitude,
        "radius_km": pool.radius_km,
        "remote": pool.remote,
    }
