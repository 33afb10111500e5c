"""The scorers in force, the dated history of the rules, and who does not want to meet whom."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, now


class ScorerSetting(Base):
    """What the operator decided on one scorer; wins over SCORERS and the defaults."""

    __tablename__ = "scorer_settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    enabled: Mapped[bool]
    weight: Mapped[float]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class ScorerChange(Base):
    """One dated change of the ranking rules, shown on the page of the rules."""

    __tablename__ = "scorer_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    name: Mapped[str] = mapped_column(String(60))
    enabled: Mapped[bool]
    weight: Mapped[float]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ScorerPause(Base):
    """Faults of a scorer since it was last enabled; from the third on it is paused."""

    __tablename__ = "scorer_pauses"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    faults: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str] = mapped_column(String(300), default="")
    last_at: Mapped[datetime] = mapped_column(default=now)


class Exclusion(Base):
    """Two profiles that are not suggested to each other, whoever of them said so."""

    __tablename__ = "exclusions"

    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Dismissal(Base):
    """ "Does not fit": hidden from this seeker's own list; the other side never learns of it."""

    __tablename__ = "dismissals"

    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    reason: Mapped[str | None] = mapped_column(String(20))
    """One of dismissals.REASONS, if they gave any."""
    at: Mapped[datetime] = mapped_column(default=now)


class Tie(Base):
    """ "We know each other", said for one profile; both see it, unless the other one hid it."""

    __tablename__ = "ties"

    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    hidden: Mapped[bool] = mapped_column(default=False)
    """The other one does not want to see it on their own pages."""
    at: Mapped[datetime] = mapped_column(default=now)


class SavedFilter(Base):
    """The weights with which a person wants to see suggestions."""

    __tablename__ = "saved_filters"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fair: Mapped[bool] = mapped_column(default=True)
    saved_at: Mapped[datetime] = mapped_column(default=now)


class FairnessChoice(Base):
    """Whether the operator has the fairness step in force; one row, none before a decision."""

    __tablename__ = "fairness_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    enabled: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(default=now)


class Showing(Base):
    """How often a profile was shown on one day; never to whom.

    `asked` and `agreed` wait for introductions.
    """

    __tablename__ = "showings"

    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    suggested: Mapped[int] = mapped_column(default=0, server_default="0")
    opened: Mapped[int] = mapped_column(default=0, server_default="0")
    asked: Mapped[int] = mapped_column(default=0, server_default="0")
    agreed: Mapped[int] = mapped_column(default=0, server_default="0")
