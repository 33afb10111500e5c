"""Accounts, roles, offices and access tokens."""

import uuid
from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base, now
from matchmaker.mail import Recipient

OFFICE_KINDS = ("municipality", "county", "region", "chamber", "association")

user_roles = Table(
    "user_roles",
    Base.metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    description: Mapped[str | None] = mapped_column(String(200))


class Office(Base):
    """An economic development office or a network that helps people in its territory."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(default="")
    territory: Mapped[list[str]] = mapped_column(default=list)
    """Postal codes and prefixes ("09456", "083"), "state:SN", AGS prefixes ("ags:14521")."""
    contact: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(20), default="county")
    """One of OFFICE_KINDS; where territories overlap, the kind can decide who leads."""
    people: Mapped[str] = mapped_column(default="")
    """Who works there, one person a line."""
    priority: Mapped[int] = mapped_column(default=0)
    """Where several offices help the largest leads, before their kinds are asked."""
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(255))
    website: Mapped[str | None] = mapped_column(String(500))
    invented: Mapped[bool] = mapped_column(default=False)


class Municipality(Base):
    """An official municipality; there are none until the operator gives the file."""

    __tablename__ = "municipalities"

    ags: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(2))
    population: Mapped[int]


class MunicipalityCode(Base):
    """A postal code of a municipality; both may have several of the other."""

    __tablename__ = "municipality_codes"

    postal_code: Mapped[str] = mapped_column(String(5), primary_key=True)
    ags: Mapped[str] = mapped_column(
        ForeignKey("municipalities.ags", ondelete="CASCADE"), primary_key=True
    )


class User(Base, UserMixin):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: uuid.uuid4().hex
    )
    confirmed_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(2), default="de")
    """The language of mails: "de" or "en"; pages follow their address."""
    informal: Mapped[bool] = mapped_column(default=False)
    """Whether German pages and mails say du instead of Sie."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    """The last sign-in, or the last use of a session since, which is noted a few minutes later."""
    warned_at: Mapped[datetime | None]
    """When a mail said that the account will go for want of use; None after each sign-in."""
    invented: Mapped[bool] = mapped_column(default=False)
    """Belongs to the demo region: shown among the demo sign-ins."""
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id", ondelete="SET NULL"))

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary=user_roles, lazy="selectin"
    )
    office: Mapped[Office | None] = relationship(lazy="joined")

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.email, self.locale, self.informal)


class ApiToken(Base):
    """A bearer token for the API; only its digest is stored."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)

    user: Mapped[User] = relationship(lazy="joined")
