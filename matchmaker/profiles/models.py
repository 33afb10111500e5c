"""Profiles, their needs, what they are found by, and the log of their changes."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    event,
    or_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.db import Base, now, take_turns

KINDS = ("kmu", "creative")
VISIBILITIES = ("public", "members", "hidden")
CAPACITIES = ("now", "soon", "later", "closed")


class Reviewed:
    """What an office looks at before others see it, while APPROVAL is "office".

    It waits from `submitted_at` until it is approved or a decision is there.
    """

    approved: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    """ "asked" back or "refused"; none while it waits and once it is approved."""
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    """What the office wrote to the person."""

    @property
    def waits(self) -> bool:
        return not self.approved and self.submitted_at is not None and self.decision is None


class Profile(Base, Reviewed):
    """A firm or any organisation (kmu), or a creative professional (creative)."""

    __tablename__ = "profiles"
    __table_args__ = (
        CheckConstraint("kind IN ('kmu', 'creative')", name="kind"),
        CheckConstraint("visibility IN ('public', 'members', 'hidden')", name="visibility"),
        Index("ix_profiles_listed", "kind", "approved", "visibility"),
        Index("ix_profiles_located", "located_latitude", "located_longitude"),
        Index("ix_profiles_territory", "country", "postal_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid.uuid4().hex)
    """Opaque name of this profile for scorers and the index."""
    external_id: Mapped[str] = mapped_column(String(80), unique=True)
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")
    offers: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[str]] = mapped_column(default=list)
    submarkets: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["de"])
    employees: Mapped[int | None]
    country: Mapped[str] = mapped_column(String(2), default="DE")
    postal_code: Mapped[str | None] = mapped_column(String(20))
    place: Mapped[str | None] = mapped_column(String(120))
    latitude: Mapped[float | None]
    """As given by the owner; export repeats only what was given."""
    longitude: Mapped[float | None]
    located_latitude: Mapped[float | None]
    """As given, else looked up from postal code or place."""
    located_longitude: Mapped[float | None]
    radius_km: Mapped[float | None]
    remote: Mapped[bool] = mapped_column(default=False)
    website: Mapped[str | None] = mapped_column(String(500))
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(60))
    visibility: Mapped[str] = mapped_column(String(10), default="public")
    capacity: Mapped[str | None] = mapped_column(String(10))
    capacity_from: Mapped[date | None]
    """With the capacity "later": the first day of the month from which there is time."""
    capacity_confirmed_at: Mapped[datetime | None]
    most_requests: Mapped[int] = mapped_column(default=3)
    """How many open requests this person wants at most at a time."""
    story: Mapped[str] = mapped_column(Text, default="")
    """What changed for somebody through their work, told by one case."""
    working_style: Mapped[str] = mapped_column(Text, default="")
    field_visibility: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field name to "public", "members" or "nobody"; one that is not named is as the profile."""
    invented: Mapped[bool] = mapped_column(default=False)
    """Belongs to the demo region and is marked as invented wherever it is shown."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )

    owner: Mapped[User | None] = relationship()
    needs: Mapped[list["Need"]] = relationship(
        back_populates="profile",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Need.position",
        lazy="selectin",
    )

    works: Mapped[list["Work"]] = relationship(
        back_populates="profile", cascade="all, delete-orphan", order_by="Work.position"
    )
    """Loaded before they are deleted, not left to the database: a work may have a picture."""

    @property
    def is_draft(self) -> bool:
        """Begun by its owner and never handed in: nobody else knows of it."""
        return not self.approved and self.submitted_at is None and self.owner_id is not None

    @property
    def is_listed(self) -> bool:
        """Whether anybody finds it: everybody, or those who are signed in."""
        return self.approved and self.visibility != "hidden"

    @property
    def published_needs(self) -> list["Need"]:
        """The needs that stand under this name; nameless ones and those for the office do not."""
        return [need for need in self.needs if need.is_open and need.seen_by == "named"]


class Need(Base, Reviewed):
    """Something that should change; has a life of its own."""

    __tablename__ = "needs"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'closed', 'expired')", name="state"),
        CheckConstraint("seen_by IN ('named', 'nameless', 'office')", name="seen_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid.uuid4().hex)
    """What addresses call it."""
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="published")
    approved: Mapped[bool] = mapped_column(default=True)
    seen_by: Mapped[str] = mapped_column(String(10), default="named")
    wanted_submarkets: Mapped[list[str]] = mapped_column(default=list)
    wanted_sectors: Mapped[list[str]] = mapped_column(default=list)
    wanted_until: Mapped[date | None]
    budget: Mapped[str | None] = mapped_column(String(20))
    in_return: Mapped[str] = mapped_column(Text, default="")
    """What the seeker offers besides money: machine time, space, material, knowledge."""
    return_kinds: Mapped[list[str]] = mapped_column(default=list)
    """Keys of what they offer in return; `in_return` holds their own words on it."""
    radius_km: Mapped[float | None]
    """How far partners may be for this need; none leaves it to the profile."""
    room: Mapped[str] = mapped_column(String(120), default="")
    """The town that stands for the place while the need is nameless; empty where none is near."""
    room_latitude: Mapped[float | None]
    room_longitude: Mapped[float | None]
    published_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    """An imported need has no date and stays."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    profile: Mapped[Profile] = relationship(back_populates="needs")

    @property
    def is_open(self) -> bool:
        """Published and, where an office looks first, approved."""
        return self.state == "published" and self.approved


def handed_in() -> ColumnElement[bool]:
    """All but drafts: what somebody has only begun is nobody else's business."""
    return or_(
        Profile.approved.is_(True),
        Profile.submitted_at.is_not(None),
        Profile.owner_id.is_(None),
    )


class Work(Base):
    """Something a creative made: a link or a picture, for whom, and what came of it."""

    __tablename__ = "works"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid.uuid4().hex)
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(120))
    link: Mapped[str | None] = mapped_column(String(500))
    picture: Mapped[str | None] = mapped_column(String(40), unique=True)
    """Name of a file in the instance's folder pictures/."""
    alternative: Mapped[str] = mapped_column(Text, default="")
    """What somebody sees who does not see the picture."""
    made_for: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(Text, default="")

    profile: Mapped[Profile] = relationship(back_populates="works")


class ProfileFacet(Base):
    """What the directory filters by: submarkets as they are, sectors with all that contain them."""

    __tablename__ = "profile_facets"
    __table_args__ = (Index("ix_profile_facets_profile", "profile_id"),)

    facet: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(30), primary_key=True)
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    for_members: Mapped[bool] = mapped_column(default=False)
    """Comes from a field that only members may see."""


class SearchWord(Base):
    """One analysed word of the directory."""

    __tablename__ = "search_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(80), unique=True)
    shown: Mapped[str] = mapped_column(String(80))
    """As somebody wrote it."""


class ProfileWord(Base):
    """An analysed word stands in a profile; weight is larger for a name than for a text."""

    __tablename__ = "profile_words"
    __table_args__ = (Index("ix_profile_words_profile", "profile_id"),)

    word_id: Mapped[int] = mapped_column(
        ForeignKey("search_words.id", ondelete="CASCADE"), primary_key=True
    )
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    weight: Mapped[int]
    for_members: Mapped[bool] = mapped_column(default=False)
    """Stands only in fields that members alone may see."""


class ProfileChange(Base):
    """The order in which profiles changed: what an index built earlier must catch up with."""

    __tablename__ = "profile_changes"
    __table_args__ = {"sqlite_autoincrement": True}

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uid: Mapped[str] = mapped_column(String(32))


TURNS = 7_403_221
"""A number of our own among PostgreSQL's advisory locks."""


@event.listens_for(Session, "before_flush")
def _log_changes(session: Session, *_: Any) -> None:
    touched = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
    profiles = {item for item in touched if isinstance(item, Profile)}
    profiles |= {item.profile for item in touched if isinstance(item, Need) and item.profile}
    if profiles:
        # Numbers are handed out before the commit: nobody must overtake unseen.
        take_turns(session, TURNS)
    for profile in sorted(profiles, key=lambda item: item.external_id):
        profile.uid = profile.uid or uuid.uuid4().hex
        session.add(ProfileChange(uid=profile.uid))
