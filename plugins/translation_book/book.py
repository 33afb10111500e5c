"""What the translation book says, as values: situations and their entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

BUNDLED = Path(__file__).parent / "book"
"""The folder of text files that comes with the product."""

LANGUAGES = ("de", "en")
SUBMARKETS = (
    "music",
    "books",
    "art",
    "film",
    "broadcasting",
    "performing_arts",
    "design",
    "architecture",
    "press",
    "advertising",
    "software_games",
    "crafts",
    "other",
)
HEAVIEST = 3
"""Submarkets and trades carry a weight from 1 (also helps) to 3 (the usual address)."""


class Entry(NamedTuple):
    """One phrase or word.

    `weak` ones hint only, `shared` ones stand elsewhere on purpose, `literal` ones are single
    words that count only as they are written ("Weberei", but not "Web").
    """

    phrase: str
    language: str
    line: int
    weak: bool = False
    shared: bool = False
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade of creatives: its `name` by language, and the words in which they tell that it is
    theirs: tools, materials, results, what they do. `place` is file and line."""

    id: str
    place: str
    name: Mapping[str, str]
    words: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of a firm, or, where `sought_by_creative`, one wish of a creative.

    `firm` and `creative` are the words of both sides, `skills` those a creative ticks, `never`
    words of a firm that look like the situation and mean something else. `title`, `help` and
    `example` are by language; every example is invented. `submarkets` and `trades`, by id, are
    where help is found, from 1 to HEAVIEST. `place` is file and line.
    """

    id: str
    place: str
    title: Mapping[str, str]
    help: Mapping[str, str]
    example: Mapping[str, str]
    firm: tuple[Entry, ...]
    creative: tuple[Entry, ...]
    skills: tuple[Entry, ...]
    never: tuple[Entry, ...]
    submarkets: Mapping[str, int]
    sought_by_creative: bool = False
    trades: Mapping[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> Iterator[Entry]:
        """Every word and phrase by which the situation is recognised."""
        yield from self.firm
        yield from self.creative
        yield from self.skills


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a book: its kind, where, and a sentence in each language."""

    kind: str
    place: str
    de: str
    en: str

    def __str__(self) -> str:
        return f"{self.place}: {self.de}"


@dataclass(frozen=True, slots=True)
class Book:
    """All situations and trades of a book in the order of its files, and what could not be read."""

    situations: tuple[Situation, ...]
    trades: tuple[Trade, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> str:
        return self.about.get("version", "")


class BookError(ValueError):
    """The book cannot be used; the message names file and line of the first mistake."""


def read_book(path: Path) -> Book:
    """The book in a `.txt` file or in all `.txt` files of a folder; BookError if it has mistakes.

    FileNotFoundError when there is nothing at the path.
    """
    from .parser import parse_book

    book = parse_book(path)
    if book.findings:
        raise BookError(str(book.findings[0]))
    if not book.situations:
        raise BookError(f"{path}: Hier steht keine einzige Situation. (No situation at all.)")
    return book
