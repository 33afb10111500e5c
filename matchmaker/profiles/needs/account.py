"""The part of the account's page that shows one's own needs and where to write a new one."""

from flask import render_template

from matchmaker.accounts.models import User
from matchmaker.profiles.service import profiles_of


def section(user: User) -> str:
    own = profiles_of(user)
    return render_template("profiles/needs/account.html", own=own) if own else ""
