"""The desk of an office: it sees its own territory, decides once, and can take it back."""

from datetime import timedelta

import pytest
import time_machine

from matchmaker.audit import AuditEntry
from matchmaker.db import unit_of_work
from matchmaker.desk.models import Decision
from matchmaker.mail import Mail
from matchmaker.mail.delivery import deliver_mails
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import save_profile
from tests.desk.conftest import START, People, count, only, read_anew
from tests.reading import text_of


def card_of(firm: Profile) -> str:
    return f"/schreibtisch/profile/{firm.uid}"


def test_each_route_opens_for_those_who_help_there_alone(people: People, firm: Profile) -> None:
    people["office"].post(card_of(firm), {"action": "approved"})
    decided = f"/schreibtisch/entschieden/{only(Decision.uid)}"
    expected = {"visitor": 302, "owner": 404, "office": 200, "far_office": 404, "admin": 200}

    for address in (card_of(firm), decided):
        assert expected == {role: who.get(address).status_code for role, who in people.items()}
    assert expected | {"far_office": 200} == {
        role: who.get("/schreibtisch").status_code for role, who in people.items()
    }
    for role in ("owner", "far_office"):
        for address in (card_of(firm), decided):
            sent = people[role].post(address, {"action": "refused"}, page="/konto")
            assert 404 == sent.status_code


def test_an_office_sees_what_waits_in_its_territory_only(people: People, firm: Profile) -> None:
    assert "Tischlerei am Bach" in people["office"].get("/schreibtisch").text
    assert "Tischlerei am Bach" not in people["far_office"].get("/schreibtisch").text
    with unit_of_work():
        read_anew(firm).postal_code = "01067"

    assert "Tischlerei am Bach" not in people["office"].get("/schreibtisch").text
    assert 404 == people["office"].get(card_of(firm)).status_code


def test_what_is_approved_is_found_and_the_person_is_told_once(
    people: People, firm: Profile
) -> None:
    assert 404 == people["visitor"].get("/p/tischlerei").status_code
    for _ in range(3):
        people["office"].post(card_of(firm), {"action": "approved"}, page="/konto")

    assert 200 == people["visitor"].get("/p/tischlerei").status_code
    assert (1, 1, 1) == (count(Decision), count(Mail), count(AuditEntry))


def test_a_card_says_from_which_side_it_comes(people: People, firm: Profile) -> None:
    with unit_of_work():
        read_anew(firm).kind = "creative"

    desk = people["office"].get("/schreibtisch").text

    assert "Kreative:r" in text_of(desk)
    assert "desk-card--creative" in desk


@pytest.mark.parametrize("action", ["asked", "refused"])
def test_a_no_needs_words_which_the_person_reads(
    action: str, people: People, firm: Profile
) -> None:
    without = people["office"].post(card_of(firm), {"action": action})
    assert 400 == without.status_code
    assert read_anew(firm).waits

    sent = {"action": action, "reason": "Bitte den Ort <b>nennen</b>"}
    assert 303 == people["office"].post(card_of(firm), sent).status_code
    assert "Bitte den Ort &lt;b&gt;nennen&lt;/b&gt;" in people["owner"].get("/konto").text
    assert "Bitte den Ort" in only(Mail.text)


def test_a_decision_is_taken_back_within_ten_minutes_and_no_mail_goes_out(
    people: People, firm: Profile
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(card_of(firm), {"action": "approved"})
        deliver_mails()
        decided = f"/schreibtisch/entschieden/{only(Decision.uid)}"
        clock.shift(timedelta(minutes=9))
        people["office"].post(decided)

        assert (True, firm.submitted_at) == (read_anew(firm).waits, START - timedelta(days=6))
        assert 0 == count(Mail)
        assert 404 == people["visitor"].get("/p/tischlerei").status_code


def test_after_ten_minutes_a_decision_stands(people: People, firm: Profile) -> None:
    with time_machine.travel(START, tick=False) as clock:
        people["office"].post(card_of(firm), {"action": "approved"})
        decided = f"/schreibtisch/entschieden/{only(Decision.uid)}"
        clock.shift(timedelta(minutes=10))
        people["office"].post(decided, page="/konto")

        assert read_anew(firm).approved


def test_a_need_for_the_office_alone_waits_there_too(people: People, firm: Profile) -> None:
    with unit_of_work():
        profile = read_anew(firm)
        profile.approved = True
        profile.needs = [
            Need(
                uid="still", text="Nachfolge", seen_by="office", approved=False, submitted_at=START
            )
        ]
        save_profile(profile)

    assert "Nachfolge" in people["office"].get("/schreibtisch/need/still").text
    assert 404 == people["far_office"].get("/schreibtisch/need/still").status_code
    assert "Es wartet nichts" in people["far_office"].get("/schreibtisch").text


def test_owners_read_which_of_their_needs_wait(people: People, shown: Profile) -> None:
    with unit_of_work():
        profile = read_anew(shown)
        waiting = {"approved": False, "submitted_at": START}
        profile.needs = [
            Need(title="Kirchenbänke", text="Elf alte", **waiting),
            Need(text="Unsere Treppen sieht keiner.", **waiting),
        ]
        save_profile(profile)
    account = people["owner"].get("/konto").text
    assert "Bedarf: Kirchenbänke</strong>" in account
    assert "Bedarf: Unsere Treppen sieht keiner.</strong>" in account
