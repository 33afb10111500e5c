"""Which profile somebody may fill in: their own, or one that their office helps with."""

from flask_security import current_user
from sqlalchemy import or_, select

from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext as _
from matchmaker.profiles.access import may_look_after
from matchmaker.profiles.models import Profile, Work


def signed_in() -> User:
    """The account behind the request, past the proxy."""
    user: User = current_user._get_current_object()
    return user


def profile_to_fill_in(name: str) -> Profile:
    """By its address, also the one it had before it got a name; raises NotFound."""
    query = select(Profile).where(or_(Profile.slug == name, Profile.uid == name))
    profile = db.session.scalar(query)
    if profile is None or not may_look_after(current_user, profile):
        raise NotFound(_("Dieses Profil gibt es nicht, oder es gehört nicht zu Ihnen."))
    return profile


def work_to_change(profile: Profile, uid: str) -> Work:
    """One of the profile's works; raises NotFound."""
    for work in profile.works:
        if work.uid == uid:
            return work
    raise NotFound(_("Diese Arbeit gibt es nicht."))
