"""What answers hold: the documented set of keys, nothing beside it. No contact data anywhere."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["kmu", "creative"]
Share = Annotated[float, Field(json_schema_extra={"minimum": 0, "maximum": 1})]
"""Described, not checked: a sum of floats may miss a border by its last digit."""


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ParameterError(Answer):
    field: str | None
    """Name of the parameter; null when it is not a documented one, or several together."""
    message: str
    """What the parameter must be."""


class Problem(Answer):
    """An error, as RFC 9457 writes it."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[ParameterError] | None = None


class ProfileName(Answer):
    slug: str
    kind: Kind
    name: str
    place: str | None


class ProfileSummary(ProfileName):
    """A profile as lists show it."""

    country: str
    """ISO 3166 code."""
    sectors: list[str]
    """Codes of WZ 2008."""
    submarkets: list[str]
    about: str
    """The beginning of the text."""
    invented: bool
    """Belongs to the demo region: does not exist in the world."""


class ProfileDetail(ProfileSummary):
    """A profile; texts are in the language of their author."""

    about: str
    """The whole text."""
    offers: str
    skills: list[str]
    """Free words, or ids of /reference/skills."""
    languages: list[str]
    """ISO 639-1 codes."""
    employees: int | None
    radius_km: float | None
    """How far they go for a partner."""
    remote: bool | None
    """Null when it is not shown."""
    website: str | None
    capacity: str | None
    """When they have time: now, soon, later or closed; null when they did not say."""
    needs: int
    """How many published needs there are."""
    updated_at: datetime


class Links(Answer):
    """Addresses of the same list, without host."""

    self: str
    first: str
    previous: str | None
    next: str | None
    last: str


class Page(Answer):
    total: int
    """How many there are on all pages together."""
    page: int
    """This page; one behind the last is empty."""
    pages: int
    links: Links


class PlaceEntry(Answer):
    name: str
    country: str
    state: str | None
    """Two letters of a German state, elsewhere GeoNames' first level."""
    postal_code: str | None
    latitude: float
    longitude: float
    population: int | None
    """GeoNames' figure for the place, not the official one of the municipality."""
    approximate: bool
    """Name or point was guessed from something near."""


class SectorName(Answer):
    code: str
    level: int
    """1 section, 2 division, 3 group, 4 class, 5 subclass."""
    parent: str | None
    title_de: str
    title_en: str
    """Below the divisions the title of the division."""


class Point(Answer):
    latitude: float
    longitude: float
    radius_km: float


class ProfilePage(Page):
    profiles: list[ProfileSummary]
    around: Point | None
    """Where the distance counts from."""
    places: list[PlaceEntry]
    """Places that `place` may mean, when it is not clear; then no profiles are listed."""
    sector: SectorName | None
    """The sector that was looked for."""
    corrections: dict[str, str]
    """Words of `q` that nobody uses, with the word that was looked for instead."""


class NeedEntry(Answer):
    number: int
    """Counts the published needs of the profile from 1; the `need` of /matches."""
    title: str
    text: str
    created_at: datetime


class ListedNeed(NeedEntry):
    profile: ProfileName


class ProfileNeeds(Answer):
    profile: ProfileName
    needs: list[NeedEntry]


class NeedPage(Page):
    needs: list[ListedNeed]


class MatchSeeker(Answer):
    external_id: str
    slug: str
    kind: Kind
    name: str


class MatchProfile(MatchSeeker):
    place: str | None


class ScorerWeight(Answer):
    name: str
    weight: float
    learned: bool


class MatchReason(Answer):
    code: str
    facts: dict[str, Any]
    text: str


class MatchPart(Answer):
    """What one scorer had to do with it; null and weight 0 where it has no opinion."""

    scorer: str
    weight_for_seeker: Share
    weight_for_candidate: Share
    for_seeker: Share | None
    for_candidate: Share | None
    contribution: float
    reasons: list[MatchReason]


class Match(Answer):
    """The contributions of the parts and the adjustment add up to the score."""

    rank: int
    profile: MatchProfile
    score: Share
    for_seeker: Share
    for_candidate: Share
    adjustment: float
    parts: list[MatchPart]


class Matches(Answer):
    seeker: MatchSeeker
    candidates: int
    """How many profiles were eligible."""
    scorers: list[ScorerWeight]
    matches: list[Match]


class Plugin(Answer):
    name: str
    origin: str
    state: Literal["enabled", "disabled", "broken"]
    weight: float
    settings: dict[str, Any]
    """Settings that are text are null for all but admins: they may be paths or keys."""
    reason: str | None
    """Why it is broken; null for all but admins."""


class Plugins(Answer):
    plugins: list[Plugin]


class SubmarketEntry(Answer):
    key: str
    title_de: str
    title_en: str
    explanation_de: str
    explanation_en: str
    sectors: list[str]
    """Subclasses of WZ 2008 counted to it, some of them only in part."""


class Submarkets(Answer):
    submarkets: list[SubmarketEntry]


class SectorEntry(SectorName):
    matched: str | None
    """The everyday word or title that answered `q`."""


class Sectors(Answer):
    sectors: list[SectorEntry]


class Places(Answer):
    places: list[PlaceEntry]


class SkillEntry(Answer):
    id: str
    kind: Literal["offer", "need"]
    group: str
    """A submarket, `across`, or a field of need."""
    label_de: str
    label_en: str


class Skills(Answer):
    skills: list[SkillEntry]
