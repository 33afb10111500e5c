"""The second factor: nobody is in before it, each code counts once, and it can be lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from matchmaker.accounts.factor_models import RecoveryCode, SecondFactor
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, now, unit_of_work
from tests.accounts.signing_in import PASSWORD, cookie, mails, post, sign_in, token_on, with_cookie
from tests.routes import routes_of

ENTER = "/anmelden/zweiter-schritt"
FACTOR = "/konto/zweiter-faktor"
Clock = time_machine.Traveller


def digits(page: str) -> str:
    """What the app shows that has read the key on the page."""
    key = re.search(r"<code>([A-Z0-9-]{20,})</code>", page)
    assert key is not None
    return str(TOTP(key=key[1]).generate(now().timestamp()).token)


def secret_on(page: str) -> str:
    found = re.search(r'name="secret"[^>]* value="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """The key and the codes for paper."""
    page = client.get(FACTOR).text
    key = re.search(r"<code>([A-Z0-9-]{20,})</code>", page)
    assert key is not None
    fields = {"csrf_token": token_on(page), "secret": secret_on(page), "code": digits(page)}
    asked = {"current": PASSWORD} if 'name="current"' in page else {}
    answer = client.post(FACTOR, data=fields | asked)
    assert answer.status_code == 200
    assert 'action="/abmelden"' in answer.text  # whoever reads it is in by now
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", answer.text)
    assert len(set(codes)) == 10
    return key[1], codes


def shown(key: str) -> str:
    return str(TOTP(key=key).generate(now().timestamp()).token)


def begin(app: Flask, email: str = "mira@example.org") -> FlaskClient:
    """Somebody who knows the password, before the second step."""
    client = app.test_client()
    answer = sign_in(client, email)
    assert answer.location == ENTER
    return client


def enter(client: FlaskClient, code: str) -> TestResponse:
    return post(client, ENTER, code=code)


def is_in(client: FlaskClient) -> bool:
    return client.get("/konto").status_code == 200


def test_after_the_password_nobody_is_in_yet(app: Flask, mira: FlaskClient, clock: Clock) -> None:
    key, _codes = set_up(mira)
    assert is_in(mira)
    clock.shift(timedelta(seconds=60))
    client = begin(app)
    before = cookie(client)
    for page in ("/konto", "/konto/passwort", "/konto/daten", "/konto/sitzungen", FACTOR):
        assert client.get(page).status_code in (302, 303), page
        if page == FACTOR:  # out of order: the way begins anew
            client = begin(app)
            before = cookie(client)
    assert enter(client, "000000").status_code == 400
    assert not is_in(client)
    assert enter(client, shown(key)).location == "/konto"
    assert is_in(client)
    assert cookie(client) != before
    assert not is_in(with_cookie(app, before))


def test_a_second_click_shows_what_the_first_one_did(mira: FlaskClient) -> None:
    page = mira.get(FACTOR).text
    fields = {"csrf_token": token_on(page), "secret": secret_on(page), "code": digits(page)}
    sent = fields | {"current": PASSWORD}
    assert mira.post(FACTOR, data=sent).status_code == 200
    for password in (PASSWORD, "falsch"):  # nobody learns by it which one is right
        again = mira.post(FACTOR, data=sent | {"current": password})
        assert (again.status_code, again.location) == (303, FACTOR)
    state = mira.get(FACTOR).text
    assert "schon eingerichtet" in state
    assert "noch 10 unbenutzt" in state


def test_digits_count_once(app: Flask, mira: FlaskClient, clock: Clock) -> None:
    key, _codes = set_up(mira)
    assert enter(begin(app), shown(key)).status_code == 400, "it was used to set the factor up"
    clock.shift(timedelta(seconds=60))
    code = shown(key)
    assert enter(begin(app), code).status_code == 303
    assert enter(begin(app), code).status_code == 400
    clock.shift(timedelta(seconds=600))
    assert enter(begin(app), code).status_code == 400


def test_a_code_on_paper_counts_once(app: Flask, mira: FlaskClient) -> None:
    _key, codes = set_up(mira)
    typed = codes[3].upper().replace("-", " ")
    assert enter(begin(app), f" {typed} ").status_code == 303
    assert enter(begin(app), codes[3]).status_code == 400
    assert "noch 9 unbenutzt" in mira.get(FACTOR).text


def test_the_person_is_told_what_happened_to_it(
    app: Flask, mira: FlaskClient, clock: Clock
) -> None:
    _key, codes = set_up(mira)
    clock.shift(timedelta(seconds=1))
    enter(begin(app), codes[0])
    clock.shift(timedelta(seconds=1))
    post(mira, f"{FACTOR}/aus", FACTOR, current=PASSWORD)
    assert [mail.subject for mail in mails("mira@example.org")] == [
        "Zweiter Faktor eingeschaltet",
        "Ein Code auf Papier wurde benutzt",
        "Zweiter Faktor ausgeschaltet",
    ]


def test_the_second_step_does_not_wait_for_ever(
    app: Flask, mira: FlaskClient, clock: Clock
) -> None:
    key, _codes = set_up(mira)
    client = begin(app)
    page = client.get(ENTER).text
    clock.shift(timedelta(minutes=11))
    late = client.post(ENTER, data={"csrf_token": token_on(page), "code": shown(key)})
    assert late.location.startswith("/anmelden")
    assert not is_in(client)
    assert client.get(ENTER).status_code == 303


def test_the_wanted_page_is_kept_and_no_other_host_is_one(app: Flask, mira: FlaskClient) -> None:
    _key, codes = set_up(mira)
    for wanted, there in (("/konto/sitzungen", "/konto/sitzungen"), ("//evil.example", "/konto")):
        client = app.test_client()
        answer = sign_in(client, "mira@example.org", next=wanted)
        assert answer.location.startswith(ENTER)
        assert post(client, answer.location, code=codes.pop()).location == there


def test_other_sessions_end_when_it_is_set_up(app: Flask, mira: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, "mira@example.org")
    assert is_in(other)
    set_up(mira)
    assert not is_in(other)
    assert is_in(mira)


def test_nothing_stored_opens_anything(app: Flask, mira: FlaskClient) -> None:
    key, codes = set_up(mira)
    factor = db.session.query(SecondFactor).one()
    digests = [row.digest for row in db.session.query(RecoveryCode)]
    assert key.replace("-", "") not in factor.secret
    stored = " ".join([factor.secret, *digests])
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_new_codes_and_switching_off_ask_for_the_password(app: Flask, mira: FlaskClient) -> None:
    _key, codes = set_up(mira)
    for what in ("codes", "aus"):
        assert post(mira, f"{FACTOR}/{what}", FACTOR, current="falsch").status_code == 400
    renewed = post(mira, f"{FACTOR}/codes", FACTOR, current=PASSWORD)
    assert renewed.status_code == 200
    assert not set(codes) & set(re.findall(r"<code>([a-z0-9-]{14})</code>", renewed.text))
    assert enter(begin(app), codes[0]).status_code == 400
    assert post(mira, f"{FACTOR}/aus", FACTOR, current=PASSWORD).status_code == 303
    assert sign_in(app.test_client(), "mira@example.org").location == "/konto"


@pytest.mark.parametrize(
    "secret", ["", "{}", "x", '{"v":1,"type":"totp","key":"GEZDGNBVGY3TQOJQ"}']
)
def test_a_page_that_was_tampered_with_sets_nothing_up(secret: str, mira: FlaskClient) -> None:
    answer = post(mira, FACTOR, FACTOR, secret=secret, code="123456", current=PASSWORD)
    assert answer.status_code in (303, 400)
    assert db.session.query(SecondFactor).count() == 0


class TestRequiredOfOffices:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"office_two_factor": "on"})

    @pytest.fixture
    def krause(self, app: Flask, person: User, clock: Clock) -> FlaskClient:
        with unit_of_work():
            create_office("nah", "Amt nah", ["094"])
            create_user("krause@example.org", "office", password=PASSWORD, office_slug="nah")
        client = app.test_client()
        assert sign_in(client, "krause@example.org").location == FACTOR
        return client

    def test_an_office_sets_it_up_before_it_sees_anything(self, krause: FlaskClient) -> None:
        for page in ("/schreibtisch", "/konto", "/konto/passwort"):
            assert krause.get(page).status_code in (302, 303, 404)
        set_up(krause)
        assert krause.get("/schreibtisch").status_code == 200
        assert post(krause, f"{FACTOR}/aus", FACTOR, current=PASSWORD).status_code == 400

    def test_members_are_not_asked(self, app: Flask, person: User) -> None:
        client = app.test_client()
        assert sign_in(client, "mira@example.org").location == "/konto"
        assert is_in(client)

    def test_a_session_from_before_the_setting_counts_no_more(
        self, app: Flask, krause: FlaskClient, settings: Settings
    ) -> None:
        app.config["SETTINGS"] = settings.model_copy(update={"office_two_factor": "off"})
        client = app.test_client()
        sign_in(client, "krause@example.org")
        assert is_in(client)
        app.config["SETTINGS"] = settings
        assert not is_in(client)
        assert sign_in(client, "krause@example.org").location == FACTOR


class TestGuessing:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"rate_limits": "on"})

    def test_a_few_tries_only(self, app: Flask, mira: FlaskClient) -> None:
        set_up(mira)
        client = begin(app)
        page = client.get(ENTER).text
        form = {"csrf_token": token_on(page), "code": "000000"}
        answers = [client.post(ENTER, data=form) for _ in range(12)]
        assert answers[0].status_code == 400
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) > 0


MATRIX = {
    # route and method: what a visitor, somebody before the second step, and a member are answered
    (ENTER, "GET"): (303, 200, 303),
    (ENTER, "POST"): (303, 400, 303),
    (FACTOR, "GET"): (303, 303, 200),
    (FACTOR, "POST"): (303, 303, 303),
    (f"{FACTOR}/app", "GET"): (303, 303, 303),
    (f"{FACTOR}/codes", "POST"): (302, 302, 400),
    (f"{FACTOR}/aus", "POST"): (302, 302, 400),
}


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_its_people_alone(
    route: str, method: str, app: Flask, mira: FlaskClient
) -> None:
    set_up(mira)
    people = (app.test_client(), begin(app), mira)
    app.config["CSRF_EVERYWHERE"] = False
    statuses = tuple(client.open(route, method=method).status_code for client in people)
    assert statuses == MATRIX[route, method]


def test_no_route_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes_of(app, "second_factor")
    assert found == set(MATRIX)
