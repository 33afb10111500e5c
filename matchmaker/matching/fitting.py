"""Whom a need asks for, and how many there are of them at the moment."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlalchemy import select

from matchmaker import scoring
from matchmaker.db import db
from matchmaker.errors import Unavailable
from matchmaker.matching import engine
from matchmaker.matching.candidates import as_scoring_profile, left_out_uids
from matchmaker.profiles.models import Need, Profile, ProfileFacet
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.searchable import searchable
from matchmaker.scoring.segment import Eligible, Mask

FITS = 0.3
"""From this score on a card says "könnte passen"."""
MOST_COUNTED = 200


@dataclass(frozen=True)
class InWantedFields:
    """Of these partners those in one of the submarkets or sectors that a need names."""

    partners: Eligible
    wanted: Collection[tuple[str, str]]
    """Facets: ("submarket", "design"), ("sector", "F")."""

    def __call__(self, pool: Pool) -> Mask:
        columns = searchable(pool)
        rows = [columns.row_of(uid) for uid in self._uids]
        there = np.zeros(len(pool), dtype=bool)
        there[[row for row in rows if row is not None]] = True
        return self.partners(pool) & there

    @cached_property
    def _uids(self) -> list[str]:
        facets = [name for name, _ in self.wanted]
        values = [value for _, value in self.wanted]
        query = select(Profile.uid).join(ProfileFacet, ProfileFacet.profile_id == Profile.id)
        found = query.where(ProfileFacet.facet.in_(facets), ProfileFacet.value.in_(values))
        return list(db.session.scalars(found.distinct()))


def wanted_partners(
    seeker: scoring.Profile, excluded: Collection[str], need: Need | None
) -> Eligible:
    """Who may be proposed at all, and for one need those in the fields that it names."""
    partners = Partners(seeker, excluded)
    wanted = _wanted(need, seeker.kind) if need else []
    return InWantedFields(partners, wanted) if wanted else partners


def _wanted(need: Need, part: str) -> list[tuple[str, str]]:
    """Firms name submarkets, creatives sectors; who takes another part has named nothing for it."""
    if part == "kmu":
        return [("submarket", key) for key in need.wanted_submarkets]
    return [("sector", code) for code in need.wanted_sectors]


def count_fitting(need: Need) -> int | None:
    """How many could fit, up to 200; None while the ranking is being prepared."""
    seeker = as_scoring_profile(need.profile, [need])
    excluded = left_out_uids(need.profile)
    try:
        lineup = engine.lineup()
    except Unavailable:
        return None
    weights = {each.name: each.weight for each in lineup.scorers}
    eligible = wanted_partners(seeker, excluded, need)
    ranking = lineup.index.rank(seeker, weights, eligible=eligible, limit=MOST_COUNTED)
    return sum(match.score >= FITS for match in ranking.matches)
