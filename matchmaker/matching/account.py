"""The part of the account's page that leads to suggestions: own profiles, those of a territory."""

from flask import render_template, request

from matchmaker.accounts.models import User
from matchmaker.matching.attention import fair_share
from matchmaker.profiles.access import looked_after_by, page_number
from matchmaker.profiles.service import profiles_of


def section(user: User) -> str:
    own = [profile for profile in profiles_of(user) if not profile.is_draft]
    accompanied = looked_after_by(user, page_number(request.args.get("page", "")))
    if not own and accompanied is None:
        return ""
    shares = {profile.id: fair_share(profile) for profile in own}
    return render_template("matching/account.html", own=own, accompanied=accompanied, shares=shares)
