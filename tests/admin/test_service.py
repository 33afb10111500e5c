"""What the overview and the list of unknown words say."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from matchmaker.admin import service
from matchmaker.db import db, unit_of_work
from matchmaker.matching import scorers
from matchmaker.profiles.models import Profile

MakeProfile = Callable[..., Profile]


def test_the_overview_counts_profiles_and_those_that_wait(
    make_profile: MakeProfile, admin: FlaskClient
) -> None:
    make_profile()
    make_profile("creative")
    make_profile("creative", approved=False)
    html = "".join(admin.get("/admin").text.split())
    for name, count in (("Betriebe", 1), ("Kreative", 2), ("Nochnichtfreigegeben", 1)):
        assert f"<dt>{name}</dt><dd>{count}</dd>" in html


def test_the_overview_says_in_words_what_is_not_ready(app: Flask, admin: FlaskClient) -> None:
    app.extensions["readiness"]["jobs"] = lambda: (False, "No worker is running.")
    german = admin.get("/admin").text
    with app.app_context():  # of its own, as each request has on a server
        english = admin.get("/en/admin").text
    assert "Die Datenbank antwortet." in german
    assert "Es läuft kein Arbeitsprozess." in german
    assert "Etwas braucht Ihre Aufmerksamkeit." in german
    assert "No worker process is running." in english


def test_every_part_of_the_installation_has_words_of_both_languages(app: Flask) -> None:
    assert app.extensions["readiness"].keys() == service.PARTS.keys()


def test_the_overview_names_a_scorer_that_is_paused_and_why(admin: FlaskClient) -> None:
    assert "Kein Baustein ist defekt oder pausiert." in admin.get("/admin").text
    with unit_of_work():
        scorers.record_fault(db.session(), "locality", "It fell over.", final=True)
    html = admin.get("/admin").text
    assert "Ein Baustein ist defekt oder pausiert" in html
    assert "It fell over." in html


def test_unknown_words_of_published_needs_come_most_frequent_first(
    make_profile: MakeProfile, admin: FlaskClient
) -> None:
    make_profile(needs=["Der Quirlbaum", "Quirlbaum und Zwackelhorn"])
    make_profile(needs=["Geheimkram"], visibility="hidden")
    draft = make_profile(needs=["Halbfertiges Wurzelwerkzeugx"])
    with unit_of_work():
        db.session.get_one(Profile, draft.id).needs[0].state = "draft"
    html = "".join(admin.get("/admin/woerter").text.split())
    row = '<thscope="row">{}</th><tdclass="number">{}</td>'
    assert html.index(row.format("Quirlbaum", 2)) < html.index(row.format("Zwackelhorn", 1))
    assert "Geheimkram" not in html
    assert "Wurzelwerkzeugx" not in html


def test_a_book_that_cannot_be_read_is_said_instead_of_an_error(
    make_profile: MakeProfile, admin: FlaskClient
) -> None:
    make_profile(needs=["Quirlbaum"])
    with unit_of_work():
        settings = {"book": "/nirgends/buch"}
        scorers.decide("translation_book", enabled=True, weight=1.0, settings=settings)
    answer = admin.get("/admin/woerter")
    assert answer.status_code == 200
    assert "Das Buch lässt sich nicht lesen" in answer.text
