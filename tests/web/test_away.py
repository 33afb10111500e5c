"""The database goes away, and comes back without anybody's help."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from matchmaker import create_app
from matchmaker.config import load_settings
from matchmaker.db import db, unit_of_work
from matchmaker.web import page_texts
from tests.accounts.signing_in import OwnContext

STAYING = ("/", "/en/", "/impressum", "/en/datenschutz", "/barrierefreiheit", "/leichte-sprache")
LEAVING = ("/verzeichnis", "/p/nirgends", "/anmelden", "/bedarfe", "/api/v1/profiles", "/readyz")


@pytest.fixture
def app(tmp_path: Path, empty_tables: Path) -> Iterator[Flask]:
    """On a file of its own, whatever the other tests run on."""
    settings = load_settings({}, instance=tmp_path, rate_limits="off")
    app = create_app(settings, TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = OwnContext
    shutil.copy(empty_tables, tmp_path / "matchmaker.db")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def statuses(app: Flask, *pages: str) -> dict[str, tuple[int, str | None]]:
    visitor = app.test_client()
    answers = {page: visitor.get(page) for page in pages}
    return {
        page: (each.status_code, each.headers.get("Retry-After")) for page, each in answers.items()
    }


def move(*, away: bool, folder: Path) -> None:
    (folder / "elsewhere").mkdir(exist_ok=True)
    begin, end = (folder, folder / "elsewhere") if away else (folder / "elsewhere", folder)
    for path in begin.glob("matchmaker.db*"):
        path.rename(end / path.name)


def test_start_and_legal_pages_stay_and_all_come_back(app: Flask, tmp_path: Path) -> None:
    statuses(app, "/", "/verzeichnis")
    db.session.rollback()
    move(away=True, folder=tmp_path)
    assert statuses(app, *STAYING) == dict.fromkeys(STAYING, (200, None))
    assert statuses(app, *LEAVING) == dict.fromkeys(LEAVING, (503, "10"))
    assert "gerade nicht erreichbar" in app.test_client().get("/").text
    assert not (tmp_path / "matchmaker.db").exists()

    move(away=False, folder=tmp_path)
    assert 200 == app.test_client().get("/verzeichnis").status_code
    assert "gerade nicht erreichbar" not in app.test_client().get("/").text


def test_another_file_in_its_place_is_read_from_then_on(
    app: Flask, tmp_path: Path, empty_tables: Path
) -> None:
    with unit_of_work():
        page_texts.save("imprint", "de", "# Alt")
    assert "Alt" in app.test_client().get("/impressum").text
    db.session.rollback()
    move(away=True, folder=tmp_path)
    shutil.copy(empty_tables, tmp_path / "matchmaker.db")
    assert not db.session.scalar(text("SELECT count(*) FROM page_texts"))


def test_texts_of_the_operator_stay_as_they_were_read_at_the_start(
    app: Flask, tmp_path: Path
) -> None:
    with unit_of_work():
        page_texts.save("imprint", "de", "# Kreis Beispiel")
    page_texts.read_all()
    db.session.rollback()
    move(away=True, folder=tmp_path)
    assert "Kreis Beispiel" in app.test_client().get("/impressum").text


def test_figures_tell_that_it_is_away(tmp_path: Path, empty_tables: Path) -> None:
    app = create_app(load_settings({}, instance=tmp_path, metrics="on"), TESTING=True)
    shutil.copy(empty_tables, tmp_path / "matchmaker.db")
    app.test_client().get("/verzeichnis")
    move(away=True, folder=tmp_path)
    answer = app.test_client().get("/metrics")
    assert 200 == answer.status_code
    assert 'matchmaker_ready{part="database"} 0.0' in answer.text
    assert "matchmaker_mails{" not in answer.text
    with app.app_context():
        db.engine.dispose()
