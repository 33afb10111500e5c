"""Places: known answers, what people really type, and what no one should."""

import pytest

from matchmaker.reference.places import Place, distance_km, find_places, locate, places_near

HOSTILE = ["", " ", "\x00\n", "😀", "a" * 5000, "\ud800", "%' OR 1=1", "١٢٣٤٥", "-" * 300, "(", "0"]


def names(places: tuple[Place, ...]) -> list[str]:
    return [place.name for place in places]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Annaberg-Buchholz", "Annaberg-Buchholz"),
        ("annaberg buchholz", "Annaberg-Buchholz"),
        ("Annaberg", "Annaberg-Buchholz"),
        ("09456 Annaberg", "Annaberg-Buchholz"),
        ("D-09456 Annaberg-Buchholz", "Annaberg-Buchholz"),
        ("Annaberg-Buchholz 09456", "Annaberg-Buchholz"),
        ("9456 Annaberg", "Annaberg-Buchholz"),
        ("MÜNCHEN", "München"),
        ("Muenchen", "München"),
        ("Munchen", "München"),
        ("Munich", "München"),
        ("Koln", "Köln"),
        ("Zwoenitz", "Zwönitz"),
        ("Zwönitz/Erzgebirge", "Zwönitz"),
        ("St. Egidien", "Sankt Egidien"),
        ("Frankfurt a. M.", "Frankfurt am Main"),
        ("Frankfurt/Oder", "Frankfurt (Oder)"),
        ("Neuburg a. d. Donau", "Neuburg an der Donau"),
        ("Rothenburg o.d.T.", "Rothenburg ob der Tauber"),
        ("Reichenbach i. V.", "Reichenbach/Vogtland"),
        ("Schandau", "Bad Schandau"),
        ("Lutherstadt Wittenberg", "Wittenberg"),
        ("Chemnits", "Chemnitz"),
        ("Weissenfels", "Weißenfels"),
    ],
)
def test_a_place_is_found_as_people_write_it(typed: str, meant: str) -> None:
    assert [meant] == names(find_places(typed))


def test_an_exact_name_is_not_drowned_by_longer_ones() -> None:
    assert ["Freiberg"] == names(find_places("Freiberg"))


def test_equal_names_are_a_choice_with_the_largest_first() -> None:
    found = find_places("Neustadt")
    assert len(found) > 5
    assert "Neustadt in Sachsen" in names(found)
    assert sorted((p.population or 0 for p in found), reverse=True) == [
        place.population or 0 for place in found
    ]


def test_a_state_beside_the_name_decides() -> None:
    assert ["TH"] == [place.state for place in find_places("Mühlhausen/Thüringen")]


def test_nothing_is_found_where_nothing_is() -> None:
    assert () == find_places("Xyzqwertz")


def test_places_abroad_are_found_by_their_german_and_their_own_name() -> None:
    assert ["Prag"] == names(find_places("Praha", "CZ")) == names(find_places("Prag", "CZ"))
    assert ["Wrocław"] == names(find_places("Breslau", "PL"))
    assert ["Pilsen"] == names(find_places("Plzen", "CZ"))


def test_a_postal_code_borrows_a_name_and_says_so() -> None:
    (place,) = find_places("09456")
    assert ("Annaberg-Buchholz", "SN", "09456", True) == (
        place.name,
        place.state,
        place.postal_code,
        place.approximate,
    )


def test_a_first_zero_that_a_spreadsheet_ate_is_put_back() -> None:
    assert locate("DE", "09456", None) == locate("DE", "9456", None)


def test_a_postal_code_may_follow_the_name() -> None:
    assert ["Neustadt in Sachsen"] == names(find_places("Neustadt, 01844"))


def test_a_name_that_fits_the_postal_code_is_exact() -> None:
    place = locate("DE", "01844", "Neustadt")
    assert place is not None
    assert ("Neustadt in Sachsen", "01844", False) == (
        place.name,
        place.postal_code,
        place.approximate,
    )


def test_the_postal_code_wins_over_a_name_far_away() -> None:
    place = locate("DE", "80331", "Berlin")
    assert place is not None
    assert ("München", True) == (place.name, place.approximate)


def test_an_unknown_code_gives_way_to_a_clear_name() -> None:
    place = locate("DE", "09999", "Chemnitz")
    assert place is not None
    assert ("Chemnitz", "09999", False) == (place.name, place.postal_code, place.approximate)


def test_an_unknown_code_is_replaced_by_its_nearest_neighbour() -> None:
    place, neighbour = locate("DE", "09107", None), locate("DE", "09111", None)
    assert place is not None
    assert neighbour is not None
    assert (neighbour.latitude, "09107", True) == (
        place.latitude,
        place.postal_code,
        place.approximate,
    )


def test_a_code_of_a_region_that_does_not_exist_is_no_place() -> None:
    assert locate("DE", "00000", None) is None


def test_an_ambiguous_name_without_a_code_is_no_guess() -> None:
    assert locate("DE", None, "Neustadt") is None


def test_a_name_that_nearly_everybody_uses_for_one_place_is_that_place() -> None:
    place = locate("DE", None, "Halle")
    assert place is not None
    assert "Halle (Saale)" == place.name


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_input_is_no_place_and_no_error(text: str) -> None:
    assert locate("DE", text, text) is None
    assert () == find_places(text)
    assert locate(text, None, None) is None


def test_missing_input_is_no_place() -> None:
    assert locate("DE", None, None) is None
    assert locate("XX", "09456", "Annaberg") is None


def test_the_nearest_town_is_found_by_its_size() -> None:
    town = places_near(50.65, 12.80, min_population=100_000)
    assert town is not None
    assert "Chemnitz" == town.name
    assert places_near(50.65, 12.80, min_population=10**9) is None


def test_distances_are_known_ones() -> None:
    assert 0.0 == distance_km(50.0, 12.0, 50.0, 12.0)
    assert pytest.approx(111.195, abs=0.001) == distance_km(50.0, 12.0, 51.0, 12.0)
    assert pytest.approx(20015.1, abs=0.1) == distance_km(0.0, 0.0, 0.0, 180.0)
