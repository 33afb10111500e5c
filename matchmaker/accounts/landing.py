"""Where somebody lands after signing in, unless they were on the way to a page."""

from collections.abc import Callable

from flask import Flask, current_app, url_for

from matchmaker.accounts.models import User

Landing = Callable[[User], str]
"""The address of the page that this person works on first; nothing where there is none."""


def add(app: Flask, landing: Landing) -> None:
    """Let a slice say where its people land; the first that knows an address counts."""
    app.extensions.setdefault("landings", []).append(landing)


def address_for(user: User) -> str:
    """A path of this host: what a slice says, else the page of the account."""
    landings: list[Landing] = current_app.extensions.get("landings", [])
    return next(filter(None, (find(user) for find in landings)), url_for("accounts.account"))
