"""Submarkets, sectors, places and skills; they change with a release only."""

from dataclasses import asdict

from matchmaker.api.blueprint import blueprint, unchanging
from matchmaker.api.queries import PlacesQuery, SectorsQuery, SkillsQuery
from matchmaker.api.schemas import (
    PlaceEntry,
    Places,
    SectorEntry,
    SectorName,
    Sectors,
    SkillEntry,
    Skills,
    SubmarketEntry,
    Submarkets,
)
from matchmaker.api.specification import OPTIONAL_TOKEN, answers, api
from matchmaker.reference import sectors, skills, submarkets
from matchmaker.reference.places import Place, find_places
from matchmaker.reference.sectors import Sector

MOST_HITS = 20
TAGS = ["reference"]


@blueprint.get("/reference/submarkets")
@unchanging
@api.validate(
    resp=answers(Submarkets), tags=TAGS, security=OPTIONAL_TOKEN, operation_id="listSubmarkets"
)
def list_submarkets() -> Submarkets:
    """The creative submarkets."""
    entries = [
        SubmarketEntry(
            **asdict(submarkets.get_submarket(key)), sectors=list(submarkets.wz_codes(key))
        )
        for key in submarkets.SUBMARKETS
    ]
    return Submarkets(submarkets=entries)


@blueprint.get("/reference/sectors")
@unchanging
@api.validate(resp=answers(Sectors), tags=TAGS, security=OPTIONAL_TOKEN, operation_id="findSectors")
def find_sectors(query: SectorsQuery) -> Sectors:
    """Sectors by everyday words or by code; without both all divisions."""
    if query.q:
        return Sectors(sectors=_sectors_by_words(query.q, query.code))
    if query.code:
        codes = sectors.ancestry(query.code)
        found = [sector for code in codes if (sector := sectors.get_sector(code))]
    else:
        found = list(sectors.divisions())
    return Sectors(sectors=[_sector_entry(sector, None) for sector in found])


@blueprint.get("/reference/places")
@unchanging
@api.validate(resp=answers(Places), tags=TAGS, security=OPTIONAL_TOKEN, operation_id="findPlaces")
def find_places_view(query: PlacesQuery) -> Places:
    """Places that a name or postal code may mean, most populous first."""
    return Places(places=[place_entry(place) for place in find_places(query.q, query.country)])


@blueprint.get("/reference/skills")
@unchanging
@api.validate(resp=answers(Skills), tags=TAGS, security=OPTIONAL_TOKEN, operation_id="findSkills")
def find_skills(query: SkillsQuery) -> Skills:
    """What creatives offer and firms need, by words or as a whole."""
    found = (
        skills.find_skills(query.q, limit=MOST_HITS)
        if query.q
        else (*skills.offers(), *skills.needs())
    )
    return Skills(skills=[SkillEntry(**asdict(skill)) for skill in found])


def _sectors_by_words(words: str, within: str | None) -> list[SectorEntry]:
    hits = sectors.find_sectors(words, limit=MOST_HITS)
    return [
        _sector_entry(hit.sector, hit.matched)
        for hit in hits
        if within is None or sectors.covers(within, hit.sector.code)
    ]


def _sector_entry(sector: Sector, matched: str | None) -> SectorEntry:
    return SectorEntry(**asdict(sector), matched=matched)


def sector_name(code: str) -> SectorName | None:
    """None for a code that is not in WZ 2008."""
    sector = sectors.get_sector(code)
    return SectorName(**asdict(sector)) if sector else None


def place_entry(place: Place) -> PlaceEntry:
    return PlaceEntry(**asdict(place))
