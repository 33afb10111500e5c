"""The book finds the same with its short cuts as without them."""

import random

import pytest

from matchmaker.scoring import Profile
from plugins.translation_book import recognition
from plugins.translation_book.book import BUNDLED, read_book
from plugins.translation_book.translator import Translator


def test_no_phrase_is_missed_for_the_sake_of_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of the book's own words in any order: found alike when nothing is needed beside."""
    book, rng = read_book(BUNDLED), random.Random(5)
    written = [entry.phrase for each in book.situations for entry in each.entries]
    texts = [" ".join(rng.sample(written, 6)) for _ in range(300)]
    texts += [" ".join(rng.sample(text.split(), len(text.split()))) for text in texts]
    quick = Translator(book)
    monkeypatch.setattr(recognition, "needed_beside", lambda *_: frozenset())
    thorough = Translator(book)
    for kind in ("kmu", "creative"):
        for number, text in enumerate(texts):
            told = Profile(f"{kind}-{number}", kind=kind, about=text)
            assert quick.words(told) == thorough.words(told), text
