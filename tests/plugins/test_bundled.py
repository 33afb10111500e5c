"""What all bundled scorers must do because the index keeps them in files."""

import pickle

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load

DEFAULT = ("locality", "sector_affinity", "text_similarity", "translation_book")

POOL = Pool(
    [
        Profile(
            "k-1",
            "kmu",
            about="Azubis bleiben aus",
            sectors=frozenset({"31.01"}),
            latitude=50.0,
            longitude=11.0,
            radius_km=20,
        ),
        Profile(
            "c-1",
            "creative",
            about="Filme für Betriebe",
            submarkets=frozenset({"film"}),
            latitude=50.3,
            longitude=11.2,
        ),
        Profile("c-2", "creative", about="Blasmusik", submarkets=frozenset({"music"})),
    ]
)


@pytest.mark.parametrize("name", DEFAULT)
def test_a_fitted_scorer_rates_alike_after_it_was_written_and_read(name: str) -> None:
    scorer = load(discover(BUNDLED_FOLDER)[name])().fit(POOL)
    again = pickle.loads(pickle.dumps(scorer))
    np.testing.assert_array_equal(scorer.score(POOL[0]), again.score(POOL[0]))
    assert scorer.explain(POOL[0], POOL[1]) == again.explain(POOL[0], POOL[1])


@pytest.mark.parametrize("name", DEFAULT)
@pytest.mark.parametrize("seeker", range(len(POOL)))
def test_what_both_directions_share_changes_no_rating(name: str, seeker: int) -> None:
    scorer = load(discover(BUNDLED_FOLDER)[name])().fit(POOL)
    rows = np.arange(len(POOL))
    declared = scorer.ingredients(POOL[seeker])
    assert declared is not None
    one, other = declared
    there, back = one.beside(other, rows)
    np.testing.assert_array_equal(scorer.score(POOL[seeker]), there)
    np.testing.assert_array_equal(scorer.score_back(POOL[seeker]), back)
