"""What follows an erasure: no file of the installation keeps a trace of who is gone."""

from pathlib import Path

from flask import current_app
from sqlalchemy import delete, select

from matchmaker.db import db, now, unit_of_work
from matchmaker.matching import engine
from matchmaker.rights import erasures
from matchmaker.rights.models import Erasure

TOO_LONG_SECONDS = 600


def complete() -> bool:
    """Finish every erasure that waits; False when somebody still reads an old state.

    Safe to repeat: what was done is done again. The log comes first, so that a restore knows it.
    """
    db.session.rollback()  # what was read before may be older than the erasure
    waiting = list(db.session.scalars(select(Erasure)))
    if not waiting:
        return True
    instance = current_app.config["SETTINGS"].instance
    for erasure in waiting:
        erasures.list_marks(instance, erasure.marks)
        for name in erasure.files:
            (Path(instance) / name).unlink(missing_ok=True)
    numbers = [erasure.id for erasure in waiting]
    engine.build_without_the_erased()
    if not _overwritten():
        return False
    with unit_of_work():
        db.session.execute(delete(Erasure).where(Erasure.id.in_(numbers)))
    return True


def _overwritten() -> bool:
    """Rows that are gone leave the files of the database as well."""
    db.session.rollback()  # our own reading must not keep the old state
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if db.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM")
            return True
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not busy


def ready() -> tuple[bool, str]:
    """For /readyz: erasures are complete within a minute, unless a reader is stuck."""
    moments = [erasure.at for erasure in db.session.scalars(select(Erasure))]
    if not moments:
        return True, "No erasure waits."
    late = (now() - min(moments)).total_seconds() > TOO_LONG_SECONDS
    return not late, f"{len(moments)} erasures wait until nobody reads what was there before."
