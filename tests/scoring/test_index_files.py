"""The files of an index: damage is noticed, and the last build is in force until the next ends."""

import json
import shutil
import sys
import types

import numpy as np
import pytest

from matchmaker.scoring.index import (
    Entry,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    build_index,
    open_index,
    remove_previous,
)
from matchmaker.scoring.storage.scorer_files import read_scorer, write_scorer
from matchmaker.scoring.storage.versions import POINTER, checksum
from tests.scoring.little_index import (
    FULL,
    WEIGHTS,
    build,
    lies_in_a_file,
    scorers,
    some_entries,
)
from tests.scoring.little_scorers import Fixed, RareWords


def test_of_a_scorer_that_cannot_be_pickled_no_half_file_is_left(tmp_path):
    build(tmp_path, scorers={"broken": Fixed("broken", {"a": lambda: "cannot be pickled"})})
    assert [] == list(tmp_path.rglob("*.pickle"))


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


def test_an_index_whose_scorer_has_another_shape_now_is_not_used(tmp_path):
    build(tmp_path, scorers={"reshaped": Reshaped()})
    Reshaped.today = True
    try:
        with pytest.raises(IndexOutdated, match="another shape"):
            open_index(tmp_path)
    finally:
        Reshaped.today = False


class Reshaped(RareWords):
    """Cannot be read once it has changed."""

    today = False

    def __setstate__(self, state):
        if self.today:
            raise TypeError("another shape")
        self.__dict__.update(state)


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


def test_a_scorer_is_not_read_apart_from_its_index(tmp_path):
    build(tmp_path)
    path = tmp_path / "00000001" / "scorers" / "rare_words.pickle"
    with pytest.raises(IndexOutdated, match="together with its index"):
        read_scorer(path)


def test_arrays_of_every_form_come_back_as_they_were(tmp_path):
    """An odd number of bytes before others, none at all, columns first, and numbers alone."""
    learnt = {
        "odd": np.arange(3, dtype=np.int8),
        "real": np.linspace(0, 1, 7),
        "none": np.empty((0, 4), dtype=np.float32),
        "table": np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        "strided": np.arange(20)[::3],
        "words": np.array([b"oak", b"wool"]),
        "single": np.array(2.5),
    }
    scorer = Fixed("fixed")
    scorer.learnt_ = learnt
    write_scorer(tmp_path / "one", scorer)
    read = read_scorer(tmp_path / "one").learnt_
    assert list(learnt) == list(read)
    for name, array in learnt.items():
        np.testing.assert_array_equal(array, read[name], strict=True)
    assert lies_in_a_file(read["real"])
    assert 0 == read["real"].__array_interface__["data"][0] % 64
