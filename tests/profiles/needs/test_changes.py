"""Words that change after a need was published: nothing becomes readable that nobody looked at."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs import service
from tests.profiles.needs.conftest import Visit

WriteNeed = Callable[..., str]


def only_need() -> Need:
    db.session.rollback()
    return db.session.scalars(select(Need)).one()


def let_the_office_look_first(app: Flask) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"approval": "office"})


def test_a_closed_nameless_need_takes_no_words_that_tell_whose_it_is(
    jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    uid = write_need(seen_by="nameless")
    visit(f"/konto/bedarf/{uid}/schliessen", {})
    answer = visit(f"/konto/bedarf/{uid}/was", {"text": "Ruf an: 037294 123456"})
    assert (answer.status_code, only_need().text) == (400, "Unsere Treppen sieht keiner.")
    assert "Daran erkennt man Sie" in answer.text


def test_words_of_a_closed_need_are_read_by_the_office_before_it_is_open_again(
    app: Flask, jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    let_the_office_look_first(app)
    uid = write_need()
    with unit_of_work():
        only_need().approved = True
    visit(f"/konto/bedarf/{uid}/schliessen", {})
    visit(f"/konto/bedarf/{uid}/was", {"text": "Ganz anderes."})
    assert not only_need().waits
    visit(f"/konto/bedarf/{uid}/wieder-oeffnen", {})
    assert only_need().waits
    assert "Ganz anderes" not in visit("/bedarfe", user=None).text


def test_words_of_a_need_that_ran_out_are_read_by_the_office_before_it_counts_again(
    app: Flask, jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    let_the_office_look_first(app)
    uid = write_need()
    with unit_of_work():
        need = only_need()
        need.approved, need.state = True, "expired"
    visit(f"/konto/bedarf/{uid}/was", {"text": "Ganz anderes."})
    visit(f"/konto/bedarf/{uid}/verlaengern", {})
    assert (only_need().state, only_need().waits) == ("published", True)


def test_a_need_that_was_only_looked_at_stays_open(
    app: Flask, jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    let_the_office_look_first(app)
    uid = write_need(wanted=["design"], returns=["space"])
    with unit_of_work():
        only_need().approved = True
    visit(f"/konto/bedarf/{uid}/was", {"text": "Unsere Treppen sieht keiner."})
    same = {"radius": "60", "budget": "unknown", "wanted": ["design"], "returns": ["space"]}
    visit(f"/konto/bedarf/{uid}/wo-und-wann", same)
    visit(f"/konto/bedarf/{uid}/zeigen", {"seen_by": "named"})
    assert only_need().is_open


def test_other_words_in_the_form_of_a_published_need_make_a_need_of_their_own(
    jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    uid = write_need()
    went_back = {"uid": uid, "text": "Ganz anderes."}
    answers = {
        visit(f"/konto/profil/{jens.slug}/bedarf/neu", went_back).location for _twice in range(2)
    }
    db.session.rollback()
    texts = [need.text for need in db.session.scalars(select(Need).order_by(Need.id))]
    assert texts == ["Unsere Treppen sieht keiner.", "Ganz anderes."]
    assert len(answers) == 1
    assert uid not in answers.pop()


def test_the_form_of_a_published_need_sent_again_unchanged_makes_no_other(
    jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    uid = write_need()
    same = {"uid": uid, "text": "Unsere Treppen sieht keiner."}
    answer = visit(f"/konto/profil/{jens.slug}/bedarf/neu", same)
    assert (answer.location, only_need().uid) == (f"/konto/bedarf/{uid}/wo-und-wann", uid)


def test_a_published_need_opens_no_way_around_the_largest_number_of_needs(
    jens: Profile, visit: Visit, write_need: WriteNeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = write_need()
    monkeypatch.setattr(service, "MOST_NEEDS", 1)
    went_back = {"uid": uid, "text": "Ganz anderes."}
    answer = visit(f"/konto/profil/{jens.slug}/bedarf/neu", went_back)
    assert (answer.status_code, only_need().uid) == (400, uid)


@pytest.mark.parametrize("step", ["neu", "was", "wo-und-wann"])
def test_what_was_typed_and_kept_is_told_and_can_be_thrown_away(
    jens: Profile, visit: Visit, write_need: WriteNeed, step: str
) -> None:
    uid = write_need()
    page, about = f"/konto/bedarf/{uid}/{step}", uid
    if step == "neu":
        page, about = f"/konto/profil/{jens.slug}/bedarf/neu", jens.uid
    key = f"need:{about}:{step}"
    visit("/konto/entwurf", {"draft": key, "text": "Halb getippt", "in_return": "Halb getippt"})
    kept = visit(page).text
    assert "Halb getippt" in kept
    assert "Wir haben aufgehoben" in kept
    thrown_away = visit(page, {"then": "discard"})
    assert (thrown_away.status_code, thrown_away.location) == (303, page)
    assert "Halb getippt" not in visit(page).text
    assert "Wir haben aufgehoben" not in visit(page).text


def test_who_goes_back_to_the_empty_form_finds_the_draft_that_it_became(
    jens: Profile, visit: Visit, write_need: WriteNeed
) -> None:
    published, new = write_need(), f"/konto/profil/{jens.slug}/bedarf/neu"
    assert "Schon angefangen" not in visit(new).text
    draft = visit(new, {"text": "Im Laden ist es dunkel."}).location.split("/")[3]
    html = visit(new).text
    assert f'<a href="/konto/bedarf/{draft}/was">Im Laden ist es dunkel.</a>' in html
    assert published not in html
