"""Guests beside the bundled scorers: enabled, refused, at fault, not asked, edited."""

import sys
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


UNEVEN = """
import numpy as np
from matchmaker.scoring import Explanation, Reason, Scorer

class Guest(Scorer):
    name = "guest"
    label = {"de": "Gast", "en": "Guest"}
    reasons = {"met": {"de": "Treffen in {place}", "en": "Meeting in {place}"}}

    def fit(self, pool):
        self.length = len(pool)
        return self

    def score(self, seeker):
        return np.full(self.length, 0.75, dtype=np.float32)

    def score_back(self, seeker):
        return np.full(self.length, 0.25, dtype=np.float32)

    def explain(self, seeker, candidate):
        return Explanation(0.75, (Reason("met", place="Aue"),))

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


def test_where_no_process_can_be_started_guests_alone_wait_until_one_can(
    people: dict[str, Profile], guest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation.enable("guest", 2.0, [])
    with monkeypatch.context() as system:
        system.setattr(sys, "executable", "/nowhere/python")
        for _ in range(2):
            without = suggest(people["jens"], patient=True)
            assert (2, True) == (len(without.found), any("guest" in each for each in without.notes))
    assert [] == suggest(people["jens"], patient=True).notes
    assert "enabled" == scorers.get_scorer("guest").state


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


def assert_left_out_three_times(app: Flask, seeker: Profile, before: list[str]) -> None:
    for _ in range(3):
        answer = suggest(seeker, patient=True)
        assert [item.profile.external_id for item in answer.found] == before
        assert len(answer.notes) == 1
        app.extensions["matching"].write_faults()
        db.session.rollback()  # as the next request would, see what is written meanwhile


def test_a_guest_that_fails_costs_its_part_and_is_paused_after_three_faults(
    app: Flask, people: dict[str, Profile], guest: Path
) -> None:
    before = found(people["jens"])
    guest.write_text(GUEST.replace("return Explanation", "raise RuntimeError"))
    operation.enable("guest", 5.0, [])
    assert_left_out_three_times(app, people["jens"], before)
    state = scorers.get_scorer("guest")
    assert state.state == "broken"
    assert "RuntimeError" in (state.reason or "")
    operation.enable("guest", 5.0, [])
    assert scorers.get_scorer("guest").state == "enabled"


@pytest.mark.parametrize("explained", ["0.1", "float('nan')", "__import__('random').random() / 2"])
def test_a_guest_that_explains_another_rating_than_it_gave_has_no_part(
    app: Flask, people: dict[str, Profile], guest: Path, explained: str
) -> None:
    before = found(people["jens"])
    column = "[0.2 + 0.8 * (candidate.latitude > 51) for candidate in self.pool_]"
    score = f"    def score(self, seeker):\n        return np.array({column})\n\n    def explain"
    text = GUEST.replace("    def explain", score).replace("n(self.value", f"n({explained}")
    guest.write_text("import numpy as np\n" + text)
    operation.enable("guest", 50.0, [])
    assert_left_out_three_times(app, people["jens"], before)
    reason = scorers.get_scorer("guest").reason or ""
    assert "the last: guest rated 1 and explained " in reason


def test_what_a_guest_rates_back_counts_where_it_explains_one_way_only(
    app: Flask, people: dict[str, Profile], guest: Path
) -> None:
    guest.write_text(UNEVEN)
    operation.enable("guest", 5.0, [])
    answer = suggest(people["jens"], patient=True)
    assert ([], 2) == ([*answer.notes], len(answer.found))
    for item in (*answer.found, explain_pair(people["jens"], people["film"], patient=True)):
        (part,) = (part for part in item.match.parts if part.scorer == "guest")
        assert (0.75, 0.25) == (part.for_seeker, part.for_candidate)


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
    assert not scorers.get_scorer("odd").chosen


def test_a_plugin_that_is_no_python_is_listed_as_broken_and_not_run(
    app: Flask, tmp_path: Path
) -> None:
    (tmp_path / "plugins" / "odd.py").write_text("scorer = 1 +")
    (tmp_path / "plugins" / "fatal.py").write_text("raise SystemExit")
    listed = {plugin["name"]: plugin for plugin in scorers.plugins_document()["plugins"]}
    assert ("disabled", None) == (listed["fatal"]["state"], listed["fatal"]["reason"])
    assert "broken" == listed["odd"]["state"]
    assert (
        "odd cannot be imported: SyntaxError: invalid syntax (odd.py, line 1)."
        == (listed["odd"]["reason"])
    )


def test_a_package_is_found_once_its_file_is_there(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "plugins" / "guest").mkdir()
    assert "guest" not in [state.name for state in scorers.scorer_states()]
    (tmp_path / "plugins" / "guest" / "__init__.py").write_text(GUEST)
    assert "disabled" == scorers.get_scorer("guest").state


def rated(people: dict[str, Profile]) -> list[float | None]:
    """What the guest says of the film maker, if it has a part."""
    pair = explain_pair(people["jens"], people["film"], patient=True)
    return [part.for_seeker for part in pair.match.parts if part.scorer == "guest"]


def test_an_edited_guest_counts_as_it_is_now(people: dict[str, Profile], guest: Path) -> None:
    operation.enable("guest", 1.0, [])
    assert [1.0] == rated(people)
    for value in ("0.25", "0.75"):  # as long as each other, within a second
        guest.write_text(GUEST.replace("Explanation(self.value", f"Explanation({value}"))
        assert [float(value)] == rated(people)


def test_a_guest_that_is_no_python_for_a_while_has_no_part_until_it_is_mended(
    people: dict[str, Profile], guest: Path
) -> None:
    operation.enable("guest", 1.0, [])
    assert [1.0] == rated(people)
    for half, reason in ((GUEST.partition("):")[0], "SyntaxError"), ("", "the file is empty")):
        guest.write_text(half)
        assert [] == rated(people)
        assert reason in (scorers.get_scorer("guest").reason or "")
        guest.write_text(GUEST)
        assert [1.0] == rated(people)


def test_an_edited_part_of_a_package_counts_as_it_is_now(
    app: Flask, people: dict[str, Profile], tmp_path: Path
) -> None:
    folder = tmp_path / "plugins" / "guest"
    folder.mkdir()
    text = GUEST.replace("Explanation(self.value", "Explanation(part.VALUE")
    (folder / "__init__.py").write_text(f"from . import part\n{text}")
    (folder / "part.py").write_text("VALUE = 1.0")
    operation.enable("guest", 1.0, [])
    assert [1.0] == rated(people)
    (folder / "part.py").write_text("VALUE = 0.5")
    assert [0.5] == rated(people)
    app.extensions["matching"].close()


def test_what_a_guest_has_read_beside_its_modules_is_read_anew_once_it_is_enabled_again(
    app: Flask, people: dict[str, Profile], tmp_path: Path
) -> None:
    folder = tmp_path / "plugins" / "guest"
    folder.mkdir()
    read = "from pathlib import Path\nVALUE = float((Path(__file__).parent / 'table').read_text())"
    text = GUEST.replace("Explanation(self.value", "Explanation(VALUE")
    (folder / "__init__.py").write_text(f"{read}\n{text}")
    for value in ("0.5", "0.25"):
        (folder / "table").write_text(value)
        operation.enable("guest", 1.0, [])
        assert [float(value)] == rated(people)
    app.extensions["matching"].close()
