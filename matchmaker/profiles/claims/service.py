"""Taking over a profile that somebody else put in: proofs handed out, and used once."""

import base64
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from matchmaker import audit, mail
from matchmaker.accounts.models import User
from matchmaker.accounts.service import digest
from matchmaker.addresses import normalise_address
from matchmaker.db import db, in_time, now
from matchmaker.errors import LinkOver
from matchmaker.i18n import gettext as _
from matchmaker.i18n import site_in
from matchmaker.mail import Recipient
from matchmaker.profiles.claims.models import Claim
from matchmaker.profiles.models import Profile

VALID_DAYS = 14
CODE_BYTES = 10
"""80 bits, 16 letters and digits: too many to guess, few enough to type."""
GROUP = 4


def hand_out(profile: Profile) -> str:
    """A new code for this profile, valid once and for 14 days; only its digest is kept."""
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    expires = now() + timedelta(days=VALID_DAYS)
    db.session.add(Claim(digest=_digest(code), expires_at=expires, profile_id=profile.id))
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def send_link(profile: Profile, *, actor: str, locale: str) -> bool:
    """Mail a link to the address on file, at most once a day; whether one went out.

    Nobody learns the address, and whoever asks without an account not even whether there is one.
    """
    db.session.execute(select(Profile.id).where(Profile.id == profile.id).with_for_update())
    key = f"claim {profile.uid} {now():%Y-%m-%d}"
    address = _address(profile)
    known = db.session.scalar(select(mail.Mail.id).where(mail.Mail.key == key))
    if profile.owner_id is not None or address is None or known is not None:
        return False
    link = f"{site_in(locale)}/beanspruchen/einloesen/{hand_out(profile)}"
    recipient = Recipient(address, locale)
    mail.send(recipient, "profiles/claims/mail/link", key=key, profile=profile, link=link)
    _record("claim.sent", profile, actor)
    return True


def print_code(profile: Profile, user: User) -> str:
    """A code to hand over on paper or by telephone."""
    _record("claim.printed", profile, f"user:{user.id}")
    return hand_out(profile)


def find_claim(code: str) -> Claim:
    """Raises LinkOver for a code that is unknown, used or too old, or whose profile is taken."""
    query = select(Claim).where(
        Claim.digest == _digest(code),
        Claim.used_at.is_(None),
        in_time(Claim.expires_at, timedelta(days=VALID_DAYS)),
    )
    claim = db.session.scalar(query)
    if claim is None or claim.profile.owner_id is not None:
        raise _over()
    return claim


def _over() -> LinkOver:
    return LinkOver(
        _(
            "Der Link oder Code wurde schon benutzt, ist abgelaufen oder unvollständig. Auf der "
            "Seite des Profils fordern Sie einen neuen Link an; einen neuen Code gibt Ihre "
            "Wirtschaftsförderung aus."
        )
    )


def taken(code: str, user: User) -> Profile | None:
    """The profile that this person took over with the code before, as after a double click."""
    query = select(Profile).join(Claim, Claim.profile_id == Profile.id)
    used = (Claim.digest == _digest(code), Claim.used_at.is_not(None), Profile.owner_id == user.id)
    return db.session.scalar(query.where(*used))


def take_over(code: str, user: User) -> Profile:
    """Make the person the owner. Raises LinkOver like `find_claim`; works once."""
    claim = find_claim(code)
    profile = claim.profile
    unowned = update(Profile).where(Profile.id == profile.id, Profile.owner_id.is_(None))
    if db.session.execute(unowned.values(owner_id=user.id)).rowcount != 1:  # type: ignore[attr-defined]
        raise _over()
    claim.used_at = now()
    others = delete(Claim).where(Claim.profile_id == profile.id, Claim.id != claim.id)
    db.session.execute(others)
    db.session.expire(profile)
    _record("profile.claimed", profile, f"user:{user.id}")
    return profile


def unowned(slug: str) -> Profile | None:
    """The profile of this name, if it still waits for its owner."""
    query = select(Profile).where(Profile.slug == slug, Profile.owner_id.is_(None))
    return db.session.scalar(query)


def forget_old_claims() -> None:
    """What is used or over serves nobody."""
    db.session.execute(delete(Claim).where(Claim.expires_at <= now()))


def _record(action: str, profile: Profile, actor: str) -> None:
    audit.record(action, actor=actor, subject=f"profile:{profile.uid}")


def _address(profile: Profile) -> str | None:
    try:
        return normalise_address(profile.email or "")
    except ValueError:
        return None


def _digest(code: str) -> str:
    return digest("".join(code.lower().replace("-", "").split()))
