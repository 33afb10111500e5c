"""Nonsense in an address or a form is refused before any view sees it."""

import io
import re
from urllib.parse import unquote_to_bytes

import pytest
from flask.testing import FlaskClient

NONSENSE = ("%00", "a%00b", "%ff", "%c3%28", "%ed%a0%80", "%f5%80%80%80")
"""NUL, broken UTF-8, a lone surrogate, and a code point that does not exist."""


@pytest.mark.parametrize("value", NONSENSE)
@pytest.mark.parametrize("path", ["/verzeichnis?q={}", "/verzeichnis?{}=1", "/anmelden?next={}"])
def test_unreadable_parameters_are_refused(visitor: FlaskClient, path: str, value: str) -> None:
    answer = visitor.get(path.format(value))

    assert answer.status_code == 400
    assert "Das konnten wir nicht lesen" in answer.text


@pytest.mark.parametrize("value", NONSENSE)
def test_unreadable_paths_are_refused(visitor: FlaskClient, value: str) -> None:
    path = unquote_to_bytes(f"/p/{value}").decode("latin-1")  # as servers hand it over

    assert visitor.get("/p/x", environ_overrides={"PATH_INFO": path}).status_code == 400


@pytest.mark.parametrize("value", NONSENSE)
def test_unreadable_forms_are_refused(visitor: FlaskClient, value: str) -> None:
    answer = visitor.post(
        "/anmelden", data=f"email={value}", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400


def test_an_upload_with_nul_in_its_name_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.post("/anmelden", data={"email": "a\0b"}, content_type="multipart/form-data")

    assert answer.status_code == 400


@pytest.mark.parametrize("length", [9_000, 65_536])
def test_an_address_without_end_is_refused(visitor: FlaskClient, length: int) -> None:
    assert visitor.get("/verzeichnis?q=" + "a" * length).status_code == 414


@pytest.mark.parametrize(
    "text", ["äöü ß", "😀" * 50, "<script>", "שלום", "' OR 1=1 --", "{{90907*90901}}"]
)
def test_any_readable_text_is_only_text(visitor: FlaskClient, text: str) -> None:
    answer = visitor.get("/verzeichnis", query_string={"q": text})

    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "8263537207" not in answer.text


@pytest.mark.parametrize("page", ["/registrieren", "/anmelden", "/passwort-vergessen"])
def test_a_file_where_text_is_expected_is_refused(visitor: FlaskClient, page: str) -> None:
    fields = {"csrf_token": _token_of(visitor.get(page).text), "password": "vier lange Wörter da"}
    upload = {"email": (io.BytesIO(b"name@example.org"), "adresse.txt")}

    answer = visitor.post(page, data=fields | upload, content_type="multipart/form-data")

    assert answer.status_code == 400


@pytest.mark.parametrize("body", ['{"email": 5}', "[1]", '"x"', "null", "{"])
@pytest.mark.parametrize("page", ["/registrieren", "/anmelden", "/passwort-vergessen"])
def test_json_where_a_form_is_expected_is_refused(
    visitor: FlaskClient, page: str, body: str
) -> None:
    headers = {"X-CSRFToken": _token_of(visitor.get(page).text)}

    answer = visitor.post(page, data=body, content_type="application/json", headers=headers)

    assert answer.status_code == 415


def _token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]
