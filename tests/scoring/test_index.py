import dataclasses
import json
import pickle
import shutil
import sys
import types
from concurrent.futures import ThreadPoolExecutor

import joblib
import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.index import (
    Entry,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    build_index,
    open_index,
    remove_previous,
)
from matchmaker.scoring.mapped import CHUNK, SCHEMA
from matchmaker.scoring.panel import Panel, Part
from matchmaker.scoring.segment import Segment, everyone, rank, tie_order
from matchmaker.scoring.versions import POINTER, checksum
from tests.scoring.little_scorers import Broken, Fixed, RareWords

WEIGHTS = {"rare_words": 2.0, "fixed": 1.0}
SKILLS = ["cnc", "film", "font", "game", "logo", "oak", "song", "web", "wool"]


def profile(number, rng, kind=None):
    return Profile(
        f"id{number}",
        kind=kind or ("kmu", "creative")[number % 2],
        skills=frozenset(rng.choice(SKILLS, size=rng.integers(0, 4), replace=False).tolist()),
        capacity=[None, "now", "closed"][int(rng.integers(0, 3))],
    )


def entry(profile):
    return Entry(profile, f"x{profile.id[::-1]}")


def some_entries(count, seed=1):
    rng = np.random.default_rng(seed)
    return [entry(profile(number, rng)) for number in range(count)]


def scorers(count=60):
    rng = np.random.default_rng(7)
    table = {f"id{number}": float(rng.integers(0, 5)) / 4 for number in range(0, count, 2)}
    back = {f"id{number}": float(rng.integers(0, 5)) / 4 for number in range(0, count, 3)}
    return {"rare_words": RareWords(), "fixed": Fixed("fixed", table, back)}


def build(directory, entries=None, sequence=1, **kwargs):
    entries = some_entries(60) if entries is None else entries
    build_index(directory, iter(entries), kwargs.get("scorers", scorers()), sequence, "abc")
    return open_index(directory)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of some entries, shared by the tests that only read it."""
    return build(tmp_path_factory.mktemp("index"), sequence=41)


def definition(index, entries):
    """The ranking over all live entries in one piece, with the constants of the index."""
    pool = Pool(entry.profile for entry in entries)
    keys = [entry.tie_key for entry in entries]
    frozen = {name: s.rebase(pool) for name, s in index.segments[0].scorers.items()}
    return Segment(pool, keys, tie_order(keys), everyone(pool), frozen)


def assert_equal_to_the_definition(index, entries):
    whole = definition(index, entries)
    for seeker in [entry.profile for entry in entries][:12]:
        expected = rank([whole], seeker, WEIGHTS, eligible=Partners(seeker), limit=15)
        assert expected == index.rank(seeker, WEIGHTS, limit=15)
    assert len(entries) == len(index)


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


FULL = Profile(
    "ä/1\ud800",
    kind="creative",
    about="Größe \x00 \ud800 🎨",
    offers="two\nlines",
    needs=("first", "", "third"),
    sectors=frozenset({"31.09", "C"}),
    submarkets=frozenset({"crafts"}),
    skills=frozenset({"Möbel", "oak"}),
    languages=frozenset({"de", "en"}),
    employees=250,
    latitude=-50.5,
    longitude=0.0,
    radius_km=20,
    country="DE",
    remote=True,
    capacity="soon",
)


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
    assert isinstance(scorer.idf_, np.memmap)
    assert index.pool is scorer.pool_


def test_an_index_without_profiles_proposes_nobody(tmp_path):
    index = build(tmp_path, [])
    assert () == index.rank(Profile("a"), WEIGHTS).matches
    assert 0 == index.rank(Profile("a"), WEIGHTS).candidates


def test_changed_new_and_removed_profiles_count_at_once(index):
    entries = some_entries(60)
    rng = np.random.default_rng(3)
    changed = [entry(profile(number, rng)) for number in (0, 1, 2, 3, 4, 5)]
    new = [entry(profile(number, rng)) for number in (100, 101, 102)]
    changes = {each.profile.id: each for each in changed + new} | {"id8": None, "id9": None}
    after = index.with_changes(changes, 2)
    live = changed + entries[6:8] + entries[10:] + new
    assert_equal_to_the_definition(after, live)
    assert 2 == after.sequence


def test_constants_stay_frozen_until_the_next_build(tmp_path):
    entries = some_entries(60)
    index = build(tmp_path, entries)
    seeker, partner = Profile("s", skills=frozenset({"oak"})), Profile("p", "creative")
    partner = dataclasses.replace(partner, skills=frozenset({"oak"}))
    many = {f"o{i}": Entry(dataclasses.replace(partner, id=f"o{i}"), f"o{i}") for i in range(99)}
    alone = index.with_changes({"p": Entry(partner, "p")}, 2).rank(seeker, {"rare_words": 1})
    among = index.with_changes(many | {"p": Entry(partner, "p")}, 2)
    ranked = among.rank(seeker, {"rare_words": 1}, limit=200)
    score = {match.id: match.score for match in ranked.matches}["p"]
    assert {match.id: match.score for match in alone.matches}["p"] == score
    rebuilt = build(tmp_path, [*entries, *many.values(), Entry(partner, "p")])
    fresh = rebuilt.rank(seeker, {"rare_words": 1}, limit=200)
    assert {match.id: match.score for match in fresh.matches}["p"] < score


def test_the_way_to_a_state_does_not_matter(index):
    entries = {each.profile.id: each for each in some_entries(60)}
    rng = np.random.default_rng(4)
    live, last = dict(entries), index
    for step in range(80):
        number = int(rng.integers(0, 90))
        kind = ("kmu", "creative")[number % 2]
        change = None if step % 5 == 4 else entry(profile(number, rng, kind))
        last = last.with_changes({f"id{number}": change}, step)
        live = {**live, f"id{number}": change}
        live = {id: each for id, each in live.items() if each is not None}
    assert_equal_to_the_definition(last, list(live.values()))
    at_once = {id: live.get(id) for id in live.keys() | entries.keys()}
    seeker = Profile("s", skills=frozenset(SKILLS))
    direct = index.with_changes(at_once, 99).rank(seeker, WEIGHTS, limit=90)
    assert direct == last.rank(seeker, WEIGHTS, limit=90)
    assert set(live) == {id for id in live.keys() | entries.keys() if last.get(id)}
    assert len(last.segments) <= 7


def test_an_index_is_not_changed_by_its_successor(index):
    seeker = index.pool[0]
    before = index.rank(seeker, WEIGHTS)
    best = before.matches[0].id
    after = index.with_changes({best: None}, 2)
    assert before == index.rank(seeker, WEIGHTS)
    assert best not in {match.id for match in after.rank(seeker, WEIGHTS).matches}
    assert None is after.get(best)


def test_a_profile_that_is_gone_may_come_back(index):
    back = index.get("id3")
    after = index.with_changes({"id3": None}, 2).with_changes({"id3": back}, 3)
    assert index.rank(index.pool[0], WEIGHTS) == after.rank(index.pool[0], WEIGHTS)


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
    reasons = index.reasons(seeker, candidate.profile, WEIGHTS)
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


def test_of_a_scorer_that_cannot_be_pickled_no_half_file_is_left(tmp_path):
    build(tmp_path, scorers={"broken": Fixed("broken", {"a": lambda: "cannot be pickled"})})
    assert [] == list(tmp_path.rglob("*.joblib"))


class RefusesSmallPools(Fixed):
    def rebase(self, pool):
        raise RuntimeError("too small")


def test_a_scorer_that_cannot_follow_a_change_has_no_part_in_any_segment(tmp_path):
    frail = RefusesSmallPools("frail", {f"id{i}": 1.0 for i in range(60)})
    index = build(tmp_path, scorers=scorers() | {"frail": frail})
    seeker = Profile("s", skills=frozenset(SKILLS))
    weights = WEIGHTS | {"frail": 3.0}
    assert () == index.rank(seeker, weights).faults
    after = index.with_changes({"id3": index.get("id3")}, 2)
    assert after.rank(seeker, WEIGHTS).matches == after.rank(seeker, weights).matches
    assert ["frail"] == [fault.name for fault in after.rank(seeker, weights).faults]
    assert ["frail"] == [fault.name for fault in after.faults]


def test_further_scorers_are_fitted_to_the_build_and_follow_changes(tmp_path):
    entries = some_entries(60)
    late = build(tmp_path / "late", entries, scorers={"fixed": scorers()["fixed"]})
    rng = np.random.default_rng(3)
    changed = {f"id{number}": entry(profile(number, rng)) for number in (0, 1, 2, 90, 91)}
    live = [*changed.values(), *entries[3:]]
    for index in (
        late.with_scorers({"rare_words": RareWords()}).with_changes(changed, 2),
        late.with_changes(changed, 2).with_scorers({"rare_words": RareWords()}),
    ):
        assert_equal_to_the_definition(index, live)


def test_a_scorer_is_replaced_by_one_of_the_same_name(tmp_path):
    index = build(tmp_path).with_changes({"id3": None}, 2)
    seeker = Profile("s")
    table = {f"id{number}": 0.25 for number in range(60)}
    broken = index.with_scorers({"fixed": Broken("fixed", RuntimeError(), at="fit")})
    assert ["fixed"] == [fault.name for fault in broken.rank(seeker, {"fixed": 1}).faults]
    mended = broken.with_scorers({"fixed": Fixed("fixed", table)})
    assert () == mended.faults
    assert {0.25} == {match.score for match in mended.rank(seeker, {"fixed": 1}).matches}


def files_below(directory):
    return sorted(path for path in directory.rglob("*") if path.is_file() and path.name != ".lock")


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove"])
def test_damage_to_any_single_file_is_noticed(tmp_path, damage):
    directory = tmp_path / "index"
    build(directory, [Entry(FULL, "a"), *some_entries(9)])
    for path in files_below(directory):
        content = path.read_bytes()
        if damage == "flip" and content:
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        elif damage == "truncate" and content:
            path.write_bytes(content[:-1])
        elif damage == "remove" and path.name != POINTER:
            path.unlink()
        else:
            continue
        with pytest.raises(IndexDamaged) as caught:
            open_index(directory)
        assert caught.value.what
        path.write_bytes(content)
    assert 10 == len(open_index(directory))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"1", b"{}", b"\xff\xfe", b'{"version": "00000001"}']
)
def test_a_pointer_that_is_none_is_damage(tmp_path, content):
    build(tmp_path)
    (tmp_path / POINTER).write_bytes(content)
    with pytest.raises(IndexDamaged):
        open_index(tmp_path)


def test_a_pointer_to_elsewhere_is_not_followed(tmp_path):
    build(tmp_path / "index")
    shutil.copytree(tmp_path / "index" / "00000001", tmp_path / "elsewhere")
    manifest = checksum(tmp_path / "elsewhere" / "manifest.json")
    pointer = {"version": "../elsewhere", "manifest": manifest}
    (tmp_path / "index" / POINTER).write_text(json.dumps(pointer))
    with pytest.raises(IndexDamaged, match="names no version"):
        open_index(tmp_path / "index")


def test_without_a_build_the_index_is_missing(tmp_path):
    for directory in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing):
            open_index(directory)


@pytest.mark.parametrize("written_by", [{"format": 0}, {"libraries": {"numpy": "1.0"}}])
def test_an_index_of_another_release_is_not_used(tmp_path, written_by):
    build(tmp_path)
    path = tmp_path / "00000001" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | written_by))
    pointer = {"version": "00000001", "manifest": checksum(path)}
    (tmp_path / POINTER).write_text(json.dumps(pointer))
    with pytest.raises(IndexOutdated):
        open_index(tmp_path)


def test_an_index_whose_scorer_is_not_known_here_is_not_used(tmp_path):
    module = types.ModuleType("plugin_of_yesterday")
    module.Gone = type("Gone", (RareWords,), {"__module__": module.__name__})
    sys.modules[module.__name__] = module
    try:
        build(tmp_path, scorers={"gone": module.Gone()})
    finally:
        del sys.modules[module.__name__]
    with pytest.raises(IndexOutdated, match="plugin_of_yesterday"):
        open_index(tmp_path)


def versions(directory):
    return sorted(path.name for path in directory.iterdir() if path.is_dir())


def test_who_reads_an_old_version_keeps_it_after_it_was_removed(tmp_path):
    old = build(tmp_path)
    seeker = old.pool[0]
    expected = old.rank(seeker, WEIGHTS)
    for sequence in (2, 3):
        build(tmp_path, some_entries(20, seed=sequence), sequence)
    assert ["00000002", "00000003"] == versions(tmp_path)
    assert expected == old.rank(seeker, WEIGHTS)
    assert 3 == open_index(tmp_path).sequence


class BuiltMeanwhile(Fixed):
    """Two builds come into force while this scorer is read."""

    def __init__(self, directory):
        super().__init__("meanwhile")
        self.directory = directory

    def __setstate__(self, state):
        self.__dict__.update(state)
        for sequence in (2, 3):
            entries = some_entries(9, seed=sequence)
            build_index(self.directory, entries, {"fixed": Fixed("fixed")}, sequence, "abc")


def test_a_version_that_is_removed_while_it_is_opened_makes_room_for_its_successor(tmp_path):
    removed = {"meanwhile": BuiltMeanwhile(tmp_path), "fixed": Fixed("fixed")}
    opened = build(tmp_path, some_entries(60), scorers=removed)
    assert ("00000003", 3, 9) == (opened.version, opened.sequence, len(opened))


def test_the_previous_version_can_be_removed_too(tmp_path):
    build(tmp_path)
    build(tmp_path)
    remove_previous(tmp_path)
    assert ["00000002"] == versions(tmp_path)
    assert 60 == len(open_index(tmp_path))


def test_a_build_that_was_killed_leaves_the_index_as_it_was(tmp_path):
    build(tmp_path, sequence=5)
    half = tmp_path / "00000002"
    shutil.copytree(tmp_path / "00000001", half)
    (half / "manifest.json").unlink()
    (half / "pool" / "skills.codes").write_bytes(b"")
    assert 5 == open_index(tmp_path).sequence
    build(tmp_path, sequence=6)
    assert ["00000001", "00000003"] == versions(tmp_path)
    assert 6 == open_index(tmp_path).sequence


def test_a_build_that_fails_leaves_the_index_as_it_was(tmp_path):
    build(tmp_path, sequence=5)

    def failing():
        yield from some_entries(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path, failing(), scorers(), 6, "abc")
    assert ["00000001"] == versions(tmp_path)
    assert 5 == open_index(tmp_path).sequence


def test_a_damaged_index_is_healed_by_the_next_build(tmp_path):
    build(tmp_path)
    (tmp_path / POINTER).write_bytes(b"nonsense")
    assert 60 == len(build(tmp_path))


def test_two_entries_of_one_id_are_refused(tmp_path):
    with pytest.raises(ValueError, match="same id 'id3'"):
        build(tmp_path, [*some_entries(9), *some_entries(9)[3:4]])


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


def test_a_scorer_is_not_read_apart_from_its_index(tmp_path):
    build(tmp_path)
    path = tmp_path / "00000001" / "scorers" / "rare_words.joblib"
    with path.open("rb") as file, pytest.raises(LookupError, match="together with its index"):
        joblib.load(file)
