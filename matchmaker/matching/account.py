"""The part of the account's page that leads to suggestions: own profiles, those of a territory."""

from flask import render_template, request

from matchmaker.accounts.models import User
from matchmaker.matching.attention import fair_share
from matchmaker.profiles.access import Page, all_profiles, profiles_in_territory
from matchmaker.profiles.service import profiles_of


def section(user: User) -> str:
    own = [profile for profile in profiles_of(user) if not profile.is_draft]
    accompanied = _accompanied(user)
    if not own and accompanied is None:
        return ""
    shares = {profile.id: fair_share(profile) for profile in own}
    return render_template("matching/account.html", own=own, accompanied=accompanied, shares=shares)


def _accompanied(user: User) -> Page | None:
    """What an office helps, or an admin may look after; None for everybody else."""
    text = request.args.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    if user.has_role("admin"):
        return all_profiles(page)
    if user.has_role("office") and user.office is not None:
        return profiles_in_territory(user.office, page)
    return None
