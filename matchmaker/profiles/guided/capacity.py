"""How long a word on free time holds: it is asked again, and forgotten without an answer."""

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from matchmaker import audit, mail
from matchmaker.db import db, now
from matchmaker.errors import LinkOver
from matchmaker.i18n import gettext as _
from matchmaker.i18n import site_in
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import save_profile

HOLDS_DAYS = 60
ASKED_AFTER_DAYS = 53
LINK_HOLDS_DAYS = 30


def ask_again() -> None:
    """Mail everybody whose word will soon be too old; each once."""
    for profile in _confirmed_before(ASKED_AFTER_DAYS):
        owner, confirmed = profile.owner, profile.capacity_confirmed_at
        if owner is None or confirmed is None or not owner.active:
            continue
        mail.send(
            owner.recipient,
            "profiles/mail/capacity",
            key=f"capacity:{profile.uid}:{confirmed:%Y%m%d}",
            name=profile.name,
            capacity=profile.capacity,
            address=_address(profile, owner.locale),
        )


def forget_old() -> None:
    """What nobody confirmed in time is unknown from now on."""
    for profile in _confirmed_before(HOLDS_DAYS):
        profile.capacity = profile.capacity_from = profile.capacity_confirmed_at = None
        save_profile(profile)
        audit.record("profile.capacity_expired", actor="job", subject=f"profile:{profile.uid}")


def _confirmed_before(days: int) -> list[Profile]:
    query = select(Profile).where(
        Profile.capacity.is_not(None),
        Profile.capacity_confirmed_at <= now() - timedelta(days=days),
    )
    return list(db.session.scalars(query.order_by(Profile.id)))


def _address(profile: Profile, locale: str) -> str:
    token = _signer().dumps([profile.uid, profile.capacity])
    return f"{site_in(locale)}/zeit/{token}"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="capacity")


def asked_for(token: str) -> tuple[Profile, str]:
    """The profile and the free time that a link asks about; raises LinkOver."""
    try:
        uid, capacity = _signer().loads(token, max_age=LINK_HOLDS_DAYS * 24 * 3600)
    except (BadSignature, ValueError, TypeError):
        raise _over() from None
    profile = db.session.scalar(select(Profile).where(Profile.uid == uid))
    if profile is None:
        raise _over()
    return profile, capacity


def _over() -> LinkOver:
    return LinkOver(
        _(
            "Er ist abgelaufen oder unvollständig, oder das Profil gibt es nicht mehr. Wann Sie "
            "Zeit haben, ändern Sie in Ihrem Konto."
        )
    )


def confirm(profile: Profile, capacity: str) -> None:
    """The word holds for another while; a newer one than the link's stays as it is."""
    if profile.capacity is None:
        profile.capacity = capacity
    profile.capacity_confirmed_at = now()
    save_profile(profile)
