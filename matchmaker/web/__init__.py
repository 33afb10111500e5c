"""What all pages share: layout, headers, access, errors, static files."""

from flask import Flask


def init_app(app: Flask) -> None:
    pass
