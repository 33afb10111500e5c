"""Whoever chose du reads du on every page, and everybody else Sie.

Each page that a person may open is opened. For du, each form on it is sent back twice: as it
stands, and with nothing in it, so that what is said to that and its errors are read as well.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from itertools import chain
from typing import Any

import pytest
from flask import Flask, Response, request, request_finished, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from matchmaker.accounts import links
from matchmaker.accounts.factor_models import Passkey, SecondFactor
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, now, unit_of_work
from matchmaker.desk.models import Report
from matchmaker.profiles.claims.service import hand_out
from matchmaker.profiles.guided.capacity import ask_again
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.needs.renewal import token_of
from matchmaker.web import catalogues
from tests.accounts.signing_in import PASSWORD, OwnContext, link_in, mails, sign_in
from tests.browser.visits import PAGES
from tests.lineup import by_distance_alone
from tests.reading import words_of
from tests.test_hostile_forms import FINAL, Forms

MakeProfile = Callable[..., Profile]

INFORMAL = re.compile(r"\b(?:[Dd](?:u|ir|ich|ein(?:e[mnrs]?)?)|euch|eu(?:er|re[mnrs]?))\b")
NAMES_OF_THE_CHOICE = ("Mit Sie", "Mit du", "Anrede mit du")
NO_PAGES = ("api", "health", "pictures", "static")
FILES = ("web.robots", "web.favicon", "web.english_start", "profiles.sitemap", "rights.archive")
UNOPENED = {
    "desk.decided": "comes after a decision, and is a list of other people's words",
    "joining.change_address": "opens by a link in a mail, below",
    "joining.confirm": "opens by a link in a mail, below",
    "joining.new_password": "opens by a link in a mail, below",
    "joining.register": "leads whoever is signed in to their account",
    "passkeys.make": "comes after the password, in the same session",
    "security.login": "leads whoever is signed in to their account",
    "second_factor.enter": "is for a session that is nobody's yet, below",
}
"""Pages that a person who is signed in does not come upon here, and why."""
LEADS_OUT = "/konto/sitzungen"
"""Its forms end the session that reads on."""
LINKS = {
    "confirm": "joining.confirm",
    "reset": "joining.new_password",
    "old_address": "joining.change_address",
}
"""What a link of an account is for, and the page that it opens."""
OPERATORS_TEXT = "prose"
"""Class of what the operator writes: drafts of it come along, and say Sie."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Sentences of scorers come with the scorers; distance alone addresses nobody."""
    return by_distance_alone(settings)


@pytest.fixture
def person(app: Flask, make_profile: MakeProfile) -> User:
    """Administers, owns profiles in every state, and lives beside others."""
    app.config["CSRF_EVERYWHERE"] = True
    app.test_client_class = OwnContext
    with unit_of_work():
        create_office("nah", "Amt nah", ["09"])
        user = create_user("mira@example.org", "admin", password=PASSWORD)
    home = {"postal_code": "09456", "located_latitude": 50.59, "located_longitude": 12.98}
    firm = make_profile(slug="eigen", owner_id=user.id, needs=["Eine Treppe"] * 4, **home)
    asked = {"capacity": "now", "capacity_confirmed_at": now() - timedelta(days=55)}
    make_profile("creative", slug="werke", owner_id=user.id, approved=False, **asked, **home)
    make_profile(slug="gross", owner_id=user.id, name="", employees=300, approved=False)
    make_profile("creative", slug="anders", **home)
    make_profile("creative", slug="dritte", **home)
    make_profile(slug="wartet", approved=False, submitted_at=now(), **home)
    with unit_of_work():
        states = [("draft", "named"), ("published", "nameless"), ("published", "office")]
        for need, (state, seen_by) in zip(needs_of(firm), states, strict=False):
            need.state, need.seen_by = state, seen_by
        works = db.session.scalars(select(Profile).where(Profile.slug == "werke")).one()
        works.works.append(Work(title="Ein Plakat", position=0))
        facts = {"reason": "other", "text": "Bitte", "locale": "de"}
        db.session.add(Report(profile_id=firm.id, uid="a" * 32, **facts))
    return user


def needs_of(firm: Profile) -> list[Any]:
    return list(db.session.get_one(Profile, firm.id).needs)


def choose(user: User, *, du: bool) -> None:
    with unit_of_work():
        db.session.get_one(User, user.id).informal = du


def browser(app: Flask, user: User) -> OwnContext:
    client = app.test_client()
    assert isinstance(client, OwnContext)
    assert sign_in(client, user.email).status_code == 302
    return client


def places(user: User) -> dict[str, list[Any]]:
    """What may stand for each part of an address."""
    profiles = {profile.slug: profile for profile in db.session.scalars(select(Profile))}
    needs, works = profiles["eigen"].needs, profiles["werke"].works
    with unit_of_work():
        passkey = Passkey(user_id=user.id, name="Telefon", credential="x", public_key=b"x")
        db.session.add(passkey)
        code = hand_out(db.session.get_one(Profile, profiles["dritte"].id))
        ask_again()
    uids = (need.uid for need in needs), (works[0].uid, profiles["wartet"].uid, passkey.uid)
    return {
        "slug": ["eigen", "werke", "gross", "anders", "nah", "nirgends"],
        "other_slug": ["anders", "eigen"],
        "uid": [*chain(*uids), "a" * 32],
        "token": ["x", token_of(needs[3]), link_in(mails(user.email)[0]).rpartition("/")[2]],
        "code": [code, "x"],
        "kind": ["profile", "need", "report"],
        "step": ["wer", "wo", "angebot", "sichtbar"],
        "name": ["locality", "imprint"],
        "locale": ["de"],
        "number": [1],
    }


def page_rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        of_people = rule.endpoint.partition(".")[0] not in NO_PAGES and rule.endpoint not in FILES
        if of_people and "GET" in (rule.methods or ()):
            yield rule


@contextmanager
def opened_on(app: Flask) -> Iterator[set[str]]:
    """The endpoints of pages that could be opened meanwhile."""
    opened = set()

    def note(_app: Flask, response: Response) -> None:
        if request.method == "GET" and response.status_code == 200 and request.endpoint:
            opened.add(request.endpoint)

    with request_finished.connected_to(note, app):
        yield opened


def pages(app: Flask, user: User) -> Iterator[str]:
    """Every page there is, with everything in its address that it may be about."""
    known = places(user)
    for rule in page_rules(app):
        yield from _filled(re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule), known)
    yield from (page for page in PAGES if not page.startswith("/en"))


def _filled(address: str, known: dict[str, list[Any]]) -> Iterator[str]:
    part = re.search(r"{(\w+)}", address)
    if part is None:
        yield address
        return
    for value in known[part[1]]:
        yield from _filled(address.replace(part[0], str(value), 1), known)


def read(client: OwnContext, page: str, *, answers: bool) -> Iterator[tuple[str, str]]:
    """The page and, if wanted, what comes of its forms, each with what one reads there."""
    answer = client.get(page)
    assert answer.status_code < 500, page
    yield page, words_of(answer.text, without_class=OPERATORS_TEXT)
    if not answers or answer.status_code != 200 or page == LEADS_OUT:
        return
    forms = Forms(page)
    forms.feed(answer.text)
    for form in (each for each in forms.found if not each.action.endswith(FINAL)):
        token = {name: value for name, value in form.fields.items() if name == "csrf_token"}
        for fields in (form.fields, dict.fromkeys(form.fields, "") | token):
            sent = client.post(form.action, data=fields, follow_redirects=True)
            assert sent.status_code < 500, form.action
            yield f"{page} → {form.action}", words_of(sent.text, without_class=OPERATORS_TEXT)


@cache
def on_purpose() -> list[str]:
    """Texts that say Sie to nobody, as the catalogues with du mark them."""
    paths = catalogues.PACKAGE.glob(f"*/{catalogues.DU.path}")
    kept = [m.id for path in paths for m in catalogues.DU.read(path) if m.id == m.string and m.id]
    return [*NAMES_OF_THE_CHOICE, *kept]


def wrong(text: str, words: re.Pattern[str]) -> list[str]:
    for each in on_purpose():
        text = text.replace(each, "")
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in words.finditer(text)]


@pytest.mark.parametrize("du", [True, False], ids=["du", "Sie"])
def test_every_page_and_every_error_keeps_to_what_was_chosen(
    app: Flask, person: User, du: bool
) -> None:
    choose(person, du=du)
    fit, unfit = (INFORMAL, catalogues.FORMAL) if du else (catalogues.FORMAL, INFORMAL)
    client, faults, addressed = browser(app, person), {}, 0
    with opened_on(app) as opened:
        for page in dict.fromkeys(pages(app, person)):
            for where, text in read(client, page, answers=du):
                addressed += bool(fit.search(text))
                if found := wrong(text, unfit):
                    faults[where] = found

    assert faults == {}
    assert addressed > 100
    assert opened == {rule.endpoint for rule in page_rules(app)} - UNOPENED.keys()


@pytest.mark.parametrize("du", [True, False], ids=["du", "Sie"])
def test_links_in_mails_speak_to_whom_they_were_sent_without_a_session(
    app: Flask, person: User, du: bool
) -> None:
    choose(person, du=du)
    fit, unfit = (INFORMAL, catalogues.FORMAL) if du else (catalogues.FORMAL, INFORMAL)
    visitor, addressed, faults = app.test_client(), set(), {}
    assert isinstance(visitor, OwnContext)
    links_in_mails = behind_links(app, person)
    for endpoint, page in links_in_mails:
        with opened_on(app) as opened:
            for where, text in read(visitor, page, answers=not endpoint.startswith("joining")):
                addressed |= {endpoint} if fit.search(text) else set()
                if found := wrong(text, unfit):
                    faults[where] = found
        assert opened == {endpoint}

    assert faults == {}
    assert addressed == {endpoint for endpoint, _page in links_in_mails}


def behind_links(app: Flask, user: User) -> list[tuple[str, str]]:
    """The endpoints of pages that links in mails open, each with such a link."""
    token = places(user)["token"][-1]
    firm = db.session.scalars(select(Profile).where(Profile.slug == "eigen")).one()
    with unit_of_work():
        reader, need = db.session.get_one(User, user.id), needs_of(firm)[3]
        need.expires_at = now() + timedelta(days=3)
        tokens = {name: links.issue(name, reader, address="neu@example.org") for name in LINKS}
    found = [(LINKS[name], {"token": token}) for name, token in tokens.items()]
    found += [("board.still_counts", {"token": token_of(need)})]
    found += [("capacity.confirm", {"token": token})]
    with app.test_request_context():
        return [(endpoint, url_for(endpoint, **parts)) for endpoint, parts in found]


@pytest.mark.parametrize("du", [True, False], ids=["du", "Sie"])
def test_the_second_step_speaks_to_whose_password_it_was(
    app: Flask, person: User, du: bool
) -> None:
    choose(person, du=du)
    with unit_of_work():
        db.session.add(SecondFactor(user_id=person.id, secret="x"))
    fit, unfit = (INFORMAL, catalogues.FORMAL) if du else (catalogues.FORMAL, INFORMAL)
    client = browser(app, person)

    for where, text in read(client, "/anmelden/zweiter-schritt", answers=True):
        assert fit.search(text), where
        assert wrong(text, unfit) == []
