"""Sessions of signed-in people and the links in mails about an account; secrets as digests."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.accounts.redirects import LONGEST
from matchmaker.db import Base, now


class LoginSession(Base):
    """What belongs to one cookie. Who is not signed in yet has one as well, without a user."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the random value in the cookie, which itself is stored nowhere."""
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: secrets.token_hex(16))
    """Names the session on its owner's own page; opens nothing."""
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    browser: Mapped[str] = mapped_column(String(60), default="")
    """As in "Firefox, Linux": enough to recognise one's own; no address."""
    data: Mapped[str] = mapped_column(Text, default="")


class AccountLink(Base):
    """A link in a mail that proves an address, once and for a while."""

    __tablename__ = "account_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    """Nobody for an unknown address: the same work is done, so that time tells nothing."""
    address: Mapped[str] = mapped_column(String(255), default="")
    """The new address, where one is to be changed."""
    then: Mapped[str] = mapped_column(String(LONGEST), default="")
    """Where the person wanted to go when they began."""
    expires_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User | None] = relationship(lazy="joined")
