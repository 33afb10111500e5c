"""Registration, confirmation, reset and change: by links that act on a button, once."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.models import Role, User
from matchmaker.accounts.service import find_user, role_named
from matchmaker.accounts.tasks import forget_unconfirmed_accounts
from matchmaker.audit import AuditEntry
from matchmaker.db import db, now, unit_of_work
from tests.accounts.signing_in import (
    PASSWORD,
    cookie,
    link_in,
    mails,
    post,
    sign_in,
    token_on,
    with_cookie,
)

NEW = "jens@example.org"


@pytest.fixture
def client(app: Flask, person: User) -> FlaskClient:
    return app.test_client()


def register(client: FlaskClient, email: str = NEW, **more: str) -> str:
    fields = {"email": email, "password": PASSWORD, "manner": "du"} | more
    answer = post(client, "/registrieren", **fields)
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_the_button_behind_the_link_opens_the_account(client: FlaskClient) -> None:
    register(client)
    (mail,) = mails(NEW)
    assert mail.subject == "Bestätige bitte deine Adresse"
    assert client.get(link_in(mail)).status_code == 200
    assert sign_in(client, NEW).status_code == 400
    assert post(client, link_in(mail)).status_code == 303
    assert sign_in(client, NEW).status_code == 302


def test_a_link_acts_once(client: FlaskClient) -> None:
    register(client)
    link = link_in(mails(NEW)[0])
    token = token_on(client.get(link).text)
    for status in (303, 404):  # pressed twice
        answer = client.post(link, data={"csrf_token": token})
        assert answer.status_code == status
    assert "hat das erste Mal gezählt" in answer.text
    assert client.get(link).status_code == 404


def test_the_english_page_writes_english(client: FlaskClient) -> None:
    post(client, "/en/registrieren", email=NEW, password=PASSWORD, manner="sie")
    (mail,) = mails(NEW)
    assert (mail.subject, link_in(mail)[:4]) == ("Please confirm your address", "/en/")


def test_nobody_can_tell_who_has_an_account(client: FlaskClient, person: User) -> None:
    known, unknown = register(client, person.email), register(client)
    assert known == unknown
    assert mails(person.email)[0].subject == "Sie haben schon einen Zugang"
    texts = []
    for email in (person.email, "niemand@example.org"):
        answer = post(client, "/passwort-vergessen", email=email)
        texts.append(client.get(answer.location).text)
        refused = sign_in(client, email, "ein falsches Passwort")
        texts.append(re.sub(r"csrf_token.*?>", "", refused.text.replace(email, "")))
    assert texts[:2] == texts[2:]


@pytest.mark.parametrize(
    "others", [("eines anderen Passwort", PASSWORD), (PASSWORD, "noch eines!")]
)
def test_of_two_passwords_for_one_address_neither_counts_and_its_mailbox_decides(
    client: FlaskClient, others: tuple[str, str]
) -> None:
    for password in others:
        register(client, password=password, next="/konto/sitzungen")
    first, second = mails(NEW)
    assert client.get(link_in(first)).status_code == 404
    assert second.subject == "Wähle bitte dein Passwort"
    for password in others:
        assert sign_in(client, NEW, password).status_code == 400
    chosen = post(client, link_in(second), password="selbst gewählt und lang")
    assert chosen.location == "/anmelden?next=/konto/sitzungen"
    for password in others:
        assert sign_in(client, NEW, password).status_code == 400
    assert sign_in(client, NEW, "selbst gewählt und lang").status_code == 302


def test_whoever_was_first_gains_nothing_by_registering_once_more(client: FlaskClient) -> None:
    register(client, password="eines anderen Passwort")
    register(client)
    with time_machine.travel(now() + timedelta(minutes=2)):
        register(client, password="eines anderen Passwort")
        last = mails(NEW)[-1]
        assert last.subject == "Wähle bitte dein Passwort"
        post(client, link_in(last), password="selbst gewählt und lang")
        assert sign_in(client, NEW, "eines anderen Passwort").status_code == 400


def test_a_form_sent_twice_sends_one_mail_and_later_another(client: FlaskClient) -> None:
    for _ in range(3):
        register(client)
    (mail,) = mails(NEW)
    with time_machine.travel(now() + timedelta(minutes=2)):
        register(client)
        assert len(mails(NEW)) == 2
        post(client, link_in(mails(NEW)[1]))
        for _ in range(3):
            post(client, "/passwort-vergessen", email=NEW)
        assert len(mails(NEW)) == 3
    assert client.get(link_in(mail)).status_code == 404


def test_unconfirmed_accounts_vanish_after_seven_days(client: FlaskClient) -> None:
    register(client)
    with time_machine.travel(now() + timedelta(days=7) - timedelta(minutes=1)):
        forget_unconfirmed_accounts()
    assert find_user(NEW) is not None
    with time_machine.travel(now() + timedelta(days=7)):
        forget_unconfirmed_accounts()
    db.session.rollback()
    assert find_user(NEW) is None


@pytest.mark.parametrize(
    "password", ["kurz", "passwort123", "1234567890", "qwertz12345", "aaaaaaaaaaaa", NEW]
)
def test_weak_passwords_are_refused_with_the_input_kept(client: FlaskClient, password: str) -> None:
    answer = post(client, "/registrieren", email=NEW, password=password, manner="sie")
    assert (answer.status_code, f'value="{NEW}"' in answer.text) == (400, True)
    assert f'type="password" value="{password}"' not in answer.text


def test_each_mistake_of_an_empty_form_says_which_field_it_means(client: FlaskClient) -> None:
    answer = post(client, "/registrieren", email="", password="", manner="sie")
    assert (400, True) == (answer.status_code, "<title>Fehler: Mitmachen" in answer.text)
    told = re.findall(r'<a href="#(email|password)">([^<]+)</a>', answer.text)
    assert ["email", "password"] == [field for field, _sentence in told]
    assert 2 == len({sentence for _field, sentence in told})


def test_a_reset_ends_all_sessions_and_says_so(
    app: Flask, client: FlaskClient, person: User
) -> None:
    sign_in(client, person.email)
    copied, visitor = cookie(client), app.test_client()
    post(visitor, "/passwort-vergessen", email=person.email)
    link = link_in(mails(person.email)[0])
    new = "ganz neu und auch lang"
    assert post(visitor, link, password=new).status_code == 303
    assert with_cookie(app, copied).get("/konto").status_code == 302
    assert mails(person.email)[1].subject == "Ihr Passwort wurde geändert"
    assert visitor.get(link).status_code == 404
    assert sign_in(visitor, person.email, new).status_code == 302


def test_a_reset_link_ends_after_an_hour(client: FlaskClient, person: User) -> None:
    post(client, "/passwort-vergessen", email=person.email)
    link = link_in(mails(person.email)[0])
    with time_machine.travel(now() + timedelta(minutes=60)):
        assert client.get(link).status_code == 404


def test_a_clock_that_goes_back_prolongs_no_link_and_keeps_nobody_from_another(
    client: FlaskClient, person: User
) -> None:
    post(client, "/passwort-vergessen", email=person.email)
    link = link_in(mails(person.email)[-1])
    with time_machine.travel(now() - timedelta(hours=3)):
        assert client.get(link).status_code == 404
        post(client, "/passwort-vergessen", email=person.email)
        another = link_in(mails(person.email)[-1])
        assert another != link
        assert client.get(another).status_code == 200


def test_an_address_changes_when_both_addresses_agree(client: FlaskClient, person: User) -> None:
    old = person.email
    sign_in(client, old)
    answer = post(client, "/konto/adresse", email=NEW, current=PASSWORD)
    assert answer.status_code == 303
    post(client, link_in(mails(NEW)[0]))
    db.session.rollback()
    assert find_user(old) is not None
    post(client, link_in(mails(old)[0]))
    db.session.rollback()
    assert (find_user(old), find_user(NEW) is not None) == (None, True)


def test_the_address_as_password_is_named_as_what_it_is(client: FlaskClient) -> None:
    for password in ("Neu.Hier@example.org", "neu.hier@example.org"):
        answer = post(client, "/registrieren", email="neu.hier@example.org", password=password)
        assert answer.status_code == 400
        assert "Ihre Adresse ist kein gutes Passwort" in answer.text


def test_whoever_gets_no_mail_reads_how_to_have_another(client: FlaskClient) -> None:
    html = client.get("/registrieren/weiter").text
    assert "registrieren Sie sich nach einer Minute noch einmal" in html
    assert 'href="/registrieren"' in html


def test_the_own_address_is_no_new_one(client: FlaskClient, person: User) -> None:
    sign_in(client, person.email)
    answer = post(client, "/konto/adresse", email=" Mira@example.org", current=PASSWORD)
    assert (answer.status_code, mails(person.email)) == (400, [])
    assert "Das ist schon Ihre Adresse." in answer.text


def test_language_and_manner_are_chosen_in_the_account(client: FlaskClient, person: User) -> None:
    sign_in(client, person.email)
    assert post(client, "/konto/sprache", locale="en", manner="du").status_code == 303
    db.session.rollback()
    user = find_user("mira@example.org")
    assert user is not None
    assert (user.locale, user.informal) == ("en", True)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "/%09/evil.example\t",
        "/\t/evil.example",
        "@evil.example",
        "/.//evil.example",
    ],
)
def test_signing_in_leads_to_a_path_on_this_host(
    client: FlaskClient, person: User, elsewhere: str
) -> None:
    assert sign_in(client, person.email, next=elsewhere).location == "/konto"


def test_signing_in_leads_back_to_where_one_came_from(client: FlaskClient, person: User) -> None:
    assert sign_in(client, person.email, next="/konto/sitzungen?a=1").location == (
        "/konto/sitzungen?a=1"
    )


def test_a_failed_sign_in_is_noted_without_an_address(client: FlaskClient, person: User) -> None:
    sign_in(client, person.email, "ein falsches Passwort")
    db.session.rollback()
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "signin.failed"))
    assert (entry.actor, entry.subject, entry.facts) == ("visitor", "", {})


def test_a_role_that_another_request_creates_meanwhile_is_there_once(app: Flask) -> None:
    with app.app_context():
        with unit_of_work(), db.session.no_autoflush:
            db.session.add(Role(name="member"))
            assert role_named("member").name == "member"
        assert db.session.scalars(select(Role.name).where(Role.name == "member")).all() == [
            "member"
        ]
