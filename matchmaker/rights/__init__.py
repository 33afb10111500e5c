"""The rights of a person: see everything that is stored, take it along, have it erased."""

from flask import Flask

from matchmaker.rights import stored, views
from matchmaker.rights import tasks as tasks  # declares the jobs
from matchmaker.rights.completion import ready


def init_app(app: Flask) -> None:
    """Put the slice into the application."""
    stored.init_app(app)
    views.init_app(app)
    app.extensions["readiness"]["erasures"] = ready
