"""The page of an account: what is there for the person who signed in.

Slices add sections, so that accounts need not know profiles:
`views.add_section(app, lambda user: render_template(...))`.
"""

from collections.abc import Callable

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_security import current_user
from markupsafe import Markup

from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.models import User
from matchmaker.i18n import lazy_gettext
from matchmaker.web import navigation

Section = Callable[[User], str]
"""Makes the HTML of one section; nothing where it is of no use to this person."""

blueprint = Blueprint("accounts", __name__)


def init_app(app: Flask) -> None:
    app.extensions.setdefault("account_sections", [])
    app.register_blueprint(blueprint)
    item = navigation.Item("account", "accounts.account", lazy_gettext("Mein Konto"))
    navigation.add(app, item)


def add_section(app: Flask, section: Section) -> None:
    """Show a section on the page of the account, below those that are there."""
    sections: list[Section] = app.extensions.setdefault("account_sections", [])
    sections.append(section)


@blueprint.get("/konto")
@signed_in_required
def account() -> ResponseReturnValue:
    made = [section(current_user) for section in current_app.extensions["account_sections"]]
    sections = [Markup(html) for html in made if html]  # noqa: S704 - made by our own templates
    return render_template("accounts/account.html", sections=sections)
