"""Near is better, softly; who did not say where is not far away."""

import itertools
import math

import numpy as np
import pytest

from matchmaker.scoring import Explanation, Pool, Profile, Scorer
from matchmaker.scoring.search.ingredients import granted
from matchmaker.scoring.search.sphere import EARTH_KM
from matchmaker.scoring.testing import parametrize_with_checks
from matchmaker.scoring.testing.checks import Check
from plugins.locality import BORDER, Locality

DEGREE_KM = EARTH_KM * math.pi / 180
"""The length of one degree along a meridian."""


def north(km: float, **told: object) -> Profile:
    """Somebody so many kilometres north of the equator, on the meridian of 10 degrees."""
    told = {"latitude": km / DEGREE_KM, "longitude": 10.0, **told}
    return Profile(f"north-{km}", **told)  # type: ignore[arg-type]


def nowhere(**told: object) -> Profile:
    return Profile("nowhere", **told)  # type: ignore[arg-type]


HOME = north(0)


def rate(seeker: Profile, candidate: Profile, **settings: float) -> float:
    return float(Locality(**settings).fit(Pool([candidate])).score(seeker)[0])


def codes(explanation: Explanation) -> list[str]:
    return [reason.code for reason in explanation.reasons]


@pytest.mark.parametrize("half_km", [3.0, 40.0, 500.0])
def test_nobody_exceeds_the_best_of_their_area(half_km: float) -> None:
    rng = np.random.default_rng(3)
    placed = [
        Profile(
            str(number), latitude=48 + rng.random() * 3, longitude=9 + rng.random() * 3,
            remote=bool(rng.random() < 0.4), country="CZ" if rng.random() < 0.2 else "DE",
            radius_km=float(rng.integers(1, 100)) if rng.random() < 0.5 else None,
        )
        for number in range(600)
    ]  # fmt: skip
    pool = Pool([*placed, nowhere(), nowhere(remote=True)])
    seekers = [*placed[:40], nowhere(), nowhere(remote=True), north(0, radius_km=5.0)]
    scorer, close = Locality(half_km).fit(pool), 0
    for seeker in seekers:
        ratings = scorer.score(seeker), scorer.score_back(seeker)
        for rated, made_of in zip(ratings, scorer.ingredients(seeker), strict=True):
            best = made_of.ceiling()
            assert best is not None
            at_most = granted(best.everywhere())
            assert (granted(rated) <= at_most + 1e-6).all()
            close += int((at_most - granted(rated) < 0.1).sum())
    assert close > len(seekers) * len(pool)  # of two directions each: no empty promise


@pytest.mark.parametrize(
    ("expected", "km", "half_km"),
    [
        (1.0, 0, 40),
        (1.0, 14.9, 40),
        (0.5, 40, 40),
        (0.25, 65, 40),
        (0.125, 90, 40),
        (1.0, 2.4, 5),
        (0.5, 5, 5),
        (0.25, 7.5, 5),
    ],
)
def test_a_partner_at_the_half_distance_counts_half(
    expected: float, km: float, half_km: float
) -> None:
    assert expected == pytest.approx(rate(HOME, north(km), half_km=half_km), abs=1e-5)


def test_the_distance_between_known_places_is_right() -> None:
    chemnitz = Profile("chemnitz", latitude=50.8322, longitude=12.9252)
    dresden = Profile("dresden", latitude=51.0509, longitude=13.7383)
    (reason,) = Locality().explain(chemnitz, dresden).reasons
    assert 62.0 == pytest.approx(reason.facts["km"], abs=1.0)


def test_the_other_side_of_the_earth_is_half_its_girth_away() -> None:
    pole, antipole = (Profile("p", latitude=lat, longitude=0.0) for lat in (90.0, -90.0))
    (reason,) = Locality().explain(pole, antipole).reasons
    assert math.pi * EARTH_KM == pytest.approx(reason.facts["km"], abs=0.1)


def test_the_date_line_is_no_distance() -> None:
    west, east = (Profile("p", latitude=0.0, longitude=lon) for lon in (180.0, -180.0))
    assert 1.0 == rate(west, east)


@pytest.mark.parametrize("remote", [False, True])
@pytest.mark.parametrize("radius", [None, 0.0, 20.0, 300.0])
def test_farther_never_rates_higher(radius: float | None, remote: bool) -> None:
    pool = Pool(north(km, remote=remote) for km in range(0, 800, 5))
    scores = Locality().fit(pool).score(north(0, radius_km=radius, remote=remote))
    assert (np.diff(scores) <= 0).all()
    assert (np.diff(scores[4:20]) < 0).all()


def test_without_radii_both_directions_are_the_same() -> None:
    here, there = north(0, remote=True), north(70)
    assert rate(here, there) == pytest.approx(rate(there, here), abs=1e-6)


def test_beyond_its_radius_only_the_side_that_stated_it_rates_lower() -> None:
    choosy, open_minded = north(0, radius_km=40), north(50)
    fitted = Locality().fit(Pool([open_minded]))
    free = rate(HOME, open_minded)
    assert free / 2 == pytest.approx(fitted.score(choosy)[0], abs=1e-5)
    assert free == pytest.approx(fitted.score_back(choosy)[0], abs=1e-6)


def test_score_back_is_the_score_of_exchanged_roles() -> None:
    here, there = north(0, radius_km=100), north(60, radius_km=20, remote=True)
    back = Locality().fit(Pool([there])).score_back(here)[0]
    assert rate(there, here) == pytest.approx(back, abs=1e-6)
    assert rate(here, there) > back


def test_a_radius_is_a_soft_limit() -> None:
    choosy = north(0, radius_km=30)
    before, at, after = (rate(choosy, north(km)) for km in (29.9, 30, 30.1))
    assert before == pytest.approx(at, abs=0.01)
    assert at == pytest.approx(after, abs=0.01)


def test_the_more_remote_the_two_work_the_less_distance_counts() -> None:
    far = [
        rate(north(0, remote=mine), north(3000, remote=theirs))
        for mine, theirs in ((False, False), (True, False), (False, True), (True, True))
    ]
    assert [0.0, 0.2, 0.2, 0.5] == pytest.approx(far, abs=1e-6)


def test_remote_work_takes_nothing_from_a_neighbour() -> None:
    assert 1.0 == rate(north(0, remote=True), north(3, remote=True))


def test_a_border_leaves_four_fifths() -> None:
    german, czech = north(0, country="DE"), north(10, country="CZ")
    assert pytest.approx(BORDER) == rate(german, czech)
    assert ["near", "border"] == codes(Locality().explain(german, czech))


@pytest.mark.parametrize("country", ["DE", "de", None, ""])
def test_an_unknown_or_the_same_country_is_no_border(country: str | None) -> None:
    for pair in itertools.permutations([north(0, country="DE"), north(10, country=country)]):
        assert 1.0 == rate(*pair)


MISSING = [
    {"latitude": None, "longitude": None},
    {"latitude": 50.0, "longitude": None},
    {"latitude": math.nan, "longitude": 12.0},
    {"latitude": math.inf, "longitude": 12.0},
    {"latitude": 90.1, "longitude": 12.0},
    {"latitude": 50.0, "longitude": -180.5},
]


@pytest.mark.parametrize("place", MISSING)
def test_a_missing_or_impossible_place_is_no_opinion(place: dict[str, float | None]) -> None:
    for one, other in itertools.permutations([HOME, nowhere(**place)]):
        assert math.isnan(rate(one, other))
        assert Explanation(math.nan) == Locality().explain(one, other)


def test_one_remote_side_without_a_place_is_no_opinion() -> None:
    assert math.isnan(rate(HOME, nowhere(remote=True)))


def test_two_remote_sides_without_a_place_are_a_mild_yes() -> None:
    here, there = north(0, remote=True), nowhere(remote=True, country="AT")
    assert 0.5 == rate(here, there) == rate(there, here)
    assert "remote_both" in codes(Locality().explain(here, there))


@pytest.mark.parametrize("radius", [math.nan, -5.0, math.inf, None])
def test_a_senseless_radius_is_no_limit(radius: float | None) -> None:
    assert rate(HOME, north(80)) == rate(north(0, radius_km=radius), north(80))
    back = Locality().fit(Pool([north(80, radius_km=radius)])).score_back(HOME)
    assert [rate(HOME, north(80))] == back.tolist()


def test_an_empty_pool_has_no_scores() -> None:
    scores = Locality().fit(Pool()).score(HOME)
    assert (0, np.float32) == (len(scores), scores.dtype)


@pytest.mark.parametrize("value", [0, -1, 20001, math.nan, math.inf, "40", None, True])
def test_an_impossible_half_distance_is_refused_by_name(value: object) -> None:
    with pytest.raises(ValueError, match="half_km must be a number of kilometres above 0"):
        Locality(half_km=value)  # type: ignore[arg-type]


# Explaining


@pytest.mark.parametrize(
    ("expected", "km"),
    [(["next_door"], 0.4), (["near"], 3), (["near", "beyond_radius"], 27), (["away"], 60)],
)
def test_the_distance_is_told_in_words(expected: list[str], km: float) -> None:
    radius = 20.0 if "beyond_radius" in expected else None
    assert expected == codes(Locality().explain(north(0, radius_km=radius), north(km)))


def test_kilometres_are_told_without_decimals() -> None:
    told = Locality().explain(north(0, radius_km=20.0), north(27.3))
    sentences = [Locality.reasons[one.code]["de"].format(**one.facts) for one in told.reasons]
    assert [
        "Nah beieinander: 27 km",
        "Mit 27 km weiter als der gewünschte Umkreis von 20 km",
    ] == sentences


def crowd() -> Pool:
    places = [5.3, 12, 45, 800]
    radii = [None, 10.0, 100.0]
    people = [
        north(km, radius_km=radius, remote=remote, country=country)
        for km, radius, remote, country in itertools.product(
            places, radii, (False, True), ("DE", "CZ")
        )
    ]
    return Pool([*people, nowhere(), nowhere(remote=True)])


@pytest.mark.parametrize("remote", [False, True])
def test_what_is_explained_is_what_was_scored(remote: bool) -> None:
    seeker = north(5, radius_km=25.0, remote=remote, country="DE")
    fitted = Locality().fit(crowd())
    both = zip(fitted.score(seeker), fitted.score_back(seeker), strict=True)
    for candidate, (there, back) in zip(crowd(), both, strict=True):
        told, told_back = (
            fitted.explain(seeker, candidate),
            fitted.explain_back(seeker, candidate),
        )
        assert told.score == pytest.approx(there, abs=1e-6, nan_ok=True)
        assert told_back.score == pytest.approx(back, abs=1e-6, nan_ok=True)
        assert math.isnan(told.score) or 0 <= told.score <= 1


def test_every_reason_can_be_said_in_both_languages() -> None:
    seeker = north(5, radius_km=25.0, remote=True, country="DE")
    told = [one for candidate in crowd() for one in Locality().explain(seeker, candidate).reasons]
    assert set(Locality.reasons) == {one.code for one in told}
    for reason in told:
        sentences = Locality.reasons[reason.code]
        assert {"de", "en"} == set(sentences)
        assert all(sentence.format(**reason.facts) for sentence in sentences.values())


def test_rebased_on_another_pool_the_same_pair_has_the_same_score() -> None:
    fitted = Locality(half_km=12).fit(crowd())
    rebased = fitted.rebase(Pool([crowd()[30]]))
    assert [fitted.score(HOME)[30]] == rebased.score(HOME).tolist()
    assert len(crowd()) == len(fitted.score(HOME))


@parametrize_with_checks([Locality(), Locality(half_km=5)])
def test_the_scorer_keeps_the_interface(scorer: Scorer, check: Check) -> None:
    check(scorer)
