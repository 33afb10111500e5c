"""What somebody without a profile gets for one sentence."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker.db import db
from matchmaker.profiles.models import Profile, ProfileChange

MakeProfile = Callable[..., Profile]
SENTENCE = "Unsere Treppen sieht keiner, wir brauchen einen Film"


def test_a_sentence_finds_public_profiles_with_reasons(
    client: FlaskClient, make_profile: MakeProfile
) -> None:
    make_profile("creative", name="Filmerin", about="Ich drehe Filme über Treppen und Handwerk")
    make_profile("creative", name="Geheim", about="Filme über Treppen", visibility="members")
    make_profile("kmu", name="Tischlerei", about="Treppen")
    page = client.get("/probieren", query_string={"q": SENTENCE}).get_data(as_text=True)
    assert "Filmerin" in page
    assert "Treppen" in page
    assert "Geheim" not in page
    assert "Tischlerei" not in page


def test_nothing_of_the_sentence_is_kept(client: FlaskClient, make_profile: MakeProfile) -> None:
    make_profile("creative", about="Film")
    before = db.session.scalar(select(func.count()).select_from(ProfileChange))
    answer = client.get("/probieren", query_string={"q": SENTENCE})
    assert "Set-Cookie" not in answer.headers
    assert db.session.scalar(select(func.count()).select_from(ProfileChange)) == before
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 1


def test_without_a_sentence_the_page_asks_for_one(client: FlaskClient) -> None:
    answer = client.get("/probieren")
    assert answer.status_code == 200
    assert "Ein Satz genügt" in answer.get_data(as_text=True)


def test_a_place_of_several_is_asked_back(client: FlaskClient) -> None:
    page = client.get("/probieren", query_string={"q": SENTENCE, "place": "Neustadt"})
    assert "Welchen Ort meinen Sie" in page.get_data(as_text=True)


def test_too_long_a_sentence_is_told_with_its_limit(client: FlaskClient) -> None:
    answer = client.get("/probieren", query_string={"q": "x" * 501})
    assert answer.status_code == 400
    assert "500" in answer.get_data(as_text=True)


def test_where_nobody_fits_it_says_so_and_shows_the_nearest_only_on_request(
    client: FlaskClient, make_profile: MakeProfile
) -> None:
    for number in range(12):
        make_profile("creative", name=f"Studio {number}", about="Filme, Fotos und Plakate")
    make_profile("creative", name="Filmerin", about="Ich drehe Filme über Treppen und Handwerk")
    nothing = client.get("/probieren", query_string={"q": "qqqq"}).text
    assert "Noch niemand hier" in nothing
    before, _, nearest = nothing.partition('<details class="nearest">')
    assert "Studio 1" in nearest
    assert "Studio 1" not in before
    assert "Studio 1" not in nearest.partition("</details>")[2]
    some = client.get("/probieren", query_string={"q": SENTENCE}).text
    assert "Noch niemand hier" not in some
    assert "nearest" not in some


def test_only_who_tells_no_place_is_said_to_tell_none(
    client: FlaskClient, make_profile: MakeProfile
) -> None:
    told = {
        "about": "Ich drehe Filme über Treppen", "offers": "Film über Treppen", "capacity": "now",
        "needs": ["Räume"],
    }  # fmt: skip
    placed = {"located_latitude": 50.6, "located_longitude": 12.7}
    make_profile("creative", name="Verortet", slug="verortet", **told, **placed)
    make_profile("creative", name="Ortlos", slug="ortlos", **told)
    for asked in ({"q": SENTENCE}, {"q": SENTENCE, "place": "09456"}):
        page = client.get("/probieren", query_string=asked).text
        assert "Von Ortlos fehlt ein Ort" in page
        assert "Von Verortet fehlt ein Ort" not in page
