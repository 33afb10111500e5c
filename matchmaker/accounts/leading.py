"""Which offices help at a place, and which of them leads (docs/decisions/042-who-leads.md)."""

from sqlalchemy import select

from matchmaker.accounts.models import OFFICE_KINDS, Office
from matchmaker.accounts.territory import in_territory
from matchmaker.db import db

HIGHEST_PRIORITY = 100


def offices_helping(country: str, postal_code: str | None) -> list[Office]:
    """All whose territory holds the place; the one that leads stands first."""
    if country != "DE" or not postal_code:
        return []
    offices = db.session.scalars(select(Office))
    there = [office for office in offices if in_territory(office, country, postal_code)]
    return sorted(there, key=_rank)


def _rank(office: Office) -> tuple[int, int, str]:
    known = office.kind in OFFICE_KINDS
    kind = OFFICE_KINDS.index(office.kind) if known else len(OFFICE_KINDS)
    return (-office.priority, kind, office.slug)
