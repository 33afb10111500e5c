"""The pages of matching: suggestions, why and sheets."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Need, Profile
from tests.lineup import by_distance_and_trade
from tests.reading import page, text_of

MakeProfile = Callable[..., Profile]

AUE = {"located_latitude": 50.59, "located_longitude": 12.70, "place": "Aue", "sectors": ["31.01"]}
"""A joiner's data, as far as the two scorers of these tests look at them."""
FAR = {"located_latitude": 51.34, "located_longitude": 12.37, "place": "Leipzig"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_and_trade(settings)


@pytest.fixture
def owner(app: Flask) -> User:
    with unit_of_work():
        return create_user("jens@example.org", "member")


@pytest.fixture
def jens(make_profile: MakeProfile, owner: User) -> Profile:
    needs = ["Unsere Treppen sieht keiner.", "Nobody finds our website."]
    fields = AUE | {"about": "Treppen aus Eiche. Seit 1880.", "owner_id": owner.id}
    return make_profile(slug="tischlerei", name="Tischlerei Krumm", needs=needs, **fields)


@pytest.fixture
def near(make_profile: MakeProfile) -> Profile:
    fields = AUE | {"sectors": [], "submarkets": ["press"], "about": "I draw type. On tin, too."}
    contact = {"email": "kanarie@near.example", "phone": "+49 30 23125 777"}
    return make_profile("creative", slug="nah", name="Nah <b>Design</b>", **fields, **contact)


@pytest.fixture
def far(make_profile: MakeProfile) -> Profile:
    return make_profile("creative", slug="fern", name="Fern", submarkets=["design"], **FAR)


@pytest.fixture
def signed_in(app: Flask, owner: User) -> FlaskClient:
    app.test_client_class = FlaskLoginClient
    return app.test_client(user=owner)


def names(html: str) -> list[str]:
    """The names on the cards, in order."""
    return re.findall(r'<h3 class="card__title" id="vorschlag-\d+"><a [^>]*>(.*?)</a>', html)


def test_the_nearer_partner_comes_first(
    signed_in: FlaskClient, jens: Profile, near: Profile, far: Profile
) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei")
    assert names(html) == ["Nah &lt;b&gt;Design&lt;/b&gt;", "Fern"]


def test_a_card_gives_reasons_for_both_sides_and_a_catch(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    words = text_of(page(signed_in, "/vorschlaege/tischlerei"))
    assert words.count("Weniger als 1 km voneinander entfernt") == 2
    assert "Für Sie" in words
    assert "Für Nah &lt;b&gt;Design&lt;/b&gt;" in words
    assert words.count("Ein Haken:") == 1
    assert "von 100 passt" in words


def test_user_texts_are_marked_with_their_language(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei")
    assert '<p class="match__about" lang="en">I draw type.</p>' in html
    assert re.search(r'lang="en">Nobody finds our website\.</a>', html)


def test_contacts_stay_hidden_on_every_page_of_matching(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    for address in ("", "?blatt=1", "/warum/nah", "/warum/nah?blatt=1"):
        html = page(signed_in, f"/vorschlaege/tischlerei{address}")
        assert "kanarie" not in html
        assert "23125" not in html


def test_one_need_can_be_chosen_by_its_number(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei?need=2")
    chosen = re.findall(r'aria-current="true"[^>]*>(.*?)</a>', html)
    assert chosen == ["Nobody finds our website."]
    assert '<input type="hidden" name="need" value="2">' in html


@pytest.mark.parametrize("need", ["0", "3", "-1", "abc", "1.0", "9" * 5000])
def test_a_need_that_is_not_there_is_not_found(
    signed_in: FlaskClient, jens: Profile, need: str
) -> None:
    page(signed_in, f"/vorschlaege/tischlerei?need={need}", 404)


def test_other_weights_live_in_the_address_and_change_the_order(
    signed_in: FlaskClient, jens: Profile, near: Profile, make_profile: MakeProfile
) -> None:
    fitting = {"submarkets": ["design"], "sectors": ["31.01"]}
    make_profile("creative", slug="passend", name="Passend", **FAR | fitting)
    usual = page(signed_in, "/vorschlaege/tischlerei")
    other = page(signed_in, "/vorschlaege/tischlerei?w.locality=0")
    assert [names(usual)[0], names(other)[0]] == ["Nah &lt;b&gt;Design&lt;/b&gt;", "Passend"]
    assert 'name="w.locality" type="range" min="0" max="3.0" step="0.25" value="0.0"' in other
    assert "zählt nicht mit" in other
    assert "Zurück zu den Spielregel-Gewichten" in other
    assert "Zurück zu den Spielregel-Gewichten" not in usual


def test_weights_of_the_rules_are_left_out_of_the_address(
    signed_in: FlaskClient, jens: Profile
) -> None:
    sent = "/vorschlaege/tischlerei?need=1&w.sector_affinity=2.50&w.locality=3&w.stranger=1&x=1"
    answer = signed_in.get(sent)
    assert answer.status_code == 302
    assert answer.location == "/vorschlaege/tischlerei?need=1&w.sector_affinity=2.5"


@pytest.mark.parametrize("weight", ["abc", "-1", "3.5", "nan", "inf", "1e400"])
def test_a_weight_that_makes_no_sense_is_told_at_its_slider(
    signed_in: FlaskClient, jens: Profile, near: Profile, weight: str
) -> None:
    html = page(signed_in, f"/vorschlaege/tischlerei?w.locality={weight}", 400)
    assert '<a href="#w-locality">Nähe: Bitte eine Zahl von 0 bis 3 angeben.</a>' in html
    assert 'aria-describedby="w-locality-share w-locality-error" aria-invalid="true"' in html


def test_all_sliders_at_zero_are_refused_in_words(signed_in: FlaskClient, jens: Profile) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei?w.locality=0&w.sector_affinity=0", 400)
    assert "Mindestens ein Regler muss über 0 stehen." in html


def test_an_empty_side_is_told_from_a_silent_profile_and_from_a_missed_quorum(
    signed_in: FlaskClient, owner: User, make_profile: MakeProfile
) -> None:
    make_profile(slug="stumm", owner_id=owner.id)
    make_profile(slug="ortlos", owner_id=owner.id, about="Wir backen.")
    nobody = page(signed_in, "/vorschlaege/stumm")
    make_profile("creative", slug="auch-ortlos", submarkets=["design"])
    silent = page(signed_in, "/vorschlaege/stumm")
    quorum = page(signed_in, "/vorschlaege/ortlos")
    assert "Auf der anderen Seite ist noch niemand" in nobody
    assert "Dieses Profil sagt noch nicht, worum es geht." in silent
    assert "einen Ort oder eine Postleitzahl angeben" in quorum
    for html in (nobody, silent, quorum):
        assert "Noch niemand hier" in html
        assert "/verzeichnis?kind=creative" in html


def test_the_list_without_ranking_is_one_click_away(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei")
    assert '<a href="/verzeichnis?kind=creative">Alle ohne Rangfolge</a>' in html


def test_the_parts_shown_add_up_to_the_score(
    signed_in: FlaskClient, jens: Profile, far: Profile
) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei/warum/fern")
    line = re.search(r'<p class="sum">Summe: (.*?) = <strong>(.*?)</strong>', html)
    assert line
    numbers = [float(number.replace(",", ".")) for number in line[1].split(" + ")]
    assert len(numbers) == 3
    assert float(line[2].replace(",", ".")) == pytest.approx(sum(numbers), abs=1e-9)


def test_why_says_what_holds_a_pair_back(
    signed_in: FlaskClient, jens: Profile, far: Profile
) -> None:
    words = text_of(page(signed_in, "/vorschlaege/tischlerei/warum/fern"))
    assert "Am meisten bremst „Nähe“" in words
    assert "Der Weg bleibt, wie er ist." in words


def test_why_reckons_with_the_weights_of_the_list(
    signed_in: FlaskClient, jens: Profile, far: Profile
) -> None:
    usual = page(signed_in, "/vorschlaege/tischlerei/warum/fern")
    other = page(signed_in, "/vorschlaege/tischlerei/warum/fern?w.locality=1")
    assert "Mit Ihren eigenen Gewichten." in other
    assert '<td role="cell" class="number" data-label="Für Sie: Gewicht">75 %</td>' in usual
    assert '<td role="cell" class="number" data-label="Für Sie: Gewicht">50 %</td>' in other


def test_why_names_the_scorers_that_had_no_opinion(
    signed_in: FlaskClient, jens: Profile, make_profile: MakeProfile
) -> None:
    make_profile("creative", slug="ortlos", submarkets=["design"])
    words = text_of(page(signed_in, "/vorschlaege/tischlerei/warum/ortlos"))
    assert "Ohne Meinung, weil Angaben fehlen: Nähe." in words
    assert "Dieses Paar wird nicht vorgeschlagen." in words


def test_one_explains_only_partners_of_the_other_kind(
    signed_in: FlaskClient, jens: Profile, make_profile: MakeProfile
) -> None:
    make_profile(slug="kollege")
    make_profile("creative", slug="verborgen", visibility="hidden")
    answers = {
        page(signed_in, f"/vorschlaege/tischlerei/warum/{slug}", 404).replace(slug, "")
        for slug in ("kollege", "verborgen", "fehlt")
    }
    assert len(answers) == 1


def test_a_sheet_for_the_talk_has_both_names_and_room_for_notes(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    html = page(signed_in, "/vorschlaege/tischlerei/warum/nah?blatt=1")
    assert "Tischlerei Krumm" in html
    assert "Nah &lt;b&gt;Design&lt;/b&gt;" in html
    assert '<dd class="notes__tall"></dd>' in html
    assert "Ein Haken:" in html


def test_reasons_and_catch_come_in_the_language_of_the_page(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    words = text_of(page(signed_in, "/en/vorschlaege/tischlerei"))
    assert "Less than 1 km apart" in words
    assert "One catch:" in words
    assert "Ein Haken" not in words
    assert "Weniger als" not in words


def test_titles_differ_and_each_page_has_one_heading(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    titles = set()
    addresses = ("", "?need=1", "?blatt=1", "/warum/nah", "/warum/nah?blatt=1")
    for address in [*(f"/vorschlaege/tischlerei{rest}" for rest in addresses), "/spielregeln"]:
        html = page(signed_in, address)
        titles |= set(re.findall(r"<title>(.*?)</title>", html))
        assert html.count("<h1") == 1
        assert " style=" not in html
    assert len(titles) == 6


def test_needs_that_are_closed_are_not_offered(
    signed_in: FlaskClient, jens: Profile, near: Profile
) -> None:
    with unit_of_work():
        jens.needs.append(Need(text="Längst erledigt", state="closed", position=9))
    assert "Längst erledigt" not in page(signed_in, "/vorschlaege/tischlerei")


def test_a_page_of_suggestions_is_small(
    signed_in: FlaskClient, jens: Profile, make_profile: MakeProfile
) -> None:
    fields: dict[str, Any] = {"submarkets": ["design"], "about": "Ich zeichne. " * 300} | {
        key: AUE[key] for key in ("located_latitude", "located_longitude", "place")
    }
    for number in range(12):
        make_profile("creative", slug=f"c{number}", **fields)
    html = page(signed_in, "/vorschlaege/tischlerei")
    assert len(names(html)) == 10
    assert len(html) < 60_000


def test_a_scorer_that_fails_is_told_on_list_and_pair(
    signed_in: FlaskClient, jens: Profile, far: Profile, app: Flask
) -> None:
    index = app.extensions["matching"].lineup(patient=True).index
    fitted = index.segments[0].scorers["sector_affinity"]
    fitted.score = fitted.explain = None  # whatever it is asked now, it raises
    words = text_of(page(signed_in, "/vorschlaege/tischlerei"))
    pair = text_of(page(signed_in, "/vorschlaege/tischlerei/warum/fern"))
    assert "„Branche und Teilmarkt“ ist gerade ausgefallen; die Reihenfolge ist ohne ihn" in words
    assert "Branche und Teilmarkt 1 zurzeit ausgefallen" in words
    assert "Nähe 3 100 % des Gewichts" in words
    assert "„Branche und Teilmarkt“ ist gerade ausgefallen; gerechnet wird ohne ihn" in pair
