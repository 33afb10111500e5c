"""Drafts of open forms: what somebody typed and has not saved yet, kept for any of their devices.

A form that keeps drafts shows its key in a hidden field `draft`; `autosave.js` posts what is typed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, db, now
from matchmaker.errors import Refused
from matchmaker.i18n import gettext as _

LONGEST_KEY = 80
MOST_CHARACTERS = 60_000
MOST_DRAFTS = 50
KEPT_DAYS = 90


class FormDraft(Base):
    """The open form of one person, as typed."""

    __tablename__ = "form_drafts"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    """Names the form and what it is about, as in "profile:<uid>:wer"."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field name to the list of its values."""
    updated_at: Mapped[datetime] = mapped_column(default=now)


def find_draft(user_id: int, key: str) -> FormDraft | None:
    query = select(FormDraft).where(FormDraft.user_id == user_id, FormDraft.key == key)
    return db.session.scalar(query)


def keep_draft(user_id: int, key: str, data: Mapping[str, list[str]]) -> None:
    """Keep what is typed in place of what was kept before; raises Refused beyond all measure."""
    size = sum(len(name) + sum(map(len, values)) for name, values in data.items())
    if not 0 < len(key) <= LONGEST_KEY or size > MOST_CHARACTERS:
        raise Refused(_("Dieser Entwurf ist zu lang, um aufgehoben zu werden."))
    draft = find_draft(user_id, key) or _new_draft(user_id, key)
    draft.data, draft.updated_at = dict(data), now()


def _new_draft(user_id: int, key: str) -> FormDraft:
    """A row for the key; where another request was faster, that one's."""
    _refuse_too_many(user_id)
    draft = FormDraft(user_id=user_id, key=key)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        draft = find_draft(user_id, key) or draft
    return draft


def _refuse_too_many(user_id: int) -> None:
    query = select(func.count()).where(FormDraft.user_id == user_id)
    if (db.session.scalar(query) or 0) >= MOST_DRAFTS:
        raise Refused(_("Es sind schon sehr viele Entwürfe offen. Bitte schließen Sie einige ab."))


def discard_draft(user_id: int, key: str) -> None:
    """What was typed is saved, or no longer wanted."""
    query = delete(FormDraft).where(FormDraft.user_id == user_id, FormDraft.key == key)
    db.session.execute(query)


def discard_drafts_about(prefix: str) -> None:
    """All drafts, whoever typed them, whose key begins like this."""
    db.session.execute(delete(FormDraft).where(FormDraft.key.startswith(prefix, autoescape=True)))


def discard_old_drafts() -> None:
    forgotten = now() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(FormDraft).where(FormDraft.updated_at < forgotten))


def drafts_of(user_id: int) -> list[FormDraft]:
    query = select(FormDraft).where(FormDraft.user_id == user_id).order_by(FormDraft.key)
    return list(db.session.scalars(query))
