"""What somebody has besides the password: an authenticator app, and codes on paper."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, now


class SecondFactor(Base):
    """The authenticator app of an account."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str] = mapped_column(Text)
    """As JSON, encrypted with the secret key of the installation."""
    last_counter: Mapped[int] = mapped_column(default=0)
    """Number of the 30 seconds whose code was taken last; none of them or before counts again."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class RecoveryCode(Base):
    """A code on paper that counts once; used ones are gone."""

    __tablename__ = "recovery_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed with the secret key of the installation."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
