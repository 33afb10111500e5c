"""Profiles as scorers see them, and who may be proposed at all."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import BindParameter, Select, bindparam, select, union_all

from matchmaker import scoring
from matchmaker.db import columns, db
from matchmaker.matching.meeting import OTHER
from matchmaker.matching.models import Dismissal, Exclusion
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.visibility import shown_part
from matchmaker.scoring.index import Entry

BATCH = 1000


def _uids_of(*numbers: Select[int]) -> Select[str]:
    return select(Profile.uid).where(Profile.id.in_(union_all(*numbers)))


# Made once, since each list asks: to put such a statement together takes longer than to run it.
_OWN: BindParameter[int] = bindparam("own")
_EXCLUDED = (
    select(Exclusion.other_id).where(Exclusion.profile_id == _OWN),
    select(Exclusion.profile_id).where(Exclusion.other_id == _OWN),
)
_DISMISSED = select(Dismissal.other_id).where(Dismissal.profile_id == _OWN)
_OF_EXCLUDED = _uids_of(*_EXCLUDED)
_OF_LEFT_OUT = _uids_of(*_EXCLUDED, _DISMISSED)


def as_scoring_profile(
    profile: Profile, needs: Sequence[Need] | None = None, *, among: str | None = None
) -> scoring.Profile:
    """What a scorer may know: nothing that its owner shows to nobody.

    The published needs unless others are given. What changed for somebody is what they offer.
    A seeker `among` profiles of a kind takes the part of the other kind, see `meeting`.
    """
    needs = profile.published_needs if needs is None else needs
    profile = shown_part(profile, members=True)
    return scoring.Profile(
        id=profile.uid,
        kind=OTHER[among] if among else profile.kind,
        about=profile.about,
        offers="\n\n".join(filter(None, (profile.offers, profile.story))),
        needs=tuple("\n".join(filter(None, (need.title, need.text))) for need in needs),
        sectors=frozenset(profile.sectors),
        submarkets=frozenset(profile.submarkets),
        skills=frozenset(profile.skills),
        languages=frozenset(profile.languages),
        employees=profile.employees,
        latitude=profile.located_latitude,
        longitude=profile.located_longitude,
        radius_km=_radius_km(profile, needs),
        country=profile.country,
        remote=profile.remote,
        capacity=profile.capacity,
    )


def _radius_km(profile: Profile, needs: Sequence[Need]) -> float | None:
    """That of the need, when one alone is looked at and says how far partners may be."""
    own = needs[0].radius_km if len(needs) == 1 else None
    return profile.radius_km if own is None else own


def may_be_proposed(profile: Profile) -> bool:
    """Approved, visible to somebody, and not without time."""
    return profile.approved and profile.visibility != "hidden" and profile.capacity != "closed"


def _entry(profile: Profile) -> Entry:
    return Entry(as_scoring_profile(profile), profile.external_id)


def all_entries() -> Iterator[Entry]:
    """Everybody who may be proposed, in batches, in the order of the profiles' keys."""
    last, in_use = 0, set(db.session)
    while True:
        query = select(Profile).where(Profile.id > last).order_by(Profile.id).limit(BATCH)
        batch = list(db.session.scalars(query))
        if not batch:
            return
        yield from (_entry(profile) for profile in batch if may_be_proposed(profile))
        last = batch[-1].id
        for profile in batch:  # a whole country must not pile up in the session
            if profile not in in_use:
                db.session.expunge(profile)


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
    return frozenset(columns(_OF_EXCLUDED, {"own": profile.id}).scalars())


def left_out_uids(profile: Profile) -> frozenset[str]:
    """The excluded, and those whom this profile does not want to see; that costs them nothing in
    any other list."""
    return frozenset(columns(_OF_LEFT_OUT, {"own": profile.id}).scalars())
