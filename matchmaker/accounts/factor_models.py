"""What somebody has besides the password: an authenticator app, passkeys, and codes on paper."""

import secrets
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
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


class Passkey(Base):
    """What a device signs with for this site (WebAuthn); the key itself never leaves the device."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: secrets.token_hex(16))
    """Names it on its owner's pages; opens nothing."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    """As its owner calls it."""
    credential: Mapped[str] = mapped_column(String(1364), unique=True)
    """The device's name for it, at most 1023 bytes in base64url; belongs to one account alone."""
    public_key: Mapped[bytes]
    """As the device gave it (COSE)."""
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    """How often it signed, by its own account; one that goes back was copied. 0: does not count."""
    transports: Mapped[list[str]] = mapped_column(default=list)
    """How browsers reach it, as in "usb" and "internal"."""
    last_challenge: Mapped[str] = mapped_column(String(90), default="")
    """The question it answered last, which two requests at the same time cannot both answer."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
