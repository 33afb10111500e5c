"""Why not me: where somebody stands in the list of another, and what would move it most."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.errors import Unavailable
from matchmaker.i18n import current_locale
from matchmaker.i18n import gettext as _
from matchmaker.matching import engine
from matchmaker.matching.candidates import as_scoring_profile, excluded_uids
from matchmaker.matching.lineup import Lineup, Question
from matchmaker.matching.presentation import ADVICE, OTHER_ADVICE, points
from matchmaker.matching.prices import fair_lineup
from matchmaker.profiles.models import Need, Profile
from matchmaker.scoring.counterfactual import Move, moves, others_in_list
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.segment import rate_all

TOP = 10
TOLD = 2


@dataclass(frozen=True)
class Fact:
    """One part that holds back: what it gives for the seeker and for the candidate, what it gives
    the first ten in the middle, and the rank it would be to have as much.

    Points out of 100, None for no opinion. `scorer` is empty for the adjustment.
    """

    scorer: str
    label: str
    points: tuple[int | None, int | None]
    typical: tuple[int | None, int | None]
    rank: int
    advice: str


@dataclass(frozen=True)
class WhyNot:
    """The rank of a candidate in the list of a seeker, out of `total`, and up to two facts.

    `rank` is None for whoever is not in the list at all. `facts` are those that would move the
    rank most, none for the first.
    """

    rank: int | None
    total: int
    facts: Sequence[Fact]


def why_not(seeker: Profile, candidate: Profile, need: Need | None = None) -> WhyNot:
    """Raises Unavailable while a large pool has no index yet, or nothing ranks."""
    lineup, weights = fair_lineup(engine.lineup(), None)
    if not lineup.scorers:
        raise Unavailable("Nothing ranks at this moment.", 60)
    among = candidate.kind
    wanted = as_scoring_profile(seeker, None if need is None else [need], among=among)
    partners = Partners(wanted, excluded_uids(seeker))
    top = lineup.rank(Question(wanted, partners, TOP, weights))
    rated, _weights, _faults = rate_all(lineup.index.segments, wanted, top.weights, partners)
    others = others_in_list(rated, wanted, candidate.uid, lineup.index.balance)
    total = sum(int(each.allowed.sum()) for each in rated)
    if others is None:
        return WhyNot(None, total, ())
    one = as_scoring_profile(candidate)
    match = lineup.explain(wanted, one, candidate.external_id, weights, partners).match
    rank = others.rank_of(match.score, match.tie_key)
    better = [move for move in moves(match, top.matches, others) if move.rank < rank]
    return WhyNot(rank, total, [_fact(move, lineup) for move in better[:TOLD]])


def _fact(move: Move, lineup: Lineup) -> Fact:
    if move.scorer is None:
        label = _("Ausgleich, damit alle einmal drankommen")
        advice = _(
            "Das liegt nicht an diesem Profil: Wer bei allen weit oben steht, gibt etwas "
            "Aufmerksamkeit an andere ab."
        )
    else:
        label = lineup.label(move.scorer, current_locale())
        advice = str(ADVICE.get(move.scorer, OTHER_ADVICE))
    now, typical = move.ratings, move.typical
    return Fact(
        move.scorer or "",
        label,
        (points(now[0]), points(now[1])),
        (points(typical[0]), points(typical[1])),
        move.rank,
        advice,
    )
