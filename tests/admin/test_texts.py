"""Changing the texts of the installation: seen first, saved, and taken back."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker.audit import newest
from matchmaker.web import page_texts

PAGE = "/admin/texte/imprint/de"
OWN = "# Impressum\n\nLandkreis Muster, Amt für Wirtschaft"


def send(admin: FlaskClient, address: str = PAGE, **fields: str) -> TestResponse:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', admin.get(PAGE).text)
    assert found is not None
    return admin.post(address, data=fields | {"csrf_token": found[1]})


def version_on(admin: FlaskClient) -> str:
    found = re.search(r'name="version" value="([^"]+)"', admin.get(PAGE).text)
    assert found is not None
    return found[1]


def test_taking_back_twice_takes_one_version_back(admin: FlaskClient) -> None:
    for text in ("# Eins", "# Zwei", "# Drei"):
        send(admin, text=text)
    shown = version_on(admin)
    for _ in range(2):
        send(admin, f"{PAGE}/davor", version=shown)
    assert "Zwei" in admin.get("/impressum").text


def test_a_preview_shows_and_saves_nothing(admin: FlaskClient) -> None:
    seen = send(admin, text=OWN, preview="1")
    assert seen.status_code == 200
    assert "<h3>Impressum</h3>" in seen.text
    assert page_texts.newest("imprint", "de") is None
    assert "Landkreis Muster" not in admin.get("/impressum").text


def test_a_saved_text_is_there_and_can_be_taken_back(admin: FlaskClient) -> None:
    assert send(admin, text=OWN).status_code == 303
    assert "Landkreis Muster" in admin.get("/impressum").text
    assert "Landkreis Muster" not in admin.get("/en/impressum").text
    assert "eigener Text vom" in admin.get("/admin/texte").text
    assert send(admin, f"{PAGE}/davor", version=version_on(admin)).status_code == 303
    assert "Landkreis Muster" not in admin.get("/impressum").text
    logged = [entry.action for entry in newest(about="text:imprint.de")]
    assert logged == ["text.undone", "text.changed"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 50_001, "a\u202eb"])
def test_a_text_that_cannot_be_shown_is_refused_and_kept_in_the_form(
    text: str, admin: FlaskClient
) -> None:
    answer = send(admin, text=text)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert page_texts.newest("imprint", "de") is None


def test_only_texts_that_there_are_can_be_changed(admin: FlaskClient) -> None:
    for address in ("/admin/texte/fehlt/de", "/admin/texte/imprint/fr"):
        assert admin.get(address).status_code == 404
