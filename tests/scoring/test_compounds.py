"""Compounds are taken apart alike whether or not the search skips what no part begins with."""

import random

import pytest

from matchmaker.scoring.text import compounds, frequencies


class Everywhere(dict[str, int]):
    """Lets every piece be looked at."""

    def get(self, _beginning: str, _default: object = None) -> int:  # type: ignore[override]
        return compounds._LONGEST_PART


def made_up(count: int) -> list[str]:
    rng = random.Random(7)
    known = sorted(word for word in frequencies.listed("de") if 3 <= len(word) <= 11)
    links = ("", "s", "n", "en", "es", "er", "e", "zz")
    return [
        "".join(rng.choice(known) + rng.choice(links) for _ in range(rng.randint(2, 3)))
        for _ in range(count)
    ]


def test_nothing_is_missed_for_the_sake_of_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    words = made_up(2000)
    quick = [compounds.split(word) for word in words]
    monkeypatch.setattr(compounds, "_reach", Everywhere)
    assert [compounds.split(word) for word in words] == quick
    assert sum(map(bool, quick)) > 200, "of words made by chance"
