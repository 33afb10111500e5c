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


def is_admin() -> bool:
    return current_user.is_authenticated and current_user.has_role("admin")


def _guard() -> None:
    inside = request.blueprint == BLUEPRINT or f"{request.path}/".startswith(f"{ROOT}/")
    if inside and not is_admin():
        raise NotFound("There is no such page.")
    if inside and request.method == "POST":  # a button that is pressed twice counts once
        take_turns(db.session(), TURNS)
