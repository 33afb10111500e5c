"""What a ranking hands out: partners, and what each scorer had to do with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matchmaker.scoring.blend import Blend, rounded, shares, slopes
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.ratings import PairOpinions, Ratings, opinion
from matchmaker.scoring.scorer import Reason


@dataclass(frozen=True, slots=True)
class MatchPart:
    """One scorer's part in one match.

    Ratings lie in [0, 1]; without an opinion in a direction the rating is None and the weight 0.
    The weights of a direction add up to 1 over the parts. Reasons are there once asked for,
    strongest first: those told to the seeker and those told to the candidate.
    """

    scorer: str
    weight_for_seeker: float
    weight_for_candidate: float
    for_seeker: float | None
    for_candidate: float | None
    contribution: float
    reasons_for_seeker: tuple[Reason, ...] = ()
    reasons_for_candidate: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One partner for the seeker.

    `id` is the profile's, `tie_key` what orders equal scores. `score`, `for_seeker` and
    `for_candidate` lie in [0, 1]; the parts' contributions and `adjustment`, which is what a
    fairness step added, sum up to the score within 1e-6. `quorate` is False where less than half
    of the weight has an opinion: such a pair can be explained but is never proposed.
    """

    id: str
    tie_key: str
    score: float
    for_seeker: float
    for_candidate: float
    adjustment: float
    parts: tuple[MatchPart, ...]
    quorate: bool = True

    def scored(self, score: float) -> "Match":
        """The same match with the score that a fairness step made of it."""
        final = rounded(score)
        return replace(self, score=final, adjustment=final - (self.score - self.adjustment))

    def with_reasons(self, opinions: PairOpinions) -> "Match":
        """The same match, telling why; a scorer that failed to explain keeps its numbers."""
        return replace(self, parts=tuple(_with_reasons(part, opinions) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best partners of a seeker, best first.

    `candidates` counts the eligible, `weights` are those that decided, by scorer name; `faults`
    names the scorers that had no part because they failed.
    """

    matches: tuple[Match, ...]
    candidates: int
    weights: Mapping[str, float]
    faults: tuple[ScorerFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """One pair with its reasons, the weights that decided, and the scorers that failed."""

    match: Match
    weights: Mapping[str, float]
    faults: tuple[ScorerFault, ...] = ()


def match_of(
    row: int,
    ratings: Ratings,
    blended: Blend,
    weights: Mapping[str, float],
    names: tuple[str, str],
) -> Match:
    """The match of one row of a blend; `names` are the profile's id and its tie key."""
    x, y = float(blended.for_seeker[row]), float(blended.for_candidate[row])
    return Match(
        id=names[0],
        tie_key=names[1],
        score=rounded(float(blended.score[row])),
        for_seeker=x,
        for_candidate=y,
        adjustment=0.0,
        parts=_parts(row, ratings, weights, slopes(x, y)),
        quorate=bool(blended.quorate[row]),
    )


def _parts(
    row: int, ratings: Ratings, weights: Mapping[str, float], gradient: tuple[float, float]
) -> tuple[MatchPart, ...]:
    there = {name: opinion(ratings.for_seeker[name][row]) for name in weights}
    back = {name: opinion(ratings.for_candidate[name][row]) for name in weights}
    u, v = shares(there, weights), shares(back, weights)
    return tuple(
        MatchPart(
            scorer=name,
            weight_for_seeker=u[name],
            weight_for_candidate=v[name],
            for_seeker=there[name],
            for_candidate=back[name],
            contribution=gradient[0] * u[name] * (there[name] or 0.0)
            + gradient[1] * v[name] * (back[name] or 0.0),
        )
        for name in weights
    )


def _with_reasons(part: MatchPart, opinions: PairOpinions) -> MatchPart:
    if part.scorer not in opinions.for_seeker:
        return part
    return replace(
        part,
        reasons_for_seeker=opinions.for_seeker[part.scorer].reasons,
        reasons_for_candidate=opinions.for_candidate[part.scorer].reasons,
    )
