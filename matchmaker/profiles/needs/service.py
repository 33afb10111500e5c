"""The verbs of needs; none of them commits."""

import uuid
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.errors import NotFound, Refused
from matchmaker.i18n import gettext as _
from matchmaker.profiles.drafts import discard_drafts_about
from matchmaker.profiles.interchange.fields import MOST_NEEDS
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs import rules
from matchmaker.profiles.needs.anonymity import choose_room, telling_words
from matchmaker.profiles.service import hold_profile, save_profile


def own_profile(user: User, slug: str) -> Profile:
    """The profile if this person owns it; raises NotFound."""
    profile = db.session.scalar(select(Profile).where(Profile.slug == slug))
    if profile is None or profile.owner_id != user.id:
        raise NotFound(_("Dieses Profil gibt es nicht, oder es gehört nicht zu Ihnen."))
    return profile


def own_need(user: User, uid: str) -> Need:
    """The need if this person owns its profile; raises NotFound."""
    need = find_need(uid)
    if need is None or need.profile.owner_id != user.id:
        raise NotFound(_("Diesen Bedarf gibt es nicht, oder er gehört nicht zu Ihnen."))
    return need


def find_need(uid: str) -> Need | None:
    return db.session.scalar(select(Need).where(Need.uid == uid))


def start_need(profile: Profile, uid: str, title: str, text: str) -> Need:
    """The draft with this uid, new or as it is there: a form sent twice makes one need.

    Whoever goes back to the form of a published one and writes something else means another need.
    Raises NotFound when the uid belongs to somebody else, Refused where there is no room.
    """
    hold_profile(profile)
    need = find_need(uid) or _insert(profile, uid)
    if need.profile_id != profile.id:
        raise NotFound(_("Diesen Bedarf gibt es nicht, oder er gehört nicht zu Ihnen."))
    if need.state != "draft" and (need.title, need.text) != (title, text):
        other = uuid.uuid5(uuid.UUID(uid), f"{title}\n{text}").hex
        need = find_need(other) or _insert(profile, other)
    if need.state == "draft":
        need.title, need.text = title, text
    return need


def _insert(profile: Profile, uid: str) -> Need:
    require_room(profile)
    fields = {"uid": uid, "state": "draft", "seen_by": "nameless", "approved": False}
    need = Need(position=len(profile.needs), profile_id=profile.id, **fields)
    db.session.add(need)
    db.session.flush()
    db.session.refresh(profile, ["needs"])
    return need


def draft_key(of: Profile | Need, step: str = "neu") -> str:
    """Names what is kept of an open form of this need, or of a new need of this profile."""
    return f"need:{of.uid}:{step}"


def require_room(profile: Profile) -> None:
    """Raises Refused where a profile has as many needs as it can have."""
    if len(profile.needs) >= MOST_NEEDS:
        raise Refused(_("Mehr Bedarfe gehen nicht. Löschen Sie zuerst einen alten."))


def rewrite(need: Need, title: str, text: str) -> None:
    _write(need, title=title, text=text)


def narrow(
    need: Need,
    *,
    radius_km: float,
    until: date | None,
    wanted: list[str],
    budget: str | None,
    returns: list[str],
    in_return: str,
) -> None:
    """Where and when, whom it is meant for, and what there is for it."""
    firm = need.profile.kind == "kmu"
    _write(
        need,
        radius_km=radius_km,
        wanted_until=until,
        budget=budget,
        wanted_submarkets=wanted if firm else [],
        wanted_sectors=[] if firm else wanted,
        return_kinds=returns,
        in_return=in_return,
    )


def choose_readers(need: Need, seen_by: str) -> None:
    _write(need, seen_by=seen_by)


def _write(need: Need, **values: Any) -> None:
    """What differs an office looks at again, where it looks; also what nobody sees just now."""
    differs = any(getattr(need, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(need, name, value)
    if differs and need.state != "draft":
        rules.submit(need, reviewed=_reviewed())


def keep_choice(need: Need, seen_by: str) -> None:
    """Who shall read it, ahead of publishing; what is out already changes by publishing alone."""
    if need.state == "draft":
        need.seen_by = seen_by


def words_that_tell(need: Need) -> list[str]:
    """Why a need cannot be nameless as it is written; empty for one under its name."""
    return telling_words(need, need.profile) if need.seen_by == "nameless" else []


def publish(need: Need) -> None:
    choose_room(need, need.profile)
    rules.publish(need, reviewed=_reviewed() and not need.is_open)
    save_profile(need.profile)


def keep_changes(need: Need) -> None:
    """After other words for a need that was published."""
    if need.state != "draft":
        choose_room(need, need.profile)
        save_profile(need.profile)


def close(need: Need) -> None:
    rules.close(need)
    save_profile(need.profile)


def reopen(need: Need) -> None:
    rules.reopen(need)
    save_profile(need.profile)


def renew(need: Need) -> None:
    rules.renew(need)
    save_profile(need.profile)


def remove(need: Need) -> None:
    """Nothing is left to do where the button was pressed twice at the same time."""
    profile = need.profile
    hold_profile(profile)
    if need in profile.needs:
        discard_drafts_about(f"need:{need.uid}:")
        profile.needs.remove(need)
        save_profile(profile)


def _reviewed() -> bool:
    return bool(current_app.config["SETTINGS"].approval == "office")
