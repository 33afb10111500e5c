"""Two languages: German under /, English under /en/, chosen by the address alone.

The prefix is taken off before routing and becomes part of the root path, so that every view is
written once and every `url_for` stays in the language of the page.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import flask_babel
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, gettext, lazy_gettext, ngettext

LOCALES = ("de", "en")
ENVIRON_KEY = "matchmaker.locale"
LANGUAGE_FREE = ("/api/", "/static/", "/healthz", "/readyz")

__all__ = ["LOCALES", "current_locale", "format_day", "gettext", "lazy_gettext", "ngettext"]


class LanguagePrefix:
    """WSGI middleware that turns the prefix /en into a root path and a locale."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        rest = path.removeprefix("/en")
        if path.startswith("/en/") and not rest.startswith(LANGUAGE_FREE):
            environ[ENVIRON_KEY] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = rest
        return self.application(environ, start_response)


def init_app(app: Flask) -> None:
    slices = sorted(path.parent for path in Path(app.root_path).glob("*/translations"))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(
        str(folder / "translations") for folder in slices
    )
    app.config["BABEL_DEFAULT_LOCALE"] = "de"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Berlin"
    Babel(app, locale_selector=current_locale)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]


def current_locale() -> str:
    """ "de" or "en"; German outside of requests unless a locale is forced."""
    if not has_request_context():
        return "de"
    return g.get("locale") or request.environ.get(ENVIRON_KEY, "de")


def format_day(day: date) -> str:
    return flask_babel.format_date(day, "long")
