"""The part of the account's page where offices hand profiles over, and codes are typed in."""

from flask import render_template

from matchmaker.accounts.models import User


def section(user: User) -> str:
    helps = user.has_role("admin") or (user.has_role("office") and user.office is not None)
    return render_template("profiles/claims/account.html") if helps else ""
