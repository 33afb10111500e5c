"""Bundled scorers explain a list as they explain each of its pairs, and read everybody once."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.scoring import Explanation, Pool, Profile, Reason, Scorer
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load
from matchmaker.scoring.text import analyse
from plugins.text_similarity.fields import SUBMARKET_NAMES
from plugins.translation_book import TranslationBook
from tests.plugins.test_bundled import DEFAULT

POOL = Pool(
    [
        Profile(
            "joiner",
            "kmu",
            about="Tischlerei mit leerer Halle",
            needs=("Azubis bleiben aus, unser Auftritt ist von 2009",),
            offers="Wir bauen Treppen und Möbel, unsere Halle steht leer",
            sectors=frozenset({"31.01"}),
        ),
        Profile("silent", "kmu"),
        Profile(
            "filmer",
            "creative",
            about="Filme für Betriebe im Handwerk, Arbeitgebermarke",
            needs=("Ich suche einen Raum für mein Atelier und eine Tischlerei für Möbel",),
            offers="Film, Fotografie, Internetauftritt für Betriebe, die Azubis suchen",
            submarkets=frozenset({"film", "design"}),
        ),
        Profile("musician", "creative", about="Blasmusik", submarkets=frozenset({"music"})),
    ]
)


def fitted(name: str) -> Scorer:
    return load(discover(BUNDLED_FOLDER)[name])().fit(POOL)


@pytest.mark.parametrize("name", DEFAULT)
def test_a_list_is_explained_as_each_of_its_pairs(name: str) -> None:
    scorer = fitted(name)
    for seeker in POOL:
        alone = [(scorer.explain(seeker, c), scorer.explain_back(seeker, c)) for c in POOL]
        listed = list(scorer.explain_list(seeker, POOL))
        assert [told(pair) for pair in alone] == [told(pair) for pair in listed]
        scores = [[[each.score for each in pair] for pair in some] for some in (alone, listed)]
        np.testing.assert_allclose(*scores, rtol=1e-6)


def told(pair: tuple[Explanation, Explanation]) -> list[tuple[Reason, ...]]:
    return [explanation.reasons for explanation in pair]


def test_no_text_is_read_twice_for_one_list() -> None:
    scorers = [fitted(name) for name in DEFAULT]
    filmer, musician = POOL[2], POOL[3]
    partners = [replace(filmer, about="Trickfilm"), replace(musician, about="Orgelbau")]
    analyse.cache_clear()
    for scorer in scorers:
        list(scorer.explain_list(replace(POOL[1], about="Molkerei"), partners))
    texts = {"", "Molkerei", "Trickfilm", "Orgelbau", filmer.offers, *filmer.needs}
    names = {SUBMARKET_NAMES[name] for name in ("film", "design", "music")}
    assert len(texts | names) == analyse.cache_info().misses


def test_who_is_in_two_lists_is_read_once_by_the_book() -> None:
    book = TranslationBook().fit(POOL)
    book.translator_.spoken.cache_clear()
    for _ in range(2):
        list(book.explain_list(POOL[0], [POOL[2], POOL[3]]))
    assert 3 == book.translator_.spoken.cache_info().misses
