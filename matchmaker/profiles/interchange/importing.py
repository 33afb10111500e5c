"""Import: row by row in batches; good rows land, bad rows are told and kept.

Each batch is a unit of work, so an interrupted import has kept whole batches; running it again
finds them unchanged and goes on.
"""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from matchmaker.db import db, unit_of_work
from matchmaker.profiles import findable
from matchmaker.profiles.interchange.fields import parse_row
from matchmaker.profiles.interchange.files import Row, json_line, read_rows, replace_text
from matchmaker.profiles.models import Profile
from matchmaker.profiles.rows import apply_row, new_profile, to_row

BATCH = 500


@dataclass
class ImportReport:
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    unwritten: str = ""
    """Why the rejected rows stand in no file; empty when they do."""

    def __str__(self) -> str:
        return (
            f"inserted: {self.inserted}, updated: {self.updated}, "
            f"unchanged: {self.unchanged}, rejected: {self.rejected}"
        )


def import_profiles(
    path: Path,
    rejected: Path,
    *,
    dry_run: bool = False,
    invented: bool = False,
    progress: Callable[[int], object] = lambda position: None,
) -> ImportReport:
    """Insert or update profiles by external_id; bad rows go to `rejected` with their reasons.

    Where that file cannot be made, the report says why, and good rows land all the same.
    `progress` is called with the number of bytes read. Raises OSError when a file cannot be read
    or written to its end, Refused when it is no table of profiles.
    """
    with (
        _rare_collections(),
        _Importer(rejected, dry_run=dry_run, invented=invented) as importer,
    ):
        for batch in _batches(read_rows(path)):
            importer.take(batch)
            progress(batch[-1].position)
    return importer.report


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Each search for cycles walks the caches of the text analysis, a fifth of the whole time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Importer:
    def __init__(self, rejected: Path, *, dry_run: bool, invented: bool) -> None:
        self.report = ImportReport()
        self._rejected = rejected
        self._dry_run = dry_run
        self._invented = invented
        self._seen: set[bytes] = set()  # digests: ids of a whole country stay within bounds
        self._bad: list[str] = []
        self._file: IO[str] | None = None
        self._open = ExitStack()

    def __enter__(self) -> "_Importer":
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)

    def take(self, batch: list[Row]) -> None:
        parsed = [(row, *_parse(row)) for row in batch]
        with unit_of_work():
            good = (values for _, values, errors in parsed if not errors)
            known = _known_profiles(values["external_id"] for values in good)
            taken = (self._take_row(*each, known) for each in parsed)
            changed = [profile for profile in taken if profile is not None]
            if self._dry_run:
                db.session.rollback()
            else:
                db.session.flush()
                findable.refresh(changed)
        db.session.expunge_all()  # else the memory of all batches adds up
        self._write_bad()

    def _take_row(
        self, row: Row, values: dict[str, Any], errors: list[str], known: dict[str, Profile]
    ) -> Profile | None:
        """The profile that was inserted or changed; None where nothing was."""
        profile = known.get(values["external_id"]) if not errors else None
        errors = errors or self._check_against_others(values, profile)
        if errors:
            self._reject(row, errors)
            return None
        if profile is None:
            self.report.inserted += 1
            profile = new_profile(values)
            profile.invented = self._invented
            db.session.add(profile)
            return profile
        if profile.approved and to_row(profile) == values:
            self.report.unchanged += 1
            return None
        self.report.updated += 1
        apply_row(profile, values)
        return profile

    def _check_against_others(self, values: dict[str, Any], profile: Profile | None) -> list[str]:
        digest = hashlib.blake2b(values["external_id"].encode(), digest_size=16).digest()
        if digest in self._seen:
            return [f"external_id {values['external_id']!r} stands twice in this file."]
        self._seen.add(digest)
        if profile is not None and profile.kind != values["kind"]:
            return [f"kind cannot change; this profile is a {profile.kind}."]
        return []

    def _reject(self, row: Row, errors: list[str]) -> None:
        self.report.rejected += 1
        self._bad.append(json_line({**row.values, "line": row.line, "errors": errors}))

    def _write_bad(self) -> None:
        """After the unit of work: whoever reads a pipe slowly shall not hold the database."""
        if self._bad and self._file is None and not self.report.unwritten:
            try:
                self._file = self._open.enter_context(replace_text(self._rejected))
            except OSError as error:
                self.report.unwritten = error.strerror or str(error)
        if self._file is not None:
            self._file.writelines(self._bad)
        self._bad.clear()


def _parse(row: Row) -> tuple[dict[str, Any], list[str]]:
    """The row in normal form, and what is wrong with it."""
    return ({}, row.errors) if row.errors else parse_row(row.values)


def _known_profiles(external_ids: Iterable[str]) -> dict[str, Profile]:
    query = select(Profile).where(Profile.external_id.in_(list(external_ids)))
    return {profile.external_id: profile for profile in db.session.scalars(query)}
