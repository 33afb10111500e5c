"""Whatever is typed into whichever field of whichever form: no page breaks, nothing comes alive.

Each form is read from its page as a browser reads it; then each field holds each hostile text once,
while all others hold what stood there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient

from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, now, unit_of_work
from matchmaker.desk.models import Report
from matchmaker.mail import Mail
from matchmaker.profiles.models import Profile
from tests.accounts.signing_in import PASSWORD
from tests.lineup import by_distance_alone

MakeProfile = Callable[..., Profile]

HOSTILE = (
    "",
    "\x00",
    "\u202ekehrt\u2028um\ufffe",
    "<script>alert(1)</script>",
    "'\"; DROP TABLE users; -- {{7*7}} %s %(name)d \\",
    "9" * 40,
    "-1e309",
    "\r\nBcc: fremd@example.org\r\n\r\n",
    "ẞß𝕬" * 400,
    "../../../etc/passwd",
    '{"a": [',
)
FINAL = ("/abmelden", "/loeschen", "/entfernen")
"""What ends an address that would take away what the next form is about."""


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are sent by POST, with what stands in their fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._page = page

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "form" and given.get("method", "get").lower() == "post":
            self._open = Form(given.get("action") or self._page)
            self.found.append(self._open)
        if self._open is None:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self._open.fields or "selected" in given):
            self._open.fields[self._select] = given.get("value", "")
        elif name and tag in ("input", "textarea", "button"):
            unchecked = given.get("type") in ("radio", "checkbox") and "checked" not in given
            if not unchecked or name not in self._open.fields:
                self._open.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_on(client: FlaskClient, page: str) -> Iterator[Form]:
    answer = client.get(page)
    assert answer.status_code == 200, page
    parser = Forms(page)
    parser.feed(answer.text)
    yield from (form for form in parser.found if not form.action.endswith(FINAL))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def people(app: Flask, make_profile: MakeProfile) -> dict[str, Any]:
    """An admin with a profile and a need, and one profile that was reported and waits."""
    app.config["CSRF_EVERYWHERE"] = True
    with unit_of_work():
        create_office("nah", "Amt nah", ["09"])
        admin = create_user("admin@example.org", "admin", password=PASSWORD)
    own = make_profile(slug="eigen", owner_id=admin.id, postal_code="09456", needs=["Ein Bedarf"])
    make_profile("creative", slug="werke", owner_id=admin.id, approved=False)
    other = make_profile(slug="fremd", approved=False, postal_code="09456", submitted_at=now())
    seen = make_profile("creative", slug="gesehen", postal_code="09456")
    with unit_of_work():
        report = Report(profile_id=seen.id, uid="a" * 32, reason="other", text="Bitte", locale="de")
        db.session.add_all([report, Mail(key="aufgegeben", failed_at=now(), problem="OSError")])
    facts = {"need": own.needs[0].uid, "waiting": other.uid, "admin": admin.id}
    app.test_client_class = FlaskLoginClient
    return facts | {"client": app.test_client(user=admin)}


PAGES_OF_EVERYBODY = (
    "/anmelden",
    "/registrieren",
    "/passwort-vergessen",
    "/barrierefreiheit/melden",
    "/beanspruchen/code",
    "/p/gesehen/melden",
)
PAGES_BEHIND_SIGN_IN = (
    "/konto/adresse",
    "/konto/passwort",
    "/konto/sprache",
    "/konto/sitzungen",
    "/konto/zweiter-faktor",
    "/konto/zweiter-faktor/passkeys/neu",
    "/konto/profil/neu",
    "/konto/profil/eigen/wer",
    "/konto/profil/eigen/wo",
    "/konto/profil/eigen/angebot",
    "/konto/profil/eigen/sichtbar",
    "/konto/profil/werke/wer",
    "/konto/profil/werke/angebot",
    "/konto/profil/werke/arbeiten/neu",
    "/konto/profil/eigen/bedarf/neu",
    "/konto/bedarf/{need}/was",
    "/konto/bedarf/{need}/wo-und-wann",
    "/konto/bedarf/{need}/zeigen",
    "/schreibtisch/profile/{waiting}",
    "/schreibtisch/report/" + "a" * 32,
    "/admin/aemter/neu",
    "/admin/aemter/nah",
    "/admin/bausteine",
    "/admin/bausteine/locality",
    "/admin/texte/imprint/de",
    "/admin/warteschlange",
    "/admin/zugaenge",
    "/admin/zugaenge/neu",
    "/admin/zugaenge/{admin}",
)


def attack(app: Flask, client: FlaskClient, page: str) -> int:
    """How many forms were sent."""
    sent = 0
    with app.app_context():
        forms = list(forms_on(client, page))
    for form in forms:
        for name in form.fields:
            for text in HOSTILE:
                with app.app_context():
                    answer = client.post(form.action, data=form.fields | {name: text})
                assert answer.status_code < 500, (form.action, name, text)
                assert "<script>alert(1)" not in answer.text, (form.action, name)
                sent += 1
    return sent


@pytest.mark.parametrize("page", PAGES_OF_EVERYBODY)
def test_no_form_of_a_visitor_breaks(page: str, app: Flask, people: dict[str, Any]) -> None:
    assert attack(app, app.test_client(), page) >= len(HOSTILE)


@pytest.mark.parametrize("page", PAGES_BEHIND_SIGN_IN)
def test_no_form_behind_the_sign_in_breaks(page: str, app: Flask, people: dict[str, Any]) -> None:
    assert attack(app, people["client"], page.format(**people)) >= len(HOSTILE)
