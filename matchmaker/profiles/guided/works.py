"""The verbs of works: add, change, remove; at most three stand in a profile. None commits."""

from typing import Any

from sqlalchemy import select

from matchmaker.db import db, now
from matchmaker.errors import NotFound, Refused
from matchmaker.i18n import gettext as _
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.pictures import forget_picture
from matchmaker.profiles.service import hold_profile, save_profile
from matchmaker.profiles.visibility import audiences, is_shown

MOST_WORKS = 3


def has_room(profile: Profile) -> bool:
    return len(profile.works) < MOST_WORKS


def keep_work(profile: Profile, work: Work | None, values: dict[str, Any]) -> None:
    """Add a work, or change the given one; one sent twice is one. Raises Refused beyond three."""
    hold_profile(profile)
    if work is not None and work not in profile.works:  # removed meanwhile
        raise NotFound(_("Diese Arbeit gibt es nicht."))
    work = work or _alike(profile, values)
    if work is None:
        if not has_room(profile):
            raise Refused(_("Drei Arbeiten genügen. Entfernen Sie zuerst eine."))
        work = Work(position=max((each.position for each in profile.works), default=-1) + 1)
        profile.works.append(work)
    elif work.picture and work.picture != values["picture"]:
        forget_picture(work.picture)
    for name, value in values.items():
        setattr(work, name, value)
    _changed(profile)


def _alike(profile: Profile, values: dict[str, Any]) -> Work | None:
    """A work that says the same already, whatever its picture."""
    texts = [name for name in values if name != "picture"]
    for work in profile.works:
        if all(getattr(work, name) == values[name] for name in texts):
            return work
    return None


def remove_work(work: Work) -> None:
    """Nothing is left to do where the button was pressed twice at the same time."""
    profile = work.profile
    hold_profile(profile)
    if work in profile.works:
        profile.works.remove(work)
        _changed(profile)


def _changed(profile: Profile) -> None:
    profile.updated_at = now()
    save_profile(profile)


def picture_owner(name: str) -> Profile:
    """The profile that shows this picture; raises NotFound."""
    work = db.session.scalar(select(Work).where(Work.picture == name))
    if work is None:
        raise NotFound(_("Dieses Bild gibt es nicht."))
    return work.profile


def shows_pictures(profile: Profile, *, members: bool) -> bool:
    """Whether a visitor or member sees the works of a listed profile."""
    listed = profile.approved and profile.visibility in audiences(members=members)
    return listed and is_shown(profile.field_visibility, "works", members=members)
