"""Public profiles in the words of schema.org, and the list of their addresses."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from matchmaker.db import db
from matchmaker.profiles.models import Profile
from matchmaker.profiles.titles import sector_titles, skill_titles, submarket_titles
from matchmaker.profiles.visibility import listed

MOST_ADDRESSES = 50_000
"""As many as one sitemap may hold."""


def schema_of(profile: Profile, address: str, text: str) -> dict[str, Any]:
    """What a public page says, for machines; no contact, and nothing the page does not show."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization" if profile.kind == "kmu" else "ProfessionalService",
        "name": profile.name,
        "description": text,
        "url": address,
        "knowsAbout": _subjects(profile),
    }
    if profile.place:
        place = {"addressLocality": profile.place, "addressCountry": profile.country}
        described["address"] = {"@type": "PostalAddress"} | place
    return {name: value for name, value in described.items() if value}


def _subjects(profile: Profile) -> list[str]:
    return [
        *submarket_titles(profile.submarkets),
        *sector_titles(profile.sectors),
        *skill_titles(profile.skills),
    ]


def public_addresses() -> list[tuple[str, datetime]]:
    """Slug and last change of every profile that everybody may see."""
    real = (listed(members=False), Profile.invented.is_(False))
    query = select(Profile.slug, Profile.updated_at).where(*real)
    rows = db.session.execute(query.order_by(Profile.slug).limit(MOST_ADDRESSES))
    return [(slug, changed) for slug, changed in rows]
