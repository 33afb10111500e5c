"""Between profile and exchanged row: one mapping in each direction."""

import base64
import hashlib
import re
import unicodedata
from typing import Any

from matchmaker.db import now
from matchmaker.profiles.interchange.fields import FIELDS
from matchmaker.profiles.models import Need, Profile
from matchmaker.reference import places

_PLAIN = tuple(name for name in FIELDS if name not in ("external_id", "kind", "needs"))
_UMLAUTS = {
    ord(letter): pair for letter, pair in zip("äöüß", ("ae", "oe", "ue", "ss"), strict=True)
}


def to_row(profile: Profile) -> dict[str, Any]:
    """Every field of the exchange format in normal form; the published needs only."""
    row = {name: getattr(profile, name) for name in FIELDS if name != "needs"}
    row["needs"] = [{"title": need.title, "text": need.text} for need in profile.published_needs]
    return row


def new_profile(row: dict[str, Any]) -> Profile:
    profile = Profile(
        external_id=row["external_id"],
        kind=row["kind"],
        slug=make_slug(row["name"], row["external_id"]),
    )
    apply_row(profile, row)
    return profile


def apply_row(profile: Profile, row: dict[str, Any]) -> None:
    """Replace the whole of the exchanged fields; needs that stay the same keep their dates."""
    for name in _PLAIN:
        setattr(profile, name, row[name])
    profile.approved = True
    profile.updated_at = now()
    locate(profile)
    _replace_needs(profile, row["needs"])


def locate(profile: Profile) -> None:
    """Where distances count from: as given, else by postal code or place."""
    profile.located_latitude = profile.latitude
    profile.located_longitude = profile.longitude
    if profile.latitude is None:
        place = places.locate(profile.country, profile.postal_code, profile.place)
        if place is not None:
            profile.located_latitude, profile.located_longitude = place.latitude, place.longitude


def _replace_needs(profile: Profile, rows: list[dict[str, str]]) -> None:
    known: dict[tuple[str, str], Need | None] = {
        (need.title, need.text): need for need in profile.published_needs
    }
    others = [need for need in profile.needs if need not in profile.published_needs]
    wanted = [known.pop((row["title"], row["text"]), None) or _new_need(row) for row in rows]
    for position, need in enumerate(wanted):
        need.position = position
        need.state = "published"
    profile.needs = wanted + others


def make_slug(name: str, external_id: str) -> str:
    """A readable address that stays the same wherever the profile is imported again."""
    folded = name.lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    digest = hashlib.blake2b(external_id.encode(), digest_size=5).digest()
    return f"{words or 'profil'}-{base64.b32encode(digest).decode().lower()}"


def _new_need(row: dict[str, str]) -> Need:
    # Defaults of columns come with the flush, which the pool of an evaluation never sees.
    return Need(title=row["title"], text=row["text"], approved=True, seen_by="named")
