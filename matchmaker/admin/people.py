"""Accounts as the operator sees them: by number, without addresses; found by one that is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from matchmaker import audit, mail
from matchmaker.accounts import second_factor
from matchmaker.accounts.models import Office, Role, User
from matchmaker.accounts.registration import end_sessions
from matchmaker.accounts.roles import ROLES
from matchmaker.accounts.service import create_user, role_named
from matchmaker.db import db
from matchmaker.errors import NotFound


@dataclass(frozen=True)
class Standing:
    """What an account may do; `office` is the slug of the one whose desk it works at, else ""."""

    role: str
    office: str
    active: bool


def counts() -> dict[str, int]:
    """Accounts by role, and those that are not confirmed yet."""
    by_role = select(Role.name, func.count()).join(User.roles).group_by(Role.name)
    unconfirmed = select(func.count()).select_from(User).where(User.confirmed_at.is_(None))
    roles = dict.fromkeys(ROLES, 0) | dict(db.session.execute(by_role).all())
    return roles | {"unconfirmed": db.session.scalar(unconfirmed) or 0}


def staff() -> Sequence[User]:
    """Who has more rights than everybody, or had some and is shut out."""
    more = User.roles.any(Role.name != "member")
    query = select(User).where(or_(more, User.active.is_(False))).order_by(User.id)
    return list(db.session.scalars(query))


def find(number: int) -> User:
    user = db.session.get(User, number)
    if user is None:
        raise NotFound("There is no such account.")
    return user


def role_of(user: User) -> str:
    """The one with the most rights."""
    return max((role.name for role in user.roles), key=ROLES.index, default="member")


def standing_of(user: User) -> Standing:
    return Standing(role_of(user), user.office.slug if user.office else "", user.active)


def offices_by_slug() -> dict[str, str]:
    """Slug and name, in the order of the names."""
    offices = db.session.scalars(select(Office).order_by(func.lower(Office.name), Office.id))
    return {office.slug: office.name for office in offices}


def invite(address: str, role: str, office: str, page: str, *, actor: str) -> User:
    """A confirmed account without a password; a mail says where to choose one.

    Raises Refused for a taken or malformed address.
    """
    user = create_user(address, role, office_slug=office if role == "office" else None)
    mail.send(user.recipient, "admin/mail/invited", key=f"invited:{user.id}", page=page)
    audit.record("account.invited", actor=actor, subject=f"user:{user.id}", role=role)
    return user


def change(user: User, wanted: Standing, *, actor: str) -> bool:
    """Whether anything is different now; who loses a right loses the sessions that had it."""
    wanted = Standing(wanted.role, wanted.office if wanted.role == "office" else "", wanted.active)
    before = standing_of(user)
    if wanted == before:
        return False
    user.roles = [role_named(wanted.role)]
    user.office = _office(wanted.office)
    user.active = wanted.active
    end_sessions(user)
    fields = [name for name in ("role", "office", "active") if _differs(name, before, wanted)]
    audit.record("account.changed", actor=actor, subject=f"user:{user.id}", fields=fields)
    return True


def remove_second_factor(user: User, *, actor: str) -> bool:
    """For whoever lost devices and paper; sessions end, so that all begin with the password."""
    removed = second_factor.remove(user, actor=actor)
    if removed:
        end_sessions(user)
    return removed


def _differs(name: str, before: Standing, wanted: Standing) -> bool:
    return bool(getattr(before, name) != getattr(wanted, name))


def _office(slug: str) -> Office | None:
    return db.session.scalar(select(Office).where(Office.slug == slug)) if slug else None
