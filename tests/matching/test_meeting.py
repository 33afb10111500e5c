"""Who may meet whom: creatives find creatives only where the operator switched it on."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_alone
from tests.reading import page

MakeProfile = Callable[..., Profile]
AUE = {"located_latitude": 50.59, "located_longitude": 12.70, "place": "Aue"}
LIST = "/vorschlaege/mira"


@pytest.fixture(params=["on", "off"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    return by_distance_alone(settings).model_copy(update={"creatives_meet": request.param})


@pytest.fixture
def together(settings: Settings) -> bool:
    return settings.creatives_meet == "on"


@pytest.fixture
def owner(app: Flask) -> User:
    with unit_of_work():
        return create_user("mira@example.org", "member")


@pytest.fixture
def mira(app: Flask, owner: User, make_profile: MakeProfile) -> FlaskClient:
    make_profile("creative", slug="mira", owner_id=owner.id, **AUE)
    make_profile("creative", slug="filmerin", **AUE)
    make_profile("kmu", slug="tischlerei", owner_id=owner.id, **AUE)
    make_profile("kmu", slug="molkerei", **AUE)
    app.test_client_class = FlaskLoginClient
    return app.test_client(user=owner)


def shown(html: str) -> set[str]:
    return {slug for slug in ("mira", "filmerin", "tischlerei", "molkerei") if f"/p/{slug}" in html}


def test_the_usual_list_is_of_the_other_side(mira: FlaskClient) -> None:
    assert shown(page(mira, LIST)) == {"tischlerei", "molkerei"}


def test_creatives_have_a_list_of_creatives_where_it_is_switched_on(
    mira: FlaskClient, together: bool
) -> None:
    answer = mira.get(f"{LIST}?unter=creative")
    if together:
        assert shown(answer.text) == {"filmerin"}
        assert 'name="unter" value="creative"' in answer.text
        assert f"{LIST}?unter=creative" in page(mira, LIST)
    else:
        assert answer.location == LIST
        assert "unter=creative" not in page(mira, LIST)


def test_the_pages_of_a_pair_are_there_for_those_who_may_meet(
    mira: FlaskClient, together: bool
) -> None:
    status = 200 if together else 404
    page(mira, f"{LIST}/warum/filmerin", status)
    page(mira, f"{LIST}/warum-nicht/filmerin", status)
    for other in ("mira", "nirgends"):
        page(mira, f"{LIST}/warum/{other}", 404)


def test_firms_never_look_for_firms(mira: FlaskClient) -> None:
    answer = mira.get("/vorschlaege/tischlerei?unter=kmu")
    assert answer.location == "/vorschlaege/tischlerei"
    page(mira, "/vorschlaege/tischlerei/warum/molkerei", 404)


def test_the_rules_say_who_may_meet_whom(mira: FlaskClient, together: bool) -> None:
    assert ("Kreative suchen" in page(mira, "/spielregeln")) is together


def test_one_of_the_same_kind_is_hidden_only_where_they_may_meet(
    app: Flask, mira: FlaskClient, together: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    address = f"{LIST}/passt-nicht/filmerin?unter=creative"
    with app.app_context():
        answer = mira.post(address)
    assert answer.status_code == (303 if together else 404)
    if together:
        assert "unter=creative" in answer.location
        with app.app_context():
            assert "Noch niemand hier" in page(mira, answer.location)
