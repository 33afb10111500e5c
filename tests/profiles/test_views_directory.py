"""The directory as visitors see it."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from matchmaker.profiles.models import Profile

Make = Callable[..., Profile]

CHEMNITZ = {"place": "Chemnitz", "located_latitude": 50.83, "located_longitude": 12.92}
AUE = {"place": "Aue", "located_latitude": 50.59, "located_longitude": 12.70}


def _names(page: str) -> list[str]:
    return re.findall(r'card__title"><a href="[^"]*">([^<]*)</a>', page)


def test_an_empty_directory_says_how_to_get_in(client: FlaskClient) -> None:
    page = client.get("/verzeichnis").text

    assert "Noch ist niemand da" in page
    assert 'href="/registrieren"' in page


def test_profiles_are_found_by_words_kind_and_submarket(
    client: FlaskClient, make_profile: Make
) -> None:
    make_profile("kmu", name="Tischlerei Spanholz", about="Treppen und Türen")
    make_profile("creative", name="Frau Klang", submarkets=["music"], about="Klänge für Treppen")
    make_profile("creative", name="Herr Strich", submarkets=["design"])

    assert _names(client.get("/verzeichnis?q=Treppe").text) == ["Frau Klang", "Tischlerei Spanholz"]
    assert _names(client.get("/verzeichnis?kind=creative").text) == ["Frau Klang", "Herr Strich"]
    assert _names(client.get("/verzeichnis?submarket=design").text) == ["Herr Strich"]


def test_a_misspelt_word_is_corrected_and_said(client: FlaskClient, make_profile: Make) -> None:
    make_profile(name="Tischlerei Spanholz")

    page = client.get("/verzeichnis?q=Tishlerei").text

    assert _names(page) == ["Tischlerei Spanholz"]
    assert "Gesucht nach „Tischlerei“ statt „Tishlerei“." in page


def test_a_radius_leaves_out_who_is_farther_and_tells_the_distance(
    client: FlaskClient, make_profile: Make
) -> None:
    make_profile(name="Nah", **CHEMNITZ)
    make_profile(name="Fern", **AUE)

    near = client.get("/verzeichnis?place=Chemnitz&radius=10").text
    wide = client.get("/verzeichnis?place=Chemnitz&radius=50").text

    assert _names(near) == ["Nah"]
    assert _names(wide) == ["Nah", "Fern"]
    assert "32 km entfernt" in wide


def test_an_ambiguous_place_is_answered_with_the_choices(client: FlaskClient) -> None:
    page = client.get("/verzeichnis?place=Neustadt").text

    assert "Welchen Ort meinen Sie mit „Neustadt“?" in page
    assert re.search(
        r'href="/verzeichnis\?place=Neustadt&amp;at=[\d.]+,[\d.]+">Neustadt in Sa', page
    )


def test_an_unknown_place_keeps_what_was_typed_and_ties_the_sentence_to_the_field(
    client: FlaskClient,
) -> None:
    answer = client.get("/verzeichnis?place=Xyzzyburg")

    assert answer.status_code == 200
    assert 'aria-describedby="place-error" aria-invalid="true"' in answer.text
    assert 'value="Xyzzyburg"' in answer.text
    assert '<a href="#place">Den Ort „Xyzzyburg“ haben wir nicht gefunden.' in answer.text


def test_a_list_has_thirty_a_page_with_neighbours_linked(
    client: FlaskClient, make_profile: Make
) -> None:
    for number in range(61):
        make_profile(name=f"Firma {number:02}")

    page = client.get("/verzeichnis?kind=kmu&page=2").text

    assert _names(page) == [f"Firma {number:02}" for number in range(30, 60)]
    assert "61 Profile" in page
    assert 'rel="prev" href="/verzeichnis?kind=kmu"' in page
    assert 'rel="next" href="/verzeichnis?kind=kmu&amp;page=3"' in page


def test_a_page_beyond_the_last_leads_to_the_first(client: FlaskClient) -> None:
    answer = client.get("/verzeichnis?kind=kmu&page=7")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/verzeichnis?kind=kmu"


def test_a_form_leads_to_the_address_of_what_was_set(client: FlaskClient) -> None:
    answer = client.get("/en/verzeichnis?place=&radius=50&kind=kmu&q=Holz")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/verzeichnis?q=Holz&kind=kmu"


def test_every_filter_can_be_taken_away_alone(client: FlaskClient, make_profile: Make) -> None:
    make_profile(name="Tischlerei Spanholz")

    page = client.get("/verzeichnis?q=Spanholz&kind=kmu").text

    assert '<a class="chip" href="/verzeichnis?kind=kmu">' in page
    assert '<a class="chip" href="/verzeichnis?q=Spanholz">' in page


def test_nothing_found_says_what_would_change_it(client: FlaskClient, make_profile: Make) -> None:
    make_profile(name="Fern", **AUE)

    page = client.get("/verzeichnis?sector=86.23&place=Chemnitz&radius=10").text

    assert 'href="/verzeichnis?sector=86.23&amp;place=Chemnitz&amp;radius=200"' in page
    assert 'href="/verzeichnis?place=Chemnitz&amp;radius=10"' in page
    assert ">Alle Profile zeigen<" in page


def test_a_malformed_value_is_refused_with_the_form(client: FlaskClient) -> None:
    answer = client.get("/verzeichnis?kind=chef")

    assert answer.status_code == 400
    assert 'href="#kind">Bitte wählen Sie Betriebe, Kreative oder beide.' in answer.text


def test_hidden_and_unapproved_profiles_and_those_for_members_are_not_listed(
    client: FlaskClient, make_profile: Make
) -> None:
    make_profile(name="Verborgen", visibility="hidden")
    make_profile(name="Nur Mitglieder", visibility="members")
    make_profile(name="Ungeprüft", approved=False)

    assert _names(client.get("/verzeichnis").text) == []
