"""Profiles and needs: what people say of themselves, found in directory and on the map."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.profiles import claims, guided, needs, views

    views.init_app(app)
    needs.init_app(app)
    claims.init_app(app)
    guided.init_app(app)
