"""What somebody typed into the directory's form, and what it means.

The address of a list holds only what was set, in one order, so that it can be kept and shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from matchmaker.i18n import current_locale, gettext
from matchmaker.profiles.directory import DirectoryQuery
from matchmaker.profiles.models import KINDS
from matchmaker.reference.places import Place, distance_km, find_places
from matchmaker.reference.sectors import Sector, SectorHit, find_sectors, get_sector
from matchmaker.reference.submarkets import SUBMARKETS

LONGEST_WORDS = 500
LONGEST_NAME = 200
USUAL_RADIUS_KM = 50
LARGEST_RADIUS_KM = 1000
LONGEST_NUMBER = 20
LAST_PAGE = 1_000_000
DIVISION, SUBCLASS = 2, 5


@dataclass(frozen=True)
class Filters:
    """The fields of the form as typed, trimmed; empty means not set.

    `at` is a point "latitude,longitude" that tells places of one name apart or stands alone.
    """

    q: str = ""
    kind: str = ""
    submarket: str = ""
    sector: str = ""
    place: str = ""
    at: str = ""
    radius: str = ""
    page: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Filters":
        names = [each.name for each in fields(cls)]
        typed = {name: " ".join(arguments.get(name, "").split()) for name in names}
        if typed["page"] == "1":
            typed["page"] = ""
        if not typed["place"] and not typed["at"]:
            typed["radius"] = ""
        return cls(**typed)

    def parameters(self, **changes: str) -> dict[str, Any]:
        """What an address holds: the set fields in their order. A change starts at page 1."""
        changed = replace(self, **({"page": ""} | changes))
        values = {each.name: getattr(changed, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value}

    def set_parameters(self) -> dict[str, Any]:
        return self.parameters(page=self.page)


@dataclass(frozen=True)
class SectorChoice:
    code: str
    label: str


@dataclass(frozen=True)
class Reading:
    """What the filters mean. `errors` name a field and say what is wrong with it."""

    filters: Filters
    errors: dict[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    """Places that may be meant, when they are several."""
    sectors: tuple[SectorChoice, ...] = ()
    """Sectors that may be meant; the first one is looked for."""
    point: tuple[float, float] | None = None
    place_name: str = ""
    """The place that the distance counts from."""
    radius_km: float = USUAL_RADIUS_KM
    page: int = 1
    malformed: bool = False
    """Whether some value is one that no form of ours sends."""

    @property
    def sector(self) -> SectorChoice | None:
        return self.sectors[0] if self.sectors else None

    @cached_property
    def query(self) -> DirectoryQuery:
        latitude, longitude = self.point or (None, None)
        return DirectoryQuery(
            words=self.filters.q,
            kind=self.filters.kind or None,
            submarket=self.filters.submarket or None,
            sector=self.sector.code if self.sector else None,
            latitude=latitude,
            longitude=longitude,
            radius_km=self.radius_km if self.point else None,
            page=self.page,
        )


def interpret(filters: Filters) -> Reading:
    """Look up what was typed; never raises."""
    errors = _errors(filters)
    sound = replace(filters, **dict.fromkeys(errors, ""))
    point = _point(sound.at)
    found = find_places(sound.place) if sound.place else ()
    chosen = _chosen(found, point)
    return Reading(
        filters=sound,
        errors=errors | _unknown(sound, found),
        places=() if chosen else found,
        sectors=_sectors(sound.sector),
        point=(chosen.latitude, chosen.longitude) if chosen else (None if found else point),
        place_name=chosen.name if chosen else "",
        radius_km=_number(sound.radius) or USUAL_RADIUS_KM,
        page=int(sound.page or 1),
        malformed=bool(errors),
    )


def _errors(filters: Filters) -> dict[str, str]:
    """Values that no form of ours sends."""
    radius = _number(filters.radius)
    faults = {
        "q": len(filters.q) > LONGEST_WORDS
        and gettext("Bitte suchen Sie mit höchstens %(count)s Zeichen.", count=LONGEST_WORDS),
        "kind": filters.kind not in ("", *KINDS)
        and gettext("Bitte wählen Sie Betriebe, Kreative oder beide."),
        "submarket": filters.submarket not in ("", *SUBMARKETS)
        and gettext("Diese Teilmarkt-Angabe kennen wir nicht."),
        "sector": len(filters.sector) > LONGEST_NAME
        and gettext("Bitte nennen Sie die Branche kürzer."),
        "place": len(filters.place) > LONGEST_NAME and gettext("Bitte nennen Sie den Ort kürzer."),
        "at": bool(filters.at and not _point(filters.at))
        and gettext("Dieser Punkt liegt auf keiner Karte."),
        "radius": bool(filters.radius and not (radius and 1 <= radius <= LARGEST_RADIUS_KM))
        and gettext("Der Umkreis liegt zwischen 1 und %(km)s Kilometern.", km=LARGEST_RADIUS_KM),
        "page": bool(filters.page and not _is_page(filters.page))
        and gettext("Diese Seite der Liste gibt es nicht."),
    }
    return {name: str(sentence) for name, sentence in faults.items() if sentence}


def _unknown(filters: Filters, found: tuple[Place, ...]) -> dict[str, str]:
    """Names that are well-formed and still unknown: the list is then shown without them."""
    unknown = {}
    if filters.place and not found:
        unknown["place"] = gettext(
            "Den Ort „%(name)s“ haben wir nicht gefunden. Versuchen Sie es mit der Postleitzahl "
            "oder dem nächsten größeren Ort.",
            name=filters.place,
        )
    if filters.sector and not _sectors(filters.sector):
        unknown["sector"] = gettext(
            "Zu „%(name)s“ haben wir keine Branche gefunden. Versuchen Sie ein anderes Wort, "
            "zum Beispiel „Tischlerei“ oder „Pension“.",
            name=filters.sector,
        )
    return unknown


def _chosen(places: tuple[Place, ...], point: tuple[float, float] | None) -> Place | None:
    if point and places:
        return min(places, key=lambda each: distance_km(*point, each.latitude, each.longitude))
    return places[0] if len(places) == 1 else None


def _sectors(words: str) -> tuple[SectorChoice, ...]:
    """Sectors that may be meant. Few people know their subclass, so its class is looked for."""
    hits = find_sectors(words, limit=6, locale=current_locale()) if words else ()
    choices: dict[str, SectorChoice] = {}
    for hit in hits:
        sector = _class_of(hit.sector)
        choices.setdefault(sector.code, SectorChoice(sector.code, _label(sector, hit)))
    return tuple(choices.values())


def _label(sector: Sector, hit: SectorHit) -> str:
    """The title; in English the word that matched, since titles end with the divisions."""
    if current_locale() == "en" and sector.level > DIVISION and hit.everyday:
        return f"{hit.matched} ({sector.code})"
    return sector.title(current_locale())


def _class_of(sector: Sector) -> Sector:
    above = get_sector(sector.parent or "") if sector.level == SUBCLASS else None
    return above or sector


def _point(text: str) -> tuple[float, float] | None:
    latitude, comma, longitude = text.partition(",")
    point = _number(latitude), _number(longitude)
    if not comma or point[0] is None or point[1] is None:
        return None
    return (point[0], point[1]) if abs(point[0]) <= 85 and abs(point[1]) <= 180 else None


def _number(text: str) -> float | None:
    """May be infinite or not a number; no comparison with a bound lets that pass."""
    try:
        return float(text[:LONGEST_NUMBER])
    except ValueError:
        return None


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= LAST_PAGE
