"""Who helps where: the list, a page of each office, and the box that names who leads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.models import Office
from matchmaker.accounts.service import create_office
from matchmaker.db import db, unit_of_work
from matchmaker.desk.networks import ask, dialled, public_profiles, territory_in_words, who_helps
from matchmaker.profiles.models import Profile
from tests.desk.conftest import MakeProfile, People

BOX = "Hier hilft Ihnen ein Mensch"
REGION = "Für diese Region"


@pytest.fixture
def offices(app: Flask) -> None:
    with unit_of_work():
        county = create_office("kreis", "Amt im Kreis", ["094", "093"])
        county.people, county.hours = "Ines Krause\nTilo Hasel", "Di 9–12 Uhr"
        county.phone, county.email = "+49 (0)3733 12 34", "amt@example.org"
        create_office("verein", "Verein nebenan", ["0945"]).kind = "association"
        create_office("fern", "Amt fern", ["01"])


def one(slug: str) -> Office:
    return db.session.scalars(select(Office).where(Office.slug == slug)).one()


def test_each_route_is_open_to_everybody_and_takes_nothing_in(people: People) -> None:
    for address in ("/netzwerke", "/netzwerke?ort=09456", "/netzwerk/nah", "/en/netzwerk/nah"):
        assert {200} == {who.get(address).status_code for who in people.values()}
        assert 405 == people["visitor"].post(address, page="/").status_code
    assert {404} == {who.get("/netzwerk/fehlt").status_code for who in people.values()}


def test_the_list_names_all_with_territory_people_and_phone(
    client: FlaskClient, offices: None
) -> None:
    page = client.get("/netzwerke").text
    for said in ("Amt im Kreis", "Verein nebenan", "Ines Krause", "Di 9–12 Uhr", "Annaberg"):
        assert said in page
    assert 'href="tel:+4937331234"' in page
    assert "Set-Cookie" not in client.get("/netzwerke").headers


@pytest.mark.parametrize("typed", ["09456", "Annaberg-Buchholz", "09456 Annaberg-Buchholz"])
def test_whoever_asks_for_a_place_reads_who_leads_first(
    typed: str, client: FlaskClient, offices: None
) -> None:
    page = client.get("/netzwerke", query_string={"ort": typed}).text
    answer = page[page.index('id="hier"') : page.index("Alle, die sonst noch helfen")]
    assert 0 < answer.index("Amt im Kreis") < answer.index("Verein nebenan")
    assert "Amt fern" not in answer


def test_a_name_of_several_places_is_asked_back(client: FlaskClient, offices: None) -> None:
    page = client.get("/netzwerke?ort=Neustadt").text
    assert "Welchen Ort meinen Sie" in page
    place, exactly = ask("Neustadt").places[0]
    assert ask(exactly).place is not None
    assert place.name in page


def test_an_unknown_place_says_so_beside_the_field(client: FlaskClient, offices: None) -> None:
    page = client.get("/netzwerke?ort=Xyzzyburg")
    assert (200, 1) == (page.status_code, page.text.count('id="ort-error"'))
    for nonsense in ("%27", "x" * 5000, "%3Cb%3E", "9" * 50, "+"):
        assert client.get(f"/netzwerke?ort={nonsense}").status_code in (200, 302)


def test_where_no_office_helps_public_contact_points_are_named_with_their_date(
    client: FlaskClient, offices: None
) -> None:
    page = client.get("/netzwerke?ort=80331").text
    assert "bayern-kreativ.de" in page
    assert "Stand November 2026" in page


def test_the_page_of_an_office_counts_public_profiles_of_its_territory(
    client: FlaskClient, offices: None, make_profile: MakeProfile
) -> None:
    for fields in (
        {"postal_code": "09456"},
        {"postal_code": "09337"},
        {"postal_code": "01067"},
        {"postal_code": "09456", "visibility": "hidden"},
        {"postal_code": "09456", "visibility": "members"},
        {"postal_code": "09456", "approved": False},
        {"postal_code": "09456", "country": "CZ"},
    ):
        make_profile(**fields)
    assert 2 == public_profiles(one("kreis"))
    page = client.get("/netzwerk/kreis").text
    assert "2 öffentliche Profile" in page
    assert "Tilo Hasel" in page
    assert "mailto:amt@example.org" in page


def test_a_territory_reads_as_towns_and_states(app: Flask) -> None:
    with unit_of_work():
        land = create_office("land", "Land", ["state:SN"])
        kreis = create_office("kreis", "Kreis", ["0945", "09456"])
    assert ["Sachsen"] == [str(state) for state in territory_in_words(land)["states"]]
    assert "Annaberg-Buchholz" in territory_in_words(kreis)["towns"]
    assert "Chemnitz" not in territory_in_words(kreis)["towns"]
    assert ["0945…", "09456"] == territory_in_words(kreis)["codes"]


@pytest.mark.parametrize(
    ("phone", "number"),
    [("+49 (0)3733 12 34", "+4937331234"), ("03733 / 12-34", "037331234"), ("²3", "3")],
)
def test_a_phone_link_holds_what_is_dialled(phone: str, number: str) -> None:
    assert number == dialled(phone)


def test_a_profile_names_who_leads_where_it_lies_and_the_others_below(
    client: FlaskClient, offices: None, make_profile: MakeProfile
) -> None:
    make_profile(slug="nah", postal_code="09456")
    box = client.get("/p/nah").text.partition(BOX)[2]
    assert 0 < box.index("Amt im Kreis") < box.index("Auch für diesen Ort da")
    assert box.index("Auch für diesen Ort da") < box.index("Verein nebenan")
    with unit_of_work():
        one("verein").priority = 5
    box = client.get("/p/nah").text.partition(BOX)[2]
    assert box.index("Verein nebenan") < box.index("Amt im Kreis")


def test_a_place_that_is_not_shown_is_not_told_by_the_box(
    client: FlaskClient, offices: None, make_profile: MakeProfile
) -> None:
    hidden = {"place": "nobody"}
    make_profile(slug="still", postal_code="09456", place="Annaberg", field_visibility=hidden)
    page = client.get("/p/still").text
    assert (False, False, False) == (BOX in page, REGION in page, "Amt im Kreis" in page)


def test_where_nobody_helps_the_box_names_contact_points(
    client: FlaskClient, offices: None, make_profile: MakeProfile
) -> None:
    make_profile(slug="fern", postal_code="80331")
    page = client.get("/p/fern").text
    assert (False, True) == (BOX in page, REGION in page)


def test_a_place_abroad_without_anybody_has_no_box(
    client: FlaskClient, offices: None, make_profile: MakeProfile
) -> None:
    make_profile(slug="abroad", country="PL", place="Poznań")
    page = client.get("/p/abroad").text
    assert (False, False) == (BOX in page, REGION in page)
    assert who_helps(make_profile()) is None


def test_directory_and_needs_name_who_helps_when_a_place_is_asked(
    client: FlaskClient, offices: None
) -> None:
    for page in ("/verzeichnis", "/bedarfe"):
        assert BOX not in client.get(page).text
        assert "Amt im Kreis" in client.get(f"{page}?place=09456").text


def test_the_account_names_who_helps_at_home(people: People, firm: Profile) -> None:
    assert "Amt nah" in people["owner"].get("/konto").text.partition(BOX)[2]
    assert BOX not in people["far_office"].get("/konto").text


def test_suggestions_name_who_helps(people: People, shown: Profile) -> None:
    page = people["owner"].get("/vorschlaege/tischlerei").text
    assert "Amt nah" in page.partition(BOX)[2]
