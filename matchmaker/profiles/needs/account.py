"""The part of the account's page that shows one's own needs and where to write a new one."""

from flask import render_template

from matchmaker.accounts.models import User
from matchmaker.profiles.needs import first_words
from matchmaker.profiles.service import profiles_of


def section(user: User) -> str:
    own = profiles_of(user)
    begun = {profile.id: first_words.begun(user, profile) for profile in own}
    return render_template("profiles/needs/account.html", own=own, begun=begun) if own else ""
