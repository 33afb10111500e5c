"""What everyday words mean: the sector behind a trade, the place behind a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from matchmaker.i18n import current_locale
from matchmaker.i18n import gettext as _
from matchmaker.reference.places import Place, find_places, locate, postal_code_near
from matchmaker.reference.sectors import SectorHit, find_sectors, get_sector, normalise_code

MOST_READINGS = 5
MOST_SECTORS = 10
MOST_PLACES = 8


@dataclass(frozen=True)
class SectorReading:
    """The sectors that words may mean, as choices; without words those that are chosen already."""

    hits: tuple[SectorHit, ...]
    kept: Iterable[str] = ()

    @classmethod
    def of(cls, words: str, locale: str) -> "SectorReading":
        return cls(find_sectors(words, MOST_READINGS, locale) if words else ())

    @staticmethod
    def known(codes: Iterable[str]) -> list[str]:
        """The codes that there are, in the spelling of the classification."""
        normal = [normalise_code(code) for code in codes]
        return [code for code in dict.fromkeys(normal) if code][:MOST_SECTORS]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and plain words, as in "Tischlerei (Bautischlerei und -schlosserei)"."""
        if self.hits:
            return [(hit.sector.code, _explained(hit)) for hit in self.hits]
        return [(code, _title(code)) for code in self.known(self.kept)]


def _explained(hit: SectorHit) -> str:
    title = hit.sector.title(current_locale())
    return f"{hit.matched} ({title})" if hit.everyday and hit.matched != title else title


def _title(code: str) -> str:
    sector = get_sector(code)
    return sector.title(current_locale()) if sector else code


@dataclass(frozen=True)
class PlaceFound:
    """The place that was meant, or why it is not clear, with the places to choose from."""

    address: Any = None
    """Fields of a profile and their values."""
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """A point "latitude,longitude" and the words for it."""


def read_place(typed: str, country: str, chosen: str | None) -> PlaceFound:
    """Read a postal code, a name or both; `chosen` is the answer to an earlier question."""
    if not typed:
        return PlaceFound(problem=_("Bitte schreiben Sie einen Ort oder eine Postleitzahl."))
    found = find_places(typed, country)[:MOST_PLACES]
    if not found and (near := locate(country, None, typed)):
        found = (near,)
    picked = [place for place in found if _point(place) == chosen] or list(found)
    if len(picked) == 1:
        return PlaceFound(_address(picked[0]))
    if picked:
        question = _("Diesen Ort gibt es mehrmals. Bitte wählen Sie aus, welchen Sie meinen.")
        choices = [(_point(place), _described(place)) for place in picked]
        return PlaceFound(problem=question, choices=tuple(choices))
    return _unknown(typed, country)


def _unknown(typed: str, country: str) -> PlaceFound:
    if country == "DE":
        return PlaceFound(
            problem=_("Diesen Ort kennen wir nicht. Bitte schreiben Sie die Postleitzahl dazu.")
        )
    return PlaceFound({"country": country, "postal_code": None, "place": typed})


def _point(place: Place) -> str:
    return f"{place.latitude:.4f},{place.longitude:.4f}"


def _described(place: Place) -> str:
    code = _postal_code(place)
    return " ".join(filter(None, [code, place.name, f"({place.state})" if place.state else ""]))


def _postal_code(place: Place) -> str | None:
    """Its own, in Germany else the nearest: by it an office knows whom it helps."""
    if place.postal_code or place.country != "DE":
        return place.postal_code
    return postal_code_near(place.latitude, place.longitude)


def _address(place: Place) -> dict[str, Any]:
    return {"country": place.country, "postal_code": _postal_code(place), "place": place.name}
