"""Every form of the site carries a token, and nothing is taken that no page of it sent."""

import re
from pathlib import Path

import pytest
from flask import Flask

TEMPLATES = sorted((Path(__file__).parents[2] / "matchmaker").glob("*/templates/**/*.html"))


def test_every_form_that_changes_something_has_a_token() -> None:
    bare = [
        path.name
        for path in TEMPLATES
        for form in re.findall(
            r"<form[^>]*method=.post.*?</form>", path.read_text("utf-8"), re.DOTALL
        )
        if not re.search(r"csrf_token|hidden_tag", form)
    ]
    assert bare == []


@pytest.mark.parametrize("page", ["/anmelden", "/registrieren", "/passwort-vergessen"])
@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_post_from_elsewhere_is_refused(app: Flask, page: str, headers: dict[str, str]) -> None:
    app.config["CSRF_EVERYWHERE"] = True
    html = app.test_client().get(page).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found
    fields = {"csrf_token": found[1]} if headers else {}
    assert app.test_client().post(page, data=fields, headers=headers).status_code == 400
