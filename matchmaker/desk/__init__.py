"""The desk of an office: what waits for it, and what it decides."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.desk import views

    views.init_app(app)
