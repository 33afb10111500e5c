"""What the profiles hold about a person: profiles with works, and drafts of forms."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.i18n import lazy_gettext as _
from matchmaker.personal_data import Holding, declare
from matchmaker.profiles.drafts import discard_drafts_about, drafts_of
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.pictures import picture_path
from matchmaker.profiles.rows import to_row
from matchmaker.profiles.service import delete_profile, profiles_of

BESIDES = (
    "slug", "approved", "decision", "decision_reason", "capacity", "most_requests", "story",
    "working_style", "field_visibility",
)  # fmt: skip
MOMENTS = (
    "submitted_at", "capacity_from", "capacity_confirmed_at", "created_at", "updated_at",
)  # fmt: skip
OF_A_WORK = ("title", "link", "picture", "alternative", "made_for", "outcome")


def init_app(app: Flask) -> None:
    declare(app, Holding("profiles", _("Profile"), _profiles, _forget_profiles, _pictures))
    declare(app, Holding("drafts", _("Entwürfe von Formularen"), _drafts))


def _profiles(user: User) -> list[Mapping[str, Any]]:
    return [_told(profile) for profile in profiles_of(user)]


def _told(profile: Profile) -> Mapping[str, Any]:
    row = to_row(profile) | {name: getattr(profile, name) for name in BESIDES}
    for name in MOMENTS:
        moment = getattr(profile, name)
        row[name] = moment.isoformat() if moment else None
    row["works"] = [{name: getattr(work, name) for name in OF_A_WORK} for work in profile.works]
    return row


def _forget_profiles(user: User) -> None:
    for profile in profiles_of(user):
        discard_drafts_about(f"profile:{profile.uid}:")
        delete_profile(profile)


def _pictures(user: User) -> list[Path]:
    works: list[Work] = [work for profile in profiles_of(user) for work in profile.works]
    return [picture_path(work.picture) for work in works if work.picture]


def _drafts(user: User) -> list[Mapping[str, Any]]:
    return [
        {"form": each.key, "data": each.data, "updated_at": each.updated_at.isoformat()}
        for each in drafts_of(user.id)
    ]
