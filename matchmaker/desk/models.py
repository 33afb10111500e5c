"""What an office decided, so that it can be taken back for a while and told later."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.db import Base, now

ACTIONS = ("approved", "asked", "refused")


class Decision(Base):
    """One decision about a profile or a need."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid.uuid4().hex)
    kind: Mapped[str] = mapped_column(String(10))
    """ "profile" or "need"."""
    subject_uid: Mapped[str] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(10))
    """One of ACTIONS."""
    waiting_since: Mapped[datetime]
    """What it goes back to when the decision is taken back."""
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    user: Mapped[User | None] = relationship()
