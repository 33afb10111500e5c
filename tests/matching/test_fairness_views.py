"""Pages of fairness: why not me, who gets the attention, the rules, and the order without."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, now, unit_of_work
from matchmaker.i18n import today
from matchmaker.matching import engine, prices
from matchmaker.matching.models import Exclusion, ScorerChange, Showing
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_alone

MakeProfile = Callable[..., Profile]
Visit = Callable[[str, str], TestResponse]
AUE = {"located_latitude": 50.59, "located_longitude": 12.70, "sectors": ["31.01"]}


def away(km: float) -> dict[str, object]:
    """Due north of Aue."""
    return {"located_latitude": 50.59 + km / 111.2, "located_longitude": 12.70}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Distance alone, whose order can be seen with the bare eye."""
    return by_distance_alone(settings)


@pytest.fixture
def people(app: Flask) -> dict[str, User]:
    with unit_of_work():
        create_office("amt", "Amt", ["08"])
        return {
            "jens": create_user("jens@example.org", "member"),
            "mira": create_user("mira@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="amt"),
            "admin": create_user("admin@example.org", "admin"),
        }


@pytest.fixture
def region(make_profile: MakeProfile, people: dict[str, User]) -> dict[str, Profile]:
    """A joiner and twelve creatives, each 20 km further away."""
    jens, mira = people["jens"].id, people["mira"].id
    region = {"jens": make_profile(slug="jens", name="Tischlerei", owner_id=jens, **AUE)}
    for number in range(1, 13):
        owner = {"owner_id": mira} if number == 12 else {}
        region[f"c{number}"] = make_profile(
            "creative",
            slug=f"c{number}",
            name=f"Kreativ {number}",
            postal_code="08280" if number < 4 else "99999",
            **away(20.0 * number),
            **owner,
        )
    return region


@pytest.fixture
def visit(app: Flask, people: dict[str, User]) -> Visit:
    """Opens an address as somebody, each time in a context of its own as a server does."""
    app.test_client_class = FlaskLoginClient
    clients = {name: app.test_client(user=user) for name, user in people.items()}

    def visit(name: str, address: str) -> TestResponse:
        with app.app_context():
            return clients[name].get(address, buffered=True)

    return visit


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_rank_and_what_would_move_it_are_told_in_words(
    region: dict[str, Profile], visit: Visit
) -> None:
    answer = visit("mira", "/vorschlaege/jens/warum-nicht/c12")
    text = words(answer.text)
    assert answer.status_code == 200
    # the last ones are near-equal, and the day decides which of them stands before the other
    assert re.search(r"Kreativ 12 steht auf Platz (10|11|12) von 12\.", text)
    assert re.search(r"gibt für Tischlerei: (\d+), für Kreativ 12: \1 \(von 100 Punkten\)", text)
    assert re.search(r"Damit wäre es Platz [4-7]\.", text)


def test_the_first_cannot_stand_higher(region: dict[str, Profile], visit: Visit) -> None:
    text = words(visit("jens", "/vorschlaege/jens/warum-nicht/c1").text)
    assert "Kreativ 1 steht auf Platz 1 von 12." in text
    assert "Weiter oben geht es nicht." in text


def test_an_excluded_pair_learns_no_more_than_that_it_is_not_suggested(
    region: dict[str, Profile], visit: Visit
) -> None:
    with unit_of_work():
        jens, mira = region["jens"].id, region["c12"].id
        db.session.add(Exclusion(profile_id=jens, other_id=mira))
    text = words(visit("mira", "/vorschlaege/jens/warum-nicht/c12").text)
    assert "wird hier zurzeit nicht vorgeschlagen" in text
    assert "Platz" not in text


def test_strangers_learn_nothing_of_a_rank(region: dict[str, Profile], visit: Visit) -> None:
    statuses = {
        name: visit(name, "/vorschlaege/jens/warum-nicht/c1").status_code
        for name in ("mira", "office", "admin", "jens")
    }
    assert {"mira": 404, "office": 200, "admin": 200, "jens": 200} == statuses
    assert visit("mira", "/vorschlaege/jens/warum-nicht/niemand").status_code == 404


def test_the_office_sees_its_territory_and_others_nothing(
    region: dict[str, Profile], visit: Visit
) -> None:
    with unit_of_work():
        for slug, number in (("c1", 30), ("c4", 99)):
            key = {"profile_id": region[slug].id, "day": now().date()}
            db.session.add(Showing(**key, suggested=number))
    text = words(visit("office", "/konzentration").text)
    assert "Anteil der obersten 5 % 100 %" in text
    assert "Kreativ 2" in text
    assert "Kreativ 4" not in text
    assert visit("jens", "/konzentration").status_code == 404
    assert "Kreativ 5" in visit("admin", "/konzentration").text


def test_a_list_counts_whom_it_shows_and_a_pair_whom_it_opens(
    app: Flask, region: dict[str, Profile], visit: Visit
) -> None:
    visit("jens", "/vorschlaege/jens")
    visit("jens", "/vorschlaege/jens")
    visit("jens", "/vorschlaege/jens/warum/c1")
    assert db.session.scalar(select(Showing)) is None
    app.extensions["ledger"].write()
    db.session.rollback()
    rows = db.session.execute(select(Showing.profile_id, Showing.suggested, Showing.opened)).all()
    assert len(rows) == 10
    assert (region["c1"].id, 2, 1) in rows
    assert region["c12"].id not in {row[0] for row in rows}


def test_the_owner_sees_own_figures_and_what_would_be_fair(
    region: dict[str, Profile], visit: Visit
) -> None:
    with unit_of_work():
        for slug, number in (("c12", 2), ("c1", 34)):
            key = {"profile_id": region[slug].id, "day": now().date()}
            db.session.add(Showing(**key, suggested=number, opened=1))
    text = words(visit("mira", "/konto").text)
    assert "2-mal in Listen gezeigt, 1-mal näher angesehen" in text
    assert "Bei gleicher Aufmerksamkeit für alle wären es etwa 3." in text


def test_the_rules_name_the_constants_in_force(
    client: FlaskClient, region: dict[str, Profile]
) -> None:
    text = words(client.get("/spielregeln").text)
    assert "weniger als 0,5 Punkte auseinander" in text
    assert f"„Augenhoehe“, dem Datum ({today().isoformat()})" in text
    assert "Berechnet aus den Listen von 12 der 12 Profile." in text
    assert "turns from day to day" in client.get("/en/spielregeln").text


def test_turns_change_at_midnight_in_germany(
    client: FlaskClient, region: dict[str, Profile]
) -> None:
    """As the calendar of people does: on one day the order is always the same."""
    for moment, day in (
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), "2026-03-29"),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "2026-03-30"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027-01-01"),
    ):
        with time_machine.travel(moment, tick=False):
            assert f"dem Datum ({day})" in words(client.get("/spielregeln").text)
            balance = prices.fair_lineup(engine.lineup(), None)[0].index.balance
            assert balance is not None
            assert balance.day == day


def test_the_order_without_the_step_is_one_click_away(
    region: dict[str, Profile], visit: Visit
) -> None:
    html = visit("jens", "/vorschlaege/jens").text
    address = re.search(r'href="([^"]*)">Reihenfolge ohne Ausgleich', html)
    assert address is not None
    assert address[1] == "/vorschlaege/jens?fair=0"
    without = visit("jens", address[1])
    assert without.status_code == 200
    assert "Reihenfolge mit Ausgleich" in without.text
    assert "Davon Ausgleich" not in without.text


def test_switched_off_the_step_has_no_part_and_the_rules_say_so(
    client: FlaskClient, region: dict[str, Profile], visit: Visit
) -> None:
    with unit_of_work():
        prices.switch(on=False)
    assert "ohne Ausgleich" not in visit("jens", "/vorschlaege/jens").text
    assert "haben den Ausgleich abgeschaltet" in client.get("/spielregeln").text
    assert ["fairness"] == list(db.session.scalars(select(ScorerChange.name)))


def test_a_day_old_profile_is_measured_by_its_own_days(
    region: dict[str, Profile], visit: Visit
) -> None:
    with unit_of_work():
        yesterday = now().date() - timedelta(days=1)
        db.session.add(Showing(profile_id=region["c1"].id, day=yesterday, suggested=1000))
    assert "wären es etwa 0." in words(visit("mira", "/konto").text)
