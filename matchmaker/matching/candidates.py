"""Profiles as scorers see them, and who may be proposed at all."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker import scoring
from matchmaker.db import db
from matchmaker.matching.models import Exclusion
from matchmaker.profiles.models import Need, Profile
from matchmaker.scoring.index import Entry

BATCH = 1000


def as_scoring_profile(profile: Profile, needs: Sequence[Need] | None = None) -> scoring.Profile:
    """What a scorer may know; the published needs unless others are given."""
    needs = profile.published_needs if needs is None else needs
    return scoring.Profile(
        id=profile.uid,
        kind=profile.kind,
        about=profile.about,
        offers=profile.offers,
        needs=tuple("\n".join(filter(None, (need.title, need.text))) for need in needs),
        sectors=frozenset(profile.sectors),
        submarkets=frozenset(profile.submarkets),
        skills=frozenset(profile.skills),
        languages=frozenset(profile.languages),
        employees=profile.employees,
        latitude=profile.located_latitude,
        longitude=profile.located_longitude,
        radius_km=profile.radius_km,
        country=profile.country,
        remote=profile.remote,
        capacity=profile.capacity,
    )


def may_be_proposed(profile: Profile) -> bool:
    """Approved, visible to somebody, and not without time."""
    return profile.approved and profile.visibility != "hidden" and profile.capacity != "closed"


def _entry(profile: Profile) -> Entry:
    return Entry(as_scoring_profile(profile), profile.external_id)


def all_entries() -> Iterator[Entry]:
    """Everybody who may be proposed, in batches, in the order of the profiles' keys."""
    last = 0
    while True:
        query = select(Profile).where(Profile.id > last).order_by(Profile.id).limit(BATCH)
        batch = list(db.session.scalars(query))
        if not batch:
            return
        yield from (_entry(profile) for profile in batch if may_be_proposed(profile))
        last = batch[-1].id
        db.session.expunge_all()  # a whole country must not pile up in the session


def entries_of(uids: Iterable[str]) -> dict[str, Entry | None]:
    """The entry of each profile named; None where it is gone or may no longer be proposed."""
    entries: dict[str, Entry | None] = dict.fromkeys(uids)
    wanted = list(entries)
    for start in range(0, len(wanted), BATCH):
        query = select(Profile).where(Profile.uid.in_(wanted[start : start + BATCH]))
        for profile in db.session.scalars(query):
            if may_be_proposed(profile):
                entries[profile.uid] = _entry(profile)
    return entries


def excluded_uids(profile: Profile) -> frozenset[str]:
    """Those who are not to be proposed to this profile, whoever of the two said so."""
    if profile.id is None:
        return frozenset()
    return frozenset(
        [
            *_others(profile.id, Exclusion.profile_id, Exclusion.other_id),
            *_others(profile.id, Exclusion.other_id, Exclusion.profile_id),
        ]
    )


def _others(
    own_id: int, own: InstrumentedAttribute[int], other: InstrumentedAttribute[int]
) -> Iterable[str]:
    query = select(Profile.uid).join(Exclusion, other == Profile.id).where(own == own_id)
    return db.session.scalars(query)
