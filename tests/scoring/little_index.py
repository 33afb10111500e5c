"""An index of profiles with few skills, and two scorers that can be worked out by hand."""

import mmap

import numpy as np

from matchmaker.scoring import Profile
from matchmaker.scoring.index import Entry, build_index, open_index
from tests.scoring.little_scorers import Fixed, RareWords

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


def lies_in_a_file(array):
    """True where an array is a view of a mapped file, and holds no memory of its own."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return isinstance(array.base, memoryview) and isinstance(array.base.obj, mmap.mmap)
