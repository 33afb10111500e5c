"""The rights of a person: see everything that is stored, take it along, have it erased."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Put the slice into the application."""
