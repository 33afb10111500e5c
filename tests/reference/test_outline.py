"""The outline for the map."""

from matchmaker.reference.outline import outlines


def test_rings_are_closed_and_lie_where_the_country_lies() -> None:
    rings = outlines(["DE"])["DE"]
    assert all(ring[0] == ring[-1] for ring in rings)
    points = [point for ring in rings for point in ring]
    assert all(5.5 < longitude < 15.5 and 47 < latitude < 55.5 for longitude, latitude in points)


def test_germany_and_its_neighbours_are_there_and_nothing_else() -> None:
    asked = ["DE", "AT", "BE", "CH", "CZ", "DK", "FR", "LI", "LU", "NL", "PL", "JP"]
    assert asked[:-1] == list(outlines(asked))
