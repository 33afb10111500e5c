"""Who asks too often has to wait; headers do not help."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker import create_app
from matchmaker.config import Settings
from matchmaker.db import Base, db
from matchmaker.web.limits import client


@pytest.fixture
def limited(settings: Settings) -> Flask:
    app = create_app(settings.model_copy(update={"rate_limits": "on"}), TESTING=True)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


def _walk(app: Flask, headers: Callable[[int], dict[str, str]]) -> list[int]:
    asked = app.test_client()
    return [asked.get("/p/nirgends", headers=headers(n)).status_code for n in range(62)]


def test_the_sixty_first_profile_within_a_minute_is_refused(limited: Flask) -> None:
    assert _walk(limited, lambda n: {}) == [404] * 60 + [429] * 2


def test_another_forwarded_address_does_not_help(limited: Flask) -> None:
    assert _walk(limited, lambda n: {"X-Forwarded-For": f"10.0.0.{n}"})[-1] == 429


def test_a_refusal_says_when_it_goes_on(limited: Flask) -> None:
    _walk(limited, lambda n: {})

    answer = limited.test_client().get("/p/nirgends")

    assert answer.headers["Retry-After"] == "60"
    assert "Einen Augenblick bitte" in answer.text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_everybody_behind_one_ipv6_network_is_one_client(
    app: Flask, address: str, expected: str
) -> None:
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert client() == expected


def test_no_page_fails_because_its_readers_are_counted(limited: Flask) -> None:
    rules = limited.url_map.iter_rules()
    pages = [rule.rule for rule in rules if "GET" in (rule.methods or ()) and "<" not in rule.rule]
    visitor = limited.test_client()
    answers = {page: visitor.get(page, buffered=True).status_code for page in pages}

    assert answers["/impressum"] == answers["/leichte-sprache"] == 200
    assert {page for page, status in answers.items() if status >= 500} <= {"/readyz"}
