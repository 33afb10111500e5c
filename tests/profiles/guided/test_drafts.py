"""What was typed and not saved is there again on another device, for the same person alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from matchmaker.db import db, now, unit_of_work
from matchmaker.personal_data import holdings
from matchmaker.profiles.drafts import MOST_DRAFTS, discard_old_drafts, drafts_of, find_draft
from tests.profiles.guided.conftest import Visitor

Begin = Callable[[str], str]


def type_in(person: Visitor, page: str, key: str, **fields: str) -> int:
    """As the script does while somebody types."""
    return person.post("/konto/entwurf", {"draft": key} | fields, page=page).status_code


@pytest.fixture
def page(begun: Begin) -> str:
    return f"{begun('kmu')}/wer"


@pytest.fixture
def key(mira: Visitor, page: str) -> str:
    return f"profile:{mira.profile().uid}:wer"


def test_a_draft_resumes_on_another_device(mira: Visitor, page: str, key: str) -> None:
    assert 204 == type_in(mira, page, key, name="Holz Weber", about="Angefangener Satz")
    elsewhere = Visitor(mira.app, mira.user)
    shown = elsewhere.get(page).text
    assert all(each in shown for each in ("Angefangener Satz", 'value="Holz Weber"'))
    assert "Wir haben aufgehoben" in shown
    assert "" == mira.profile().name


def test_a_saved_step_needs_its_draft_no_more(mira: Visitor, page: str, key: str) -> None:
    type_in(mira, page, key, name="Alt", about="Alter Satz")
    mira.post(page, {"name": "Neu", "about": "Neuer Satz"})
    shown = mira.get(page).text
    assert ("Neuer Satz" in shown, "Alter Satz" in shown) == (True, False)


def test_a_draft_can_be_thrown_away(mira: Visitor, page: str, key: str) -> None:
    type_in(mira, page, key, name="Alt", about="Alter Satz")
    assert 303 == mira.post(page, {"then": "discard"}).status_code
    assert "Alter Satz" not in mira.get(page).text


def test_a_draft_is_seen_by_nobody_else(
    mira: Visitor, sign_in: Callable[..., Visitor], page: str, key: str
) -> None:
    type_in(mira, page, key, about="Geheimer Satz")
    other = sign_in("other@example.org")
    assert 204 == type_in(other, "/konto/profil/neu", key, about="Fremder Satz")
    assert "Geheimer Satz" in mira.get(page).text
    assert 404 == other.get(page).status_code


@pytest.mark.parametrize(("key", "about"), [("", "Satz"), ("k" * 81, "Satz"), ("k", "a" * 60_001)])
def test_a_draft_beyond_measure_is_refused(mira: Visitor, page: str, key: str, about: str) -> None:
    assert 400 == type_in(mira, page, key, about=about)


def test_nobody_keeps_drafts_without_end_or_without_a_token(mira: Visitor, page: str) -> None:
    statuses = [type_in(mira, page, f"form:{number}") for number in range(MOST_DRAFTS + 1)]
    assert [204] * MOST_DRAFTS + [400] == statuses
    with mira.app.app_context():
        assert 400 == mira.client.post("/konto/entwurf", data={"draft": "x"}).status_code


def test_drafts_are_told_to_the_person_and_end_with_time(
    mira: Visitor, page: str, key: str
) -> None:
    type_in(mira, page, key, about="Mein Satz")
    (part,) = (part for part in holdings(mira.app) if part.name == "drafts")
    assert mira.user is not None
    db.session.rollback()
    assert ["Mein Satz"] == part.collect(mira.user)[0]["data"]["about"]
    with time_machine.travel(now() + timedelta(days=91), tick=False), unit_of_work():
        discard_old_drafts()
    assert [] == drafts_of(mira.user.id)
    assert find_draft(mira.user.id, key) is None
