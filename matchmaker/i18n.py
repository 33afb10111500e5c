"""Two languages: German under /, English under /en/, chosen by the address alone.

The prefix is taken off before routing and becomes part of the root path, so that every view is
written once and every `url_for` stays in the language of the page.

German says Sie, and du to whoever chose it: that is a choice of words alone, made by the person
and not by the address, so it changes no `current_locale`.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import flask_babel
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, gettext, lazy_gettext, ngettext

LOCALES = ("de", "en")
INFORMAL = "de@informal"
"""German for those who are called du: its catalogues hold only what differs."""
ENVIRON_KEY = "matchmaker.locale"
LANGUAGE_FREE = ("/api/", "/healthz", "/readyz")
"""No page has these under /en. Files are served before a language is looked for, so that what is
asked for as one of them here is a missing page, and is told in the language of its address."""

__all__ = [
    "INFORMAL",
    "LOCALES",
    "current_locale",
    "format_day",
    "gettext",
    "lazy_gettext",
    "ngettext",
    "say_du_if",
    "site_in",
    "today",
]


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
    Babel(app, locale_selector=_wording)
    say_du_if(app, lambda: False)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]


def say_du_if(app: Flask, chosen: Callable[[], bool]) -> None:
    """Let `chosen` tell whether this request is of somebody who is called du on German pages.

    It is asked once a request at most, and not before the first text is needed.
    """
    app.extensions["say_du"] = chosen


def current_locale() -> str:
    """ "de" or "en"; German outside of requests."""
    if not has_request_context():
        return "de"
    return g.get("locale") or request.environ.get(ENVIRON_KEY, "de")


def site_in(locale: str) -> str:
    """Where links in mails begin: the address in the settings, never what a request claims."""
    prefix = "/en" if locale == "en" else ""
    return f"{current_app.config['SETTINGS'].address}{prefix}"


def _wording() -> str:
    """Whose catalogues are used; a forced locale is for no person, as in answers to machines."""
    locale = current_locale()
    of_somebody = has_request_context() and "locale" not in g
    return (
        INFORMAL
        if locale == "de" and of_somebody and current_app.extensions["say_du"]()
        else locale
    )


def today() -> date:
    """The day that the calendar of people shows; moments are kept in UTC."""
    return flask_babel.to_user_timezone(datetime.now(UTC)).date()


def format_day(day: date) -> str:
    """A day, or that of a moment, as people write it."""
    return flask_babel.format_date(day, "long")
