"""The second factor: six digits of an authenticator app (RFC 6238), or a code on paper.

Passkeys, which count like the app, have a module of their own.

Each code counts once, also when two requests bring it at the same time.
"""

import hashlib
import hmac
import secrets
from typing import Any, cast

import qrcode
from flask import current_app
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker import audit, mail
from matchmaker.accounts.factor_models import Passkey, RecoveryCode, SecondFactor
from matchmaker.accounts.models import User
from matchmaker.accounts.service import hold_account
from matchmaker.db import db, now

ISSUER = "Augenhöhe"
WINDOW_SECONDS = 30
"""How far the clock of a telephone may be off."""
HOW_MANY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper; twelve of them hold 59 bits."""
STAFF = ("office", "admin")


def has_one(user: User) -> bool:
    """An app or a passkey; codes on paper only stand in for one of these."""
    of_theirs = select(Passkey.id).where(Passkey.user_id == user.id).limit(1)
    return has_app(user) or db.session.scalar(of_theirs) is not None


def has_app(user: User) -> bool:
    return db.session.get(SecondFactor, user.id) is not None


def is_required_of(user: User) -> bool:
    """By the setting OFFICE_TWO_FACTOR: of whoever sees what others entrusted to the place."""
    required = current_app.config["SETTINGS"].office_two_factor == "on"
    return required and any(user.has_role(role) for role in STAFF)


def codes_left(user: User) -> int:
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user.id)
    return db.session.scalar(query) or 0


def new_secret() -> str:
    """Encrypted, so that a page can hold it until the first code proves that an app has it."""
    return str(_totp().new().to_json())


def shown(secret: str, user: User) -> dict[str, Any] | None:
    """The key for typing and a picture for the camera: the dark squares of a QR code as a path of
    an SVG, and its size. None for what `new_secret` did not make."""
    try:
        totp = _totp().from_source(secret)
    except (ValueError, TypeError, KeyError):
        return None
    code = qrcode.QRCode(border=4)
    code.add_data(totp.to_uri(label=user.email))
    rows = code.get_matrix()
    squares = [
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return {"key": totp.pretty_key(), "path": "".join(squares), "size": len(rows)}


def set_up(user: User, secret: str, typed: str) -> list[str] | None:
    """None if the app showed other digits, else the recovery codes that the first factor brings."""
    counter = _counter(secret, typed, 0)
    if counter is None or has_app(user):
        return None
    first = not has_one(user)
    try:
        with db.session.begin_nested():
            db.session.add(SecondFactor(user_id=user.id, secret=secret, last_counter=counter))
    except IntegrityError:  # sent twice at the same time
        return None
    note(user, "set_up")
    return renew_codes(user) if first else []


def accept(user: User, typed: str) -> bool:
    """Whether the digits or the code on paper count; neither does a second time."""
    return _accept_digits(user, typed) or _accept_paper(user, typed)


def renew_codes(user: User) -> list[str]:
    """New codes for paper; the old ones count no more."""
    hold_account(user)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(HOW_MANY_CODES)]
    db.session.add_all(RecoveryCode(digest=_digest(user, code), user_id=user.id) for code in codes)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def remove(user: User, *, actor: str) -> bool:
    """All of it: by the person, or by the operator for somebody who lost devices and paper."""
    hold_account(user)
    if not has_one(user):
        return False
    for held in (SecondFactor, Passkey, RecoveryCode):
        db.session.execute(delete(held).where(held.user_id == user.id))
    note(user, "removed", actor=actor)
    return True


def note(user: User, what: str, *, actor: str = "") -> None:
    """In the log, and to the person, who may not have been the one."""
    subject = f"user:{user.id}"
    audit.record(f"second_factor.{what}", actor=actor or subject, subject=subject)
    key = f"second-factor:{user.id}:{what}:{now().timestamp():.6f}"
    mail.send(user.recipient, "accounts/mail/factor_changed", key=key, what=what)


def _accept_digits(user: User, typed: str) -> bool:
    factor = db.session.get(SecondFactor, user.id)
    counter = _counter(factor.secret, typed, factor.last_counter) if factor else None
    if counter is None:
        return False
    unused = (SecondFactor.user_id == user.id, SecondFactor.last_counter < counter)
    taken = update(SecondFactor).where(*unused).values(last_counter=counter)
    return cast(CursorResult[Any], db.session.execute(taken)).rowcount == 1


def _accept_paper(user: User, typed: str) -> bool:
    code = "".join(typed.lower().replace("-", " ").split())
    used = delete(RecoveryCode).where(
        RecoveryCode.user_id == user.id, RecoveryCode.digest == _digest(user, code)
    )
    if cast(CursorResult[Any], db.session.execute(used)).rowcount != 1:
        return False
    note(user, "paper_used")
    return True


def _counter(secret: str, typed: str, after: int) -> int | None:
    """The 30 seconds whose digits were typed, if they are later than those of `after`."""
    try:
        match = _totp().verify(
            "".join(typed.split()), secret, window=WINDOW_SECONDS, last_counter=after or None
        )
    except (TokenError, ValueError, TypeError, KeyError):
        return None
    return int(match.counter) if match.counter > after else None


def _totp() -> Any:
    return TOTP.using(secrets={"1": current_app.config["SECRET_KEY"]}, issuer=ISSUER)


def _digest(user: User, code: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(
        key, f"recovery {user.id} {code}".encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()
