"""The verbs of matching: suggest partners, explain a pair."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from matchmaker import jobs
from matchmaker.db import db
from matchmaker.errors import NotFound, Refused
from matchmaker.i18n import current_locale
from matchmaker.i18n import gettext as _
from matchmaker.matching import engine
from matchmaker.matching.candidates import (
    BATCH,
    as_scoring_profile,
    left_out_uids,
)
from matchmaker.matching.catches import Catch, kilometres_between, main_catch
from matchmaker.matching.fitting import FITS, wanted_partners
from matchmaker.matching.lineup import InForce, Lineup, Question
from matchmaker.matching.meeting import may_meet
from matchmaker.matching.prices import fair_lineup
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.visibility import shown_part
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.match import Match
from matchmaker.scoring.scorer import Reason


@dataclass(frozen=True)
class ToldReason:
    """A reason in the words of the reader's language."""

    scorer: str
    code: str
    facts: Mapping[str, object]
    text: str
    to_seeker: bool


@dataclass(frozen=True)
class Suggestion:
    """One partner: the profile, the numbers, the reasons for each side, and the catch.

    `need` is the one that partners are looked for, None for all published ones.
    """

    rank: int
    seeker: Profile
    profile: Profile
    match: Match
    told: tuple[ToldReason, ...]
    need: Need | None

    @cached_property
    def kilometres(self) -> float | None:
        return kilometres_between(self.seeker, self.profile)

    @cached_property
    def catch(self) -> Catch:
        return main_catch(self.seeker, self.profile, self.match, self.kilometres, self.need)

    @property
    def for_seeker(self) -> list[ToldReason]:
        return [reason for reason in self.told if reason.to_seeker]

    @property
    def for_candidate(self) -> list[ToldReason]:
        return [reason for reason in self.told if not reason.to_seeker]


@dataclass(frozen=True)
class Suggestions:
    """A whole ranking; `notes` are sentences on scorers that have no part in it.

    `balanced` says whether the fairness step had a part.
    """

    seeker: Profile
    candidates: int
    scorers: Sequence[InForce]
    found: Sequence[Suggestion]
    notes: Sequence[str]
    balanced: bool = False

    @property
    def fits(self) -> bool:
        """Whether anybody reaches what a card calls "könnte passen"."""
        return any(suggestion.match.score >= FITS for suggestion in self.found)

    @property
    def suggested(self) -> list[Profile]:
        """Who is shown as a suggestion on a page; nobody where it says that nobody fits."""
        return [suggestion.profile for suggestion in self.found] if self.fits else []


def find_need(profile: Profile, number: int | str | None) -> Need | None:
    """The published need of this number, counted from 1, or any of that uid; None for all."""
    if number is None:
        return None
    if isinstance(number, str):
        return next(need for need in profile.needs if need.uid == number)
    needs = profile.published_needs
    if not 1 <= number <= len(needs):
        raise NotFound(f"There is no published need number {number}; there are {len(needs)}.")
    return needs[number - 1]


@dataclass(frozen=True)
class Asked:
    """A question for partners of the seeker, and who answers it."""

    seeker: Profile
    need: Need | None
    lineup: Lineup
    question: Question

    @property
    def key(self) -> Hashable:
        """See `Lineup.key`; raises Refused for weights of unknown scorers."""
        try:
            return self.lineup.key(self.question)
        except ValueError as error:
            raise Refused(str(error)) from None


def suggest(
    seeker: Profile,
    need: Need | None = None,
    *,
    among: str | None = None,
    limit: int = 20,
    weights: Mapping[str, float] | None = None,
    excluded: Collection[str] = (),
    patient: bool = False,
) -> Suggestions:
    """Partners for the profile, by one need or all published ones together, best first.

    `among` is the kind of the partners, by default the other one of the two. `weights` replaces
    weights in force; `fairness=0` leaves out the fairness step. `excluded` are
    further uids that are not proposed. A `patient` caller waits for plugins that still start.
    Raises Refused for unusable weights.
    """
    asked = ask(
        seeker, need, among=among, limit=limit, weights=weights, excluded=excluded, patient=patient
    )
    return answer(asked)


def ask(
    seeker: Profile,
    need: Need | None = None,
    *,
    among: str | None = None,
    limit: int = 20,
    weights: Mapping[str, float] | None = None,
    excluded: Collection[str] = (),
    patient: bool = False,
) -> Asked:
    """The question of `suggest`; nothing of a seeker who has no profile here will be kept."""
    lineup, weights = fair_lineup(engine.lineup(patient=patient), weights)
    wanted = as_scoring_profile(seeker, None if need is None else [need], among=among)
    left_out = left_out_uids(seeker).union(excluded)
    partners = wanted_partners(wanted, left_out, need)
    question = Question(wanted, partners, limit, weights, kept=seeker.id is not None)
    return Asked(seeker, need, lineup, question)


def answer(asked: Asked) -> Suggestions:
    """Raises Refused for unusable weights."""
    seeker, lineup = asked.seeker, asked.lineup
    try:
        ranking = lineup.rank(asked.question)
    except ValueError as error:
        raise Refused(str(error)) from None
    profiles = _profiles([match.id for match in ranking.matches])
    there = [match for match in ranking.matches if match.id in profiles]
    found = [
        _suggestion(number, seeker, profiles[match.id], match, lineup, asked.need)
        for number, match in enumerate(there, start=1)
    ]
    counting = [
        scorer.weighing(ranking.weights[scorer.name])
        for scorer in lineup.scorers
        if scorer.name in ranking.weights
    ]
    notes = _note(ranking.faults, lineup)
    balanced = lineup.index.balance is not None
    return Suggestions(seeker, ranking.candidates, counting, found, notes, balanced)


def explain_pair(
    seeker: Profile,
    candidate: Profile,
    need: Need | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    patient: bool = False,
) -> Suggestion:
    """One pair, also one that would not be suggested. Raises Refused for unusable weights."""
    lineup, weights = fair_lineup(engine.lineup(patient=patient), weights)
    among = candidate.kind if may_meet(seeker, candidate) else None
    wanted = as_scoring_profile(seeker, None if need is None else [need], among=among)
    other = as_scoring_profile(candidate)
    try:
        left_out = left_out_uids(seeker)
        partners = wanted_partners(wanted, left_out, need)
        pair = lineup.explain(wanted, other, candidate.external_id, weights, partners)
    except ValueError as error:
        raise Refused(str(error)) from None
    _note(pair.faults, lineup)
    return _suggestion(1, seeker, candidate, pair.match, lineup, need)


def _note(faults: Sequence[ScorerFault], lineup: Lineup) -> list[str]:
    """Sentences on scorers without a part; their faults are counted."""
    for fault in faults:
        if fault.counts:
            engine.blame(fault.name, fault.sentence)
    failed = [fault.name for fault in faults]
    return [
        _("Der Baustein „%(name)s“ ist gerade ausgefallen; die Reihenfolge ist ohne ihn.")
        % {"name": lineup.label(name, current_locale())}
        for name in dict.fromkeys([*failed, *lineup.missing])
    ]


def _profiles(uids: Sequence[str]) -> dict[str, Profile]:
    found: dict[str, Profile] = {}
    for start in range(0, len(uids), BATCH):
        query = select(Profile).where(Profile.uid.in_(uids[start : start + BATCH]))
        found.update({profile.uid: profile for profile in db.session.scalars(query)})
    return found


def _suggestion(
    rank: int,
    seeker: Profile,
    candidate: Profile,
    match: Match,
    lineup: Lineup,
    need: Need | None,
) -> Suggestion:
    shown = shown_part(candidate, members=True)
    return Suggestion(rank, seeker, shown, match, tuple(_tell_all(match, lineup)), need)


def _tell_all(match: Match, lineup: Lineup) -> list[ToldReason]:
    """Those told to the seeker first; of each side those of the strongest parts first."""
    locale = current_locale()
    parts = sorted(match.parts, key=lambda part: -part.contribution)
    told = []
    for to_seeker in (True, False):
        for part in parts:
            reasons = part.reasons_for_seeker if to_seeker else part.reasons_for_candidate
            told += [_tell(part.scorer, reason, locale, to_seeker, lineup) for reason in reasons]
    return told


def _tell(scorer: str, reason: Reason, locale: str, to_seeker: bool, lineup: Lineup) -> ToldReason:
    text = lineup.sentence(scorer, reason, locale)
    return ToldReason(scorer, reason.code, reason.facts, text, to_seeker)


def refresh_soon() -> None:
    """Ask the job process to see whether the index should be built anew."""
    jobs.wake("refresh_index")
