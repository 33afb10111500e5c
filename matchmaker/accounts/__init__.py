"""Who may do what: accounts, roles, offices and access tokens."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.accounts import security, views

    security.init_app(app)
    views.init_app(app)
