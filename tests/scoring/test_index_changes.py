"""An index follows changes: at once, and as if it had been built anew."""

import dataclasses

import numpy as np

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.index import Entry
from matchmaker.scoring.segment import Segment, everyone, rank, tie_order
from tests.scoring.little_index import SKILLS, WEIGHTS, build, entry, profile, scorers, some_entries
from tests.scoring.little_scorers import Broken, Fixed, RareWords


def definition(index, entries):
    """The ranking over all live entries in one piece, with the constants of the index."""
    pool = Pool(each.profile for each in entries)
    keys = [each.tie_key for each in entries]
    frozen = {name: s.rebase(pool) for name, s in index.segments[0].scorers.items()}
    return Segment(pool, keys, tie_order(keys), everyone(pool), frozen)


def assert_equal_to_the_definition(index, entries):
    whole = definition(index, entries)
    for seeker in [each.profile for each in entries][:12]:
        expected = rank([whole], seeker, WEIGHTS, eligible=Partners(seeker), limit=15)
        assert expected == index.rank(seeker, WEIGHTS, limit=15)
    assert len(entries) == len(index)


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
