"""Reads the plain-text book; README.md beside this file tells its form to those who edit it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .book import HEAVIEST, LANGUAGES, SUBMARKETS, Book, Entry, Finding, Situation, Trade

DIRECTIONS = {"betrieb sucht": False, "kreative suchen": True}
"""What `richtung` may say; the first is meant where the line is missing."""

_TEXTS = ("situation", "hilfe", "erfundenes beispiel")
_LISTS = ("betrieb", "kreative", "skills", "nicht")
_SINGLE = ("id", "richtung", "teilmarkt", "gewerke")
_OF_TRADE = ("name", "woerter")
_ABOUT = ("version", "stand")
_BY_LANGUAGE = (*_TEXTS, *_LISTS, *_OF_TRADE)
_KEYS = {*_SINGLE, "gewerk", *_ABOUT} | {
    f"{key}{end}" for key in _BY_LANGUAGE for end in ("", " en")
}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARKS = "~=!"


@dataclass(slots=True)
class _Block:
    """The lines of one paragraph by key, with their numbers."""

    file: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def place(self, key: str = "") -> str:
        return f"{self.file}:{self.lines.get(key, self.line)}"


def parse_book(path: Path) -> Book:
    """The book at the path with everything that is wrong with its form; never raises for that.

    FileNotFoundError when there is nothing at the path.
    """
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise FileNotFoundError(f"There is no .txt file in {path}")
    findings: list[Finding] = []
    situations: list[_Block] = []
    trades: list[_Block] = []
    about: dict[str, str] = {}
    for file in files:
        for block in _blocks(file.name, file.read_text("utf-8-sig"), findings):
            if set(block.values) <= set(_ABOUT):
                about.update(block.values)
            else:
                (trades if "gewerk" in block.values else situations).append(block)
    told = tuple(_trade(block, findings) for block in trades)
    known = [each.id for each in told]
    return Book(
        tuple(_situation(block, known, findings) for block in situations),
        told,
        about,
        tuple(findings),
    )


def _blocks(file: str, text: str, findings: list[Finding]) -> Iterator[_Block]:
    block: _Block | None = None
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            if block is not None:
                yield block
            block, key = None, ""
        elif not line.lstrip().startswith("#"):
            block = block or _Block(file, number)
            key = _read_line(block, number, line, key, findings)
    if block is not None:
        yield block


def _read_line(block: _Block, number: int, line: str, key: str, findings: list[Finding]) -> str:
    """Take one line into the block; the key it belongs to, for lines that go on below."""
    if line[0].isspace() and key:
        block.values[key] += f" {line.strip()}"
        return key
    found, colon, value = line.partition(":")
    found = " ".join(found.lower().split())
    if not colon or found not in _KEYS:
        findings.append(_malformed(f"{block.file}:{number}", line))
        return ""
    if found in block.values:
        findings.append(_twice(f"{block.file}:{number}", found))
    block.values[found] = value.strip()
    block.lines[found] = number
    return found


def _trade(block: _Block, findings: list[Finding]) -> Trade:
    for key in set(block.values) & {*_SINGLE, *_TEXTS, *_LISTS}:
        findings.append(_not_of_trade(block.place(key), key))
    words = _entries(block, "woerter")
    return Trade(
        _identifier(block, "gewerk", findings), block.place(), _texts(block, "name"), words
    )


def _identifier(block: _Block, key: str, findings: list[Finding]) -> str:
    identifier = block.values.get(key, "")
    if not _ID.fullmatch(identifier):
        findings.append(_bad_id(block.place(key), key, identifier))
    return identifier


def _situation(block: _Block, trades: Collection[str], findings: list[Finding]) -> Situation:
    firm, creative, skills, never = (_entries(block, key) for key in _LISTS)
    title, help, example = (_texts(block, key) for key in _TEXTS)
    return Situation(
        _identifier(block, "id", findings),
        block.place(),
        title,
        help,
        example,
        firm,
        creative,
        skills,
        never,
        _weighted(block, "teilmarkt", SUBMARKETS, findings),
        _direction(block, findings),
        _weighted(block, "gewerke", trades, findings),
    )


def _texts(block: _Block, key: str) -> dict[str, str]:
    return {language: block.values.get(_key(key, language), "") for language in LANGUAGES}


def _entries(block: _Block, key: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(piece.strip(), language, block.lines[_key(key, language)])
        for language in LANGUAGES
        for piece in block.values.get(_key(key, language), "").split(";")
        if piece.strip(f"{_MARKS} ")
    )


def _entry(piece: str, language: str, line: int) -> Entry:
    phrase = piece.lstrip(_MARKS)
    weak, shared, literal = (mark in piece.removesuffix(phrase) for mark in _MARKS)
    return Entry(phrase.strip(), language, line, weak, shared, literal)


def _key(key: str, language: str) -> str:
    return key if language == "de" else f"{key} {language}"


def _weighted(
    block: _Block, key: str, known: Collection[str], findings: list[Finding]
) -> dict[str, int]:
    weights: dict[str, int] = {}
    for part in block.values.get(key, "").split(";"):
        name, _, weight = part.strip().partition(" ")
        if not name:
            continue
        if name not in known:
            findings.append(_UNKNOWN[key](block.place(key), name))
        elif weight.strip() not in map(str, range(1, HEAVIEST + 1)):
            findings.append(_bad_weight(block.place(key), part.strip()))
        elif name in weights:
            findings.append(_two_weights(block.place(key), name))
        else:
            weights[name] = int(weight)
    return weights


def _direction(block: _Block, findings: list[Finding]) -> bool:
    told = block.values.get("richtung", "betrieb sucht").lower()
    if told not in DIRECTIONS:
        findings.append(_bad_direction(block.place("richtung"), told))
    return DIRECTIONS.get(told, False)


def _malformed(place: str, line: str) -> Finding:
    return Finding(
        "malformed",
        place,
        f"Diese Zeile beginnt mit keinem bekannten Stichwort und Doppelpunkt: {line.strip()!r}",
        f"This line does not start with a known key and a colon: {line.strip()!r}",
    )


def _twice(place: str, key: str) -> Finding:
    return Finding(
        "malformed",
        place,
        f"„{key}“ steht zweimal in demselben Absatz; fassen Sie beide Zeilen zusammen.",
        f"{key!r} stands twice in the same paragraph; join the two lines.",
    )


def _bad_id(place: str, key: str, identifier: str) -> Finding:
    return Finding(
        "malformed",
        place,
        f"Hinter „{key}:“ steht {identifier!r} statt Kleinbuchstaben, Ziffern und Bindestrichen.",
        f"{key!r} is {identifier!r}; it must be made of lower case letters, digits and hyphens.",
    )


def _not_of_trade(place: str, key: str) -> Finding:
    return Finding(
        "malformed",
        place,
        f"„{key}:“ gehört zu keinem Gewerk; in eine Situation gehört die Zeile „gewerke:“.",
        f"{key!r} does not belong to a trade; a situation has a line 'gewerke'.",
    )


def _bad_direction(place: str, told: str) -> Finding:
    return Finding(
        "malformed",
        place,
        f"Die Richtung heißt „betrieb sucht“ oder „kreative suchen“, nicht {told!r}.",
        f"The direction is 'betrieb sucht' or 'kreative suchen', not {told!r}.",
    )


def _unknown_submarket(place: str, name: str) -> Finding:
    known = ", ".join(SUBMARKETS)
    return Finding(
        "unknown_submarket",
        place,
        f"Den Teilmarkt {name!r} gibt es nicht; es gibt: {known}.",
        f"There is no submarket {name!r}; there are: {known}.",
    )


def _unknown_trade(place: str, name: str) -> Finding:
    return Finding(
        "unknown_trade",
        place,
        f"Das Gewerk {name!r} beschreibt kein Absatz „gewerk: {name}“.",
        f"No paragraph 'gewerk: {name}' describes the trade {name!r}.",
    )


_UNKNOWN = {"teilmarkt": _unknown_submarket, "gewerke": _unknown_trade}


def _bad_weight(place: str, told: str) -> Finding:
    return Finding(
        "bad_weight",
        place,
        f"Hinter dem Namen steht ein Gewicht von 1 bis {HEAVIEST}, nicht {told!r}.",
        f"The name is followed by a weight from 1 to {HEAVIEST}, not {told!r}.",
    )


def _two_weights(place: str, name: str) -> Finding:
    return Finding(
        "malformed",
        place,
        f"„{name}“ steht zweimal in dieser Zeile; es gilt das erste Gewicht.",
        f"{name!r} stands twice in this line; the first weight counts.",
    )
