"""The translation book that comes with the product, read once for all tests."""

from functools import cache

from plugins.translation_book.book import BUNDLED, Book, read_book


@cache
def bundled_book() -> Book:
    return read_book(BUNDLED)
