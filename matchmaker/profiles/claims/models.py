"""The proofs with which somebody takes over a profile that was imported without an owner."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base, now
from matchmaker.profiles.models import Profile


class Claim(Base):
    """A link or code that was handed out once; only its digest is kept, and it works once."""

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )

    profile: Mapped[Profile] = relationship()
