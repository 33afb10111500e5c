"""Sie or du: chosen by a person, obeyed by their pages, and unknown to everybody else's."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from matchmaker.accounts.models import User
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Profile
from tests.accounts.signing_in import PASSWORD, OwnContext, post, sign_in
from tests.lineup import by_distance_alone
from tests.reading import words_of
from tests.statements import statements

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def mira(app: Flask, person: User) -> OwnContext:
    """The browser of somebody who is called du."""
    with unit_of_work():
        db.session.get_one(User, person.id).informal = True
    return browser(app, person)


def browser(app: Flask, person: User) -> OwnContext:
    client = app.test_client()
    assert isinstance(client, OwnContext)
    assert sign_in(client, person.email).status_code == 302
    return client


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("/konto", "Was wir über dich speichern"),
        ("/konto", "Noch hast du kein Profil. Mit einem Satz fängst du an."),
        ("/konto/passwort", "Dein jetziges Passwort"),
        ("/konto/profil/neu", "alles andere kannst du auslassen"),
        ("/admin", "Vielleicht ist die Adresse vertippt"),
        ("/verzeichnis?place=Xyzzyburg", "Versuche es mit der Postleitzahl"),
    ],
)
def test_pages_say_du_to_whoever_chose_it(mira: OwnContext, page: str, sentence: str) -> None:
    answer = mira.get(page)

    assert sentence in answer.text
    assert '<html lang="de">' in answer.text


def test_steps_and_suggestions_of_a_profile_say_du(
    person: User, mira: OwnContext, make_profile: MakeProfile
) -> None:
    home = {"postal_code": "09456", "located_latitude": 50.59, "located_longitude": 12.98}
    make_profile("creative", slug="mira", owner_id=person.id, **home)
    make_profile(slug="jens", **home)

    assert "Was sich durch dich verändert" in mira.get("/konto/profil/mira/angebot").text
    assert "was für dich dafür spricht" in mira.get("/vorschlaege/mira").text


def test_errors_of_forms_and_the_words_after_them_say_du(mira: OwnContext) -> None:
    wrong = post(mira, "/konto/passwort", current="falsch", password="")
    changed = post(
        mira, "/konto/passwort", current=PASSWORD, password="noch vier lange Wörter mehr"
    )

    assert "Das ist nicht dein jetziges Passwort." in wrong.text
    assert "Bitte schreib ein Passwort." in wrong.text
    assert changed.status_code == 303
    assert "Dein Passwort ist geändert." in mira.get("/konto").text


def test_the_number_of_mistakes_keeps_its_plural(mira: OwnContext) -> None:
    assert "Bitte prüfe 2 Angaben" in post(mira, "/konto/passwort").text


def test_whoever_chose_nothing_or_sie_reads_sie(app: Flask, person: User) -> None:
    assert "Was wir über Sie speichern" in browser(app, person).get("/konto").text


def test_the_choice_counts_from_the_next_page_on(app: Flask, person: User) -> None:
    client = browser(app, person)

    post(client, "/konto/sprache", locale="de", manner="du")
    assert "Was wir über dich speichern" in client.get("/konto").text
    post(client, "/konto/sprache", locale="de", manner="sie")
    assert "Was wir über Sie speichern" in client.get("/konto").text


def test_english_knows_no_du(app: Flask, person: User, mira: OwnContext) -> None:
    called_du = mira.get("/en/konto/passwort").text
    with unit_of_work():
        db.session.get_one(User, person.id).informal = False

    assert '<html lang="en">' in called_du
    assert words_of(called_du) == words_of(mira.get("/en/konto/passwort").text)


def test_nobody_else_is_called_du_meanwhile(app: Flask, mira: OwnContext) -> None:
    mira.get("/konto")

    assert "Sie haben schon einen Zugang?" in app.test_client().get("/registrieren").text


def test_pages_for_one_person_are_kept_by_no_cache(mira: OwnContext) -> None:
    headers = mira.get("/konto").headers

    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def test_for_a_visitor_the_database_is_not_asked(app: Flask, person: User) -> None:
    visitor = app.test_client()
    with statements() as asked:
        assert visitor.get("/nirgends").status_code == 404
        assert visitor.put("/anmelden").status_code == 405

    assert asked == []


def test_du_costs_no_question_more_than_sie(app: Flask, person: User) -> None:
    client, counted = browser(app, person), []
    for du in (False, True):
        with unit_of_work():
            db.session.get_one(User, person.id).informal = du
        client.get("/konto")  # takes away what was said before
        with statements() as asked:
            for page in ("/konto", "/konto/sitzungen", "/verzeichnis?place=Xyzzyburg", "/nirgends"):
                client.get(page)
            post(client, "/konto/sprache", locale="de", manner="du" if du else "sie")
        counted.append(asked)

    assert counted[0] == counted[1]


def test_after_the_commit_nobody_is_asked_for(mira: OwnContext) -> None:
    with statements() as asked:
        post(mira, "/konto/sprache", locale="de", manner="sie")

    changed = next(
        n for n, each in enumerate(asked) if each.startswith("UPDATE users SET informal")
    )
    after = asked[asked.index("COMMIT", changed) :]
    assert not [each for each in after if "FROM users" in each]


def test_a_database_that_is_away_is_not_asked_how_to_say_so(app: Flask, mira: OwnContext) -> None:
    asked = []

    def away(_uid: str) -> None:
        asked.append(1)
        raise OperationalError("SELECT", {}, Exception("away"))

    app.login_manager.user_loader(away)  # type: ignore[attr-defined]
    answer = mira.get("/konto")

    assert answer.status_code == 503
    assert "Gerade nicht erreichbar" in answer.text
    assert asked == [1]


def test_the_last_page_says_du_as_all_before_it(mira: OwnContext) -> None:
    page = mira.get("/konto/loeschen").text
    gone = post(mira, "/konto/loeschen", current=PASSWORD)

    assert "Dein Zugang mit E-Mail-Adresse" in page
    assert "Danke, dass du da warst." in gone.text
    assert "Anmelden" in gone.text
