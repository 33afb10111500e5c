"""The rules of the game: what is in force, what changed, and nothing of the inside."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from matchmaker.matching import scorers
from tests.lineup import by_distance_and_trade
from tests.reading import page, text_of


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "plugins").mkdir()
    return by_distance_and_trade(settings, plugins=tmp_path / "plugins")


def rules(html: str) -> dict[str, float]:
    found = re.findall(r'data-scorer="(\w+)" data-weight="([\d.]+)"', html)
    return {name: float(weight) for name, weight in found}


def test_the_rules_show_what_is_in_force_and_nothing_else(client: FlaskClient) -> None:
    html = page(client, "/spielregeln")
    assert rules(html) == {"locality": 3.0, "sector_affinity": 1.0}
    assert "75 % des Gewichts" in html
    assert re.search(r"<code>half_km</code></dt><dd>100</dd>", html)


def test_a_change_of_the_rules_is_shown_with_its_date(client: FlaskClient) -> None:
    assert "Seit der Einrichtung" in page(client, "/spielregeln")
    with unit_of_work():
        scorers.decide("locality", enabled=True, weight=0.5, settings={"half_km": 20})
        scorers.decide("sector_affinity", enabled=False, weight=1.0, settings={})
    html = page(client, "/spielregeln")
    assert rules(html) == {"locality": 0.5}
    words = text_of(html)
    assert "„Nähe“ zählt mit dem Gewicht 0,5. half_km = 20" in words
    assert "„sector_affinity“ zählt nicht mehr." in words
    assert len(re.findall(r"<time datetime=", html)) == 2


def test_the_date_is_that_of_the_calendar_on_the_wall(client: FlaskClient) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=False):
        with unit_of_work():
            scorers.decide("locality", enabled=True, weight=0.5, settings={})
        assert "1. Juli 2026" in text_of(page(client, "/spielregeln"))


def test_a_paused_scorer_is_named_without_inner_words(client: FlaskClient) -> None:
    page(client, "/spielregeln")
    with unit_of_work():
        from matchmaker.db import db

        scorers.record_fault(db.session, "locality", "raised in /secret/path.py", final=True)  # type: ignore[arg-type]
    html = page(client, "/spielregeln")
    assert rules(html) == {"sector_affinity": 1.0}
    assert "Er hat wiederholt Fehler gemacht und pausiert." in html
    assert "/secret/" not in html


def test_a_broken_plugin_is_missing_only_where_it_is_meant_to_count(
    client: FlaskClient, settings: Settings
) -> None:
    (settings.plugins / "Draft.py").write_text("")
    assert "Draft" not in page(client, "/spielregeln")
    with unit_of_work():
        scorers.decide("Draft", enabled=True, weight=1.0, settings={})
    assert "Draft" in page(client, "/spielregeln")


def test_the_rules_speak_english_under_en(client: FlaskClient) -> None:
    html = page(client, "/en/spielregeln")
    assert rules(html) == {"locality": 3.0, "sector_affinity": 1.0}
    assert "Rank is not for sale." in html
    assert "Nähe" not in html


def test_visitors_of_the_rules_get_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/spielregeln").headers
