"""The OpenAPI document, made from the views by spectree and completed where that is silent."""

from copy import deepcopy
from http import HTTPStatus
from typing import Any

import spectree
from pydantic import BaseModel
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from matchmaker.api.problems import raise_undocumented, refuse_invalid
from matchmaker.api.schemas import Problem
from matchmaker.web.static_files import language_free_root

DESCRIPTION = """What the pages of this installation show, for machines.

Without a token the API shows what every visitor sees; with one of a confirmed account also
profiles that are visible to members only. There is no contact data in any answer.
Errors are problem documents (RFC 9457)."""

BEARER = "bearer"
OPTIONAL_TOKEN: list[dict[str, list[str]]] = [{}, {BEARER: []}]
TOKEN: list[dict[str, list[str]]] = [{BEARER: []}]
EVERYWHERE = (400, 401, 403, 414, 429, 500, 503)
"""Statuses that any route may answer."""
PROBLEM = "application/problem+json"
BESIDE_MODELS = {"getDescription": "application/json", "getDocumentation": "text/html"}
"""Media types of the answers that no model describes, by operation."""

api = SpecTree(
    "flask",
    mode="strict",
    title="Augenhöhe",
    description=DESCRIPTION,
    openapi_version="3.1.0",
    before=refuse_invalid,
    after=raise_undocumented,
    validation_error_model=Problem,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    security_schemes=[
        SecurityScheme(
            name=BEARER,
            data=SecuritySchemeData(
                type=SecureType.HTTP,
                scheme="bearer",
                description="Made by `matchmaker tokens create EMAIL --scope read`.",
            ),
        )
    ],
)


def answers(model: type[BaseModel] | None, *more: int) -> spectree.Response:
    """The documented answers of a view: its model, and problems with the statuses they have.

    The model of problems stands at one status; `document` gives it to all.
    """
    return spectree.Response(**_described(model, more))


def _described(
    model: type[BaseModel] | None, more: tuple[int, ...]
) -> dict[str, type[BaseModel] | None]:
    problems = dict.fromkeys(f"HTTP_{status}" for status in (*EVERYWHERE, *more))
    return {"HTTP_200": model, **problems, "HTTP_400": Problem}


class _Written(spectree.Response):
    """Describes answers without looking at them again."""

    def find_model(self, code: int) -> None:
        return None


def answers_written(model: type[BaseModel], *more: int) -> spectree.Response:
    """As `answers`, for a view that answers with what it has written by the model itself."""
    return _Written(**_described(model, more))


def document() -> dict[str, Any]:
    """The OpenAPI document of this release, for the address it was asked at."""
    from matchmaker import __version__

    spec = deepcopy(api.spec)
    spec["info"]["version"] = __version__
    spec["servers"] = [{"url": language_free_root() or "/"}]
    for operations in spec["paths"].values():
        for operation in operations.values():
            _complete(operation["responses"])
            operation["parameters"] = [_without_null(each) for each in operation["parameters"]]
            if media_type := BESIDE_MODELS.get(operation["operationId"]):
                operation["responses"]["200"]["content"] = {media_type: {}}
    return spec


def _without_null(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out or has a value; an address cannot hold null."""
    schema = parameter["schema"]
    if "anyOf" not in schema:
        return parameter
    value = next(each for each in schema["anyOf"] if each != {"type": "null"})
    return parameter | {"schema": value}


def _complete(responses: dict[str, Any]) -> None:
    """Errors have a media type of their own, and undocumented ones have the same form."""
    problem = responses["400"]["content"]["application/json"]
    for status, response in responses.items():
        if int(status) >= HTTPStatus.BAD_REQUEST:
            response["content"] = {PROBLEM: problem}
    responses["default"] = responses["400"] | {"description": "Any other problem"}
