"""What no view should ever see: addresses without end, NUL, bytes that are not UTF-8, and what is
no form where one is expected."""

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

LONGEST_ADDRESS = 8 * 1024
"""Bytes of path and query; our own longest address has some hundred."""

FORM = "application/x-www-form-urlencoded"
FILES = {"picture"}
"""Fields that hold a file; one under any other name would be taken for a text."""


def init_app(app: Flask) -> None:
    app.before_request(_refuse_nonsense)


def _refuse_nonsense() -> None:
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    query = request.query_string
    if len(path) + len(query) > LONGEST_ADDRESS:
        abort(414)
    if not all(map(_is_text, (path, _decoded(query), *_form_values()))):
        abort(400)
    if not {*request.files} <= FILES:
        abort(400)
    if request.is_json and not request.path.startswith("/api/"):
        abort(415)  # forms would read it, and find numbers and lists where text is expected


def _form_values() -> list[bytes]:
    """The values of a form, before anything replaced what could not be read."""
    if request.mimetype == FORM:
        return [_decoded(request.get_data(cache=True))]
    if request.mimetype == "multipart/form-data":
        return [text.encode("utf-8", "surrogatepass") for text in _multipart_values()]
    return []


def _multipart_values() -> list[str]:
    pairs = [*request.form.items(multi=True)]
    names = [upload.filename or "" for upload in request.files.values()]
    return [*names, *(text for pair in pairs for text in pair)]


def _decoded(form: bytes) -> bytes:
    return unquote_to_bytes(form.replace(b"+", b" "))


def _is_text(value: bytes) -> bool:
    """UTF-8 without NUL; lone surrogates are no UTF-8."""
    try:
        return "\0" not in value.decode("utf-8")
    except UnicodeDecodeError:
        return False
