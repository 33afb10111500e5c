"""The administration is there for admins alone; for everybody else it is a missing page.

One guard stands before all of it, before even the method is looked at: a page that somebody adds
is closed until it is opened, and an address that does not exist answers like one that does.
"""

from flask import Flask, request
from flask_security import current_user

from matchmaker.db import db, take_turns
from matchmaker.errors import NotFound
from matchmaker.web import csrf

BLUEPRINT = "admin"
ROOT = "/admin"
TURNS = 6_301_988
"""A number of our own among PostgreSQL's advisory locks."""


def init_app(app: Flask) -> None:
    csrf.ask_before(app, _guard)
    app.before_request(_follow_each_other)  # within the transaction that the request ends


def is_admin() -> bool:
    return current_user.is_authenticated and current_user.has_role("admin")


def _guard() -> None:
    if _is_inside() and not is_admin():
        raise NotFound("There is no such page.")


def _follow_each_other() -> None:
    """A button that is pressed twice counts once."""
    if _is_inside() and request.method == "POST":
        take_turns(db.session(), TURNS)


def _is_inside() -> bool:
    return request.blueprint == BLUEPRINT or f"{request.path}/".startswith(f"{ROOT}/")
