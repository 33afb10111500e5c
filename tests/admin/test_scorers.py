"""Changing what ranks: the effect beforehand, saving, mistakes, and the way back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker import audit
from matchmaker.config import ScorerSettings, Settings
from matchmaker.db import db, unit_of_work
from matchmaker.matching import engine, prices, scorers
from matchmaker.profiles.models import Profile

MakeProfile = Callable[..., Profile]
Send = Callable[..., TestResponse]

PAGE = "/admin/bausteine/locality"
AS_IT_IS = {"enabled": "on", "weight": "1", "setting_half_km": "100"}
PROUD = '''
from matchmaker.scoring import Explanation, PairScorer


class Proud(PairScorer):
    """Rates whoever speaks most."""

    name = "proud"
    label = {"de": "Stolz", "en": "Proud"}

    def __init__(self, loud: bool = False, steps: int = 3):
        if steps > 9:
            raise ValueError("steps must be 9 at most")
        self.loud = loud
        self.steps = steps

    def explain(self, seeker, candidate):
        return Explanation(0.5)


scorer = Proud
'''


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Two scorers whose ranks can be told beforehand: the near one, the one of the sector."""
    off = dict.fromkeys(("text_similarity", "translation_book"), ScorerSettings(enabled=False))
    counting = {name: ScorerSettings(weight=1.0) for name in ("locality", "sector_affinity")}
    return settings.model_copy(update={"scorers": off | counting})


@pytest.fixture
def send(admin: FlaskClient) -> Send:
    """Sends a form with the proof that the page gave."""

    def post(address: str, fields: dict[str, str], page: str = PAGE) -> TestResponse:
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', admin.get(page).text)
        assert found is not None
        return admin.post(address, data=fields | {"csrf_token": found[1]})

    return post


@pytest.fixture
def region(make_profile: MakeProfile) -> Profile:
    aue = {"located_latitude": 50.59, "located_longitude": 12.70}
    leipzig = {"located_latitude": 51.34, "located_longitude": 12.37}
    make_profile("creative", name="Die Nahe", submarkets=["press"], **aue)
    make_profile("creative", name="Die Passende", submarkets=["crafts"], **leipzig)
    return make_profile(name="Tischlerei", sectors=["31.01"], needs=["Treppen"], **aue)


def holds(name: str = "locality") -> tuple[str, float, dict[str, object]]:
    db.session.rollback()
    state = scorers.get_scorer(name)
    return state.state, state.weight, dict(state.settings)


def changes() -> int:
    return len(scorers.history())


def ranks(html: str) -> list[tuple[str, ...]]:
    """Name, rank until now, rank then, of every row of the effect."""
    row = r'<th scope="row">([^<]+)</th><td class="number"[^>]*>([^<]+)</td><td[^>]*>([^<]+)<'
    return re.findall(row, html)


def test_every_scorer_is_listed_with_state_weight_and_origin(admin: FlaskClient) -> None:
    html = admin.get("/admin/bausteine").text
    for label in ("Übersetzungsbuch", "Nähe", "mitgeliefert", "zählt nicht mit"):
        assert label in html
    assert "Noch keine Änderung." in html


def test_saving_changes_weight_and_settings_dated_and_for_the_next_ranking(
    app: Flask, region: Profile, send: Send, admin: FlaskClient
) -> None:
    answer = send(PAGE, AS_IT_IS | {"weight": "2,5", "setting_half_km": "40,5"})
    assert (answer.status_code, answer.location) == (303, "/admin/bausteine")
    assert holds() == ("enabled", 2.5, {"half_km": 40.5})
    assert [(change.name, change.weight) for change in scorers.history()] == [("locality", 2.5)]
    for page, mark in ((PAGE, ","), (f"/en{PAGE}", ".")):
        with app.app_context():  # which keeps the language of its first page
            html = admin.get(page).text
        for typed in (f"2{mark}5", f"40{mark}5"):  # as it would be typed again
            assert f'value="{typed}"' in html
    weights = {each.name: each.weight for each in engine.lineup(patient=True).scorers}
    assert weights == {"locality": 2.5, "sector_affinity": 1.0}


def test_the_index_is_built_for_the_new_settings_once_they_are_committed(
    region: Profile, send: Send
) -> None:
    engine.lineup(patient=True)
    send(PAGE, AS_IT_IS | {"setting_half_km": "77"})
    fitted = engine.lineup(patient=True).index.segments[0].scorers["locality"]
    assert fitted.settings()["half_km"] == 77.0


def test_a_second_click_leaves_no_trace(send: Send) -> None:
    for _time in range(2):
        assert send(PAGE, AS_IT_IS | {"weight": "3"}).status_code == 303
    assert changes() == 1


def test_the_log_tells_who_changed_the_rules(send: Send, admin: FlaskClient) -> None:
    send(PAGE, AS_IT_IS | {"weight": "3", "setting_half_km": "50"})
    send("/admin/ausgleich", {"on": "no"}, "/admin/bausteine")
    send(f"/admin/aenderungen/{scorers.history()[-1].id}/davor", {})
    with unit_of_work():
        told = [(each.action, each.subject, each.facts) for each in reversed(audit.newest())]
        assert {True} == {each.actor.startswith("user:") for each in audit.newest()}
    by_hand = {"enabled": True, "weight": 3.0, "settings": ["half_km"]}
    assert [
        ("scorer.changed", "scorer:locality", by_hand),
        ("scorer.changed", "scorer:fairness", {"enabled": False}),
        ("scorer.changed", "scorer:locality", {"enabled": True, "weight": 1.0, "settings": []}),
    ] == told
    assert "settings: half_km" in admin.get("/admin/protokoll?about=scorer:locality").text


def test_switching_off_remembers_weight_and_settings(send: Send) -> None:
    send(PAGE, AS_IT_IS | {"enabled": "off", "weight": "3", "setting_half_km": "50"})
    assert holds() == ("disabled", 3.0, {"half_km": 50.0})


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("weight", "viel", "Gewicht: Das Gewicht braucht eine Zahl"),
        ("weight", "0", "Gewicht: Das Gewicht liegt über 0"),
        ("weight", "nan", "Gewicht: Das Gewicht braucht eine Zahl"),
        ("setting_half_km", "weit", "Hier braucht es eine Zahl"),
        ("setting_half_km", "9" * 400, "Hier braucht es eine Zahl"),
        ("setting_half_km", "[" * 490, "Hier braucht es eine Zahl"),
        ("setting_half_km", "-5", "Mit diesen Angaben lässt sich der Baustein nicht einschalten"),
        ("enabled", "vielleicht", "Dieser Baustein: "),
    ],
)
def test_a_mistake_is_named_at_the_top_and_at_its_field_and_the_input_is_kept(
    send: Send, field: str, text: str, sentence: str
) -> None:
    answer = send(PAGE, AS_IT_IS | {"weight": "7"} | {field: text})
    assert answer.status_code == 400
    assert 'id="fehler"' in answer.text
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{text}"' in answer.text or field == "enabled"
    assert (holds(), changes()) == (("enabled", 1.0, {}), 0)


def test_without_proof_of_the_page_nothing_is_changed(admin: FlaskClient) -> None:
    answer = admin.post(PAGE, data=AS_IT_IS | {"weight": "9"})
    assert answer.status_code == 400
    assert "Diese Seite war zu lange offen." in answer.text
    assert 'value="9"' in answer.text
    assert holds() == ("enabled", 1.0, {})


def test_the_effect_shows_ranks_before_and_after_and_saves_nothing(
    region: Profile, send: Send
) -> None:
    engine.lineup(patient=True)
    light = send(f"{PAGE}/wirkung", AS_IT_IS | {"weight": "0,01"})
    heavy = send(f"{PAGE}/wirkung", AS_IT_IS | {"weight": "900"})
    assert (light.status_code, heavy.status_code) == (200, 200)
    assert {name: then for name, _now, then in ranks(light.text)} == {
        "Die Passende": "1",
        "Die Nahe": "2",
    }
    assert {name: then for name, _now, then in ranks(heavy.text)} == {
        "Die Nahe": "1",
        "Die Passende": "2",
    }
    assert 'value="900"' in heavy.text
    assert (holds(), changes()) == (("enabled", 1.0, {}), 0)


def test_of_settings_the_page_says_that_the_effect_comes_after_saving(
    region: Profile, send: Send
) -> None:
    html = send(f"{PAGE}/wirkung", AS_IT_IS | {"setting_half_km": "5"}).text
    assert "Was die geänderten Einstellungen bewirken, zeigt sich erst nach dem Speichern." in html
    assert all(now == then for _name, now, then in ranks(html))


def test_of_a_scorer_out_of_force_the_page_promises_nothing(region: Profile, send: Send) -> None:
    page = "/admin/bausteine/text_similarity"
    answer = send(f"{page}/wirkung", {"enabled": "on", "weight": "1"}, page)
    assert "Der Baustein ist noch nicht in Kraft." in answer.text
    assert ranks(answer.text) == []


def test_each_change_can_be_taken_back_to_what_held_before_it(send: Send) -> None:
    send(PAGE, AS_IT_IS | {"weight": "2"})
    send(PAGE, AS_IT_IS | {"weight": "3", "setting_half_km": "50"})
    newest, first = scorers.history()
    send(f"/admin/aenderungen/{newest.id}/davor", {})
    assert holds() == ("enabled", 2.0, {})
    send(f"/admin/aenderungen/{first.id}/davor", {})
    assert holds() == ("enabled", 1.0, {})
    assert changes() == 4


def test_a_change_that_is_not_there_cannot_be_taken_back(send: Send) -> None:
    for number in ("1", "2147483647", "9" * 30):
        assert send(f"/admin/aenderungen/{number}/davor", {}).status_code == 404


def test_a_scorer_that_is_not_there_is_a_missing_page(admin: FlaskClient) -> None:
    assert admin.get("/admin/bausteine/fehlt").status_code == 404


def test_a_path_that_is_too_long_is_told_at_a_field_that_says_what_it_is(send: Send) -> None:
    page = "/admin/bausteine/translation_book"
    told = send(page, {"enabled": "on", "weight": "1", "setting_book": "x" * 501}, page)
    expected = "Eigenes Übersetzungsbuch: der Pfad einer Textdatei oder eines Ordners davon"
    assert (400, True) == (told.status_code, f"{expected}: Bitte kürzen Sie" in told.text)


def test_saving_a_paused_scorer_once_more_lets_it_try_again(admin: FlaskClient, send: Send) -> None:
    with unit_of_work():
        scorers.record_fault(db.session(), "locality", "It fell over.", final=True)
    assert "It fell over." in admin.get(PAGE).text
    send(PAGE, AS_IT_IS)
    assert holds() == ("enabled", 1.0, {})


class TestAForeignScorer:
    @pytest.fixture
    def settings(self, settings: Settings, tmp_path: Path) -> Settings:
        folder = tmp_path / "plugins"
        folder.mkdir()
        (folder / "proud.py").write_text(PROUD)
        return settings.model_copy(update={"plugins": folder})

    def test_has_a_field_for_each_setting_of_its_constructor(
        self, app: Flask, send: Send, admin: FlaskClient
    ) -> None:
        page = "/admin/bausteine/proud"
        html = admin.get(page).text
        assert 'name="setting_loud"' in html
        assert 'name="setting_steps"' in html
        refused = send(page, {"enabled": "on", "weight": "1", "setting_steps": "12"}, page)
        assert (refused.status_code, "steps must be 9 at most" in refused.text) == (400, True)
        fields = {"enabled": "on", "weight": "1", "setting_steps": "4", "setting_loud": "true"}
        assert send(page, fields, page).status_code == 303
        assert holds("proud") == ("enabled", 1.0, {"loud": True, "steps": 4})

    def test_a_draft_that_is_no_python_is_not_offered_as_counting(
        self, settings: Settings, admin: FlaskClient
    ) -> None:
        (settings.plugins / "draft.py").write_text("scorer = (")
        html = admin.get("/admin/bausteine/draft").text
        assert ["off"] == re.findall(r'<option value="(\w+)" selected', html)


def test_the_adjustment_is_switched_off_dated_for_everybody_and_back(
    send: Send, admin: FlaskClient
) -> None:
    page = "/admin/bausteine"
    assert prices.is_on()
    send("/admin/ausgleich", {"on": "no"}, page)
    db.session.rollback()
    assert not prices.is_on()
    assert "„Ausgleich“ zählt nicht mehr." in admin.get(page).text
    rules = admin.get("/spielregeln").text
    assert "Die Betreiber haben den Ausgleich abgeschaltet." in rules
    assert "„Ausgleich“ zählt nicht mehr." in rules
    (change,) = scorers.history(20)
    send(f"/admin/aenderungen/{change.id}/davor", {}, page)
    db.session.rollback()
    assert prices.is_on()
    assert admin.post("/admin/ausgleich", data={"on": "no"}).status_code == 303
    db.session.rollback()
    assert prices.is_on(), "without proof nothing is switched"
