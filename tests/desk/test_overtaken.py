"""What somebody did after a decision, or after a card was opened, is not undone with it."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from matchmaker.db import db, unit_of_work
from matchmaker.desk.models import Decision
from matchmaker.mail import Mail
from matchmaker.mail.delivery import deliver_mails
from matchmaker.profiles.guided.service import save_step
from matchmaker.profiles.models import Need, Profile
from tests.desk.conftest import START, People, count, read_anew
from tests.profiles.guided.conftest import Visitor

WORDS = {"reason": "Bitte belegen"}
UIDS = ("1" * 32, "2" * 32)


def card_of(firm: Profile) -> str:
    return f"/schreibtisch/profile/{firm.uid}"


def undo_of(position: int) -> str:
    """The address at which the decision with this position, counted from 0, is taken back."""
    db.session.rollback()
    uids = db.session.scalars(select(Decision.uid).order_by(Decision.id)).all()
    return f"/schreibtisch/entschieden/{uids[position]}"


def test_a_later_decision_is_not_taken_back_with_an_earlier_one(
    people: People, firm: Profile
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(card_of(firm), {"action": "refused", **WORDS})
        people["owner"].post("/konto/profil/tischlerei/vorschau")
        clock.shift(timedelta(minutes=2))
        people["office"].post(card_of(firm), {"action": "approved"})
        told = people["office"].post(undo_of(0), page="/konto")

        assert 303 == told.status_code
        assert read_anew(firm).approved
        assert "Rückgängig" not in people["office"].get(undo_of(0)).text
        assert "Rückgängig" in people["office"].get(undo_of(1)).text


@pytest.mark.parametrize(("after", "mails"), [(5, 0), (15, 1)])
def test_a_question_that_is_answered_before_its_mail_went_out_is_not_mailed(
    people: People, firm: Profile, after: int, mails: int
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(card_of(firm), {"action": "asked", **WORDS})
        clock.shift(timedelta(minutes=after))
        db.session.rollback()
        deliver_mails()
        people["owner"].post("/konto/profil/tischlerei/vorschau")
        assert read_anew(firm).waits
    assert mails == count(Mail)


def test_a_double_click_leads_to_the_way_back_as_one_click_does(
    people: People, firm: Profile
) -> None:
    led = [people["office"].post(card_of(firm), {"action": "approved"}) for _click in range(2)]
    assert [f"/schreibtisch?nach={undo_of(0)[-32:]}"] * 2 == [each.location for each in led]
    for role, action in (("admin", "approved"), ("office", "refused")):
        other = people[role].post(card_of(firm), {"action": action, **WORDS})
        assert "/schreibtisch" == other.location


def test_who_hid_themselves_stays_hidden_whatever_an_office_once_hid(
    people: People, shown: Profile
) -> None:
    sent = {"uid": UIDS[0], "reason": "false"}
    people["visitor"].post("/p/tischlerei/melden", sent)
    people["office"].post(f"/schreibtisch/report/{UIDS[0]}", {"action": "hidden", **WORDS})
    hand_in, approve = "/konto/profil/tischlerei/vorschau", {"action": "approved"}
    people["owner"].post(hand_in)
    people["office"].post(card_of(shown), approve)
    assert ("public", True) == (read_anew(shown).visibility, read_anew(shown).approved)

    with unit_of_work():
        profile = read_anew(shown)
        profile.visibility, profile.approved, profile.submitted_at = "hidden", False, None
    people["owner"].post(hand_in)
    people["office"].post(card_of(shown), approve)
    assert ("hidden", True) == (read_anew(shown).visibility, read_anew(shown).approved)


def test_taking_back_with_a_double_click_says_that_it_went_well(
    people: People, firm: Profile
) -> None:
    people["office"].post(card_of(firm), {"action": "approved"})
    for _click in range(2):
        answer = people["office"].post(undo_of(0))
        assert (303, card_of(firm)) == (answer.status_code, answer.location)
    assert "ließ sich nicht mehr" not in people["office"].get(card_of(firm)).text

    people["office"].post(card_of(firm), {"action": "approved"})
    assert "/schreibtisch" == people["office"].post(undo_of(0), page="/konto").location
    assert read_anew(firm).approved


@pytest.fixture
def reported_twice(people: People, shown: Profile) -> list[str]:
    """The addresses of the cards of two reports about the same profile."""
    for uid in UIDS:
        people["visitor"].post("/p/tischlerei/melden", {"uid": uid, "reason": "false"})
    return [f"/schreibtisch/report/{uid}" for uid in UIDS]


def test_what_two_reports_hid_is_not_shown_by_taking_one_back(
    people: People, shown: Profile, reported_twice: list[str]
) -> None:
    for card in reported_twice:
        people["office"].post(card, {"action": "hidden", **WORDS})

    people["office"].post(undo_of(0), page="/konto")
    assert ("hidden", False) == (read_anew(shown).visibility, read_anew(shown).approved)
    for position in (1, 0):
        people["office"].post(undo_of(position), page="/konto")
    assert ("public", True) == (read_anew(shown).visibility, read_anew(shown).approved)


def test_what_changes_nothing_stands_in_no_way(
    people: People, shown: Profile, reported_twice: list[str]
) -> None:
    people["office"].post(reported_twice[0], {"action": "hidden", **WORDS})
    people["office"].post(reported_twice[1], {"action": "dismissed"})
    people["office"].post(undo_of(0), page="/konto")
    assert ("public", True) == (read_anew(shown).visibility, read_anew(shown).approved)


def test_what_the_person_wrote_after_a_correction_is_not_lost_by_taking_it_back(
    people: People, firm: Profile
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(card_of(firm), {"action": "approved", "about": "Treppen"})
        clock.shift(timedelta(minutes=2))
        change(firm, about="Treppen und Geländer")
        people["office"].post(undo_of(0), page="/konto")

        assert ("Treppen und Geländer", True) == (read_anew(firm).about, read_anew(firm).approved)
        assert "berichtigt" in people["owner"].get("/konto").text


def test_what_is_handed_in_again_waits_since_then(people: People, firm: Profile) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(card_of(firm), {"action": "asked", **WORDS})
        clock.shift(timedelta(minutes=2))
        people["owner"].post("/konto/profil/tischlerei/vorschau")
        people["office"].post(undo_of(0), page="/konto")

        assert (True, START + timedelta(minutes=2)) == (
            read_anew(firm).waits,
            read_anew(firm).submitted_at,
        )


def test_a_need_that_was_closed_meanwhile_does_not_come_back_to_the_desk(
    people: People, firm: Profile
) -> None:
    with unit_of_work():
        waiting = {"approved": False, "submitted_at": firm.submitted_at}
        read_anew(firm).needs.append(Need(uid="still", text="Nachfolge", **waiting))
    people["office"].post("/schreibtisch/need/still", {"action": "approved"})
    people["owner"].post("/konto/bedarf/still/schliessen")
    people["office"].post(undo_of(0), page="/konto")

    assert "Nachfolge" not in people["office"].get("/schreibtisch").text
    people["owner"].post("/konto/bedarf/still/wieder-oeffnen")
    assert "Nachfolge" in people["office"].get("/schreibtisch").text


def change(firm: Profile, **words: str) -> None:
    """What its owner writes into the form."""
    with unit_of_work():
        profile = read_anew(firm)
        assert profile.owner is not None
        save_step(profile, "wer", words, profile.owner)


def card_as_sent(who: Visitor, card: str, **changed: str) -> dict[str, str]:
    """All that a browser sends back of an open card."""
    fields = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', who.get(card).text)
    seen = re.findall(r'name="(seen)" value="([^"]*)"', who.get(card).text)
    return {name: html.unescape(text).strip() for name, text in [*fields, *seen]} | changed


def test_an_open_card_does_not_overwrite_what_the_person_wrote_since(
    people: People, firm: Profile
) -> None:
    change(firm, offers="Besuch der Werkstatt")
    sent = card_as_sent(people["office"], card_of(firm), offers="Besuche", action="approved")
    change(firm, about="Treppen aus Eiche")
    told = people["office"].post(card_of(firm), sent)

    assert (400, True) == (told.status_code, "inzwischen etwas geändert" in told.text)
    assert ("Treppen aus Eiche", True) == (read_anew(firm).about, read_anew(firm).waits)
    assert "Besuche</textarea>" in told.text
    seen = re.findall(r'name="seen" value="([^"]*)"', told.text)[0]
    sent |= {"about": "Treppen aus Eiche", "seen": seen}
    assert 303 == people["office"].post(card_of(firm), sent).status_code
    assert ("Treppen aus Eiche", "Besuche") == (read_anew(firm).about, read_anew(firm).offers)
