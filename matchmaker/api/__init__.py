"""/api/v1: what the pages show, for machines; read only, described by OpenAPI 3.1."""

from typing import Any

from flask import Flask, g, request

from matchmaker.api import documentation, matches, needs, plugins, profiles, reference
from matchmaker.api.blueprint import blueprint

VIEWS = (profiles, needs, matches, plugins, reference, documentation)
"""The modules whose views stand on the blueprint."""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.url_value_preprocessor(_speak_english)


def _speak_english(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Problem documents are for developers; this comes before anything may refuse the request."""
    if request.path.startswith("/api/"):
        g.locale = "en"
