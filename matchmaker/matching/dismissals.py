""" "Does not fit" and "we know each other": what a seeker says about a suggestion.

A dismissal hides somebody from this seeker's own list alone; the other side never learns of it.
A tie hides nobody: both see it as a reason to talk, until the one who said it takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from matchmaker.accounts.models import User
from matchmaker.accounts.service import hold_account
from matchmaker.db import db, now
from matchmaker.errors import Refused
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.matching.meeting import partner_of
from matchmaker.matching.models import Dismissal, Tie
from matchmaker.profiles.models import Profile
from matchmaker.profiles.needs.service import own_profile

REASONS = {
    "known": _("kennen wir schon"),
    "far": _("zu weit"),
    "no_time": _("keine Zeit"),
    "other_field": _("fachlich anders"),
    "budget": _("Budget"),
    "taken": _("schon vergeben"),
    "other": _("anderes"),
}
JUST_NOW = timedelta(minutes=10)


@dataclass(frozen=True)
class Hidden:
    """Somebody whom a seeker hid; `just_now` while the page still offers to say why."""

    profile: Profile
    reason: str
    just_now: bool


@dataclass(frozen=True)
class KnownTo:
    """A tie as one side sees it: said by themselves, or by the other one."""

    mine: bool


def pair(user: User, slug: str, other_slug: str) -> tuple[Profile, Profile]:
    """Somebody's own profile and a partner whom members may see; raises NotFound.

    What the person says about the two is said after what they said before, as with a button that is
    pressed twice.
    """
    hold_account(user)
    own = own_profile(user, slug)
    return own, partner_of(own, other_slug)


def dismiss(own: Profile, other: Profile, reason: str | None = None) -> None:
    """Hide the other from this list, or add why; raises Refused for an unknown reason."""
    if reason is not None and reason not in REASONS:
        raise Refused(gettext("Diesen Grund gibt es nicht."))
    row = db.session.get(Dismissal, (own.id, other.id))
    if row is None:
        row = Dismissal(profile_id=own.id, other_id=other.id)
        db.session.add(row)
    row.reason = reason or row.reason


def show_again(own: Profile, other: Profile) -> None:
    _delete(Dismissal, own, other)


def hidden_by(own: Profile) -> Sequence[Hidden]:
    """Whom this profile hid and who is still there to be seen, the latest first."""
    query = select(Dismissal, Profile).join(Profile, Dismissal.other_id == Profile.id)
    rows = db.session.execute(
        query.where(Dismissal.profile_id == own.id, Profile.approved)
        .where(Profile.visibility != "hidden")
        .order_by(Dismissal.at.desc(), Profile.name)
    )
    return [
        Hidden(other, str(REASONS.get(row.reason or "", "")), now() - row.at < JUST_NOW)
        for row, other in rows
    ]


def say_known(own: Profile, other: Profile) -> None:
    """Both know each other; said again after the other side's word, theirs is shown again."""
    if (told := db.session.get(Tie, (other.id, own.id))) is not None:
        told.hidden = False
    elif db.session.get(Tie, (own.id, other.id)) is None:
        db.session.add(Tie(profile_id=own.id, other_id=other.id))


def unsay_known(own: Profile, other: Profile) -> None:
    """Take back what one said, and do not see what the other one says."""
    _delete(Tie, own, other)
    if (told := db.session.get(Tie, (other.id, own.id))) is not None:
        told.hidden = True


def ties_of(own: Profile) -> dict[int, KnownTo]:
    """By the number of the other profile: ties that this side sees."""
    said = select(Tie.other_id).where(Tie.profile_id == own.id)
    heard = select(Tie.profile_id).where(Tie.other_id == own.id, Tie.hidden.is_(False))
    found = dict.fromkeys(db.session.scalars(heard), KnownTo(mine=False))
    return found | dict.fromkeys(db.session.scalars(said), KnownTo(mine=True))


def _delete(model: type[Dismissal | Tie], own: Profile, other: Profile) -> None:
    db.session.execute(delete(model).where(model.profile_id == own.id, model.other_id == other.id))
