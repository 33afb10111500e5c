"""The verbs of accounts, offices and tokens; none of them commits."""

import hashlib
import re
import secrets
from typing import Any

from flask import current_app
from flask_security.utils import hash_password
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload

from matchmaker.accounts.models import ApiToken, Office, Role, User
from matchmaker.accounts.passwords import SHORTEST_PASSWORD, normalise_password
from matchmaker.accounts.roles import ROLES
from matchmaker.accounts.territory import check_territory
from matchmaker.addresses import normalise_address
from matchmaker.db import db, now
from matchmaker.errors import NotFound, Refused

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
    """A confirmed account. Raises Refused for a taken or malformed address, a short password or
    an unknown role, NotFound for an unknown office."""
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise Refused(f"The password needs at least {SHORTEST_PASSWORD} characters.")
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


def role_named(name: str) -> Role:
    if name not in ROLES:
        raise Refused(f"{name!r} is no role; the roles are {', '.join(ROLES)}.")
    return db.session.scalar(select(Role).where(Role.name == name)) or datastore().create_role(
        name=name
    )


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
    if not 1 <= len(name := " ".join(name.split())) <= LONGEST_NAME:
        raise Refused(f"The name of an office has 1 to {LONGEST_NAME} characters.")
    check_territory(territory)
    if db.session.scalar(select(Office).where(Office.slug == slug)) is not None:
        raise Refused(f"There already is an office with the slug {slug!r}.")
    office = Office(slug=slug, name=name, territory=territory)
    db.session.add(office)
    return office


def create_token(email: str, scopes: list[str]) -> str:
    """A new bearer token; only its digest is kept. Raises NotFound, or Refused for a scope."""
    user = find_user(email)
    if user is None:
        raise NotFound(f"There is no account with the address {email!r}.")
    for scope in scopes:
        if scope not in SCOPES:
            raise Refused(f"{scope!r} is no scope; the scopes are {', '.join(SCOPES)}.")
    token = secrets.token_urlsafe(32)
    db.session.add(ApiToken(digest=digest(token), scopes=scopes, user=user))
    return token


_OF_TOKEN = (  # made once: each request of the API asks
    select(ApiToken)
    .where(ApiToken.digest == bindparam("digest"))
    .options(joinedload(ApiToken.user).options(joinedload(User.roles), lazyload(User.office)))
)


def find_token(token: str) -> ApiToken | None:
    """The token if it is known and its account is active."""
    found = db.session.scalars(_OF_TOKEN, {"digest": digest(token)}).unique().one_or_none()
    return found if found and found.user.active else None


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
