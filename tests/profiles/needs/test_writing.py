"""Writing a need: three short steps, drafts, double posts, hostile words."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.service import remove
from tests.profiles.needs.conftest import Visit

NEW = "/konto/profil/tischlerei-krummbirk/bedarf/neu"
UID = "0123456789abcdef0123456789abcdef"


def only_need() -> Need:
    db.session.rollback()
    return db.session.scalars(select(Need)).one()


def test_one_sentence_leads_to_a_published_need_in_three_steps(jens: Profile, visit: Visit) -> None:
    first = visit(NEW, {"text": "Unsere Treppen sieht keiner."})
    assert only_need().state == "draft"
    second = visit(first.location, {"radius": "60", "budget": "unknown"})
    third = visit(second.location, {"seen_by": "named"})
    assert [first.status_code, second.status_code, third.status_code] == [303, 303, 303]
    db.session.rollback()
    assert [need.text for need in jens.published_needs] == ["Unsere Treppen sieht keiner."]
    assert "Ihr Bedarf ist veröffentlicht." in visit(third.location).text


def test_a_situation_alone_is_enough_and_with_own_words_becomes_the_heading(
    jens: Profile, visit: Visit
) -> None:
    visit(NEW, {"situation": "unseen", "uid": UID})
    assert (only_need().title, only_need().text) == ("", "Keiner sieht, was wir können")
    visit(NEW, {"situation": "unseen", "text": "Treppen super.", "uid": UID})
    assert only_need().title == "Keiner sieht, was wir können"
    assert only_need().text == "Treppen super."


def test_eight_situations_are_shown_and_twelve_more_open(jens: Profile, visit: Visit) -> None:
    before, after = visit(NEW).text.split("<details>")
    tile = '<input type="radio" name="situation"'
    assert (before.count(tile), after.split("</details>")[0].count(tile)) == (8, 12)


def test_nothing_at_all_is_told_at_the_field(jens: Profile, visit: Visit) -> None:
    answer = visit(NEW, {"text": "  "})
    assert answer.status_code == 400
    assert '<a href="#text">Schreiben Sie einen Satz' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_same_form_twelve_times_makes_one_need(jens: Profile, visit: Visit) -> None:
    answers = {visit(NEW, {"text": "Einmal.", "uid": UID}).location for _ in range(12)}
    assert answers == {f"/konto/bedarf/{UID}/wo-und-wann"}
    assert only_need().uid == UID


def test_the_name_of_somebody_elses_need_is_of_no_use(
    jens: Profile, visit: Visit, make_profile: Callable[..., Profile]
) -> None:
    other = make_profile(needs=["Fremd."])
    assert visit(NEW, {"text": "Meins.", "uid": other.needs[0].uid}).status_code == 404
    db.session.rollback()
    assert other.needs[0].text == "Fremd."


def test_everything_of_the_second_step_is_kept_and_shown_again_when_going_back(
    jens: Profile, visit: Visit
) -> None:
    where = visit(NEW, {"text": "Es klemmt."}).location
    chosen = {
        "radius": "25",
        "until": "2099-05-01",
        "wanted": ["design", "film"],
        "budget": "500_2000",
        "returns": ["space"],
        "in_return": "Freitags ist die Halle frei.",
    }
    back = visit(where, chosen | {"zurueck": "1"})
    assert back.location.endswith("/was")
    html = visit(where).text
    for value in ("design", "film", "25", "500_2000", "space"):
        assert f'value="{value}" checked' in html
    assert 'value="2099-05-01"' in html
    assert 'value="Freitags ist die Halle frei."' in html


def test_a_mistake_in_the_second_step_keeps_all_that_was_typed(jens: Profile, visit: Visit) -> None:
    where = visit(NEW, {"text": "Es klemmt."}).location
    sent = {"radius": "25", "budget": "unknown", "until": "2001-01-01", "in_return": "Holz"}
    answer = visit(where, sent | {"wanted": ["music"]})
    assert answer.status_code == 400
    assert "Dieser Tag ist schon vorbei." in answer.text
    for kept in ('value="2001-01-01"', 'value="Holz"', 'value="music" checked'):
        assert kept in answer.text


def test_creatives_look_for_trades(
    make_profile: Callable[..., Profile], owner: object, visit: Visit
) -> None:
    make_profile("creative", slug="mira", owner_id=owner.id)  # type: ignore[attr-defined]
    where = visit("/konto/profil/mira/bedarf/neu", {"situation": "maker"}).location
    assert "Bau und Ausbau" in visit(where).text
    visit(where, {"radius": "60", "budget": "unknown", "wanted": ["F"]})
    assert (only_need().wanted_sectors, only_need().wanted_submarkets) == (["F"], [])


def test_the_count_says_how_many_fit_and_never_who(
    jens: Profile, visit: Visit, make_profile: Callable[..., Profile]
) -> None:
    near = {"located_latitude": 50.75, "located_longitude": 13.15}
    make_profile("creative", name="Passende Gestalterin", submarkets=["design"], **near)
    where = visit(NEW, {"text": "Es klemmt."}).location
    shown = visit(where, {"radius": "60", "budget": "unknown", "wanted": ["design"]}).location
    html = visit(shown).text
    assert "Passt zurzeit zu einem Menschen." in html
    assert "Passende Gestalterin" not in html


def test_a_need_waits_for_the_office_where_it_looks_first(
    app: Flask, jens: Profile, visit: Visit, write_need: Callable[..., str]
) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"approval": "office"})
    write_need()
    assert (only_need().waits, jens.published_needs) == (True, [])
    assert "Unsere Treppen" not in visit("/bedarfe", user=None).text
    with unit_of_work():
        only_need().approved = True
    assert "Unsere Treppen" in visit("/bedarfe", user=None).text
    visit(f"/konto/bedarf/{only_need().uid}/was", {"text": "Ganz anderes."})
    assert "Ganz anderes" not in visit("/bedarfe", user=None).text


def test_closing_can_be_undone_and_says_so(
    jens: Profile, visit: Visit, write_need: Callable[..., str]
) -> None:
    uid = write_need()
    visit(f"/konto/bedarf/{uid}/schliessen", {})
    assert "Unsere Treppen" not in visit("/bedarfe").text
    assert "Rückgängig" in visit(f"/konto/bedarf/{uid}").text
    visit(f"/konto/bedarf/{uid}/wieder-oeffnen", {})
    assert "Unsere Treppen" in visit("/bedarfe").text


def test_a_need_closed_too_long_comes_back_as_run_out(
    jens: Profile, visit: Visit, write_need: Callable[..., str]
) -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        uid = write_need()
        visit(f"/konto/bedarf/{uid}/schliessen", {})
    visit(f"/konto/bedarf/{uid}/wieder-oeffnen", {})
    assert only_need().state == "expired"


def test_deleting_asks_first(jens: Profile, visit: Visit, write_need: Callable[..., str]) -> None:
    uid = write_need()
    visit(f"/konto/bedarf/{uid}/loeschen")
    assert only_need().uid == uid
    visit(f"/konto/bedarf/{uid}/loeschen", {})
    db.session.rollback()
    assert db.session.scalars(select(Need)).all() == []


def test_a_day_is_over_when_it_is_on_the_wall(jens: Profile, visit: Visit) -> None:
    where = visit(NEW, {"text": "Es klemmt.", "uid": UID}).location
    sent = {"radius": "25", "budget": "unknown"}
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=False):
        assert visit(where, sent | {"until": "2026-06-30"}).status_code == 400
        assert visit(where, sent | {"until": "2026-07-01"}).status_code == 303


def test_a_need_that_another_request_deleted_meanwhile_is_deleted(
    jens: Profile, write_need: Callable[..., str]
) -> None:
    write_need()
    with unit_of_work():
        need = jens.needs[0]
        gone = delete(Need).where(Need.id == need.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
        remove(need)
    assert db.session.scalars(select(Need)).all() == []


HOSTILE = ["\u202eumgedreht", "x" * 5001, "\x07", "\ufdd0", "\ud800", "a\x00b"]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("field", ["text", "in_return", "until", "uid", "situation"])
def test_hostile_words_are_refused_at_the_field(
    words: str, field: str, jens: Profile, visit: Visit
) -> None:
    where = visit(NEW, {"text": "Es klemmt.", "uid": UID}).location
    good = {"text": "Gut.", "radius": "25", "budget": "unknown", "situation": "none"}
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in good.items()}
    sent[field] = words.encode("utf-8", "surrogatepass")
    address = where if field in ("in_return", "until") else NEW
    assert visit(address, sent).status_code == 400


def test_what_has_one_line_in_the_form_is_one_line(jens: Profile, visit: Visit) -> None:
    where = visit(NEW, {"title": "Ein\r\nLaden", "text": "Es\r\nklemmt."}).location
    offered = {"radius": "25", "budget": "unknown", "in_return": "Holz\r\nund Raum"}
    visit(where, offered)
    need = only_need()
    assert ("Ein Laden", "Es\nklemmt.", "Holz und Raum") == (need.title, need.text, need.in_return)


def test_markup_stays_text(jens: Profile, visit: Visit, write_need: Callable[..., str]) -> None:
    write_need("<script>alert(1)</script> <b>fett</b>", in_return='"><img src=x>')
    html = visit("/bedarfe", user=None).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_what_is_typed_and_not_sent_is_there_again_on_another_device(
    jens: Profile, visit: Visit
) -> None:
    kept = {"draft": f"need:{jens.uid}:neu", "text": "Halb getippt", "uid": UID}
    assert visit("/konto/entwurf", kept | {"situation": "product"}).status_code == 204
    html = visit(NEW).text
    assert "Halb getippt</textarea>" in html
    assert f'value="{UID}"' in html
    assert 'value="product" checked' in html
    visit(NEW, {"uid": UID, "text": "Fertig."})
    assert "Halb getippt" not in visit(NEW).text


def test_the_second_step_is_kept_as_well(jens: Profile, visit: Visit) -> None:
    where = visit(NEW, {"text": "Es klemmt.", "uid": UID}).location
    typed = {"radius": "25", "wanted": ["music", "film"], "until": "2099-1", "in_return": "Holz"}
    visit("/konto/entwurf", {"draft": f"need:{UID}:wo-und-wann"} | typed)
    html = visit(where).text
    for shown in ('value="music" checked', 'value="film" checked', 'value="25" checked', "Holz"):
        assert shown in html


def test_a_closed_need_does_not_wait_for_the_office(
    app: Flask, jens: Profile, visit: Visit, write_need: Callable[..., str]
) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"approval": "office"})
    uid = write_need()
    visit(f"/konto/bedarf/{uid}/schliessen", {})
    assert not only_need().waits
    assert "Rückgängig" in visit(f"/konto/bedarf/{uid}").text
    visit(f"/konto/bedarf/{uid}/wieder-oeffnen", {})
    assert only_need().waits
