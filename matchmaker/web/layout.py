"""What every template may use: links of the layout, the page in the other language."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request
from jinja2 import FileSystemLoader

from matchmaker.i18n import LOCALES, current_locale
from matchmaker.web.navigation import items_for
from matchmaker.web.static_files import language_free_root

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def init_app(app: Flask) -> None:
    app.context_processor(_context)
    folders = sorted(Path(app.root_path).glob("*/templates"))
    app.jinja_loader = FileSystemLoader(folders)


def _context() -> dict[str, Any]:
    return {
        "locale": current_locale(),
        "other_locale": other_locale(),
        "language_names": LANGUAGE_NAMES,
        "address_in": address_in,
        "navigation": lambda where: items_for(current_app, where),
        "settings": current_app.config["SETTINGS"],
    }


def other_locale() -> str:
    return next(locale for locale in LOCALES if locale != current_locale())


def address_in(locale: str, *, absolute: bool = False) -> str:
    """This page in that language, with its query."""
    path = quote(request.path, safe="/:@!$&'()*+,;=~")
    query = request.query_string.decode("ascii", "replace")
    root = language_free_root() + ("/en" if locale == "en" else "")
    host = current_app.config["SETTINGS"].address if absolute else ""
    return f"{host}{root}{path}" + (f"?{query}" if query else "")
