"""No request changes anything unless a page of this site sent it for the same person.

Whoever is signed in proves it by the token of their session, in every form of every slice.
Visitors have no session that could be abused; their forms carry signed tokens (web/forms.py)
and are refused when the browser says that another site sent them.

A token of an ended session is left to the form, which shows what was typed with a new one, but only
where the browser vouches that this site's own page sent it.
"""

from collections.abc import Callable

from flask import Flask, current_app, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from wtforms import ValidationError

from matchmaker.web.forms import browser_vouches, sent_from_here

FIELD = "csrf_token"
READING = ("GET", "HEAD", "OPTIONS", "TRACE")
WITH_TOKENS_OF_THEIR_OWN = ("api",)
"""Blueprints whose requests carry a bearer token and believe no cookie."""
WITHOUT_FORM = ("security.logout",)
"""Endpoints whose view looks at no token itself."""

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    app.config.setdefault("CSRF_EVERYWHERE", True)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # we decide below which token counts
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lives as long as its session
    csrf.init_app(app)
    app.before_request(_protect)


def ask_before(app: Flask, guard: Callable[[], None]) -> None:
    """Let a guard that hides pages answer before a missing token tells that there is one."""
    asked = app.before_request_funcs[None]
    asked.insert(asked.index(_protect), guard)


def _protect() -> None:
    if request.method in READING or request.endpoint is None:
        return
    if request.blueprint in WITH_TOKENS_OF_THEIR_OWN or not current_app.config["CSRF_EVERYWHERE"]:
        return
    token = request.form.get(FIELD) or request.headers.get("X-CSRFToken")
    if not token or not sent_from_here():
        raise CSRFError
    left_to_form = browser_vouches() and request.endpoint not in WITHOUT_FORM
    if "_user_id" in session and not left_to_form:
        try:
            validate_csrf(token)
        except ValidationError:
            raise CSRFError from None
