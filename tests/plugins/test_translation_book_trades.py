"""A trade gathers the words of creatives once, for all situations in which it helps."""

from pathlib import Path

import numpy as np
import pytest

from matchmaker.scoring import Profile
from plugins.translation_book import TranslationBook, check_book
from plugins.translation_book.relations import REACH
from plugins.translation_book.translator import translator_of
from tests.plugins.books import bundled_book
from tests.plugins.test_translation_book import POOL, firm, sentences

TRADE = """\
gewerk: schmieren
name: Schmieren
name en: Lubricating
woerter: Fettpresse; Ölkanne; tropft nicht; ~Lappen
woerter en: grease gun; oil can
"""
OTHER = TRADE.replace("schmieren", "feilen").replace("Fettpresse", "Schlüsselfeile")
SITUATION = """\
id: quietschen
situation: Bei uns quietscht es
situation en: It squeaks here
hilfe: Ruhe
hilfe en: Silence
betrieb: quietscht; knarrt; Lärm im Flur; Tür klemmt
betrieb en: squeaks; creaks
kreative: Geräusche; Stille; Akustik; Dämmung
kreative en: sounds; silence
skills: Akustik
skills en: Acoustics
teilmarkt: design 3
gewerke: schmieren 3
erfundenes beispiel: Eine Tür wird still.
erfundenes beispiel en: A door falls silent.
"""


def creative(offers: str) -> Profile:
    return Profile("creative", "creative", offers=offers)


def book_of(tmp_path: Path, *paragraphs: str) -> Path:
    (tmp_path / "own.txt").write_text("\n".join(paragraphs), encoding="utf-8")
    return tmp_path


def kinds(path: Path) -> set[str]:
    return {finding.kind for finding in check_book(path)}


def test_who_names_only_tools_is_found_where_the_trade_helps(tmp_path: Path) -> None:
    own = TranslationBook(book=str(book_of(tmp_path, TRADE, SITUATION))).fit(POOL)
    seeker = firm("Bei uns quietscht es")
    told = own.explain(seeker, creative("Meine Fettpresse und ich"))
    assert told.score > own.explain(seeker, creative("Meine Geige und ich")).score
    assert sentences(told) == ["Geschrieben wurde „quietscht“ → Ruhe → Fettpresse"]


def test_tools_of_a_firm_are_no_need_of_it(tmp_path: Path) -> None:
    words = translator_of(str(book_of(tmp_path, TRADE, SITUATION))).words
    assert {} == words(firm("Meine Fettpresse und ich"))
    assert {1} == set(words(creative("Meine Fettpresse und ich")))


def test_a_trade_is_nearer_where_it_is_the_usual_address_and_where_it_helps_rarely(
    tmp_path: Path,
) -> None:
    second = SITUATION.replace("quietschen", "scheppern")
    weak, only = second.replace("schmieren 3", "schmieren 1; feilen 1"), second
    near = near_of(book_of(tmp_path, TRADE, OTHER, SITUATION, weak))
    assert near[0, 2] > near[1, 2], "of two situations the one that it is made for"
    assert near[1, 3] > near[1, 2], "of two trades the one that helps nowhere else"
    both = near_of(book_of(tmp_path, TRADE, OTHER, SITUATION, only))
    assert near[0, 2] > both[0, 2]


def near_of(path: Path) -> np.ndarray:
    return translator_of(str(path)).near(0.0)


def test_nearness_of_the_bundled_book_is_a_geometry() -> None:
    book = bundled_book()
    near = translator_of().near(0.6)
    first = len(book.situations)
    assert np.allclose(near, near.T)
    assert np.allclose(np.diag(near), 1.0)
    assert np.linalg.eigvalsh(near)[0] > -1e-9
    assert near[first:, :first].max() <= REACH


def test_every_trade_and_every_situation_of_firms_in_the_bundled_book_has_the_other() -> None:
    book = bundled_book()
    helping = {id for each in book.situations for id in each.trades}
    assert len(book.trades) >= 60
    assert helping == {each.id for each in book.trades}
    assert all(each.trades for each in book.situations if not each.sought_by_creative)


def test_a_book_without_trades_reads_as_before(tmp_path: Path) -> None:
    plain = SITUATION.replace("gewerke: schmieren 3\n", "")
    assert set() == kinds(book_of(tmp_path, plain))
    assert {0} == set(translator_of(str(tmp_path)).words(creative("Akustik")))


def test_a_sound_book_with_trades_has_no_findings(tmp_path: Path) -> None:
    assert set() == kinds(book_of(tmp_path, TRADE, SITUATION))


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("malformed", "gewerk: schmieren", "gewerk: Schmieren!"),
        ("malformed", "woerter en:", "betrieb: quietscht\nwoerter en:"),
        ("unknown_trade", "gewerke: schmieren 3", "gewerke: schmieren 3; polieren 2"),
        ("bad_weight", "gewerke: schmieren 3", "gewerke: schmieren 4"),
        ("malformed", "gewerke: schmieren 3", "gewerke: schmieren 3; schmieren 1"),
        ("duplicate_id", "id: quietschen", TRADE + "\nid: quietschen"),
        ("missing", "name en: Lubricating\n", ""),
        ("missing", "gewerke: schmieren 3\n", ""),
        ("too_few", "; ~Lappen", ""),
        ("too_few", "grease gun; ", ""),
        ("dead", "~Lappen", "so wie wir"),
        ("dead", "gewerke: schmieren 3\n", ""),
        ("duplicate", "~Lappen", "Ölkannen; ~Lappen"),
    ],
)
def test_each_kind_of_mistake_is_found(tmp_path: Path, kind: str, old: str, new: str) -> None:
    text = TRADE + "\n" + SITUATION
    assert old in text
    assert kind in kinds(book_of(tmp_path, text.replace(old, new)))
