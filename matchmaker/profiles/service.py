"""The verbs of profiles; none of them commits."""

from collections.abc import Iterable

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.db import db, take_turns
from matchmaker.errors import NotFound
from matchmaker.profiles import findable
from matchmaker.profiles.interchange.texts import normalise_word
from matchmaker.profiles.models import TURNS, Profile
from matchmaker.profiles.visibility import listed, shown_part


def visible_profile(slug: str, *, members: bool) -> Profile:
    """What a visitor or member may see of the profile, to be read only; raises NotFound."""
    query = select(Profile).where(Profile.slug == slug, listed(members=members))
    profile = db.session.scalar(query)
    if profile is None:
        raise NotFound("This profile does not exist.")
    return shown_part(profile, members=members)


def find_profile(name: str) -> Profile:
    """The profile with this external_id or slug, whoever may see it; raises NotFound."""
    for column in (Profile.external_id, Profile.slug):
        if profile := db.session.scalar(select(Profile).where(column == normalise_word(name))):
            return profile
    raise NotFound(f"No profile has the external_id or slug {name!r}.")


def profiles_of(user: User) -> list[Profile]:
    query = select(Profile).where(Profile.owner_id == user.id).order_by(Profile.name)
    return list(db.session.scalars(query))


def give_profiles(external_ids: Iterable[str], user: User) -> None:
    """Make the account the owner of these profiles; raises NotFound for an unknown one."""
    for external_id in external_ids:
        find_profile(external_id).owner = user


def save_profile(profile: Profile) -> None:
    """Keep a new or changed profile, findable by what it now says."""
    db.session.add(profile)
    db.session.flush()
    findable.refresh([profile])


def hold_profile(profile: Profile) -> None:
    """Let requests about one profile follow each other, each seeing what the last one did.

    Raises NotFound when it was erased meanwhile.
    """
    # First of all, since every change of a profile takes it: in another order two would wait for
    # each other.
    take_turns(db.session(), TURNS)
    if db.session.scalar(select(Profile.id).where(Profile.id == profile.id)) is None:
        raise NotFound("This profile does not exist any more.")
    db.session.refresh(profile)
    db.session.expire(profile, ["works"])


def delete_profile(profile: Profile) -> None:
    """Remove the profile and the words that only it had brought into the directory."""
    brought = findable.words_of([profile.id])
    db.session.delete(profile)
    db.session.flush()
    findable.forget_unused(brought)
