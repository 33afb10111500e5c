"""Who helps where: the offices of this installation, and contact points where there is none."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from matchmaker.accounts.leading import offices_helping
from matchmaker.accounts.models import Municipality, Office
from matchmaker.accounts.territory import Territory, covers, in_territory, territory_of
from matchmaker.db import db
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.models import Profile
from matchmaker.profiles.visibility import listed
from matchmaker.reference.contact_points import ContactPoint, contact_points
from matchmaker.reference.places import (
    Place,
    find_places,
    locate,
    named_postal_codes,
    postal_code_near,
)

KINDS = {
    "municipality": _("Wirtschaftsförderung einer Gemeinde"),
    "county": _("Wirtschaftsförderung eines Kreises"),
    "region": _("Regionalmanagement"),
    "chamber": _("Kammer"),
    "association": _("Verein oder Verband"),
}
STATES = {
    "BB": _("Brandenburg"), "BE": _("Berlin"), "BW": _("Baden-Württemberg"), "BY": _("Bayern"),
    "HB": _("Bremen"), "HE": _("Hessen"), "HH": _("Hamburg"), "MV": _("Mecklenburg-Vorpommern"),
    "NI": _("Niedersachsen"), "NW": _("Nordrhein-Westfalen"), "RP": _("Rheinland-Pfalz"),
    "SH": _("Schleswig-Holstein"), "SL": _("Saarland"), "SN": _("Sachsen"),
    "ST": _("Sachsen-Anhalt"), "TH": _("Thüringen"),
}  # fmt: skip
MOST_TOWNS = 5
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Helping:
    """Who helps at one place: the offices, the leading one first, else contact points."""

    offices: Sequence[Office]
    points: Sequence[ContactPoint] = ()

    @property
    def leading(self) -> Office | None:
        return self.offices[0] if self.offices else None


@dataclass(frozen=True)
class Answer:
    """What "who helps here?" found: one place, several to choose from, or none."""

    typed: str
    places: Sequence[tuple[Place, str]] = ()
    """Places that may be meant, each with what to ask for instead."""
    place: Place | None = None
    helping: Helping | None = None


def helping_at(place: Place) -> Helping:
    code = place.postal_code or postal_code_near(place.latitude, place.longitude)
    offices = offices_helping(place.country, code)
    return Helping(offices, () if offices else contact_points(place))


def who_helps(
    profile: Profile | None = None, point: tuple[float, float] | None = None
) -> Helping | None:
    """At the place of a profile, as far as its reader may know it, or at a point in Germany."""
    if point is not None:
        place = locate("DE", postal_code_near(*point), None)
    elif profile is None:
        return None
    else:
        place = locate(profile.country, profile.postal_code, profile.place)
    return helping_at(place) if place else None


def ask(typed: str) -> Answer:
    """By postal code or name of a place."""
    found = find_places(typed) if typed else ()
    if len(found) != 1:
        return Answer(typed, [(place, _exactly(place)) for place in found])
    return Answer(typed, place=found[0], helping=helping_at(found[0]))


def _exactly(place: Place) -> str:
    return f"{postal_code_near(place.latitude, place.longitude)} {place.name}"


def all_offices() -> list[Office]:
    return list(db.session.scalars(select(Office).order_by(func.lower(Office.name))))


def find_office(slug: str) -> Office:
    """Raises NotFound."""
    office = db.session.scalar(select(Office).where(Office.slug == slug))
    if office is None:
        raise NotFound(gettext("Dieses Netzwerk gibt es nicht."))
    return office


def public_profiles(office: Office) -> int:
    """How many profiles everybody may see lie in the territory."""
    there = (listed(members=False), Profile.country == "DE")
    counts = select(Profile.postal_code, func.count()).where(*there).group_by(Profile.postal_code)
    rows = db.session.execute(counts)
    return sum(number for code, number in rows if in_territory(office, "DE", code))


def territory_in_words(office: Office) -> dict[str, Any]:
    """Largest towns, states, municipalities and postal codes of the territory, for a page."""
    territory = territory_of(office)
    return {
        "towns": _towns(territory) if territory.keys else _towns_of_codes(territory),
        "states": [STATES[key] for key in territory.states],
        "municipalities": [name for key in territory.keys for name in _municipality(key)],
        "codes": [code if len(code) == 5 else f"{code}…" for code in territory.prefixes],
    }


@lru_cache(maxsize=1000)
def _towns_of_codes(territory: Territory) -> tuple[str, ...]:
    """Kept for territories that depend on nothing an operator can change."""
    return _towns(territory)


def _towns(territory: Territory) -> tuple[str, ...]:
    """A town counts when at least half of its postal codes lie inside."""
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    people: dict[str, int] = {}
    for code, place in named_postal_codes().items():
        everywhere[place.name] += 1
        if covers(territory, code):
            inside[place.name] += 1
            people[place.name] = place.population or 0
    mostly = [name for name, number in inside.items() if 2 * number >= everywhere[name]]
    return tuple(sorted(mostly, key=lambda name: -people[name])[:MOST_TOWNS])


def _municipality(key: str) -> Iterator[str]:
    """The name of one municipality; a county or a state has no name in the official file."""
    name = db.session.scalar(select(Municipality.name).where(Municipality.ags == key))
    if name:
        yield name


def dialled(phone: str) -> str:
    """As a link dials it: plus and digits alone."""
    digits = "".join(sign for sign in phone.replace("(0)", "") if sign.isascii() and sign.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits
