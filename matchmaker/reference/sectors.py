"""The classification of economic activities WZ 2008, and how people find themselves in it."""

import functools
import re
from collections import defaultdict
from dataclasses import dataclass

from matchmaker.reference.phrases import Hit, PhraseIndex
from matchmaker.reference.tables import read_table

SHOWN_BONUS = 0.001
"""Decides between the two languages where they fit equally well."""

SECTION, DIVISION, GROUP, CLASS, SUBCLASS = 1, 2, 3, 4, 5

EVERYDAY_BONUS = 0.05
"""What a word of the trade is ahead of an official title that fits as well."""


@dataclass(frozen=True)
class Sector:
    """An entry of WZ 2008. Level 1 is a section (C), 2 a division (31), 5 a subclass (31.09.9).

    English titles exist for sections and divisions; below, ``title_en`` is that of the division.
    """

    code: str
    level: int
    parent: str | None
    title_de: str
    title_en: str

    def title(self, locale: str = "de") -> str:
        """The title that people see. German unless the locale is English."""
        return self.title_en if locale[:2] == "en" else self.title_de


@dataclass(frozen=True)
class SectorHit:
    """A sector that may be meant, and the everyday word or title that matched."""

    sector: Sector
    matched: str
    everyday: bool


@dataclass(frozen=True)
class Entry:
    """What a phrase of the index stands for."""

    sector: Sector
    language: str
    everyday: bool


def normalise_code(text: str) -> str | None:
    """The code as WZ 2008 writes it, None if there is no such code.

    Takes "31.09.9", "31099", "C 31.09.9", "C". A class that has no subclass 0 of its own answers
    for it: "31.01.0", as it stands in European lists, is "31.01".
    """
    cleaned = re.sub(r"\s", "", str(text)[:20]).upper()
    if cleaned in _sectors():
        return cleaned
    match = re.fullmatch(r"[A-U]?(\d{2})\.?(?:(\d)(\d)?\.?(\d)?)?", cleaned)
    if match is None:
        return None
    division, group, class_, subclass = match.groups()
    code = division + (f".{group}" if group else "") + (class_ or "")
    whole = f"{code}.{subclass}" if subclass else code
    if whole not in _sectors() and subclass == "0":
        whole = code
    return whole if whole in _sectors() else None


def get_sector(code: str) -> Sector | None:
    """The entry of a code in any of the spellings of `normalise_code`."""
    normalised = normalise_code(code)
    return _sectors()[normalised] if normalised else None


def divisions() -> tuple[Sector, ...]:
    """All 88 divisions in order."""
    return tuple(sector for sector in _sectors().values() if sector.level == DIVISION)


def sections() -> tuple[Sector, ...]:
    """The 21 sections A to U."""
    return tuple(sector for sector in _sectors().values() if sector.level == SECTION)


def ancestry(code: str) -> tuple[str, ...]:
    """The code and everything above it: ("31.09.9", "31.09", "31.0", "31", "C")."""
    line: list[str] = []
    sector = get_sector(code)
    while sector is not None:
        line.append(sector.code)
        sector = _sectors().get(sector.parent or "")
    return tuple(line)


def covers(selected: str, code: str) -> bool:
    """Whether the code is the selected one or lies below it."""
    return normalise_code(selected) in ancestry(code)


def leaves(code: str) -> tuple[Sector, ...]:
    """The subclasses under a code, itself if it is one."""
    sector = get_sector(code)
    if sector is None or sector.level == SUBCLASS:
        return (sector,) if sector else ()
    return tuple(leaf for child in _children()[sector.code] for leaf in leaves(child))


def find_sectors(words: str, limit: int = 8, locale: str = "de") -> tuple[SectorHit, ...]:
    """The sectors that somebody may mean who describes the business in own words, best first.

    ``locale`` decides which of two equally good words is shown as matched; both languages are
    always searched.
    """
    direct = get_sector(words)
    if direct is not None:
        return (SectorHit(direct, direct.title(locale), everyday=False),)[: max(0, limit)]
    best: dict[str, SectorHit] = {}
    for hit in sorted(_index().search(words), key=lambda hit: -_rating(hit, locale)):
        best.setdefault(
            hit.item.sector.code, SectorHit(hit.item.sector, hit.phrase, hit.item.everyday)
        )
    return tuple(best.values())[: max(0, limit)]


def _rating(hit: Hit[Entry], locale: str) -> float:
    everyday = EVERYDAY_BONUS if hit.item.everyday else 0.0
    return hit.score + everyday + (SHOWN_BONUS if hit.item.language == locale[:2] else 0.0)


@functools.cache
def _sectors() -> dict[str, Sector]:
    """Code → entry, sections first, then in the order of the codes."""
    rows = list(read_table("sectors.csv.gz"))
    english = {row["code"]: row["title_en"] for row in rows}
    return {
        row["code"]: Sector(
            code=row["code"],
            level=int(row["level"]),
            parent=row["parent"] or None,
            title_de=row["title_de"],
            title_en=row["title_en"] or english[row["code"][:2]],
        )
        for row in rows
    }


@functools.cache
def _children() -> dict[str, list[str]]:
    children: dict[str, list[str]] = defaultdict(list)
    for sector in _sectors().values():
        children[sector.parent or ""].append(sector.code)
    return children


@functools.cache
def everyday_trades() -> tuple[tuple[str, str, str], ...]:
    """(German word, English word, code) of the own list; a word may stand for two codes."""
    return tuple(
        (row["word_de"], row["word_en"], row["code"]) for row in read_table("everyday_trades.csv")
    )


@functools.cache
def _index() -> PhraseIndex[Entry]:
    phrases: list[tuple[str, Entry]] = []
    for german, english, code in everyday_trades():
        phrases.append((german, Entry(_sectors()[code], "de", everyday=True)))
        phrases.append((english, Entry(_sectors()[code], "en", everyday=True)))
    for sector in _most_exact():
        phrases.append((sector.title_de, Entry(sector, "de", everyday=False)))
        if sector.level <= DIVISION:
            phrases.append((sector.title_en, Entry(sector, "en", everyday=False)))
    return PhraseIndex(phrases)


def _most_exact() -> list[Sector]:
    """Of entries with the same title one below the other only the lowest."""
    return [
        sector
        for sector in _sectors().values()
        if all(_sectors()[child].title_de != sector.title_de for child in _children()[sector.code])
    ]
