"""The ledger of attention: how often each profile was suggested and opened, never to whom.

Pages only count in memory; what has been counted is written in batches, outside of any request's
transaction. A process that is killed loses the counts of its last seconds and nothing else.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any, Literal

from flask import Flask, current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matchmaker.db import db, now, writing
from matchmaker.logs import get_logger
from matchmaker.matching.models import Showing
from matchmaker.profiles.models import Profile

KEPT_DAYS = 90
EVERY_SECONDS = 10.0
"""How long counts wait in memory at most, while pages are asked for."""

Event = Literal["suggested", "opened"]


class Ledger:
    """Counts of this process that are not written yet; one per application, thread-safe."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._counts: Counter[tuple[int, date, Event]] = Counter()
        self._due = time.monotonic() + EVERY_SECONDS
        self._background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    def count(self, event: Event, profile_ids: Iterable[int]) -> None:
        today = now().date()
        with self._lock:
            self._counts.update((id, today, event) for id in profile_ids)

    def write_when_due(self) -> None:
        """Write in the background now and then, so that no page waits for it."""
        with self._lock:
            if not self._counts or time.monotonic() < self._due:
                return
            self._due = time.monotonic() + EVERY_SECONDS
        self._background.submit(self._write_in_background)

    def write(self) -> None:
        """Write what has been counted; with an error it stays in memory for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            _add(counts)
        except SQLAlchemyError:
            with self._lock:
                self._counts.update(counts)
            raise

    def close(self) -> None:
        """Write what is left, when the process ends."""
        self._background.shutdown(wait=True)
        self._write_in_background()

    def _write_in_background(self) -> None:
        with self._app.app_context():
            try:
                self.write()
            except SQLAlchemyError:
                get_logger().warning("the ledger could not be written; it is tried again")


def _add(counts: Counter[tuple[int, date, Event]]) -> None:
    rows: dict[tuple[int, date], dict[str, Any]] = {}
    for (id, day, event), number in counts.items():
        empty = {"profile_id": id, "day": day, "suggested": 0, "opened": 0}
        rows.setdefault((id, day), empty)[event] = number
    if not rows:
        return
    with writing(), Session(db.engine) as session, session.begin():
        ids = {id for id, _ in rows}
        there = set(session.scalars(select(Profile.id).where(Profile.id.in_(ids))))
        kept = [row for (id, _), row in rows.items() if id in there]
        if kept:
            session.execute(_upsert(session), kept)


def _upsert(session: Session) -> Any:
    """A statement for many rows; by the table, since the ORM's own takes one at a time."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Showing.__table__)
    counted = ("suggested", "opened")
    added = {name: Showing.__table__.c[name] + insert.excluded[name] for name in counted}
    return insert.on_conflict_do_update(index_elements=["profile_id", "day"], set_=added)


def count(event: Event, profiles: Iterable[Profile]) -> None:
    """Count that these profiles were shown in a list, or that one was opened."""
    count_numbered(event, [profile.id for profile in profiles if profile.id is not None])


def count_numbered(event: Event, profile_ids: Iterable[int]) -> None:
    current_app.extensions["ledger"].count(event, profile_ids)


def forget_old_days() -> None:
    """Remove what is older than KEPT_DAYS; safe to repeat."""
    last = now().date() - timedelta(days=KEPT_DAYS)
    with writing(), Session(db.engine) as session, session.begin():
        session.execute(delete(Showing).where(Showing.day < last))
