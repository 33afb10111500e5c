"""Who may do what: accounts, roles, offices and access tokens."""

from flask import Flask

from matchmaker.accounts import security


def init_app(app: Flask) -> None:
    security.init_app(app)
