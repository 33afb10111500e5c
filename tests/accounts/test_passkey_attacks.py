"""Nobody makes or uses a passkey but whose it is, for each question once, on this site alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts import passkeys
from matchmaker.accounts.service import find_user
from matchmaker.config import Settings
from tests.accounts.authenticator import ORIGIN, PRESENT, VERIFIED, Authenticator
from tests.accounts.passkey_steps import (
    ENTER,
    KEYS,
    MAKE,
    NEW,
    add,
    asked,
    jens_with,
    name_it,
    options_on,
    send,
    stored,
)
from tests.accounts.signing_in import token_on
from tests.accounts.test_second_factor import FACTOR, begin, is_in


@pytest.mark.parametrize("what", ["origin", "site", "challenge", "absent", "kind"])
def test_a_wrong_answer_makes_none(what: str, mira: FlaskClient) -> None:
    name_it(mira)
    options = options_on(mira.get(MAKE).text)
    device = Authenticator(flags=0 if what == "absent" else VERIFIED | PRESENT)
    answer = device.make(
        options | ({"challenge": "A" * 43} if what == "challenge" else {}),
        origin="https://evil.example" if what == "origin" else ORIGIN,
        rp="evil.example" if what == "site" else "",
    )
    if what == "kind":
        answer = device.sign(options | {"rpId": "localhost"})
    refused = send(mira, MAKE, answer)
    assert (refused.status_code, stored()) == (400, [])
    assert "ließ sich nicht anlegen" in refused.text
    assert add(mira, Authenticator()).status_code == 200, "the next try may still succeed"


def test_a_refused_answer_uses_the_question_up_without_giving_more_time(
    mira: FlaskClient, clock: time_machine.Traveller
) -> None:
    name_it(mira)
    options = options_on(mira.get(MAKE).text)
    clock.shift(timedelta(minutes=6))
    assert send(mira, MAKE, "{}").status_code == 400
    assert options_on(mira.get(MAKE).text)["challenge"] != options["challenge"]
    assert send(mira, MAKE, Authenticator().make(options)).status_code == 400
    clock.shift(timedelta(minutes=6))
    assert mira.get(MAKE).location == NEW


def test_a_passkey_belongs_to_one_account(
    app: Flask, mira: FlaskClient, device: Authenticator
) -> None:
    jens = jens_with(app, Authenticator())
    for client in (jens, mira):
        again = replace(device)
        answer = add(client, again)
        assert answer.status_code == 400
        assert "gehört er schon zu einem Zugang" in answer.text
    assert len(stored()) == 2


def test_a_question_is_answered_once(app: Flask, device: Authenticator) -> None:
    shared = replace(device)
    client = begin(app)
    page = client.get(ENTER).text
    answer = device.sign(options_on(page))
    assert send(client, ENTER, answer).status_code == 303
    other = begin(app)
    assert send(other, ENTER, answer).status_code == 400
    shared.count = 50
    assert send(other, ENTER, shared.sign(options_on(page))).status_code == 400
    assert not is_in(other)


def test_two_requests_at_once_do_not_share_an_answer(app: Flask, mira: FlaskClient) -> None:
    device = Authenticator(count=0)
    add(mira, device)
    with app.test_request_context():
        user = find_user("mira@example.org")
        assert user is not None
        question = passkeys.Question(passkeys.Site("localhost", ORIGIN), "B" * 43)
        answer = device.sign({"challenge": "B" * 43, "rpId": "localhost"})
        accepted = [passkeys.accept(user, question, answer) for _ in range(2)]
    assert accepted == [True, False]


@pytest.mark.parametrize(
    "what", ["origin", "site", "challenge", "absent", "signature", "copied", "handle", "of jens"]
)
def test_a_wrong_answer_opens_nothing(
    what: str, app: Flask, mira: FlaskClient, device: Authenticator
) -> None:
    wrong = replace(device, flags=0) if what == "absent" else replace(device)
    if what == "signature":
        wrong.key = Authenticator().key
    elif what == "copied":
        wrong.count = device.count - 1  # signs with the number that was there already
    elif what == "handle":
        wrong.handle = "QUJD"
    elif what == "of jens":
        wrong = Authenticator()
        jens_with(app, wrong)
        wrong.handle = device.handle
    client = begin(app)
    options = asked(client) | ({"challenge": "A" * 43} if what == "challenge" else {})
    answer = wrong.sign(
        options,
        origin="http://localhost:8443" if what == "origin" else ORIGIN,
        rp="evil.example" if what == "site" else "",
    )
    refused = send(client, ENTER, answer)
    assert refused.status_code == 400
    assert "Dieser Passkey hat nicht gezählt." in refused.text
    assert not is_in(client)
    device.count += 1
    assert send(client, ENTER, device.sign(asked(client))).status_code == 303


HOSTILE = (
    "",
    "null",
    "[]",
    "{",
    "NaN",
    "[" * 3000,
    '{"a":' * 3000,
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
    json.dumps({"id": 1, "rawId": [], "type": {}, "response": None}),
    '{"id": "\\ud800", "rawId": "\\ud800", "type": "public-key", "response": {}}',
    "🔑" * 5000,
    "x" * 30_000,
)


def test_nonsense_is_refused_plainly(app: Flask, mira: FlaskClient, device: Authenticator) -> None:
    client = begin(app)
    right = json.loads(device.sign(asked(client)))
    name_it(mira)
    new = json.loads(Authenticator().make(options_on(mira.get(MAKE).text)))
    for answer in (*HOSTILE, *spoilt(right), *spoilt(new)):
        for person, address in ((client, ENTER), (mira, MAKE)):
            assert send(person, address, answer).status_code == 400, (address, answer[:80])
    assert len(stored()) == 1


def spoilt(right: dict[str, Any]) -> Iterator[str]:
    """An answer with each of its parts missing or replaced."""
    for name in right["response"]:
        for part in (None, "", "A", "!", "AAAA", "oWNmbXQ", 7, [], "Z" * 5000):
            yield json.dumps(right | {"response": right["response"] | {name: part}})
    for name in ("id", "rawId", "type"):
        for part in (None, "", "A", 7, {}, "Z" * 5000):
            yield json.dumps(right | {name: part})


def test_a_form_without_token_changes_nothing(app: Flask, device: Authenticator) -> None:
    client = begin(app)
    answer = device.sign(asked(client))
    assert client.post(ENTER, data={"answer": answer}).status_code == 400
    assert not is_in(client)


def test_a_name_is_shown_as_it_was_typed(mira: FlaskClient) -> None:
    hostile = '"><script>alert(1)</script>'
    add(mira, Authenticator(), hostile)
    uid = stored()[0].uid
    for page in (FACTOR, f"{KEYS}/{uid}", "/konto/daten"):
        html = mira.get(page).text
        assert hostile not in html
        assert hostile in unescape(html)


class TestGuessing:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"rate_limits": "on"})

    def test_a_few_tries_only(self, app: Flask, device: Authenticator) -> None:
        client = begin(app)
        form = {"csrf_token": token_on(client.get(ENTER).text), "answer": "{}"}
        answers = [client.post(ENTER, data=form) for _ in range(12)]
        assert answers[0].status_code == 400
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) > 0

    def test_a_password_is_tried_a_few_times_only(self, mira: FlaskClient) -> None:
        form = {"csrf_token": token_on(mira.get(NEW).text), "name": "x", "current": "falsch"}
        statuses = [mira.post(NEW, data=form).status_code for _ in range(11)]
        assert statuses == [400] * 10 + [429]
