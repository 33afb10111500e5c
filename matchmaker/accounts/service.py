"""The verbs of accounts, offices and tokens; none of them commits."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app
from flask_security.utils import hash_password
from sqlalchemy import CursorResult, bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import ApiToken, Office, Role, User
from matchmaker.accounts.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    normalise_password,
)
from matchmaker.accounts.roles import ROLES
from matchmaker.accounts.territory import check_territory
from matchmaker.addresses import normalise_address
from matchmaker.db import columns, db, now
from matchmaker.errors import NotFound, Refused, UsageError

SCOPES = ("read", "write")
LONGEST_SLUG = 80
LONGEST_NAME = 200


def create_user(
    email: str,
    role: str,
    *,
    password: str | None = None,
    office_slug: str | None = None,
) -> User:
    """A confirmed account. Raises Refused for a taken or malformed address, a password that is too
    short or too long to be typed at sign-in, or an unknown role, NotFound for an unknown office."""
    if password is not None and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            f"The password needs at least {SHORTEST_PASSWORD} characters, and at most "
            f"{LONGEST_PASSWORD}; this one has {len(password):,}."
        )
    address = normalise(email)
    if find_user(address) is not None:
        raise Refused(f"There already is an account with the address {address}.")
    user = datastore().create_user(
        email=address,
        password=hashed(password) if password else None,
        roles=[role_named(role)],
        confirmed_at=now(),
        office=_office(office_slug) if office_slug else None,
    )
    db.session.flush()
    return user


def hashed(password: str) -> str:
    return str(hash_password(normalise_password(password)))


def datastore() -> Any:
    return current_app.extensions["accounts"].datastore


def normalise(email: str) -> str:
    try:
        return normalise_address(email).lower()
    except ValueError:
        raise Refused(f"{email!r} is no e-mail address.") from None


def find_user(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.lower()))


def hold_account(user: User) -> None:
    """Let requests about one account follow each other, each seeing what the last one did.

    SQLite has a single writer anyway. Raises NotFound when it was erased meanwhile.
    """
    row = select(User.id).where(User.id == user.id).with_for_update()
    if db.session.scalar(row) is None:
        raise NotFound("This account does not exist any more.")
    db.session.refresh(user)


def role_named(name: str) -> Role:
    if name not in ROLES:
        raise Refused(f"{name!r} is no role; the roles are {', '.join(ROLES)}.")
    wanted = select(Role).where(Role.name == name)
    if db.session.scalar(wanted) is None:
        # Another request may create it at the same moment.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(Role(name=name))
    return db.session.scalars(wanted).one()


def _office(slug: str) -> Office:
    office = db.session.scalar(select(Office).where(Office.slug == slug))
    if office is None:
        raise NotFound(f"There is no office with the slug {slug!r}.")
    return office


def create_office(slug: str, name: str, territory: list[str]) -> Office:
    """Raises Refused for a slug that is taken or malformed, a name, or a territory."""
    if len(slug) > LONGEST_SLUG or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise Refused(
            f"The slug {slug!r} may hold lower-case letters, digits and hyphens only, "
            f"at most {LONGEST_SLUG}."
        )
    if not 1 <= len(name := " ".join(name.split())) <= LONGEST_NAME or not name.isprintable():
        raise Refused(f"The name of an office has 1 to {LONGEST_NAME} characters, none unseen.")
    check_territory(territory)
    if db.session.scalar(select(Office).where(Office.slug == slug)) is not None:
        raise Refused(f"There already is an office with the slug {slug!r}.")
    office = Office(slug=slug, name=name, territory=territory)
    db.session.add(office)
    return office


def create_token(email: str, scopes: list[str]) -> str:
    """A new bearer token; only its digest is kept. Raises NotFound, or UsageError for a scope.

    The scope is looked at first: a command called wrongly says so whoever it is about.
    """
    for scope in scopes:
        if scope not in SCOPES:
            raise UsageError(f"{scope!r} is no scope; the scopes are {', '.join(SCOPES)}.")
    user = holder(email)
    token = secrets.token_urlsafe(32)
    db.session.add(ApiToken(digest=digest(token), scopes=scopes, user=user))
    return token


def end_tokens(email: str) -> int:
    """Let no token of the account count any more; returns how many did. Raises NotFound."""
    ended = delete(ApiToken).where(ApiToken.user_id == holder(email).id)
    return cast(CursorResult[Any], db.session.execute(ended)).rowcount


def holder(email: str) -> User:
    """Whose tokens are meant; raises NotFound."""
    user = find_user(email)
    if user is None:
        raise NotFound(f"There is no account with the address {email!r}.")
    return user


@dataclass(frozen=True)
class TokenHolder:
    """Of an account that asks by a token what decides on its rights, as it is at this moment."""

    id: int
    roles: frozenset[str]
    office_id: int | None
    scopes: Sequence[str]

    is_authenticated = True
    is_active = True

    def has_role(self, name: str) -> bool:
        return name in self.roles

    @property
    def office(self) -> Office | None:
        return db.session.get(Office, self.office_id) if self.office_id else None


_OF_TOKEN = (  # made once: each request of the API asks
    select(User.id, User.office_id, ApiToken.scopes, Role.name.label("role"))
    .join(ApiToken.user)
    .outerjoin(User.roles)
    .where(ApiToken.digest == bindparam("digest"), User.active, User.confirmed_at.is_not(None))
)


def find_token(token: str) -> TokenHolder | None:
    """Whose token it is, if it is known and the account is confirmed and active."""
    rows = columns(_OF_TOKEN, {"digest": digest(token)}).all()
    if not rows:
        return None
    roles = frozenset(row.role for row in rows if row.role)
    return TokenHolder(rows[0].id, roles, rows[0].office_id, rows[0].scopes)


def digest(token: str) -> str:
    """What is stored of a secret that whoever holds it brings along: a token, a link, a cookie."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
