"""Suggested partners of a profile, for those who accompany it."""

from flask import abort, g, request

from matchmaker.api.access import needs_token
from matchmaker.api.blueprint import blueprint
from matchmaker.api.problems import unprocessable
from matchmaker.api.queries import MatchesQuery
from matchmaker.api.schemas import Matches
from matchmaker.api.service import accompanied_profile
from matchmaker.api.specification import TOKEN, answers, api
from matchmaker.errors import Refused
from matchmaker.i18n import LOCALES
from matchmaker.profiles.models import Profile


@blueprint.get("/profiles/<slug>/matches")
@needs_token
@api.validate(
    resp=answers(Matches, 404), tags=["matching"], security=TOKEN, operation_id="listMatches"
)
def list_matches(slug: str, query: MatchesQuery) -> Matches:
    """Suggested partners, best first, with every part of the score and its reasons.

    For the owner of the profile, the office of its place, and admins. The reasons are in German,
    or in English for `Accept-Language: en`.
    """
    profile = accompanied_profile(slug, g.reader)
    g.locale = request.accept_languages.best_match(LOCALES, default=LOCALES[0])
    return _ranked(profile, query)


def _ranked(profile: Profile, query: MatchesQuery) -> Matches:
    from matchmaker.matching import ledger
    from matchmaker.matching.document import matches_document  # only what ranks loads what ranks
    from matchmaker.matching.service import find_need, suggest

    need = find_need(profile, query.need)
    try:
        found = suggest(profile, need, limit=query.limit, weights=query.weight_by_name)
    except Refused as error:
        abort(unprocessable([{"field": "weights", "message": error.sentence}]))
    ledger.count("suggested", [pair.profile for pair in found.found])
    return Matches.model_validate(matches_document(found))
