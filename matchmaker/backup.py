"""Backup while running and restore into an empty instance, the same for every database.

A backup is a ZIP: a manifest, each table as JSON Lines, and the files of the instance that are
not made anew by themselves.
"""

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Date, Table, exists, func, insert, inspect, select, text
from sqlalchemy.exc import OperationalError, StatementError

from matchmaker import half_restored
from matchmaker.db import (
    MIGRATIONS,
    Base,
    UTCDateTime,
    check_known,
    db,
    known_revisions,
    now,
    writing,
)
from matchmaker.errors import Refused
from matchmaker.new_files import replace_file

FORMAT = 1
FILES = ("config.py", "secret_key")
LISTS = ("erasures.log",)
"""Files of lines of which none may be lost: what is there already stays when they come back."""
FOLDERS = ("pictures",)
"""Folders of the instance whose files belong to rows of the database."""
BATCH = 1000
ENCRYPTED = 1
"""The bit by which a ZIP says that what it holds can only be read with a password."""
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, KeyError, ValueError)
"""What reading an archive raises where a bit of it is another."""


def write_backup(path: Path, instance: Path) -> int:
    """Write everything as it is at this moment (mode 0600); returns the number of rows."""
    with (
        replace_file(path) as file,
        # A ZIP begins in 1980, a machine without a clock of its own in 1970.
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
    ):
        return _write_contents(archive, instance)


def _write_contents(archive: zipfile.ZipFile, instance: Path) -> int:
    counts = {}
    with _snapshot() as connection:
        for table in Base.metadata.sorted_tables:
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
                counts[table.name] = _write_rows(file, _rows(connection, table))
        revision = MigrationContext.configure(connection).get_current_revision()
    for path in _files(instance):
        with suppress(FileNotFoundError):  # taken away meanwhile, with the row it belonged to
            archive.write(path, f"files/{path.relative_to(instance).as_posix()}")
    manifest = {
        "format": FORMAT,
        "revision": revision,
        "made_at": now().isoformat(timespec="seconds"),
        "rows": counts,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=2))
    return sum(counts.values())


def _files(instance: Path) -> Iterator[Path]:
    yield from (path for name in (*FILES, *LISTS) if (path := instance / name).exists())
    for folder in FOLDERS:
        yield from sorted(path for path in (instance / folder).glob("*") if path.is_file())


def _snapshot() -> Connection:
    """A connection that sees one moment, however long the backup takes."""
    level = {"isolation_level": "REPEATABLE READ"} if _is_postgresql() else {}
    return db.engine.connect().execution_options(**level)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    result = connection.execution_options(yield_per=BATCH).execute(select(table))
    for row in result.mappings():
        yield dict(row)


def _write_rows(file: Any, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(row, default=_written, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _written(moment: date) -> str:
    return moment.isoformat()  # by the value's own class: a moment is a day, too


def restore_backup(path: Path, instance: Path) -> int:
    """Fill an empty instance from a backup and bring it up to date; returns the number of rows.

    Raises Refused when the instance is not empty, or the file is no backup that can be read. Who
    has been erased since the backup is there again until `half_restored.finish` may be called.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive)
            if manifest["format"] != FORMAT:
                raise Refused(f"{path} is a backup of format {manifest['format']}, not {FORMAT}.")
            return _restore(archive, manifest, instance)
    except DAMAGED:
        raise Refused(f"{path} is no backup of Augenhöhe, or a damaged one.") from None


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if any(part.flag_bits & ENCRYPTED for part in archive.infolist()):
        raise Refused(f"{archive.filename} is encrypted; decrypt it first.")
    manifest = json.loads(archive.read("manifest.json"))
    if not isinstance(manifest, dict) or not isinstance(manifest.get("rows"), dict):
        raise ValueError("no manifest")
    return manifest


def _restore(archive: zipfile.ZipFile, manifest: dict[str, Any], instance: Path) -> int:
    if manifest["revision"] not in known_revisions():
        raise Refused(
            f"{archive.filename} was made by a newer version of this program; install that one."
        )
    _refuse_data(instance)
    half_restored.begin(instance, db.engine.url)
    with writing():
        upgrade(directory=str(MIGRATIONS), revision=manifest["revision"])
        try:
            with db.engine.begin() as connection:
                count = _fill_all(connection, archive, manifest["rows"])
                # Before the commit: rows without their key or pictures could not be completed.
                _put_files(archive, instance)
        except BaseException:
            _empty_again()  # so that it can be tried once more
            half_restored.finish(instance)
            raise
        upgrade(directory=str(MIGRATIONS))
    return count


def _refuse_data(instance: Path) -> None:
    """Tables without a single row, or of a restore that was killed, are taken away."""
    with db.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() is None:
            return
        if not half_restored.is_there(instance, db.engine.url) and _has_rows(connection):
            raise Refused("A backup is only restored into an empty instance; this one has data.")
    check_known()
    with writing():
        _empty_again()


def _has_rows(connection: Connection) -> bool:
    made = set(inspect(connection).get_table_names())
    tables = [table for table in Base.metadata.sorted_tables if table.name in made]
    return any(connection.scalar(select(exists().select_from(table))) for table in tables)


def _put_files(archive: zipfile.ZipFile, instance: Path) -> None:
    for name in filter(_is_kept, archive.namelist()):
        path = instance / name.removeprefix("files/")
        path.parent.mkdir(mode=0o700, exist_ok=True)
        content = archive.read(name)
        if path.name in LISTS and path.exists():
            content = (
                b"\n".join(dict.fromkeys([*path.read_bytes().split(), *content.split()])) + b"\n"
            )
        with replace_file(path) as file:  # whole or not at all: half a list would forget people
            file.write(content)


def _is_kept(name: str) -> bool:
    """A file that `_files` names: nothing outside of the instance."""
    match name.split("/"):
        case ["files", file]:
            return file in (*FILES, *LISTS)
        case ["files", folder, file]:
            return folder in FOLDERS and file not in ("", ".", "..")
    return False


def _fill_all(connection: Connection, archive: zipfile.ZipFile, rows: dict[str, Any]) -> int:
    """Returns the number of rows; a table that is not there by its name counts as damage, too."""
    counts = {
        table.name: _fill(connection, table, archive) for table in Base.metadata.sorted_tables
    }
    if any(count != rows.get(name, 0) for name, count in counts.items()):
        raise ValueError("rows are missing")
    if _is_postgresql():
        _advance_numbers(connection)
    return sum(counts.values())


def _empty_again() -> None:
    downgrade(directory=str(MIGRATIONS), revision="base")
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    name, count = f"tables/{table.name}.jsonl", 0
    if name not in archive.namelist():
        return count  # the table is younger than the backup
    moments = _read_moments(table)
    with archive.open(name) as file:
        rows = (_read_row(line, moments) for line in file)
        while batch := list(islice(rows, BATCH)):
            _insert(connection, table, batch)
            count += len(batch)
    return count


def _read_row(line: bytes, moments: dict[str, Callable[[str], date]]) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("no row")
    return row | {
        name: read(row[name]) if row.get(name) else None for name, read in moments.items()
    }


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    try:
        connection.execute(insert(table), rows)
    except OperationalError:
        raise  # such as a full disk: nothing that the backup could help
    except StatementError as error:
        why = str(error.orig).partition("\n")[0]
        raise Refused(
            f"The backup is damaged: its table {table.name} cannot be read: {why}."
        ) from None


def _read_moments(table: Table) -> dict[str, Callable[[str], date]]:
    """How the columns that hold a moment or a day are read back from text."""
    readers = {UTCDateTime: datetime.fromisoformat, Date: date.fromisoformat}
    kinds = {column.name: type(column.type) for column in table.columns}
    return {name: readers[kind] for name, kind in kinds.items() if kind in readers}


def _advance_numbers(connection: Connection) -> None:
    """PostgreSQL's counters start after the restored rows."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            last = select(func.greatest(func.max(column), 1)).scalar_subquery()
            connection.execute(select(func.setval(counter, last)))
