"""Problem documents of the API's own (RFC 9457); all others come from matchmaker.web.errors."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort
from pydantic import ValidationError

from matchmaker.web.errors import problem

REALM = 'Bearer realm="api"'
MOST_ERRORS = 10


def not_identified(*, invalid: bool) -> Response:
    """401: no token, or one that is malformed, unknown, or of an account that is not active."""
    reason = ', error="invalid_token"' if invalid else ""
    detail = (
        "The token is malformed, unknown or no longer valid."
        if invalid
        else "This needs a token: send the header Authorization: Bearer <token>."
    )
    response = problem(401, "Unauthorized", detail)
    response.headers["WWW-Authenticate"] = REALM + reason
    return response


def missing_scope(scope: str) -> Response:
    """403: the token is good, but was not made for this."""
    response = problem(403, "Forbidden", f"The token lacks the scope {scope}.")
    response.headers["WWW-Authenticate"] = f'{REALM}, error="insufficient_scope", scope="{scope}"'
    return response


def unprocessable(errors: list[dict[str, Any]]) -> Response:
    """422: each error names a parameter (None for one that does not exist) and what it must be."""
    return problem(422, "Unprocessable Content", "A parameter is not as documented.", errors=errors)


def refuse_invalid(_request: Any, _response: Any, error: Exception | None, *_unused: Any) -> None:
    """Before a view: answers parameters that break their model, without repeating them."""
    if isinstance(error, ValidationError):
        abort(unprocessable([_told(each) for each in error.errors()[:MOST_ERRORS]]))


def raise_undocumented(
    _request: Any, _response: Any, error: Exception | None, *_unused: Any
) -> None:
    """After a view: an answer that breaks its own model is our fault and never leaves."""
    if error is not None:
        raise error


def _told(error: Mapping[str, Any]) -> dict[str, Any]:
    if error["type"] == "extra_forbidden":  # its name is input as well
        return {"field": None, "message": "There is a parameter that is not documented."}
    field = str(error["loc"][0]) if error["loc"] else None  # None: several together
    return {"field": field, "message": error["msg"].removeprefix("Value error, ")}
