"""Profiles by the right of the person who asks: not there and not yours look the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_security import current_user
from sqlalchemy import ColumnElement, Select, func, select

from matchmaker.accounts.access import Person, may_accompany, owns
from matchmaker.accounts.models import Office, User
from matchmaker.accounts.territory import in_territory
from matchmaker.db import db
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext
from matchmaker.profiles.models import Profile, handed_in

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """Some of many profiles, in the order of their names."""

    profiles: Sequence[Profile]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def may_look_after(user: Person, profile: Profile) -> bool:
    """As `may_accompany`; but what was never handed in is nobody else's business."""
    return owns(user, profile) if profile.is_draft else may_accompany(user, profile)


def profile_of_mine_or_404(slug: str) -> Profile:
    """The profile, if the person signed in may look after it."""
    profile = db.session.scalar(select(Profile).where(Profile.slug == slug))
    if profile is None or not may_look_after(current_user, profile):
        raise NotFound(gettext("Dieses Profil gibt es nicht, oder es gehört nicht zu Ihnen."))
    return profile


def page_number(text: str) -> int:
    """The page that an address asks for; the first for what is no number of a page."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def looked_after_by(user: User, page: int, *, unowned: bool = False) -> Page | None:
    """What an office helps, or an admin may look after; None for everybody else."""
    if user.has_role("admin"):
        return all_profiles(page, unowned=unowned)
    if user.has_role("office") and user.office is not None:
        return profiles_in_territory(user.office, page, unowned=unowned)
    return None


def profiles_in_territory(office: Office, page: int = 1, *, unowned: bool = False) -> Page:
    """The profiles of an office's territory, whoever may see them; or those without an owner."""
    inside = (Profile.country == "DE", Profile.postal_code.in_(codes_in(office)))
    there = select(Profile).where(*inside, handed_in())
    return _page(_narrowed(there, unowned=unowned), page)


def codes_in(office: Office) -> list[str]:
    """The postal codes of its territory in which there are profiles."""
    codes = select(Profile.postal_code).where(Profile.country == "DE").distinct()
    return [code for code in db.session.scalars(codes) if code and in_territory(office, "DE", code)]


def all_profiles(page: int = 1, *, unowned: bool = False) -> Page:
    return _page(_narrowed(select(Profile).where(handed_in()), unowned=unowned), page)


def _narrowed(query: Select[Profile], *, unowned: bool) -> Select[Profile]:
    return query.where(Profile.owner_id.is_(None)) if unowned else query


def _page(query: Select[Profile], page: int) -> Page:
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    within = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    ordered = query.order_by(_alphabetical(), Profile.id)
    rows = db.session.scalars(ordered.offset((within - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return Page(list(rows), total, within)


def _alphabetical() -> ColumnElement[str]:
    """Umlauts beside their vowels (DIN 5007-1), which neither database does by itself."""
    name: ColumnElement[str] = func.lower(Profile.name)
    for umlaut, vowel in zip("ÄÖÜäöü", "aouaou", strict=True):
        name = func.replace(name, umlaut, vowel)
    return name
