"""The parameters of the routes; everything else is answered with 422."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from matchmaker.profiles.filters import (
    LARGEST_RADIUS_KM,
    LAST_PAGE,
    LONGEST_NAME,
    LONGEST_WORDS,
    USUAL_RADIUS_KM,
)
from matchmaker.reference.submarkets import SUBMARKETS

MOST_MATCHES = 100
USUAL_MATCHES = 20
MOST_NEEDS = 10_000
NORTHERNMOST = 85
"""Degrees; nearer to a pole the map and its box have no sense."""

_NUMBER = r"(?:\d{1,4}(?:\.\d{0,6})?|\.\d{1,6})"
_WEIGHT = rf"[a-z][a-z0-9_]{{0,59}}={_NUMBER}"


def _known_submarket(key: str) -> str:
    if key not in SUBMARKETS:
        raise ValueError(f"must be one of {', '.join(SUBMARKETS)}")
    return key


Kind = Literal["kmu", "creative"]
Words = Annotated[str, Field(json_schema_extra={"pattern": r"^[^\u0000]*$"})]
"""Text of any script. The pattern is for readers: NUL is refused before any view."""
Submarket = Annotated[
    str, AfterValidator(_known_submarket), Field(json_schema_extra={"enum": list(SUBMARKETS)})
]


class Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Paged(Query):
    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    """Pages have 30 entries."""


class ProfilesQuery(Paged):
    q: Words = Field(default="", max_length=LONGEST_WORDS)
    """Everyday words; compounds, umlauts and slips are understood."""
    kind: Kind | None = None
    submarket: Submarket | None = None
    sector: Words | None = Field(default=None, min_length=1, max_length=LONGEST_NAME)
    """A code of WZ 2008 of any level, or a word for a trade. A subclass stands for its class."""
    place: Words | None = Field(default=None, min_length=1, max_length=LONGEST_NAME)
    """Name or postal code. Together with `lat` and `lon` the nearest place of that name."""
    lat: float | None = Field(default=None, ge=-NORTHERNMOST, le=NORTHERNMOST, allow_inf_nan=False)
    lon: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    radius_km: float = Field(
        default=USUAL_RADIUS_KM, ge=1, le=LARGEST_RADIUS_KM, allow_inf_nan=False
    )
    """Counts from the place or point; without one it has no effect."""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon belong together")
        return self


class NeedsQuery(Paged):
    kind: Kind | None = None
    """Of the profile that has the need."""


class MatchesQuery(Query):
    limit: int = Field(default=USUAL_MATCHES, ge=1, le=MOST_MATCHES)
    need: int | None = Field(default=None, ge=1, le=MOST_NEEDS)
    """Number of one published need; without it all of them together."""
    weights: str | None = Field(
        default=None, max_length=1000, pattern=rf"^{_WEIGHT}(?:,{_WEIGHT})*$"
    )
    """Other weights of scorers in force, as in `locality=2,sector_affinity=0`."""

    @property
    def weight_by_name(self) -> dict[str, float]:
        pairs = (entry.split("=") for entry in (self.weights or "").split(",") if entry)
        return {name: float(value) for name, value in pairs}


class SectorsQuery(Query):
    q: Words | None = Field(default=None, min_length=1, max_length=LONGEST_NAME)
    """Everyday words for a trade or business."""
    code: Words | None = Field(default=None, min_length=1, max_length=20)
    """A code; the answer is the line above it, or with `q` only what lies below it."""


class PlacesQuery(Query):
    q: Words = Field(min_length=1, max_length=LONGEST_NAME)
    """Name, postal code, or both."""
    country: str = Field(default="DE", pattern="^[A-Za-z]{2}$")
    """ISO 3166 code."""


class SkillsQuery(Query):
    q: Words | None = Field(default=None, min_length=1, max_length=LONGEST_NAME)
    """Words; without them the whole list."""
