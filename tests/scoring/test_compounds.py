"""Compounds are taken apart alike whether or not the search skips what can be no part."""

import random
from functools import cache

import pytest

from matchmaker.scoring.text import build_place_names, compounds, frequencies, terms_of_word
from matchmaker.scoring.text.place_names import PLACE_NAMES
from matchmaker.scoring.text.words import is_misspelt


def made_up(count: int) -> list[str]:
    rng = random.Random(7)
    known = sorted(word for word in frequencies.listed("de") if 3 <= len(word) <= 11)
    links = ("", "s", "n", "en", "es", "er", "e", "zz")
    return [
        "".join(rng.choice(known) + rng.choice(links) for _ in range(rng.randint(2, 3)))
        for _ in range(count)
    ]


def rarity_of_likeliest(word: str) -> float:
    """What the parts of the likeliest split cost together, of all splits there are."""
    parts, own = compounds.known_parts(), compounds._own_pieces()

    def cost(part: str) -> float:
        return compounds._RARITY_OF_NOTHING - parts[part] if part in parts else compounds._NEVER

    def of_piece(piece: str, last: bool) -> float:
        if piece in own or last:
            return cost(own.get(piece, piece))
        links = [link for link in ("s", "es", "n", "en", "er", "e") if piece.endswith(link)]
        shorter = [cost(piece.removesuffix(link)) for link in links]
        longer = [cost(piece + "e")] if len(piece) >= compounds._SHORTEST_PART else []
        return min([cost(piece), *shorter, *longer])

    @cache
    def up_to(end: int) -> float:
        if not end:
            return 0.0
        first = max(end - compounds._LONGEST_PIECE, int(end == len(word)))
        pieces = ((start, word[start:end]) for start in range(first, end))
        costs = [up_to(start) + of_piece(piece, end == len(word)) for start, piece in pieces]
        return min(costs, default=compounds._NEVER)

    return up_to(len(word))


def test_nothing_is_missed_for_the_sake_of_speed() -> None:
    words, known = made_up(2000), compounds.known_parts()
    for word in words:
        parts = compounds._likeliest(word)
        rarity = sum(compounds._RARITY_OF_NOTHING - known[part] for part in parts)
        assert (rarity or compounds._NEVER) == pytest.approx(rarity_of_likeliest(word)), word
    assert sum(bool(compounds.split(word)) for word in words) > 200, "of words made by chance"


@pytest.mark.parametrize(
    "word",
    ["gestalterin", "gestalter", "unterschreiben", "zusammenarbeit", "kulturellen", "bestellung"],
)
def test_prefixes_and_endings_are_no_parts(word: str) -> None:
    assert () == compounds.split(word)


@pytest.mark.parametrize("word", ["Rosenheim", "Bitterfeld", "Salzgitter", "Freiberger"])
def test_a_place_is_not_what_its_name_could_be_read_as(word: str) -> None:
    assert not {"ros", "feld", "salz", "gitt", "berg"} & set(terms_of_word(word))


@pytest.mark.parametrize("word", ["Weinberg", "Tiergarten"])
def test_a_thing_that_is_a_place_too_keeps_its_parts(word: str) -> None:
    assert len(terms_of_word(word)) == 3


def test_a_village_is_no_misspelt_word() -> None:
    assert not any(map(is_misspelt, ("Föckelberg", "Eixen", "Breege")))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Apfelsorten", {"apfel", "sorte"}),
        ("Ausstellungsorte", {"ausstell", "ort"}),
        ("Weingüter", {"wein", "gut"}),
        ("Holzware", {"holz", "war"}),
        ("Stadtfest", {"stadt", "fest"}),
        ("Monteure", set()),
        ("Aufsteller", set()),
        ("wetterfeste", set()),
        ("festhalten", set()),
        ("juristisch", set()),
    ],
)
def test_a_part_is_what_people_hear_in_a_word(word: str, parts: set[str]) -> None:
    assert set(terms_of_word(word)[1:]) == parts


def test_wares_are_heard_where_something_would_be() -> None:
    assert terms_of_word("Ware")
    assert not terms_of_word("wäre")
    assert not terms_of_word("waere")


def test_the_names_of_places_are_those_of_the_reference_data() -> None:
    assert PLACE_NAMES.read_text(encoding="utf-8") == build_place_names.listed()
