"""The blueprint of all API views: before each it is known who asks, after each who may keep it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request

from matchmaker.api.access import identify

PUBLIC_SECONDS = 3600
"""How long a cache may keep what changes with a new release only."""

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", template_folder="templates")
_unchanging: set[str] = set()


def unchanging(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view whose answer depends on its address and the release alone."""
    _unchanging.add(f"api.{view.__name__}")
    return view


@blueprint.before_request
def _find_reader() -> None:
    g.reader = identify(request.headers.get("Authorization"))


@blueprint.after_request
def _say_who_may_keep_it(response: Response) -> Response:
    response.vary.add("Authorization")
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint in _unchanging and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        response.add_etag()
        response.make_conditional(request)
    return response
