"""What of a profile whom is shown: fields may be for members alone, or for nobody."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, and_

from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.models import Profile

ALIKE: dict[str, tuple[str, ...]] = {
    "place": (
        "place",
        "postal_code",
        "latitude",
        "longitude",
        "located_latitude",
        "located_longitude",
    ),
    "capacity": ("capacity", "capacity_from"),
}
"""Where one choice of the owner stands for several columns."""
EMPTY: dict[str, Any] = {
    "about": "",
    "offers": "",
    "story": "",
    "working_style": "",
    "sectors": (),
    "submarkets": (),
    "skills": (),
    "languages": (),
    "works": (),
}
"""What a field looks like that is not shown; for all others None."""
FIELDS_BY_KIND: dict[str, tuple[str, ...]] = {
    "kmu": (
        "about", "sectors", "place", "employees", "offers", "website", "capacity", "radius_km",
        "remote", "languages",
    ),
    "creative": (
        "about", "submarkets", "skills", "sectors", "place", "story", "offers", "works",
        "working_style", "website", "capacity", "radius_km", "remote", "languages",
    ),
}  # fmt: skip


def named_fields(kind: str) -> list[tuple[str, Any]]:
    """The fields that a profile of this kind has, with what the form calls them."""
    titles = {
        "about": _("Kurzer Text"),
        "sectors": _("Branche"),
        "submarkets": _("Teilmarkt"),
        "skills": _("Können"),
        "place": _("Ort"),
        "employees": _("Größe"),
        "story": _("Was sich verändert hat"),
        "offers": _("Angebot"),
        "works": _("Arbeiten"),
        "working_style": _("Arbeitsweise"),
        "website": _("Eigene Seite"),
        "capacity": _("Freie Zeit"),
        "radius_km": _("Umkreis"),
        "remote": _("Aus der Ferne"),
        "languages": _("Sprachen"),
    }
    return [(name, titles[name]) for name in FIELDS_BY_KIND[kind]]


def audiences(*, members: bool) -> Sequence[str]:
    """The visibilities of what members may see, or visitors."""
    return ("public", "members") if members else ("public",)


def listed(*, members: bool) -> ColumnElement[bool]:
    """What stands in directory, lists and API: approved, and seen by everybody or by members."""
    return and_(Profile.approved.is_(True), Profile.visibility.in_(audiences(members=members)))


def audience(profile: Profile, field: str) -> str:
    """ "public", "members" or "nobody": who may see a field, the profile's own being no matter."""
    return str((profile.field_visibility or {}).get(field, "public"))


def is_shown(limited: Mapping[str, Any] | None, field: str, *, members: bool) -> bool:
    """Whether a field is seen, by the `field_visibility` of its profile."""
    seen = (limited or {}).get(field, "public")
    return seen == "public" or (seen == "members" and members)


class ShownPart:
    """A profile in which hidden fields are empty; everything else answers as the profile does."""

    def __init__(self, profile: Profile, hidden: frozenset[str]) -> None:
        self._profile, self._hidden = profile, hidden

    def __getattr__(self, name: str) -> Any:
        return EMPTY.get(name) if name in self._hidden else getattr(self._profile, name)


def shown_part(profile: Profile, *, members: bool) -> Profile:
    """What a visitor or member may see of the profile; to be read, never to be saved."""
    limited = profile.field_visibility or {}
    closed = [name for name in limited if not is_shown(limited, name, members=members)]
    if not closed:
        return profile
    columns = frozenset(column for name in closed for column in ALIKE.get(name, (name,)))
    return cast(Profile, ShownPart(profile, columns))
