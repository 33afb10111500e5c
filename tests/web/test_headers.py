"""Every answer is protected, and a visitor keeps nothing of us."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import create_app
from matchmaker.config import Settings

PAGES = (
    "/",
    "/verzeichnis",
    "/karte",
    "/impressum",
    "/en/",
    "/nirgends",
    "/healthz",
    "/robots.txt",
)
CONTENT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("path", [*PAGES, "/static/app.css", "/static/nirgends.css"])
def test_every_answer_has_the_security_headers(visitor: FlaskClient, path: str) -> None:
    with visitor.get(path) as answer:
        headers = answer.headers

    assert set(headers["Content-Security-Policy"].split("; ")) == CONTENT
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_map_alone_may_show_pictures_of_the_tiles_origin(
    app: Flask, settings: Settings
) -> None:
    tiles = "https://tiles.example:8443/secret/{z}/{x}/{y}.png?key=1"
    client = create_app(
        settings.model_copy(update={"tiles_url": tiles}), TESTING=True
    ).test_client()

    for path in ("/karte", "/en/karte"):
        allowed = set(client.get(path).headers["Content-Security-Policy"].split("; "))
        assert allowed - CONTENT == {"img-src 'self' data: https://tiles.example:8443"}
        assert CONTENT - allowed == {"img-src 'self' data:"}
    for path in ("/", "/verzeichnis", "/nirgends", "/static/map.js"):
        with client.get(path) as answer:
            assert set(answer.headers["Content-Security-Policy"].split("; ")) == CONTENT


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_gets_no_cookie(visitor: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in visitor.get(path).headers


def test_only_a_site_with_https_asks_for_https(settings: Settings) -> None:
    plain = create_app(settings, TESTING=True)
    secure = create_app(settings.model_copy(update={"base_url": "https://localhost"}), TESTING=True)

    assert "Strict-Transport-Security" not in plain.test_client().get("/healthz").headers
    assert (
        "max-age=31536000"
        in (secure.test_client().get("/healthz").headers["Strict-Transport-Security"])
    )


def test_static_files_may_be_kept_and_pages_may_not(visitor: FlaskClient) -> None:
    with visitor.get("/static/app.css") as answer:
        assert answer.headers["Cache-Control"] == "max-age=31536000, public"
    assert visitor.get("/impressum").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/anmelden", "/en/anmelden"])
def test_what_signs_in_is_kept_by_nobody(visitor: FlaskClient, path: str) -> None:
    for answer in (visitor.get(path), visitor.post(path)):
        assert {"private", "no-store"} == set(answer.headers["Cache-Control"].split(", "))


def test_the_address_of_a_file_is_the_same_in_both_languages(app: Flask) -> None:
    asset = app.jinja_env.globals["asset"]
    with app.test_request_context("/"):
        german = asset("app.css")
    with app.test_request_context(
        "/", environ_overrides={"matchmaker.locale": "en"}, base_url="http://localhost/en"
    ):
        english = asset("app.css")

    assert german.startswith("/static/app.css?v=")
    assert english == german


def test_a_machine_that_names_a_foreign_host_gets_a_problem_document(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/v1/profiles", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize("host", ["[::1]", "[::1]:8000", "127.0.0.1:8000", "localhost"])
def test_every_name_of_this_machine_leads_to_the_pages(visitor: FlaskClient, host: str) -> None:
    assert visitor.get("/", headers={"Host": host}).status_code == 200
    assert visitor.get("/en/karte", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["[::2]", "[::1].evil.example", "[::1]evil.example", "[", "[::1", "::1", "[::1]:99999",
     "[::1]:x", "evil.example:[::1]", "[::1]@evil.example", "[::ffff:127.0.0.1]", "[]"],
)  # fmt: skip
def test_what_only_looks_like_this_machine_is_refused(visitor: FlaskClient, host: str) -> None:
    assert visitor.get("/", headers={"Host": host}).status_code == 400


def test_the_name_of_a_foreign_host_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "Das konnten wir nicht lesen" in answer.text
