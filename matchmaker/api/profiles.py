"""Profiles: the directory, and one of them."""

from flask import g

from matchmaker.api.blueprint import blueprint
from matchmaker.api.paging import links
from matchmaker.api.queries import ProfilesQuery
from matchmaker.api.reference import place_entry, sector_name
from matchmaker.api.schemas import (
    Point,
    ProfileDetail,
    ProfileName,
    ProfilePage,
    ProfileSummary,
)
from matchmaker.api.service import shown_profile
from matchmaker.api.specification import OPTIONAL_TOKEN, answers, api
from matchmaker.profiles.directory import DirectoryPage, search_directory
from matchmaker.profiles.filters import Filters, Reading, interpret
from matchmaker.profiles.models import Profile
from matchmaker.profiles.visibility import shown_part
from matchmaker.web.limits import profile_limit
from matchmaker.web.texts import outbound, shortened

_NAME = ("slug", "kind", "name", "place")
_SUMMARY = (*_NAME, "country", "sectors", "submarkets", "invented")
_DETAIL = (
    "about", "offers", "skills", "languages", "employees", "radius_km", "remote", "capacity",
    "updated_at",
)  # fmt: skip


@blueprint.get("/profiles")
@api.validate(
    resp=answers(ProfilePage),
    tags=["profiles"],
    security=OPTIONAL_TOKEN,
    operation_id="listProfiles",
)
def list_profiles(query: ProfilesQuery) -> ProfilePage:
    """Listed profiles, 30 a page.

    Best first with words, nearest first around a place, else by name. A place that is unknown or
    not clear, and an unknown sector, find nobody.
    """
    reading = interpret(_filters(query))
    found = search_directory(reading.query, members=g.reader.is_member)
    if _asked_for_unknown(query, reading):
        found = DirectoryPage([], 0, 1, 1, found.corrections)
    return _page(query, reading, found)


@blueprint.get("/profiles/<slug>")
@profile_limit
@api.validate(
    resp=answers(ProfileDetail, 404),
    tags=["profiles"],
    security=OPTIONAL_TOKEN,
    operation_id="getProfile",
)
def get_profile(slug: str) -> ProfileDetail:
    """One profile.

    A hidden or not yet approved one is there for its owner, its office and admins only.
    """
    profile = shown_profile(slug, g.reader)
    return profile_detail(shown_part(profile, members=g.reader.is_member))


def _filters(query: ProfilesQuery) -> Filters:
    at = "" if query.lat is None else f"{query.lat:.6f},{query.lon:.6f}"
    return Filters(
        q=query.q,
        kind=query.kind or "",
        submarket=query.submarket or "",
        sector=query.sector or "",
        place=query.place or "",
        at=at,
        radius=f"{query.radius_km:.6f}",
        page=str(query.page),
    )


def _asked_for_unknown(query: ProfilesQuery, reading: Reading) -> bool:
    no_place = query.place is not None and not reading.place_name
    return no_place or (query.sector is not None and reading.sector is None)


def _page(query: ProfilesQuery, reading: Reading, found: DirectoryPage) -> ProfilePage:
    around = None
    if reading.point:
        latitude, longitude = reading.point
        around = Point(latitude=latitude, longitude=longitude, radius_km=reading.radius_km)
    listed = found.profiles if query.page == found.page else []
    return ProfilePage(
        profiles=[profile_summary(profile) for profile in listed],
        total=found.total,
        page=query.page,
        pages=found.pages,
        links=links("list_profiles", query, query.page, found.pages),
        around=around,
        places=[place_entry(place) for place in reading.places],
        sector=sector_name(reading.sector.code) if reading.sector else None,
        corrections=found.corrections,
    )


def profile_name(profile: Profile) -> ProfileName:
    return ProfileName(**{name: getattr(profile, name) for name in _NAME})


def profile_summary(profile: Profile) -> ProfileSummary:
    fields = {name: getattr(profile, name) for name in _SUMMARY}
    return ProfileSummary(**fields, about=shortened(profile.about))


def profile_detail(profile: Profile) -> ProfileDetail:
    fields = {name: getattr(profile, name) for name in (*_SUMMARY, *_DETAIL)}
    website, needs = outbound(profile.website) or None, len(profile.published_needs)
    return ProfileDetail(**fields, website=website, needs=needs)
