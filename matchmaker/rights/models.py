"""Erasures that are not complete yet: rows are gone, traces in files may not be."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, now


class Erasure(Base):
    """Kept until no file of the installation holds a trace any more; names nobody."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    marks: Mapped[list[str]] = mapped_column(default=list)
    """Keyed hashes of the account and the profiles, for `erasures.log`."""
    files: Mapped[list[str]] = mapped_column(default=list)
    """Files of the instance that go with it, by their path in there."""
