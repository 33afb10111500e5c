"""Guests beside the bundled scorers: enabled, refused, at fault, not asked, edited."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.config import Settings
from matchmaker.db import db
from matchmaker.errors import PluginProblem
from matchmaker.matching import operation, scorers
from matchmaker.matching.service import explain_pair, suggest
from matchmaker.profiles.models import Profile
from matchmaker.scoring.budget import REQUEST_S, asking, limit_guests
from tests.lineup import by_distance_alone

MakeProfile = Callable[..., Profile]

GUEST = """
from matchmaker.scoring import Explanation, PairScorer, Reason

class Guest(PairScorer):
    name = "guest"
    label = {"de": "Gast", "en": "Guest"}
    reasons = {"met": {"de": "Treffen in {place}", "en": "Meeting in {place}"}}

    def __init__(self, value: float = 1.0):
        self.value = value

    def explain(self, seeker, candidate):
        return Explanation(self.value, (Reason("met", place="Aue"),))

scorer = Guest
"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Plugins of this test alone, beside the bundled ones."""
    (tmp_path / "plugins").mkdir()
    return by_distance_alone(settings, plugins=tmp_path / "plugins")


@pytest.fixture
def people(make_profile: MakeProfile) -> dict[str, Profile]:
    def at(latitude: float) -> dict[str, float]:
        return {"located_latitude": latitude, "located_longitude": 12.9}

    return {
        "jens": make_profile(external_id="k-1", **at(50.8)),
        "film": make_profile("creative", external_id="c-film", **at(50.9)),
        "music": make_profile("creative", external_id="c-music", **at(51.5)),
    }


def found(seeker: Profile) -> list[str]:
    return [item.profile.external_id for item in suggest(seeker, patient=True).found]


@pytest.fixture
def guest(app: Flask, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "plugins" / "guest.py"
    path.write_text(GUEST)
    yield path
    app.extensions["matching"].close()


def test_a_guest_counts_once_it_is_enabled(people: dict[str, Profile], guest: Path) -> None:
    assert scorers.get_scorer("guest").state == "disabled"
    operation.enable("guest", 2.0, [("value", "0.5")])
    pair = explain_pair(people["jens"], people["film"], patient=True)
    part = next(part for part in pair.match.parts if part.scorer == "guest")
    assert part.for_seeker == 0.5
    assert "Treffen in Aue" in [reason.text for reason in pair.told]
    operation.disable("guest")
    names = [scorer.name for scorer in suggest(people["jens"], patient=True).scorers]
    assert "guest" not in names


def test_a_setting_a_guest_does_not_have_changes_nothing(app: Flask, guest: Path) -> None:
    with pytest.raises(PluginProblem, match="value"):
        operation.enable("guest", 1.0, [("colour", "blue")])
    assert scorers.get_scorer("guest").state == "disabled"


def test_a_guest_that_fails_costs_its_part_and_is_paused_after_three_faults(
    app: Flask, people: dict[str, Profile], guest: Path
) -> None:
    before = found(people["jens"])
    guest.write_text(GUEST.replace("return Explanation", "raise RuntimeError"))
    operation.enable("guest", 5.0, [])
    for _ in range(3):
        answer = suggest(people["jens"], patient=True)
        assert [item.profile.external_id for item in answer.found] == before
        assert len(answer.notes) == 1
        app.extensions["matching"].write_faults()
        db.session.rollback()  # as the next request would, see what is written meanwhile
    state = scorers.get_scorer("guest")
    assert state.state == "broken"
    assert "RuntimeError" in (state.reason or "")
    operation.enable("guest", 5.0, [])
    assert scorers.get_scorer("guest").state == "enabled"


def test_a_guest_that_was_not_asked_has_no_part_and_no_blame(
    app: Flask, people: dict[str, Profile], guest: Path
) -> None:
    before = found(people["jens"])
    operation.enable("guest", 5.0, [("value", "0")])
    for _ in range(scorers.FAULTS_UNTIL_PAUSE):
        limit_guests(0.0)
        answer = suggest(people["jens"], patient=True)
        limit_guests(None)
        assert before == [item.profile.external_id for item in answer.found]
        assert 1 == len(answer.notes)
        app.extensions["matching"].write_faults()
        db.session.rollback()
    assert scorers.get_scorer("guest").state == "enabled"
    assert suggest(people["jens"], patient=True).notes == []


def test_guests_hurry_for_a_request_and_for_nothing_else(app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        with asking("guest", 60.0) as seconds:
            assert seconds == REQUEST_S
    with asking("guest", 60.0) as seconds:
        assert seconds == 60.0


def test_a_plugin_that_cannot_be_imported_is_not_enabled(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "plugins" / "odd.py").write_text("scorer = 1 +")
    with pytest.raises(PluginProblem, match="odd"):
        operation.enable("odd", 1.0, [])
    assert scorers.get_scorer("odd").state == "disabled"
