"""What a seeker says about suggestions: does not fit, we know each other, keep these weights."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_login import FlaskLoginClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker import personal_data
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.config import ScorerSettings, Settings
from matchmaker.db import db, now, unit_of_work
from matchmaker.matching.models import Dismissal, SavedFilter, Tie
from matchmaker.profiles.models import Need, Profile

MakeProfile = Callable[..., Profile]
Visit = Callable[..., TestResponse]
NEAR = {"located_latitude": 50.59, "located_longitude": 12.70, "sectors": ["31.01"]}
LIST = "/vorschlaege/jens"
NO_NEED_YET = "In diesem Profil steht noch kein Bedarf."
REASONS = ("known", "far", "no_time", "other_field", "budget", "taken", "other")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    off = dict.fromkeys(("text_similarity", "translation_book"), ScorerSettings(enabled=False))
    return settings.model_copy(update={"scorers": off})


@pytest.fixture
def people(app: Flask) -> dict[str, User]:
    with unit_of_work():
        return {name: create_user(f"{name}@example.org", "member") for name in ("jens", "mira")}


@pytest.fixture
def jens(make_profile: MakeProfile, people: dict[str, User]) -> Profile:
    return make_profile(slug="jens", name="Jens", owner_id=people["jens"].id, **NEAR)


@pytest.fixture
def mira(make_profile: MakeProfile, people: dict[str, User]) -> Profile:
    fields = NEAR | {"submarkets": ["design"], "owner_id": people["mira"].id}
    make_profile("creative", slug="paul", name="Paul", **NEAR | {"submarkets": ["music"]})
    return make_profile("creative", slug="mira", name="Mira", **fields)


@pytest.fixture
def visit(app: Flask, people: dict[str, User], jens: Profile, mira: Profile) -> Visit:
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = FlaskLoginClient

    def open_as(
        address: str, data: dict[str, Any] | None = None, *, user: str = "jens"
    ) -> TestResponse:
        with app.app_context():
            method = "GET" if data is None else "POST"
            return app.test_client(user=people[user]).open(address, method=method, data=data)

    return open_as


def names(answer: TestResponse) -> set[str]:
    """The names on the cards."""
    found = re.findall(
        r'<h3 class="card__title" id="vorschlag-\d+"><a [^>]*>(.*?)</a>', answer.text
    )
    return set(found)


def without_tokens(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token"[^>]*', "", answer.text)


def test_what_does_not_fit_is_gone_at_once_and_comes_back_by_undo(visit: Visit) -> None:
    assert names(visit(LIST)) == {"Mira", "Paul"}
    answer = visit(f"{LIST}/passt-nicht/mira", {})
    assert (answer.status_code, answer.location) == (303, f"{LIST}#ausgeblendet")
    page = visit(LIST)
    assert names(page) == {"Paul"}
    assert "Mira ist aus Ihrer Liste ausgeblendet." in page.text
    assert f'action="{LIST}/doch/mira"' in page.text
    visit(f"{LIST}/doch/mira", {})
    assert names(visit(LIST)) == {"Mira", "Paul"}


def test_the_reason_is_asked_for_ten_minutes_and_the_list_of_hidden_stays(visit: Visit) -> None:
    visit(f"{LIST}/passt-nicht/mira", {})
    assert "Mögen Sie sagen, warum?" in visit(LIST).text
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1), tick=False):
        page = visit(LIST).text
    assert "Mögen Sie sagen, warum?" not in page
    assert "1 ausgeblendeter Vorschlag" in page


@pytest.mark.parametrize("reason", REASONS)
def test_one_of_seven_reasons_can_be_given(visit: Visit, reason: str) -> None:
    visit(f"{LIST}/passt-nicht/mira", {})
    assert f'name="reason" value="{reason}"' in visit(LIST).text
    visit(f"{LIST}/passt-nicht/mira", {"reason": reason})
    db.session.rollback()
    assert db.session.scalars(select(Dismissal)).one().reason == reason


def test_an_eighth_reason_is_refused(visit: Visit) -> None:
    for reason in ("hässlich", "x" * 5001, "\u202e", "<b>"):
        assert visit(f"{LIST}/passt-nicht/mira", {"reason": reason}).status_code == 400
    assert names(visit(LIST)) == {"Mira", "Paul"}


def test_the_other_side_loses_and_learns_nothing(visit: Visit) -> None:
    before = without_tokens(visit("/vorschlaege/mira", user="mira"))
    visit(f"{LIST}/passt-nicht/mira", {"reason": "budget"})
    assert without_tokens(visit("/vorschlaege/mira", user="mira")) == before
    why_not = visit("/vorschlaege/jens/warum-nicht/mira", user="mira").text
    assert "ausgeblendet" not in why_not
    assert visit("/p/mira", user="mira").text.count("ausgeblendet") == 0


def test_the_same_button_twelve_times_has_one_effect(visit: Visit) -> None:
    assert {visit(f"{LIST}/passt-nicht/mira", {}).status_code for _ in range(12)} == {303}
    assert {visit(f"{LIST}/bekannt/paul", {}).status_code for _ in range(12)} == {303}
    db.session.rollback()
    counts = [len(db.session.scalars(select(model)).all()) for model in (Dismissal, Tie)]
    assert counts == [1, 1]


def test_a_tie_hides_nobody_and_both_see_it(visit: Visit) -> None:
    visit(f"{LIST}/bekannt/mira", {})
    page = visit(LIST)
    assert names(page) == {"Mira", "Paul"}
    assert page.text.count("Sie kennen sich schon:") == 1
    assert "Jens sagt, dass Sie sich kennen:" in visit("/vorschlaege/mira", user="mira").text


def test_the_other_side_may_hide_a_tie_for_itself_and_undo_that(visit: Visit) -> None:
    visit(f"{LIST}/bekannt/mira", {})
    visit("/vorschlaege/mira/nicht-bekannt/jens", {}, user="mira")
    assert "Jens sagt, dass" not in visit("/vorschlaege/mira", user="mira").text
    assert "Sie kennen sich schon:" in visit(LIST).text
    visit("/vorschlaege/mira/bekannt/jens", {}, user="mira")
    assert "Jens sagt, dass" in visit("/vorschlaege/mira", user="mira").text


def test_a_tie_taken_back_is_gone_for_both(visit: Visit) -> None:
    visit(f"{LIST}/bekannt/mira", {})
    visit(f"{LIST}/nicht-bekannt/mira", {})
    assert "Jens sagt, dass" not in visit("/vorschlaege/mira", user="mira").text


def test_weights_are_kept_for_the_person_until_reset(visit: Visit) -> None:
    assert visit(f"{LIST}/filter/merken?w.locality=0&need=", {}).status_code == 303
    assert visit(LIST).location == f"{LIST}?w.locality=0"
    by_rules = visit(f"{LIST}?regeln=1")
    assert (by_rules.status_code, "Gemerkte Gewichte zurücksetzen" in by_rules.text) == (200, True)
    sliders_at_rules = visit(f"{LIST}?w.locality=1&w.sector_affinity=1").location or ""
    assert "w.locality=0" not in sliders_at_rules
    visit(f"{LIST}/filter/vergessen", {})
    assert visit(LIST).status_code == 200


def test_strange_parameters_of_the_address_do_no_harm(visit: Visit) -> None:
    strange = "?slug=x&_external=1&_scheme=javascript&endpoint=a&other_slug=b&regeln=1"
    answer = visit(f"{LIST}/passt-nicht/mira{strange}", {})
    assert (answer.status_code, answer.location) == (303, f"{LIST}?regeln=1#ausgeblendet")
    assert visit(f"{LIST}/filter/vergessen{strange}", {}).status_code == 303


@pytest.mark.parametrize("other", ["jens", "fehlt"])
def test_only_partners_of_the_other_kind_can_be_spoken_of(visit: Visit, other: str) -> None:
    for verb in ("passt-nicht", "doch", "bekannt", "nicht-bekannt"):
        assert visit(f"{LIST}/{verb}/{other}", {}).status_code == 404


def test_each_of_my_needs_has_suggestions_drafts_and_nameless_ones_too(
    visit: Visit, jens: Profile
) -> None:
    with unit_of_work():
        quiet = [("nameless", "published"), ("office", "published"), ("named", "draft")]
        jens.needs = [
            Need(text=f"Bedarf {seen_by} {state}", seen_by=seen_by, state=state, position=number)
            for number, (seen_by, state) in enumerate(quiet)
        ]
    db.session.rollback()
    for need in jens.needs:
        page = visit(f"{LIST}?need={need.uid}")
        assert (page.status_code, names(page)) == (200, {"Mira", "Paul"})
        assert f"<p>{need.text}</p>" in page.text
        assert NO_NEED_YET not in page.text
        foreign = visit(f"/vorschlaege/jens/warum-nicht/mira?need={need.uid}", user="mira")
        assert foreign.status_code == 404
    assert NO_NEED_YET in visit(LIST).text  # together only what stands under the name counts


def test_a_need_is_answered_from_the_fields_it_names(visit: Visit, jens: Profile) -> None:
    with unit_of_work():
        jens.needs = [Need(text="Musik zum Fest.", wanted_submarkets=["music"])]
    assert names(visit(f"{LIST}?need=1")) == {"Paul"}
    assert names(visit(LIST)) == {"Mira", "Paul"}


def test_all_of_it_is_told_to_the_person_and_forgotten(
    app: Flask, visit: Visit, people: dict[str, User]
) -> None:
    visit(f"{LIST}/passt-nicht/paul", {"reason": "far"})
    visit(f"{LIST}/bekannt/mira", {})
    visit(f"{LIST}/filter/merken?w.locality=0", {})
    db.session.rollback()
    parts = {part.name: part for part in personal_data.holdings(app)}
    ours = [parts[name] for name in ("dismissals", "ties", "saved_filters")]
    assert [len(part.collect(people["jens"])) for part in ours] == [1, 1, 1]
    assert [len(part.collect(people["mira"])) for part in ours] == [0, 0, 0]
    with unit_of_work():
        for part in ours:
            part.forget(people["jens"])
    left = [db.session.scalars(select(model)).all() for model in (Dismissal, Tie, SavedFilter)]
    assert left == [[], [], []]
