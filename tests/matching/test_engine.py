"""The ranking in force: index, changes, and the operator's decisions."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from matchmaker import create_app, jobs
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.errors import Refused
from matchmaker.matching import engine, operation, scorers, tasks
from matchmaker.matching.document import matches_document
from matchmaker.matching.models import Exclusion
from matchmaker.matching.service import suggest
from matchmaker.matching.workshop import fingerprint, source_digest
from matchmaker.profiles.models import Profile
from matchmaker.scoring.index import build_index
from tests.full_disk import needs_limits, nothing_fits

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Plugins of this test alone, beside the bundled ones."""
    (tmp_path / "plugins").mkdir()
    return settings.model_copy(update={"plugins": tmp_path / "plugins"})


@pytest.fixture
def people(make_profile: MakeProfile) -> dict[str, Profile]:
    fields = {"located_latitude": 50.8, "located_longitude": 12.9}
    return {
        "jens": make_profile(
            external_id="k-1",
            about="Tischlerei. Unsere Treppen sieht keiner.",
            needs=["Ein Film aus der Werkstatt"],
            sectors=["31.01"],
            **fields,
        ),
        "film": make_profile(
            "creative",
            external_id="c-film",
            about="Ich drehe Filme in Werkstätten",
            submarkets=["film"],
            **fields,
        ),
        "music": make_profile(
            "creative",
            external_id="c-music",
            about="Blasmusik für Feste",
            submarkets=["music"],
            **fields,
        ),
    }


def found(seeker: Profile, **options: object) -> list[str]:
    return [item.profile.external_id for item in suggest(seeker, patient=True, **options).found]  # type: ignore[arg-type]


def test_partners_of_the_other_kind_come_best_first(people: dict[str, Profile]) -> None:
    assert found(people["jens"]) == ["c-film", "c-music"]
    assert found(people["film"]) == ["k-1"]


def test_every_scorer_of_the_rules_has_a_part(people: dict[str, Profile]) -> None:
    answer = suggest(people["jens"], patient=True)
    assert [scorer.name for scorer in answer.scorers] == sorted(scorers.DEFAULT_WEIGHTS)
    assert answer.notes == []


def test_the_document_adds_up_and_holds_no_contact(people: dict[str, Profile]) -> None:
    with unit_of_work():
        people["film"].email = "kanarie@film.example"
        people["film"].phone = "+49 30 23125 999"
    document = matches_document(suggest(people["jens"], patient=True))
    for match in document["matches"]:
        total = sum(part["contribution"] for part in match["parts"]) + match["adjustment"]
        assert total == pytest.approx(match["score"], abs=1e-6)
        for side in ("weight_for_seeker", "weight_for_candidate"):
            assert sum(part[side] for part in match["parts"]) == pytest.approx(1)
    assert "kanarie" not in str(document)
    assert "23125" not in str(document)


def test_the_same_request_has_the_same_answer_after_a_restart(
    people: dict[str, Profile], settings: Settings
) -> None:
    before = matches_document(suggest(people["jens"], patient=True))
    other = create_app(settings, TESTING=True)
    with other.app_context():
        jens = db.session.get_one(Profile, people["jens"].id)
        assert matches_document(suggest(jens, patient=True)) == before


def test_a_change_is_right_at_once_and_after_the_next_build(
    people: dict[str, Profile], make_profile: MakeProfile
) -> None:
    assert found(people["jens"]) == ["c-film", "c-music"]
    make_profile("creative", external_id="c-new", about="Ein Film aus der Werkstatt")
    with unit_of_work():
        db.session.get_one(Profile, people["music"].id).visibility = "hidden"
    at_once = found(people["jens"])
    engine.rebuild_if_needed()
    assert sorted(at_once) == ["c-film", "c-new"]
    assert sorted(found(people["jens"])) == ["c-film", "c-new"]


@pytest.mark.parametrize(
    "change", [{"approved": False}, {"capacity": "closed"}, {"visibility": "hidden"}]
)
def test_who_may_not_be_proposed_is_not(
    people: dict[str, Profile], change: dict[str, object]
) -> None:
    with unit_of_work():
        for name, value in change.items():
            setattr(db.session.get_one(Profile, people["film"].id), name, value)
    assert found(people["jens"]) == ["c-music"]


def test_two_who_exclude_each_other_are_not_proposed_to_either(
    people: dict[str, Profile],
) -> None:
    with unit_of_work():
        db.session.add(Exclusion(profile_id=people["film"].id, other_id=people["jens"].id))
    assert found(people["jens"]) == ["c-music"]
    assert found(people["film"]) == []


def test_an_erased_index_is_built_again(people: dict[str, Profile], settings: Settings) -> None:
    before = found(people["jens"])
    shutil.rmtree(settings.instance / "index")
    assert found(people["jens"]) == before


def test_weights_of_the_moment_replace_those_in_force(people: dict[str, Profile]) -> None:
    only = {"translation_book": 0.0, "sector_affinity": 0.0, "text_similarity": 0.0}
    document = matches_document(suggest(people["jens"], weights=only, patient=True))
    assert [scorer["name"] for scorer in document["scorers"]] == ["locality"]
    assert len(document["matches"][0]["parts"]) == 1


@pytest.mark.parametrize(
    "weights", [{"nobody": 1.0}, {"locality": -1.0}, {"locality": float("nan")}]
)
def test_weights_that_make_no_sense_are_refused(
    people: dict[str, Profile], weights: dict[str, float]
) -> None:
    with pytest.raises(Refused):
        suggest(people["jens"], weights=weights, patient=True)


def test_every_decision_is_dated(app: Flask) -> None:
    operation.enable("locality", 0.5, [("half_km", "25")])
    operation.disable("locality")
    latest, earlier = scorers.history()
    assert (latest.enabled, earlier.enabled) == (False, True)
    assert earlier.settings == {"half_km": 25.0}


def test_an_index_made_by_other_plugin_files_is_built_again(
    people: dict[str, Profile], settings: Settings
) -> None:
    before = found(people["jens"])
    states = [state for state in scorers.scorer_states() if state.in_force]
    made = json.loads(fingerprint(states))
    for described in made.values():
        described[1] = "the digest of yesterday's files"
    build_index(settings.instance / "index", [], {}, 0, json.dumps(made))
    assert found(people["jens"]) == before


def test_what_is_loaded_before_the_fork_is_known_by_the_files_of_that_moment(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = scorers.bundled_in_force()
    before = fingerprint(bundled)
    source_digest.cache_clear()
    app.extensions["matching"].load_shared()
    monkeypatch.setattr(Path, "read_bytes", lambda _file: b"what an update put there")
    assert before == fingerprint(bundled)


@needs_limits
def test_a_build_without_room_leaves_the_index_in_force_and_no_rest_and_is_not_tried_at_once(
    people: dict[str, Profile], make_profile: MakeProfile, settings: Settings
) -> None:
    tasks.refresh_index()
    before = sorted((settings.instance / "index").iterdir())
    make_profile("creative")
    with nothing_fits():
        jobs.enqueue("refresh_index")
    assert (before, 0) == (sorted((settings.instance / "index").iterdir()), jobs.waiting())
    assert engine.lineup(patient=False).index.version == before[-2].name
    jobs.enqueue("refresh_index")
    assert before != sorted((settings.instance / "index").iterdir())


def test_warming_up_waits_for_the_first_index(app: Flask, make_profile: MakeProfile) -> None:
    make_profile("creative", about="Film")

    def warm_up() -> None:
        with app.app_context():
            app.extensions["matching"].warm_up()

    thread = threading.Thread(target=warm_up, daemon=True)
    thread.start()
    assert not app.extensions["matching"].ready()[0]
    assert thread.is_alive()
    engine.rebuild_if_needed()
    thread.join(60)
    assert not thread.is_alive()
