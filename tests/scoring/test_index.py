"""An index ranks like a panel over the same profiles, and explains as it ranks."""

import dataclasses
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.index import Entry
from matchmaker.scoring.panel import Panel, Part
from matchmaker.scoring.ratings import ask
from matchmaker.scoring.storage.mapped import CHUNK, SCHEMA
from tests.scoring.little_index import (
    FULL,
    SKILLS,
    WEIGHTS,
    build,
    lies_in_a_file,
    scorers,
    some_entries,
)
from tests.scoring.little_scorers import Broken, Fixed


def test_an_index_ranks_like_a_panel_over_the_same_profiles(index):
    entries = some_entries(60)
    pool = Pool(entry.profile for entry in entries)
    panel = Panel(Part(scorer, WEIGHTS[name]) for name, scorer in scorers().items())
    panel.fit(pool, [entry.tie_key for entry in entries])
    for seeker in pool:
        expected = panel.rank(seeker, Partners(seeker)(pool))
        assert expected == index.rank(seeker, WEIGHTS)
    assert any(index.rank(seeker, WEIGHTS).matches for seeker in pool)


def test_an_index_knows_what_it_was_built_from(index):
    assert ("00000001", "abc", 41, 60) == (
        index.version,
        index.fingerprint,
        index.sequence,
        len(index),
    )


def test_every_field_of_a_profile_has_a_column():
    assert {field.name for field in dataclasses.fields(Profile)} == set(SCHEMA)


def test_profiles_come_out_as_they_went_in(tmp_path):
    profiles = [FULL, Profile("nothing but an id"), Profile(""), dataclasses.replace(FULL, id="2")]
    index = build(tmp_path, [Entry(each, each.id) for each in profiles])
    assert profiles == list(index.pool)
    assert profiles == [index.get(each.id).profile for each in profiles]
    assert profiles[-1] == index.pool[-1]
    assert None is index.get("unknown")


def test_numbers_of_a_mapped_pool_are_columns(tmp_path):
    pool = build(tmp_path, [Entry(FULL, "a"), Entry(Profile("b"), "b")]).pool
    plain = Pool([FULL, Profile("b")])
    for name in ("latitude", "longitude", "radius_km", "remote"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(pool, name))
    assert plain.ids == pool.ids


def test_pools_longer_than_a_chunk_are_whole(tmp_path):
    entries = [
        Entry(Profile(f"{number}", needs=("a",) * (number % 3)), f"{number}")
        for number in range(CHUNK + 1)
    ]
    pool = build(tmp_path, entries, scorers={}).pool
    assert [each.profile for each in entries] == list(pool)


def test_what_scorers_learnt_is_mapped_and_their_pool_is_that_of_the_index(index):
    scorer = index.segments[0].scorers["rare_words"]
    assert lies_in_a_file(scorer.idf_)
    assert not scorer.idf_.flags.writeable
    assert index.pool is scorer.pool_


def test_an_index_without_profiles_proposes_nobody(tmp_path):
    index = build(tmp_path, [])
    assert () == index.rank(Profile("a"), WEIGHTS).matches
    assert 0 == index.rank(Profile("a"), WEIGHTS).candidates


@pytest.mark.parametrize("changed", [False, True])
def test_only_partners_with_time_are_eligible(tmp_path, changed):
    profiles = [
        Profile("self", kind="kmu"),
        Profile("rival", kind="kmu"),
        Profile("good", kind="creative", capacity="later"),
        Profile("unknown", kind="creative"),
        Profile("closed", kind="creative", capacity="closed"),
        Profile("refused", kind="creative", capacity="now"),
    ]
    entries = {each.id: Entry(each, each.id) for each in profiles}
    everybody = {"fixed": Fixed("fixed", dict.fromkeys(entries, 0.5))}
    index = build(tmp_path, [] if changed else entries.values(), scorers=everybody)
    if changed:
        index = index.with_changes(entries, 2)
    partners = Partners(profiles[0], excluded={"refused", "nobody"})
    ranking = index.rank(profiles[0], {"fixed": 1}, eligible=partners)
    assert ["good", "unknown"] == [match.id for match in ranking.matches]
    assert 2 == ranking.candidates
    creative = index.rank(profiles[2], {"fixed": 1})
    assert ["rival", "self"] == [match.id for match in creative.matches]


def test_oneself_is_never_a_partner_whatever_the_kind(tmp_path):
    entries = [Entry(Profile("a", kind="kmu"), "a"), Entry(Profile("b", kind="kmu"), "b")]
    index = build(tmp_path, entries, scorers={"fixed": Fixed("fixed", {"a": 1.0, "b": 1.0})})
    ranking = index.rank(Profile("a", kind="creative"), {"fixed": 1})
    assert ["b"] == [match.id for match in ranking.matches]


def test_further_masks_narrow_the_eligible(index):
    seeker = index.pool[0]
    partners = Partners(seeker)
    ranking = index.rank(
        seeker, WEIGHTS, eligible=lambda pool: partners(pool) & pool.where("capacity", "now")
    )
    assert {"now"} == {index.get(match.id).profile.capacity for match in ranking.matches}


def test_a_pair_is_explained_as_it_is_ranked(index):
    seeker = index.pool[0]
    match = index.rank(seeker, WEIGHTS).matches[0]
    candidate = index.get(match.id)
    explained = index.explain(seeker, candidate, WEIGHTS)
    reasons = ask(index.segments[0].scorers, WEIGHTS, seeker, candidate.profile)
    assert match.with_reasons(reasons) == explained.match
    assert any(part.reasons_for_seeker for part in explained.match.parts)


def test_a_scorer_that_the_index_does_not_have_is_answered_with_those_it_has(index):
    with pytest.raises(ValueError, match=r"'other'.*fixed, rare_words"):
        index.rank(Profile("a"), {"other": 1.0})


@pytest.mark.parametrize(
    "broken",
    [
        Broken("broken", ValueError("no pool for me"), at="fit"),
        Fixed("broken", {"a": lambda: "cannot be pickled"}),
        Broken("broken", None),
    ],
    ids=["fit", "pickle", "score"],
)
def test_a_faulty_scorer_costs_its_own_part_only(tmp_path, broken):
    seeker = Profile("s", skills=frozenset(SKILLS))
    alone = build(tmp_path / "alone").with_changes({"id3": None}, 2).rank(seeker, WEIGHTS)
    index = build(tmp_path / "both", scorers=scorers() | {"broken": broken})
    ranking = index.with_changes({"id3": None}, 2).rank(seeker, WEIGHTS | {"broken": 9.0})
    assert alone.matches == ranking.matches
    assert ["broken"] == [fault.name for fault in ranking.faults]


def test_threads_that_rank_at_once_get_what_they_get_alone(index):
    changed = index.with_changes({"id3": None, "id4": index.get("id4")}, 2)
    seekers = list(index.pool)
    expected = [changed.rank(seeker, WEIGHTS) for seeker in seekers]
    with ThreadPoolExecutor(2) as threads:
        assert expected == list(threads.map(lambda seeker: changed.rank(seeker, WEIGHTS), seekers))


def test_a_mapped_pool_is_pickled_as_its_folder(tmp_path):
    pool = build(tmp_path, [Entry(Profile("a", about="x" * 10_000), "a")]).pool
    pickled = pickle.dumps(pool)
    assert len(pickled) < 1_000
    assert list(pool) == list(pickle.loads(pickled))
