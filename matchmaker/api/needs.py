"""Published needs: of one profile, and of all."""

from flask import g

from matchmaker.api.blueprint import blueprint
from matchmaker.api.paging import links
from matchmaker.api.profiles import profile_name
from matchmaker.api.queries import NeedsQuery
from matchmaker.api.schemas import ListedNeed, NeedEntry, NeedPage, ProfileName, ProfileNeeds
from matchmaker.api.service import published_needs, shown_profile
from matchmaker.api.specification import OPTIONAL_TOKEN, answers, api
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.visibility import shown_part
from matchmaker.web.limits import profile_limit


@blueprint.get("/profiles/<slug>/needs")
@profile_limit
@api.validate(
    resp=answers(ProfileNeeds, 404),
    tags=["needs"],
    security=OPTIONAL_TOKEN,
    operation_id="listProfileNeeds",
)
def list_profile_needs(slug: str) -> ProfileNeeds:
    """The published needs of one profile."""
    profile = shown_profile(slug, g.reader)
    needs = [
        _need_entry(number, need) for number, need in enumerate(profile.published_needs, start=1)
    ]
    return ProfileNeeds(profile=_name_of(profile), needs=needs)


@blueprint.get("/needs")
@profile_limit
@api.validate(
    resp=answers(NeedPage), tags=["needs"], security=OPTIONAL_TOKEN, operation_id="listNeeds"
)
def list_needs(query: NeedsQuery) -> NeedPage:
    """Published needs of listed profiles, newest first, 30 a page."""
    found = published_needs(members=g.reader.is_member, kind=query.kind, page=query.page)
    return NeedPage(
        needs=[_listed_need(need) for need in found.needs],
        total=found.total,
        page=found.page,
        pages=found.pages,
        links=links("list_needs", query, found.page, found.pages),
    )


def _need_entry(number: int, need: Need) -> NeedEntry:
    return NeedEntry(number=number, title=need.title, text=need.text, created_at=need.created_at)


def _listed_need(need: Need) -> ListedNeed:
    number = need.profile.published_needs.index(need) + 1
    entry = _need_entry(number, need)
    return ListedNeed(**entry.model_dump(), profile=_name_of(need.profile))


def _name_of(profile: Profile) -> ProfileName:
    return profile_name(shown_part(profile, members=g.reader.is_member))
