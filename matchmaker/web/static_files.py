"""Style sheets, fonts and pictures at /static/, served by WhiteNoise and kept by browsers.

The address carries a digest of the content, so that a file may be kept for a year and is asked
for anew when it changed.
"""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, request
from whitenoise import WhiteNoise

from matchmaker.i18n import current_locale
from matchmaker.web import headers

FOLDER = Path(__file__).parent / "static"


def init_app(app: Flask) -> None:
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(FOLDER),
        prefix="/static/",
        max_age=headers.YEAR,
        allow_all_origins=False,
        add_headers_function=partial(_add_headers, app),
    )
    app.jinja_env.globals["asset"] = partial(asset, _versions())


def asset(versions: dict[str, str], path: str) -> str:
    """The address of a static file, the same in both languages; KeyError for an unknown one."""
    return f"{language_free_root()}/static/{path}?v={versions[path]}"


def language_free_root() -> str:
    """What a proxy puts before all our paths, without the language."""
    root = request.script_root
    return root.removesuffix("/en") if current_locale() == "en" else root


@cache
def _versions() -> dict[str, str]:
    files = (path for path in FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): _digest(path) for path in files}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _add_headers(app: Flask, file_headers: Any, _path: str, _url: str) -> None:
    headers.add_to(file_headers, app)
