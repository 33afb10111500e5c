"""What somebody did after a decision, or after a card was opened, is not undone with it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from matchmaker.db import db
from matchmaker.desk.models import Decision
from matchmaker.profiles.models import Profile
from tests.desk.conftest import START, People, read_anew

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
