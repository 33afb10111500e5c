"""One moment's index and scorers: what answers one request."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from matchmaker import scoring
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.index import Entry, Index
from matchmaker.scoring.match import ExplainedPair, Match, Ranking
from matchmaker.scoring.scorer import Reason


@dataclass(frozen=True)
class InForce:
    """A scorer that counts, with the words it speaks in."""

    name: str
    weight: float
    label: Mapping[str, str]
    reasons: Mapping[str, Mapping[str, str]]
    learned: bool
    settings: Mapping[str, object]
    origin: str

    def weighing(self, weight: float) -> "InForce":
        return replace(self, weight=weight)


@dataclass(frozen=True)
class Lineup:
    """`missing` are the scorers in force that have no part at this moment."""

    index: Index
    scorers: Sequence[InForce]
    missing: Sequence[str]

    def rank(
        self,
        seeker: scoring.Profile,
        excluded: Collection[str],
        limit: int,
        weights: Mapping[str, float],
    ) -> Ranking:
        """ValueError on a weight of a scorer that is not in force, or that makes no sense."""
        return self.index.rank(
            seeker, self._weights(weights), eligible=Partners(seeker, excluded), limit=limit
        )

    def with_reasons(self, seeker: scoring.Profile, match: Match) -> Match:
        entry = self.index.get(match.id)
        if entry is None:
            return match
        names = [part.scorer for part in match.parts]
        return match.with_reasons(self.index.reasons(seeker, entry.profile, names))

    def explain(
        self,
        seeker: scoring.Profile,
        candidate: scoring.Profile,
        tie_key: str,
        weights: Mapping[str, float],
    ) -> ExplainedPair:
        return self.index.explain(seeker, Entry(candidate, tie_key), self._weights(weights))

    def sentence(self, scorer: str, reason: Reason, locale: str) -> str:
        """The reason in words; its code where the scorer has no sentence for it."""
        words = {each.name: each.reasons for each in self.scorers}.get(scorer, {})
        return words.get(reason.code, {}).get(locale, reason.code).format(**reason.facts)

    def label(self, scorer: str, locale: str) -> str:
        labels = {each.name: each.label for each in self.scorers}
        return labels.get(scorer, {}).get(locale, scorer)

    def _weights(self, wishes: Mapping[str, float]) -> dict[str, float]:
        weights = {each.name: each.weight for each in self.scorers}
        unknown = sorted(set(wishes) - set(weights) - set(self.missing))
        if unknown:
            there = ", ".join(sorted(weights))
            raise ValueError(f"There is no scorer {unknown[0]!r} in force; there are: {there}.")
        return {name: wishes.get(name, weight) for name, weight in weights.items()}
