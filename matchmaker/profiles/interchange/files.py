"""The two file forms, read row by row and written row by row.

A row that cannot be read is a row all the same: it carries its line, what came, and why.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isinf
from pathlib import Path
from typing import IO, Any

from matchmaker.errors import Refused
from matchmaker.new_files import replace_file
from matchmaker.profiles.interchange.fields import REQUIRED

LONGEST_LINE = 4 * 2**20
LONGEST_CELL = 2**20
MOST_DIGITS = 1_000
LISTS = ("sectors", "submarkets", "skills", "languages")
OBJECTS = ("needs", "offers")
NUMBERS = ("employees", "latitude", "longitude", "radius_km")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_POWER = r"[eE](-[0-9]{1,3}|\+?[0-9]{1,2})"  # no larger, as infinity is no number in JSON
_NUMBER = re.compile(rf"\s*[+-]?[0-9]{{1,30}}(?P<fraction>(\.[0-9]{{1,30}})?({_POWER})?)\s*")


@dataclass
class Row:
    line: int
    values: dict[str, Any]
    """What came; of a line that is no object, the line as `raw`."""
    errors: list[str] = field(default_factory=list)
    """Why it cannot be read; empty when it can."""
    position: int = 0
    """Bytes read so far."""


def is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def read_rows(path: Path) -> Iterator[Row]:
    """Row by row; raises Refused for a table that does not name its columns."""
    return _read_csv(path) if is_csv(path) else _read_json_lines(path)


def _read_json_lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        number, position = 0, 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            complete = line.endswith(b"\n") or len(line) < LONGEST_LINE
            position += len(line) + (0 if complete else _skip_line(file))
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield _parse_json_line(line, number, position, complete)


def _skip_line(file: IO[bytes]) -> int:
    skipped = 0
    while rest := file.readline(LONGEST_LINE):
        skipped += len(rest)
        if rest.endswith(b"\n"):
            break
    return skipped


def _parse_json_line(line: bytes, number: int, position: int, complete: bool) -> Row:
    try:
        if not complete:
            raise ValueError(f"The line is longer than {LONGEST_LINE // 2**20} MB")
        values = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_each_once,
            parse_int=_parse_integer,
            parse_float=_parse_decimal,
            parse_constant=_refuse_constant,
        )
        if not isinstance(values, dict):
            raise ValueError("The line is no JSON object")
        return Row(number, values, [], position)
    except UnicodeDecodeError as error:
        sentence = f"The line is not UTF-8 (byte {error.start + 1})."
    except json.JSONDecodeError as error:
        sentence = f"The line is not valid JSON: {error.msg} (column {error.colno})."
    except RecursionError:
        sentence = "The line is nested too deeply."
    except ValueError as error:
        sentence = f"{error}."
    raw = line.decode("utf-8", "backslashreplace").rstrip("\r\n")
    return Row(number, {"raw": raw}, [sentence], position)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The field {twice!r} stands twice in one object")
    return values


def _parse_integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"The line holds a number of {len(digits):,} digits")
    return int(digits)


def _parse_decimal(digits: str) -> float:
    value = float(digits)
    if isinf(value):  # would be written back as Infinity, which is no JSON
        raise ValueError(f"The line holds the number {digits[:20]}, which is too large")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


class _Lines:
    """The lines of a text, which can be put back."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._waiting: list[str] = []
        self._taken: list[str] = []
        self._first = 2  # the header is line 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else next(self._text)
        self._taken.append(line)
        return line

    def finish_row(self) -> int:
        """The number of the line in which the row just read begins."""
        first, self._first = self._first, self._first + len(self._taken)
        self._taken.clear()
        return first

    def finish_line(self) -> tuple[int, str]:
        """Number and text of the first line of a row that is none; the rest is read anew."""
        bad, *rest = self._taken
        self._waiting.extend(reversed(rest))
        self._taken = [bad]
        return self.finish_row(), bad


def _read_csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open("rb") as binary:
        # surrogates stand for broken bytes, so that only their own row is refused
        text = io.TextIOWrapper(binary, "utf-8-sig", errors="surrogateescape", newline="")
        first = text.readline()
        delimiter = ";" if first.count(";") > first.count(",") else ","
        header = _read_header(path, first, delimiter)
        lines = _Lines(text)
        while True:
            try:  # strict, as an open quotation mark would swallow the rows that follow
                cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
            except StopIteration:
                return
            except csv.Error as error:
                number, line = lines.finish_line()
                sentence = f"The row cannot be read: {error}."
                yield Row(number, {"raw": line.rstrip("\r\n")}, [sentence], binary.tell())
                continue
            number = lines.finish_row()
            if any(cells):
                yield _csv_row(header, cells, number, binary.tell())


def _read_header(path: Path, line: str, delimiter: str) -> list[str]:
    """The names of the columns; a table without any would lose its first row in silence.

    Where one is missing, each row is rejected and says so.
    """
    try:
        header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        raise Refused(f"{path}, line 1 cannot be read: {error}.") from None
    if line and not set(REQUIRED) & set(header):
        raise Refused(f"{path}, line 1 must name the columns: {', '.join(REQUIRED)} and others.")
    return header


def _csv_row(header: list[str], cells: list[str], line: int, position: int) -> Row:
    values = {
        name: _parse_cell(name, cell) for name, cell in zip(header, cells, strict=False) if cell
    }
    errors = [
        f"The column {name!r} stands twice." for name, times in Counter(header).items() if times > 1
    ]
    if len(cells) > len(header):
        errors.append(f"The row has {len(cells)} cells for {len(header)} columns.")
        values["raw"] = cells[len(header) :]
    return Row(line, values, errors, position)


def _parse_cell(name: str, cell: str) -> Any:
    """The value that JSON would hold; a cell that is none stays text and is refused later."""
    if re.match(r"'+[=+\-@\t\r]", cell):
        cell = cell[1:]
    if name in LISTS:
        return split_list(cell)
    if name in OBJECTS and cell.lstrip().startswith("["):
        return _objects_or_text(name, cell)
    if name in NUMBERS and (number := _NUMBER.fullmatch(cell)):
        return float(cell) if number["fraction"] else int(cell)
    if name == "remote" and cell.strip().lower() in ("true", "false", "1", "0"):
        return cell.strip().lower() in ("true", "1")
    return cell


def _objects_or_text(name: str, cell: str) -> Any:
    """Offers are mostly text, in which another list than one of objects is taken as it stands."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    return value if name == "needs" or all(isinstance(each, dict) for each in value) else cell


def split_list(cell: str) -> list[str]:
    r"""The values of a list cell: separated by |, with \| and \\ inside a value.

    >>> split_list(r"Holz|Glas \| Metall")
    ['Holz', 'Glas | Metall']
    """
    parts = re.findall(r"(?:\\.|[^|\\]|\\$)+", cell, re.DOTALL)
    return [re.sub(r"\\([\\|])", r"\1", part) for part in parts]


def join_list(values: list[str]) -> str:
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


@contextmanager
def replace_text(path: Path) -> Iterator[IO[str]]:
    """As `replace_file`, for text in UTF-8."""
    with replace_file(path) as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        yield text


def csv_cells(row: dict[str, Any]) -> dict[str, str]:
    """The row as cells; none of them starts like a formula of a spreadsheet."""
    return {name: _guard_formula(_cell(name, value)) for name, value in row.items()}


def _cell(name: str, value: Any) -> str:
    if name in LISTS:
        return join_list(value)
    if name == "offers" and isinstance(_parse_cell(name, value), list):
        value = [{"text": value}]  # else a text in the form of a list would come back as one
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _guard_formula(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def json_line(row: dict[str, Any]) -> str:
    """The row as a line of UTF-8; half characters, which that cannot hold, are escaped."""
    line = json.dumps(row, ensure_ascii=False) + "\n"
    return line if _UNPAIRED.search(line) is None else json.dumps(row) + "\n"
