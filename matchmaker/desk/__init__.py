"""The desk of an office: what waits for it, who helps where, and reports from anybody."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Put the slice into the application."""
