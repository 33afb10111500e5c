"""What is sent twelve times at the same moment counts once, for whoever has an account or a link.

SQLite has one writer; it is PostgreSQL that has to be told who comes first.
"""

from collections import Counter

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker.accounts import registration
from matchmaker.accounts.factor_models import RecoveryCode
from matchmaker.accounts.models import User
from matchmaker.accounts.second_factor import renew_codes
from matchmaker.db import db, unit_of_work
from tests.accounts.authenticator import Authenticator
from tests.accounts.signing_in import PASSWORD, cookie, link_in, mails, token_on
from tests.at_once import at_once, entries

OTHER = "vier andere Wörter sind besser"
HOST = "http://localhost"


def test_a_link_for_a_new_password_counts_once(app: Flask, person: User) -> None:
    with unit_of_work():
        registration.ask_for_reset(person.email, HOST)
    address = link_in(mails(person.email)[-1])
    sent = {"csrf_token": token_on(app.test_client().get(address).text), "password": OTHER}
    assert Counter({303: 1, 404: 11}) == at_once(app, "", [(address, sent)] * 12)
    assert entries("account.password_changed") == 1
    assert len(mails(person.email)) == 2


def test_a_password_is_changed_once(app: Flask, person: User, mira: FlaskClient) -> None:
    token = token_on(mira.get("/konto/passwort").text)
    sent = {"csrf_token": token, "current": PASSWORD, "password": OTHER}
    answers = at_once(app, cookie(mira), [("/konto/passwort", sent)] * 12)
    assert answers[303] == 1
    assert answers.keys() <= {302, 303, 400}  # signed out by the first, or no longer the password
    assert entries("account.password_changed") == 1
    assert len(mails(person.email)) == 1


def test_an_address_is_asked_for_once(app: Flask, person: User, mira: FlaskClient) -> None:
    token = token_on(mira.get("/konto/adresse").text)
    sent = {"csrf_token": token, "current": PASSWORD, "email": "neu@example.org"}
    assert Counter({303: 12}) == at_once(app, cookie(mira), [("/konto/adresse", sent)] * 12)
    assert [1, 1] == [len(mails(address)) for address in (person.email, "neu@example.org")]


def test_an_address_changes_also_where_both_say_yes_at_the_same_moment(
    app: Flask, person: User
) -> None:
    with unit_of_work():
        registration.ask_for_address(person, "neu@example.org", HOST)
    links = [link_in(mails(address)[-1]) for address in (person.email, "neu@example.org")]
    token = {"csrf_token": token_on(app.test_client().get(links[0]).text)}
    answers = at_once(app, "", [(link, token) for link in links] * 6)
    assert Counter({303: 2, 404: 10}) == answers
    db.session.refresh(person)
    assert person.email == "neu@example.org"
    assert entries("account.address_changed") == 1


def test_of_codes_for_paper_that_are_renewed_at_once_the_last_ten_count(
    app: Flask, person: User, mira: FlaskClient, device: Authenticator
) -> None:
    with unit_of_work():
        renew_codes(person)
    token = token_on(mira.get("/konto/zweiter-faktor").text)
    sent = {"csrf_token": token, "current": PASSWORD}
    address = "/konto/zweiter-faktor/codes"
    assert Counter({200: 12}) == at_once(app, cookie(mira), [(address, sent)] * 12)
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 10


def test_the_second_factor_goes_once(
    app: Flask, person: User, mira: FlaskClient, device: Authenticator
) -> None:
    told = len(mails(person.email))
    token = token_on(mira.get("/konto/zweiter-faktor").text)
    sent = {"csrf_token": token, "current": PASSWORD}
    assert Counter({303: 12}) == at_once(
        app, cookie(mira), [("/konto/zweiter-faktor/aus", sent)] * 12
    )
    assert entries("second_factor.removed") == 1
    assert len(mails(person.email)) == told + 1
