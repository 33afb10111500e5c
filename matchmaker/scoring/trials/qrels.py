"""Judgements: who is how good a partner for whom."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

Qrels = Mapping[str, Mapping[str, int]]
"""By seeker, by candidate: a grade from 0 (no match) up."""

HEADER = ["seeker", "candidate", "grade"]
HIGHEST = 100
"""The gain of a grade is 2^grade; beyond this a sum of gains could not hold it."""


def read_qrels(
    path: Path, spell: Callable[[str], str] = str, known: Collection[str] | None = None
) -> Qrels:
    """Read a UTF-8 file of tab-separated lines under the header `seeker candidate grade`.

    `spell` gives an id the spelling that profiles have. Grades are whole numbers from 0 to
    HIGHEST. ValueError with the line for anything else, also for two grades of one pair and for
    an id that is not `known`; OSError where the file cannot be read.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, (seeker, candidate, grade) in _rows(path):
        for id in (seeker, candidate):
            if known is not None and spell(id) not in known:
                todo = "correct the id, or add its profile to the file of profiles"
                raise ValueError(
                    f"{path}, line {number}: {id!r} is not among the profiles; {todo}."
                )
        grades = qrels.setdefault(spell(seeker), {})
        if grades.setdefault(spell(candidate), grade) != grade:
            raise ValueError(f"{path}, line {number}: a second grade for {seeker} and {candidate}.")
    return qrels


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, str, int]]]:
    lines = _lines(path)
    if not lines or lines[0].split("\t") != HEADER:
        raise ValueError(f"{path}, line 1: the header must be {' '.join(HEADER)}, with tabs.")
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            yield number, _row(line.split("\t"), f"{path}, line {number}")


def _lines(path: Path) -> list[str]:
    try:
        # Not splitlines: an id may hold a character that only Unicode takes for a line break.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 (byte {error.start}).") from error
    return text.replace("\r\n", "\n").split("\n")


def _row(cells: list[str], place: str) -> tuple[str, str, int]:
    if len(cells) != len(HEADER):
        raise ValueError(f"{place}: {len(cells)} columns where three are due, separated by tabs.")
    seeker, candidate, grade = (cell.strip() for cell in cells)
    if not (seeker and candidate):
        raise ValueError(f"{place}: the {'candidate' if seeker else 'seeker'} is missing.")
    if not (grade.isascii() and grade.isdigit() and len(grade) < 4 and int(grade) <= HIGHEST):
        raise ValueError(f"{place}: the grade is {grade[:9]!r}, due is 0 to {HIGHEST}.")
    return seeker, candidate, int(grade)
