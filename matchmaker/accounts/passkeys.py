"""Passkeys (WebAuthn): a device signs a random question of ours, for this site alone.

What is read here comes from a browser that may be anybody's; the library decides whether it counts.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from matchmaker.accounts import second_factor
from matchmaker.accounts.factor_models import Passkey
from matchmaker.accounts.models import User
from matchmaker.config import LOOPBACK
from matchmaker.db import db, now
from matchmaker.errors import NotFound

MOST = 10
"""Of one account: a few devices and a spare one; a list that nobody reads protects nobody."""
LASTS_SECONDS = 600
"""How long a question waits for its answer: as long as the second step does."""
LONGEST_CREDENTIAL = 1023
"""Bytes of the device's name for a passkey, by the standard."""
VERIFICATION = UserVerificationRequirement.PREFERRED
"""The password was typed already, so that having the device is what is missing: a key without
PIN or fingerprint is not turned away."""
SELECTION = AuthenticatorSelectionCriteria(
    # We name the passkeys of an account and need none that names itself. But Android keeps others
    # on the one device, where they are lost with it; small firms without somebody for their
    # devices are better off with one that moves to the next telephone. It costs a hardware key one
    # of its places.
    resident_key=ResidentKeyRequirement.PREFERRED,
    user_verification=VERIFICATION,
)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Site:
    """Where a passkey counts: the name of the host, and what browsers call the page's origin."""

    name: str
    origin: str


@dataclass(frozen=True)
class Question:
    """What a passkey is asked to sign."""

    site: Site
    challenge: str
    """32 random bytes in base64url."""
    name: str = ""
    """That of the passkey which is to be made; "" for one that is to be used."""


def site_for(asked: str, configured: str) -> Site:
    """The site of BASE_URL; on the machine itself also the names that it has for itself."""
    here = _site(asked)
    return here if here.name in LOOPBACK else _site(configured)


def of(user: User) -> Sequence[Passkey]:
    """Oldest first."""
    query = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    return db.session.scalars(query).all()


def find(user: User, uid: str) -> Passkey:
    query = select(Passkey).where(Passkey.user_id == user.id, Passkey.uid == uid)
    passkey = db.session.scalar(query)
    if passkey is None:
        raise NotFound("There is no such passkey.")
    return passkey


def options_to_make(user: User, question: Question) -> str:
    """What a browser must know to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=question.site.name,
        rp_name=second_factor.ISSUER,
        user_id=_handle(user),
        user_name=user.email,
        challenge=base64url_to_bytes(question.challenge),
        timeout=LASTS_SECONDS * 1000,
        authenticator_selection=SELECTION,
        exclude_credentials=_descriptors(user),
    )  # attestation is "none": who made the device is nobody's business
    return webauthn.options_to_json(options)


def options_to_use(user: User, question: Question) -> str:
    """What a browser must know to ask for one of the account's passkeys, as JSON; "" if none."""
    known = _descriptors(user)
    if not known:
        return ""
    options = webauthn.generate_authentication_options(
        rp_id=question.site.name,
        challenge=base64url_to_bytes(question.challenge),
        timeout=LASTS_SECONDS * 1000,
        allow_credentials=known,
        user_verification=VERIFICATION,
    )
    return webauthn.options_to_json(options)


def add(user: User, question: Question, answer: str) -> list[str] | None:
    """None if the answer is not right, else the recovery codes that the first factor brings."""
    made = _read(lambda: _made(question, answer))
    if made is None or len(of(user)) >= MOST:
        return None
    first = not second_factor.has_one(user)
    try:
        with db.session.begin_nested():
            db.session.add(Passkey(user_id=user.id, name=question.name, **made))
    except IntegrityError:  # it belongs to an account already, this one or another
        return None
    second_factor.note(user, "passkey_added")
    return second_factor.renew_codes(user) if first else []


def accept(user: User, question: Question, answer: str) -> bool:
    """Whether one of the account's passkeys answered this question, now and for the first time."""
    parsed = _read(lambda: parse_authentication_credential_json(answer))
    if parsed is None or parsed.response.user_handle not in (None, _handle(user)):
        return False
    of_theirs = select(Passkey).where(Passkey.user_id == user.id)
    named = of_theirs.where(Passkey.credential == bytes_to_base64url(parsed.raw_id))
    passkey = db.session.scalar(named)
    if passkey is None:
        return False
    verified = _read(
        lambda: webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=base64url_to_bytes(question.challenge),
            expected_rp_id=question.site.name,
            expected_origin=question.site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    )
    return verified is not None and _take(passkey, question.challenge, verified.new_sign_count)


def is_last(user: User) -> bool:
    """Whether the account has one passkey and nothing else."""
    return len(of(user)) == 1 and not second_factor.has_app(user)


def remove(user: User, passkey: Passkey) -> None:
    """With the last factor the codes on paper go as well."""
    actor = f"user:{user.id}"
    if is_last(user):
        second_factor.remove(user, actor=actor)
        return
    db.session.execute(delete(Passkey).where(Passkey.id == passkey.id))
    second_factor.note(user, "passkey_removed", actor=actor)


def _take(passkey: Passkey, challenge: str, sign_count: int) -> bool:
    """Note its use, unless another request brought the same answer or a later one meanwhile."""
    unused = (Passkey.last_challenge != challenge, Passkey.sign_count <= sign_count)
    values = {"last_challenge": challenge, "sign_count": sign_count, "used_at": now()}
    taken = update(Passkey).where(Passkey.id == passkey.id, *unused).values(values)
    return cast(CursorResult[Any], db.session.execute(taken)).rowcount == 1


def _made(question: Question, answer: str) -> dict[str, Any] | None:
    """The columns that describe a new passkey."""
    parsed = parse_registration_credential_json(answer)
    verified = webauthn.verify_registration_response(
        credential=parsed,
        expected_challenge=base64url_to_bytes(question.challenge),
        expected_rp_id=question.site.name,
        expected_origin=question.site.origin,
    )
    if len(verified.credential_id) > LONGEST_CREDENTIAL:
        return None
    return {
        "credential": bytes_to_base64url(verified.credential_id),
        "public_key": verified.credential_public_key,
        "sign_count": verified.sign_count,
        "transports": sorted({each.value for each in parsed.response.transports or ()}),
    }


def _read(check: Callable[[], Result]) -> Result | None:
    """None where the library stumbles: not every fault in what a stranger sent has an error of
    its own there, and each of them means that the answer does not count."""
    try:
        return check()
    except Exception:
        return None


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(each.credential),
            transports=[AuthenticatorTransport(way) for way in each.transports],
        )
        for each in of(user)
    ]


def _handle(user: User) -> bytes:
    """What devices call the account: the same each time, and nothing that tells who it is."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"passkeys of {user.id}".encode(), hashlib.sha256).digest()


def _site(address: str) -> Site:
    """As browsers write it: the host in ASCII, no port where it is the usual one."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    name = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in (None, usual) else ""
    return Site(name, f"{parts.scheme}://{name}{port}")
