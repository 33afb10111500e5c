"""One moment's index and scorers: what answers one request."""

import pickle
import zlib
from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from matchmaker import scoring
from matchmaker.matching.kept import Kept, digest_of
from matchmaker.matching.scorers import ScorerState
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.index import Entry, Index
from matchmaker.scoring.match import ExplainedPair, Match, Ranking
from matchmaker.scoring.ratings import PairOpinions, explain_list, opinion
from matchmaker.scoring.scorer import Explanation, Reason
from matchmaker.scoring.segment import Eligible, without

TOLERANCE = 1e-4
"""How far a guest's explanation may be from its rating: an array is of single precision."""


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
class Question:
    """The best `limit` of the `partners` are asked for, with other `weights` than those in force.

    An answer that is `kept` serves whoever asks the same again.
    """

    seeker: scoring.Profile
    partners: Eligible
    limit: int
    weights: Mapping[str, float]
    kept: bool = True


@dataclass(frozen=True)
class Lineup:
    """`missing` are the scorers in force that have no part at this moment.

    `fair` says whether the operator lets the fairness step take part. `ahead` is the lineup of one
    who reads an older state of the database than the index holds. `kept` are its answers, whatever
    the balance of the index.
    """

    index: Index
    scorers: Sequence[InForce]
    missing: Sequence[str]
    fair: bool = True
    ahead: bool = False
    kept: Kept = field(default_factory=Kept)

    def key(self, question: Question) -> Hashable:
        """What is the same for all who ask the same of this lineup; None for what is not kept.

        ValueError on a weight of a scorer that is not in force.
        """
        partners, weights = question.partners, self._weights(question.weights)
        if not question.kept or not isinstance(partners, Partners):  # others ask the database
            return None
        asked = digest_of(question.seeker, partners, question.limit, list(weights.items()))
        return asked, self.index.balance

    def rank(self, question: Question) -> Ranking:
        """The answer to the question, with reasons; a scorer that fails to explain has no part.

        ValueError on a weight of a scorer that is not in force, or that makes no sense.
        """
        key = self.key(question)
        if key is None:
            return self._rank(question)
        if (found := self._known(key)) is not None:
            return found
        with self.kept.alone(key):
            if (found := self._known(key)) is not None:  # somebody else asked just before
                return found
            ranking = self._rank(question)
            if not ranking.faults:  # who failed now may have a part next time
                packed = zlib.compress(pickle.dumps(ranking, pickle.HIGHEST_PROTOCOL))
                self.kept.put(key, packed, len(packed))
        return ranking

    def _known(self, key: Hashable) -> Ranking | None:
        packed = self.kept.get(key)
        return None if packed is None else pickle.loads(zlib.decompress(packed))  # noqa: S301 - our own

    def _rank(self, question: Question) -> Ranking:
        seeker, partners, limit = question.seeker, question.partners, question.limit
        wanted = self._weights(question.weights)
        ranking = self.index.rank(seeker, wanted, eligible=partners, limit=limit)
        faults: list[ScorerFault] = []
        while True:
            faults += ranking.faults
            try:
                told = _told(self.index, seeker, ranking.matches, self._guests)
            except ScorerFault as fault:
                faults.append(fault)
                wanted = without(wanted, faults)  # who failed once is not asked again
                if not any(wanted.values()):
                    return Ranking((), ranking.candidates, {}, tuple(faults))
                ranking = self.index.rank(seeker, wanted, eligible=partners, limit=limit)
            else:
                return replace(ranking, matches=told, faults=tuple(faults))

    def explain(
        self,
        seeker: scoring.Profile,
        candidate: scoring.Profile,
        tie_key: str,
        weights: Mapping[str, float],
        partners: Eligible,
    ) -> ExplainedPair:
        """One pair as it is in a ranking of the `partners`; ValueError as there."""
        one, wanted = Entry(candidate, tie_key), self._weights(weights)
        return self.index.explain(seeker, one, wanted, eligible=partners)

    def sentence(self, scorer: str, reason: Reason, locale: str) -> str:
        """The reason in words; its code where the scorer has no sentence for it."""
        said = self._by_name.get(scorer)
        words = said.reasons.get(reason.code, {}) if said else {}
        return words.get(locale, reason.code).format(**reason.facts)

    def label(self, scorer: str, locale: str) -> str:
        said = self._by_name.get(scorer)
        return said.label.get(locale, scorer) if said else scorer

    @cached_property
    def _by_name(self) -> dict[str, InForce]:
        return {each.name: each for each in self.scorers}

    @cached_property
    def _guests(self) -> set[str]:
        return {each.name for each in self.scorers if each.origin != "bundled"}

    def _weights(self, wishes: Mapping[str, float]) -> dict[str, float]:
        weights = {each.name: each.weight for each in self.scorers}
        unknown = sorted(set(wishes) - set(weights) - set(self.missing))
        if unknown:
            there = ", ".join(sorted(weights))
            raise ValueError(f"There is no scorer {unknown[0]!r} in force; there are: {there}.")
        return {name: wishes.get(name, weight) for name, weight in weights.items()}


def lineup_of(index: Index, states: Sequence[ScorerState], *, fair: bool) -> Lineup:
    """The scorers of the index that are in force, with what they are made to weigh."""
    fitted = index.segments[0].scorers
    there = [
        InForce(
            state.name,
            state.weight,
            fitted[state.name].label,
            fitted[state.name].reasons,
            fitted[state.name].learned,
            fitted[state.name].settings(),
            state.origin,
        )
        for state in states
        if state.name in fitted
    ]
    missing = [state.name for state in states if state.name not in fitted]
    return Lineup(index, there, tuple(missing), fair)


def _told(
    index: Index, seeker: scoring.Profile, matches: Sequence[Match], guests: Container[str]
) -> tuple[Match, ...]:
    """The matches with what each scorer tells of them, asked for all of them at once.

    Raises the fault of one that fails, or of a guest that explains another rating than it gave;
    for the bundled ones tests hold both equal.
    """
    profiles = {match.id: entry.profile for match in matches if (entry := index.get(match.id))}
    names = dict.fromkeys(part.scorer for match in matches for part in match.parts)
    scorers, candidates = index.segments[0].scorers, list(profiles.values())
    asked = {
        name: dict(
            zip(profiles, explain_list(name, scorers[name], seeker, candidates), strict=True)
        )
        for name in names
    }
    told = []
    for match in matches:
        if match.id in profiles:
            opinions = _opinions(asked, match.id)
            _check_repeated(match, opinions, guests)
            match = match.with_reasons(opinions)
        told.append(match)
    return tuple(told)


def _check_repeated(match: Match, opinions: PairOpinions, guests: Container[str]) -> None:
    for part in match.parts:
        if part.scorer not in guests:
            continue
        for rated, explanation in (
            (part.for_seeker, opinions.for_seeker[part.scorer]),
            (part.for_candidate, opinions.for_candidate[part.scorer]),
        ):
            told = opinion(explanation.score)
            if rated is None or told is None:
                same = rated is told
            else:
                same = abs(rated - told) <= TOLERANCE
            if not same:
                sentence = f"{part.scorer} rated {_said(rated)} and explained {_said(told)}."
                raise ScorerFault(part.scorer, "nonsense", sentence)


def _said(rating: float | None) -> str:
    return "no opinion" if rating is None else f"{rating:g}"


def _opinions(
    asked: Mapping[str, Mapping[str, tuple[Explanation, Explanation]]], id: str
) -> PairOpinions:
    """What each scorer that was asked tells of one partner."""
    there = {name: told[id][0] for name, told in asked.items()}
    return PairOpinions(there, {name: told[id][1] for name, told in asked.items()})
