"""The verbs of the guided forms: begin a profile, save a step, hand it in. None commits."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from matchmaker import audit
from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.errors import Refused
from matchmaker.i18n import gettext as _
from matchmaker.profiles.drafts import discard_draft
from matchmaker.profiles.interchange.fields import LARGEST_KMU
from matchmaker.profiles.models import Profile
from matchmaker.profiles.rows import locate, make_slug
from matchmaker.profiles.service import hold_profile, save_profile

STEPS = ("wer", "wo", "angebot", "sichtbar")
"""As addresses call them, in the order in which they are asked."""
MOST_PROFILES = 20


def begin_profile(user: User, kind: str) -> Profile:
    """A new draft; one without a name that is there already is taken up again."""
    accounts.hold_account(user)  # who presses twice begins once
    own = select(Profile).where(Profile.owner_id == user.id).order_by(Profile.id)
    profiles = list(db.session.scalars(own))
    for profile in profiles:
        if profile.kind == kind and profile.is_draft and not profile.name:
            return profile
    if len(profiles) >= MOST_PROFILES:
        raise Refused(_("Zu Ihrem Zugang gehören schon sehr viele Profile."))
    uid = uuid.uuid4().hex
    profile = Profile(
        uid=uid, slug=uid, external_id=f"own-{uid}", kind=kind, name="", owner_id=user.id
    )
    save_profile(profile)
    return profile


def draft_key(profile: Profile, step: str) -> str:
    return f"profile:{profile.uid}:{step}"


def save_step(profile: Profile, step: str, values: Mapping[str, Any], user: User) -> None:
    """Write the values of one step into the profile; what is for whom to see is logged."""
    hold_profile(profile)
    before = (profile.visibility, dict(profile.field_visibility or {}))
    changes = dict(values)
    address = changes.pop("address", None)
    if address is not None:
        _move(profile, address)
    if "capacity" in changes:
        profile.capacity_confirmed_at = now() if changes["capacity"] else None
    for name, value in changes.items():
        setattr(profile, name, value)
    _name_address(profile)
    profile.updated_at = now()
    save_profile(profile)
    discard_draft(user.id, draft_key(profile, step))
    if before != (profile.visibility, profile.field_visibility):
        _record("profile.visibility", profile, user, visibility=profile.visibility)
    if profile.owner_id != user.id:
        _record("profile.filled_in", profile, user, step=step)


def _move(profile: Profile, address: Mapping[str, Any]) -> None:
    """Point and place go together: a point that was given belongs to the place it was given for."""
    if any(getattr(profile, name) != value for name, value in address.items()):
        profile.latitude = profile.longitude = None
    for name, value in address.items():
        setattr(profile, name, value)
    locate(profile)


def _name_address(profile: Profile) -> None:
    """A readable address with the first name; it never changes again, others may have linked it."""
    if profile.slug == profile.uid and profile.name:
        profile.slug = make_slug(profile.name, profile.external_id)


def missing(profile: Profile) -> list[tuple[str, str]]:
    """What is needed before others may see it: the step where it is asked, and a sentence."""
    needed = [
        ("wer", profile.name, _("Es fehlt noch ein Name.")),
        ("wer", profile.about or profile.offers or profile.story, _("Es fehlt noch ein Satz.")),
        ("wo", profile.place or profile.postal_code, _("Es fehlt noch der Ort.")),
    ]
    return [(step, sentence) for step, there, sentence in needed if not there]


def is_too_large(profile: Profile) -> bool:
    """A firm that is kept and not listed: another house helps it."""
    return profile.kind == "kmu" and (profile.employees or 0) > LARGEST_KMU


def submit(profile: Profile, user: User, *, reviewed: bool) -> None:
    """Hand the profile in: an office looks at it first if it is `reviewed`.

    Again with one that waits or is approved changes nothing. Raises Refused when it is incomplete.
    """
    hold_profile(profile)
    if profile.approved or profile.waits:
        return
    if missing(profile) or is_too_large(profile):
        raise Refused(_("Diesem Profil fehlt noch etwas, oder der Betrieb ist zu groß."))
    profile.submitted_at, profile.decision = now(), None
    profile.approved = not reviewed
    save_profile(profile)
    _record("profile.submitted", profile, user, reviewed=reviewed)


def withdraw_if_too_large(profile: Profile) -> None:
    """A firm that grew beyond the limit stays kept, and is no longer shown."""
    if is_too_large(profile) and (profile.approved or profile.waits):
        profile.approved, profile.submitted_at = False, None
        save_profile(profile)


def _record(action: str, profile: Profile, user: User, **facts: Any) -> None:
    audit.record(action, actor=f"user:{user.id}", subject=f"profile:{profile.uid}", **facts)
