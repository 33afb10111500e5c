"""Where nobody comes near enough, a page says so instead of listing the nearest as suggestions."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_login import FlaskLoginClient
from sqlalchemy import select

from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.matching.models import Showing
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_alone
from tests.reading import page

MakeProfile = Callable[..., Profile]
AUE = {"located_latitude": 50.59, "located_longitude": 12.70}
KIEL = {"located_latitude": 54.32, "located_longitude": 10.13}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.mark.parametrize(("place", "suggested"), [(KIEL, []), (AUE, [1])])
def test_who_does_not_come_near_enough_is_no_suggestion(
    app: Flask, make_profile: MakeProfile, place: dict[str, float], suggested: list[int]
) -> None:
    with unit_of_work():
        owner = create_user("jens@example.org", "member")
    make_profile(slug="tischlerei", needs=["Treppen"], owner_id=owner.id, **AUE)
    make_profile("creative", slug="filmerin", radius_km=10, **place)
    app.test_client_class = FlaskLoginClient
    html = page(app.test_client(user=owner), "/vorschlaege/tischlerei")
    before, _, nearest = html.partition('<details class="nearest">')
    told = "Es ist niemand da, der klar passt." in before
    advised = "den Bedarf mit anderen, alltäglichen Worten sagen" in before
    assert (told, advised) == (not suggested, not suggested)
    assert ("/p/filmerin" in before, "/p/filmerin" in nearest) == (bool(suggested), not suggested)
    app.extensions["ledger"].write()
    db.session.rollback()
    assert [row.suggested for row in db.session.scalars(select(Showing))] == suggested
