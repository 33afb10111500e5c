"""What all bundled scorers must do because the index keeps them in files."""

import pickle

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load

DEFAULT = ("locality", "sector_affinity", "text_similarity", "translation_book")

POOL = Pool(
    [
        Profile("k-1", "kmu", about="Azubis bleiben aus", sectors=frozenset({"31.01"})),
        Profile("c-1", "creative", about="Filme für Betriebe", submarkets=frozenset({"film"})),
        Profile("c-2", "creative", about="Blasmusik", submarkets=frozenset({"music"})),
    ]
)


@pytest.mark.parametrize("name", DEFAULT)
def test_a_fitted_scorer_rates_alike_after_it_was_written_and_read(name: str) -> None:
    scorer = load(discover(BUNDLED_FOLDER)[name])().fit(POOL)
    again = pickle.loads(pickle.dumps(scorer))
    np.testing.assert_array_equal(scorer.score(POOL[0]), again.score(POOL[0]))
    assert scorer.explain(POOL[0], POOL[1]) == again.explain(POOL[0], POOL[1])
