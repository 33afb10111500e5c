"""Suggested partners of a profile, for those who accompany it."""

from typing import Any

from flask import Response, abort, g, request

from matchmaker.api.access import needs_token
from matchmaker.api.blueprint import blueprint
from matchmaker.api.problems import unprocessable
from matchmaker.api.queries import MatchesQuery
from matchmaker.api.schemas import Matches
from matchmaker.api.service import accompanied_profile
from matchmaker.api.specification import TOKEN, answers_written, api
from matchmaker.errors import Refused
from matchmaker.i18n import LOCALES
from matchmaker.profiles.models import Profile


@blueprint.get("/profiles/<slug>/matches")
@needs_token
@api.validate(
    resp=answers_written(Matches, 404),
    tags=["matching"],
    security=TOKEN,
    operation_id="listMatches",
)
def list_matches(slug: str, query: MatchesQuery) -> Response:
    """Suggested partners, best first, with every part of the score and its reasons.

    For the owner of the profile, the office of its place, and admins. The reasons are in German,
    or in English for `Accept-Language: en`.
    """
    profile = accompanied_profile(slug, g.reader)
    g.locale = request.accept_languages.best_match(LOCALES, default=LOCALES[0])
    return Response(_ranked(profile, query), mimetype="application/json")


def _ranked(profile: Profile, query: MatchesQuery) -> bytes:
    from matchmaker.matching import ledger
    from matchmaker.matching.document import written  # only what ranks loads what ranks
    from matchmaker.matching.service import ask, find_need

    need = find_need(profile, query.need)
    try:
        asked = ask(profile, need, limit=query.limit, weights=query.weight_by_name)
        text, proposed = written(asked, _write)
    except Refused as error:
        abort(unprocessable([{"field": "weights", "message": error.sentence}]))
    ledger.count_numbered("suggested", proposed)
    return text


def _write(document: dict[str, Any]) -> bytes:
    return Matches.model_validate(document).model_dump_json().encode()
