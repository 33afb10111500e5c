"""Export: every profile in the order of its external_id, contact data included."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from matchmaker.db import db
from matchmaker.profiles.interchange.fields import FIELDS, REQUIRED
from matchmaker.profiles.interchange.files import csv_cells, is_csv, json_line, replace_text
from matchmaker.profiles.models import Profile, handed_in
from matchmaker.profiles.rows import to_row

BATCH = 500
COLUMNS = [*FIELDS, "updated_at"]


def export_profiles(path: Path, progress: Callable[[int], object] = lambda rows: None) -> int:
    """Write all profiles but unfinished drafts to `path` (mode 0600) and return their number."""
    count = 0
    with replace_text(path) as file:
        write_row = _csv_writer(file) if is_csv(path) else lambda row: file.write(json_line(row))
        for profile in _all_profiles():
            write_row(_exported(profile))
            count += 1
            progress(1)
    return count


def _csv_writer(file: Any) -> Callable[[dict[str, Any]], object]:
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    return lambda row: writer.writerow(csv_cells(row))


def _exported(profile: Profile) -> dict[str, Any]:
    """The fields that say more than their default; whole numbers without a decimal point."""
    row = {name: _plain(value) for name, value in to_row(profile).items()}
    told = {
        name: value
        for name, value in row.items()
        if name in REQUIRED or value != FIELDS[name].make_default()
    }
    return told | {"updated_at": profile.updated_at.isoformat(timespec="seconds")}


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _all_profiles() -> Iterator[Profile]:
    last = ""
    while True:
        query = select(Profile).where(Profile.external_id > last, handed_in())
        batch = list(db.session.scalars(query.order_by(Profile.external_id).limit(BATCH)))
        if not batch:
            return
        yield from batch
        last = batch[-1].external_id
        db.session.expunge_all()
