"""The operator's pages: how the installation is, what ranks, what the book does not know."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.admin import access, views

    access.init_app(app)
    views.init_app(app)
