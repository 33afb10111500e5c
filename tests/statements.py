"""What is asked of the database meanwhile, to count it or to look for what must not be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from matchmaker.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile, COMMIT among it."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    def commit(_connection: Any) -> None:
        asked.append("COMMIT")

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "commit", commit)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)
    event.remove(db.engine, "commit", commit)
