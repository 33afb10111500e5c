"""The offices of the installation, as the operator sees and changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from matchmaker import audit
from matchmaker.accounts.models import Office, User
from matchmaker.accounts.service import create_office
from matchmaker.db import db
from matchmaker.errors import Refused
from matchmaker.i18n import gettext


@dataclass(frozen=True)
class Row:
    """`people` counts the accounts that work at its desk."""

    office: Office
    people: int


def all_rows() -> Sequence[Row]:
    """By name; an office without people stands here too, so that somebody gives it some."""
    people = select(User.office_id, func.count()).where(User.active).group_by(User.office_id)
    counts: dict[int | None, int] = dict(db.session.execute(people).all())
    offices = db.session.scalars(select(Office).order_by(func.lower(Office.name), Office.id))
    return [Row(office, counts.get(office.id, 0)) for office in offices]


def is_taken(slug: str) -> bool:
    return db.session.scalar(select(Office.id).where(Office.slug == slug)) is not None


def create(slug: str, values: Mapping[str, Any], *, actor: str) -> Office:
    """Raises Refused for what the form lets through and the rules of offices do not."""
    office = create_office(slug, values["name"], values["territory"])
    _write(office, values)
    audit.record("office.created", actor=actor, subject=f"office:{slug}")
    return office


def change(office: Office, values: Mapping[str, Any], *, actor: str) -> bool:
    """Whether anything is different now."""
    changed = _write(office, values)
    if changed:
        subject = f"office:{office.slug}"
        audit.record("office.changed", actor=actor, subject=subject, fields=changed)
    return bool(changed)


def people_of(office: Office) -> int:
    """How many accounts belong to it, closed ones included."""
    query = select(func.count()).select_from(User).where(User.office_id == office.id)
    return db.session.scalar(query) or 0


def remove(office: Office, *, actor: str) -> None:
    """Raises Refused while accounts belong to it: they would be left with a desk of nowhere."""
    if people_of(office):
        raise Refused(gettext("Zu diesem Amt gehören noch Zugänge."))
    audit.record("office.removed", actor=actor, subject=f"office:{office.slug}")
    db.session.delete(office)


def _write(office: Office, values: Mapping[str, Any]) -> list[str]:
    """The names of the columns that differ from before."""
    differing = sorted(name for name, value in values.items() if getattr(office, name) != value)
    for name in differing:
        setattr(office, name, values[name])
    return differing
