"""Reporting a profile: open to everybody, read by who helps there, settled once, told to both."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.audit import AuditEntry
from matchmaker.db import db, unit_of_work
from matchmaker.desk.models import Decision, Report
from matchmaker.desk.tasks import forget_reporters
from matchmaker.mail import Mail
from matchmaker.personal_data import holdings
from matchmaker.profiles.models import Profile
from tests.desk.conftest import START, MakeProfile, People, count, only, read_anew

PAGE = "/p/tischlerei/melden"
UID = "0123456789abcdef0123456789abcdef"
SENT = {
    "uid": UID,
    "reason": "false",
    "text": "Diese Werkstatt gibt es <b>nicht</b> mehr",
    "address": "Nachbarin@Example.org",
}


@pytest.fixture
def reported(people: People, shown: Profile) -> str:
    """The address of the card of a report."""
    assert 303 == people["visitor"].post(PAGE, SENT).status_code
    return f"/schreibtisch/report/{UID}"


def mails() -> dict[str, str]:
    db.session.rollback()
    to_people = select(Mail).where(~Mail.key.startswith("reported:"))
    return {mail.address: mail.text for mail in db.session.scalars(to_people)}


def audited() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_each_route_opens_for_its_roles_alone(people: People, reported: str) -> None:
    for address in (PAGE, f"/meldung/{UID}", "/en" + PAGE):
        assert {200} == {who.get(address).status_code for who in people.values()}
    expected = {"visitor": 302, "owner": 404, "office": 200, "far_office": 404, "admin": 200}
    assert expected == {role: who.get(reported).status_code for role, who in people.items()}
    refused = {"action": "hidden", "reason": "Weg damit"}
    for role in ("owner", "far_office"):
        assert 404 == people[role].post(reported, refused, page="/konto").status_code
    assert 302 == people["visitor"].post(reported, refused, page="/").status_code
    assert 405 == people["visitor"].post(f"/meldung/{UID}", page="/").status_code
    assert read_anew_visibility() == ("public", True)


def read_anew_visibility() -> tuple[str, bool]:
    db.session.rollback()
    row = db.session.execute(select(Profile.visibility, Profile.approved)).one()
    return row[0], row[1]


def test_a_visitor_reports_without_a_cookie_and_gets_a_receipt(
    people: People, shown: Profile
) -> None:
    assert PAGE in people["visitor"].get("/p/tischlerei").text
    answer = people["visitor"].post(PAGE, SENT)
    receipt = people["visitor"].get(answer.location).text

    assert "Set-Cookie" not in answer.headers
    assert "M-012345" in receipt
    assert "Tischlerei" not in receipt
    assert "nachbarin@example.org" == only(Report.address)


def test_a_form_sent_twice_is_one_report(people: People, reported: str) -> None:
    again = people["visitor"].post(PAGE, SENT)
    assert (303, f"/meldung/{UID}") == (again.status_code, again.location)
    assert (1, ["report.received"]) == (count(Report), audited())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "wählen Sie, worum es geht"),
        ({"reason": "nonsense"}, "reason-error"),
        ({"reason": "other", "text": " "}, "in einem Satz"),
        ({"address": "keine Adresse"}, "Adresse können wir nicht lesen"),
        ({"text": "x" * 2001}, "höchstens 2000 Zeichen"),
        ({"csrf_token": "falsch"}, "zu lange offen"),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost(
    wrong: dict[str, str], sentence: str, people: People, shown: Profile
) -> None:
    answer = people["visitor"].post(PAGE, SENT | wrong)
    assert (400, 0) == (answer.status_code, count(Report))
    assert sentence in answer.text
    assert (SENT | wrong)["address"].lower() in answer.text.lower()


def test_hidden_and_unknown_profiles_cannot_be_reported(people: People, shown: Profile) -> None:
    with unit_of_work():
        read_anew(shown).visibility = "hidden"
    for slug in ("tischlerei", "fehlt"):
        page = f"/p/{slug}/melden"
        assert 404 == people["visitor"].get(page).status_code
        assert 404 == people["visitor"].post(page, SENT, page="/").status_code
    assert 404 == people["visitor"].get("/meldung/fehlt").status_code
    assert 0 == count(Report)


def test_a_profile_for_members_is_reported_by_members(people: People, shown: Profile) -> None:
    with unit_of_work():
        read_anew(shown).visibility = "members"
    assert 404 == people["visitor"].get(PAGE).status_code
    assert 303 == people["far_office"].post(PAGE, SENT).status_code


def test_an_office_hides_the_profile_and_both_are_told_apart(
    people: People, reported: str, shown: Profile
) -> None:
    card = people["office"].get(reported).text
    assert "Diese Werkstatt gibt es &lt;b&gt;nicht&lt;/b&gt; mehr" in card
    assert "nachbarin@example.org" in card
    decision = {"action": "hidden", "reason": "Bitte zeigen Sie den Gewerbeschein"}
    assert 303 == people["office"].post(reported, decision).status_code

    assert ("hidden", False) == read_anew_visibility()
    assert 404 == people["visitor"].get("/p/tischlerei").status_code
    told = mails()
    assert {"owner@example.org", "nachbarin@example.org"} == set(told)
    assert "Gewerbeschein" in told["owner@example.org"]
    assert "Gewerbeschein" not in told["nachbarin@example.org"]
    owner_sees = told["owner@example.org"] + people["owner"].get("/konto").text
    assert "Gewerbeschein" in people["owner"].get("/konto").text
    assert "nachbarin" not in owner_sees
    assert ["report.received", "report.hidden"] == audited()


def test_hiding_and_asking_need_words(people: People, reported: str) -> None:
    for action in ("hidden", "asked"):
        assert 400 == people["office"].post(reported, {"action": action}).status_code
    assert 400 == people["office"].post(reported, {"action": "approved"}).status_code
    assert ("public", True) == read_anew_visibility()


def test_a_report_is_dismissed_without_a_word_to_the_owner(people: People, reported: str) -> None:
    people["office"].post(reported, {"action": "dismissed"})
    assert {"nachbarin@example.org"} == set(mails())
    assert ("public", True) == read_anew_visibility()
    assert "Es wartet nichts" in people["office"].get("/schreibtisch").text


def test_the_owner_is_asked_and_the_report_waits_on(people: People, reported: str) -> None:
    asked = people["office"].post(reported, {"action": "asked", "reason": "Gibt es Sie noch?"})
    assert asked.location.startswith("/schreibtisch?nach=")
    assert {"owner@example.org"} == set(mails())
    assert "Person gefragt am" in people["office"].get("/schreibtisch").text
    people["office"].post(reported, {"action": "dismissed"})
    assert "Es wartet nichts" in people["office"].get("/schreibtisch").text


def test_nobody_is_asked_about_a_profile_without_an_owner(
    people: People, reported: str, shown: Profile
) -> None:
    with unit_of_work():
        read_anew(shown).owner_id = None
    assert "Person fragen" not in people["office"].get(reported).text
    asked = people["office"].post(reported, {"action": "asked", "reason": "Wer sind Sie?"})
    assert 400 <= asked.status_code < 500
    people["office"].post(reported, {"action": "hidden", "reason": "Gibt es nicht"})
    assert {"nachbarin@example.org"} == set(mails())


@pytest.mark.parametrize("action", ["hidden", "asked", "dismissed"])
def test_within_ten_minutes_everything_is_as_before(
    action: str, people: People, reported: str
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(reported, {"action": action, "reason": "Verklickt"})
        undo = f"/schreibtisch/entschieden/{only(Decision.uid)}"
        clock.shift(timedelta(minutes=9))
        assert 404 == people["far_office"].post(undo, page="/konto").status_code
        people["office"].post(undo)

    assert ("public", True) == read_anew_visibility()
    assert {} == mails()
    assert [None, None] == [only(Report.decision), only(Report.asked_at)]
    assert "Rückfrage" not in people["owner"].get("/konto").text
    assert "report.undone" == audited()[-1]


def test_what_is_handed_in_again_and_approved_is_seen_as_before(
    people: People, reported: str, shown: Profile
) -> None:
    people["office"].post(reported, {"action": "hidden", "reason": "Bitte belegen"})
    people["owner"].post("/konto/profil/tischlerei/vorschau")
    assert read_anew(shown).waits
    people["office"].post(f"/schreibtisch/profile/{shown.uid}", {"action": "approved"})

    assert ("public", True) == read_anew_visibility()
    assert 200 == people["visitor"].get("/p/tischlerei").status_code


def test_what_an_office_hid_comes_back_through_an_office_even_without_approval(
    app: Flask, people: People, reported: str, shown: Profile
) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"approval": "off"})
    people["office"].post(reported, {"action": "hidden", "reason": "Bitte belegen"})
    people["owner"].post("/konto/profil/tischlerei/vorschau")

    assert read_anew(shown).waits
    assert "Profil: Tischlerei am Bach" in people["office"].get("/schreibtisch").text


def test_two_offices_at_once_decide_once(people: People, reported: str) -> None:
    for role in ("office", "admin", "office"):
        people[role].post(reported, {"action": "dismissed"}, page="/konto")
    assert (1, 1) == (count(Decision), len(mails()))


def test_nobody_reads_a_report_about_themselves(
    people: People, make_profile: MakeProfile, shown: Profile
) -> None:
    office = people["office"].user
    assert office is not None
    make_profile(slug="eigene", name="Eigene Firma", postal_code="09456", owner_id=office.id)
    people["visitor"].post("/p/eigene/melden", SENT)

    assert 404 == people["office"].get(f"/schreibtisch/report/{UID}").status_code
    assert "Eigene Firma" not in people["office"].get("/schreibtisch").text
    assert "Eigene Firma" in people["admin"].get("/schreibtisch").text


def test_a_report_moves_with_the_profile(people: People, reported: str, shown: Profile) -> None:
    with unit_of_work():
        read_anew(shown).postal_code = "01067"
    assert 404 == people["office"].get(reported).status_code
    assert "Meldung: Tischlerei am Bach" in people["far_office"].get("/schreibtisch").text


def stored(app: Flask, user: User, part: str) -> list[Any]:
    found = next(each for each in holdings(app) if each.name == part)
    return list(found.collect(user))


def test_what_is_stored_is_told_to_each_without_the_other(
    app: Flask, people: People, reported: str
) -> None:
    db.session.rollback()
    owner = db.session.scalars(select(User).where(User.email == "owner@example.org")).one()
    about = stored(app, owner, "reports_about")
    assert [("false", "Tischlerei am Bach")] == [
        (each["reason"], each["profile"]) for each in about
    ]
    assert "nachbarin" not in str(about)
    with unit_of_work():
        reporter = db.session.scalars(select(User).where(User.email == "far@example.org")).one()
        reporter.email = "nachbarin@example.org"
    assert [SENT["text"]] == [each["text"] for each in stored(app, reporter, "reports_by")]

    holding = next(each for each in holdings(app) if each.name == "reports_by")
    with unit_of_work():
        holding.forget(db.session.merge(reporter))
    assert (None, 1) == (only(Report.address), count(Report))


def test_a_report_goes_with_its_profile(people: People, reported: str, shown: Profile) -> None:
    people["office"].post(reported, {"action": "dismissed"})
    with unit_of_work():
        db.session.delete(read_anew(shown))
    assert (0, 0) == (count(Report), count(Decision))


def test_who_reported_is_forgotten_a_month_after_it_was_settled(
    people: People, reported: str
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        forget_reporters()
        assert "nachbarin@example.org" == only(Report.address)
        people["office"].post(reported, {"action": "dismissed"})
        clock.shift(timedelta(days=30))
        forget_reporters()
        assert "nachbarin@example.org" == only(Report.address)
        clock.shift(timedelta(seconds=1))
        forget_reporters()

    assert (None, SENT["text"]) == (only(Report.address), only(Report.text))


def test_a_report_that_waits_for_long_keeps_its_address(people: People, reported: str) -> None:
    with time_machine.travel(START + timedelta(days=90), tick=False):
        forget_reporters()
    assert "nachbarin@example.org" == only(Report.address)
