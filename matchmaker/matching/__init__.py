"""Suggestions: the scorers in force, the ranking index, and why somebody is suggested."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.matching import models  # noqa: F401
