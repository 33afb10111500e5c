"""Errors say what to do, in the language of the page, and never show their insides."""

import errno
import sqlite3
from contextlib import closing

import pytest
import structlog
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import TooManyRequests

from matchmaker import create_app, logs
from matchmaker.config import Settings
from matchmaker.errors import Refused, Unavailable


def full_database() -> Exception:
    """What SQLite says when it must not take another page."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE few (one)")
        database.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as caught:
            database.execute("INSERT INTO few VALUES (zeroblob(100000))")
    return caught.value


@pytest.fixture
def broken(settings: Settings) -> Flask:
    """An application with views that fail, whose errors are handled as in earnest."""
    app = create_app(settings, TESTING=True, PROPAGATE_EXCEPTIONS=False)
    views = Blueprint("broken", __name__)
    faults = {
        "refused": Refused("Dafür ist es zu spät."),
        "away": Unavailable("Der Index wird gebaut.", retry_after=3),
        "locked": OperationalError("SELECT geheim", {}, Exception("database is locked")),
        "full": OperationalError("INSERT geheim", {}, full_database()),
        "full_queue": full_database(),
        "full_of_files": OSError(errno.ENOSPC, "geheim"),
        "over_quota": OSError(errno.EDQUOT, "geheim"),
        "no_file": FileNotFoundError(errno.ENOENT, "geheim"),
        "gone": StaleDataError("geheim"),
        "null": IntegrityError("INSERT geheim", {}, Exception("not null")),
        "wrong": ZeroDivisionError("geheim"),
    }
    for name, fault in faults.items():

        def fail(fault: Exception = fault) -> str:
            raise fault

        views.add_url_rule(f"/{name}", name, fail)
        views.add_url_rule(f"/api/{name}", f"api_{name}", fail)
    app.register_blueprint(views)
    return app


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nirgends", "Diese Seite gibt es nicht"),
        ("/en/nirgends", "This page does not exist"),
        ("/p/nirgends", "Diese Seite gibt es nicht"),
        ("/static/nirgends.css", "Diese Seite gibt es nicht"),
        ("/en/static/nirgends.css", "This page does not exist"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_page(
    visitor: FlaskClient, path: str, sentence: str
) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert sentence in answer.text


def test_a_profile_that_is_not_there_looks_like_any_missing_page(visitor: FlaskClient) -> None:
    missing, page = visitor.get("/p/nirgends").text, visitor.get("/nirgends").text

    assert page.replace("/nirgends", "/p/nirgends") == missing


def test_machines_get_a_problem_document(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/v1/nirgends")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == 404
    assert answer.json["title"] == "Not Found"


def test_a_view_says_why_it_refuses(broken: Flask) -> None:
    answer = broken.test_client().get("/refused")

    assert answer.status_code == 400
    assert "Dafür ist es zu spät." in answer.text


def test_what_is_away_for_the_moment_says_when_to_try_again(broken: Flask) -> None:
    assert broken.test_client().get("/away").headers["Retry-After"] == "3"


@pytest.mark.parametrize("path", ["/locked", "/api/locked"])
def test_a_locked_database_is_out_of_reach_and_tells_nothing(
    broken: Flask, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.test_client().get(path)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "geheim" not in answer.text + caplog.text


@pytest.mark.parametrize("fault", ["full", "full_queue", "full_of_files", "over_quota"])
@pytest.mark.parametrize(
    ("root", "sentence"), [("/", "steht noch im Formular"), ("/api/", "nothing has been saved")]
)
def test_a_full_disk_is_told_as_such(
    broken: Flask, root: str, sentence: str, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.test_client().get(root + fault)

    assert (507, "10") == (answer.status_code, answer.headers["Retry-After"])
    assert sentence in answer.text
    assert "geheim" not in answer.text + caplog.text


def test_another_fault_with_a_file_is_a_fault_of_ours(broken: Flask) -> None:
    assert 500 == broken.test_client().get("/no_file").status_code


@pytest.mark.parametrize("path", ["/gone", "/api/gone"])
def test_what_another_request_took_away_meanwhile_is_a_conflict(broken: Flask, path: str) -> None:
    answer = broken.test_client().get(path)
    assert answer.status_code == 409
    assert "geheim" not in answer.text


@pytest.mark.parametrize("path", ["/wrong", "/api/wrong", "/null"])
def test_a_fault_of_ours_has_a_page_without_its_insides(broken: Flask, path: str) -> None:
    answer = broken.test_client().get(path)

    assert answer.status_code == 500
    assert "geheim" not in answer.text
    assert "Traceback" not in answer.text


def test_a_broken_layout_still_leaves_a_page(broken: Flask) -> None:
    del broken.jinja_env.globals["asset"]

    answer = broken.test_client().get("/wrong")

    assert answer.status_code == 500
    assert "<h1>Bei uns ist etwas schiefgegangen</h1>" in answer.text


def test_another_method_is_refused_with_those_allowed(visitor: FlaskClient) -> None:
    answer = visitor.delete("/verzeichnis")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_head_answers_like_get_without_a_body(visitor: FlaskClient) -> None:
    answer = visitor.head("/impressum")

    assert answer.status_code == 200
    assert answer.data == b""


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/impressum/", "/impressum"),
        ("/en/verzeichnis/?q=Holz", "/en/verzeichnis?q=Holz"),
        ("/en", "/en/"),
    ],
)
def test_a_slash_too_many_or_too_few_is_forgiven(
    visitor: FlaskClient, path: str, target: str
) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 308
    assert answer.headers["Location"] == target


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/impressum", "/\\evil.example/"]
)
@pytest.mark.parametrize("root", ["", "/en"])
def test_no_spelling_leads_to_another_host(visitor: FlaskClient, path: str, root: str) -> None:
    overrides = {"PATH_INFO": root + path}

    answer = visitor.get("/", environ_overrides=overrides)

    assert not answer.headers.get("Location", "").startswith("//")
    assert 'href="//' not in answer.text
    assert 'href="/\\' not in answer.text


def test_an_error_is_logged_without_its_words_and_without_the_address(
    broken: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(token: str) -> str:
        raise ValueError(f"mira@example.org opened {token}")

    broken.add_url_rule("/link/<token>", view_func=fail)
    logs.configure()
    try:
        assert broken.test_client().get("/link/geheim").status_code == 500
    finally:
        structlog.reset_defaults()
    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "/link/<token>" in logged
    assert "geheim" not in logged
    assert "mira@" not in logged


def test_a_form_that_is_too_old_leads_back_to_itself_and_nowhere_before(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/anmelden", data={})
    page = answer.text.partition("<main")[2]
    assert answer.status_code == 400
    assert '<a href="/anmelden">Das Formular neu öffnen' in page
    assert 'type="search"' not in page


def test_who_asked_too_often_is_not_invited_to_ask_more(broken: Flask) -> None:
    def often() -> str:
        raise TooManyRequests

    broken.add_url_rule("/often", "often", often)
    page = broken.test_client().get("/often").text
    assert "Einen Augenblick bitte" in page
    assert 'type="search"' not in page


def test_a_page_without_the_layout_still_looks_like_ours(broken: Flask) -> None:
    for path, start in (("/locked", "/"), ("/en/locked", "/en/")):
        page = broken.test_client().get(path).text
        assert f'<a class="wordmark" href="{start}">' in page
