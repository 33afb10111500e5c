"""What is stored about me, take it along, erase it."""

from flask import Blueprint, Flask, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_security import current_user, logout_user

from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.models import User
from matchmaker.accounts.views import add_section
from matchmaker.i18n import gettext
from matchmaker.profiles.needs.service import own_profile
from matchmaker.profiles.service import profiles_of
from matchmaker.rights import service
from matchmaker.rights.forms import EraseAccountForm
from matchmaker.rights.words import VALUES, WORDS, readable
from matchmaker.web import limits
from matchmaker.web.forms import ButtonForm

blueprint = Blueprint("rights", __name__, url_prefix="/konto")
blueprint.add_app_template_filter(readable, "readable")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    add_section(app, account_section)
    limits.protect(app, "rights.erase_account", failures_only=True)


def account_section(user: User) -> str:
    return render_template("rights/section.html", own=profiles_of(user))


@blueprint.get("/daten")
@signed_in_required
def stored() -> str:
    # Declared from the top of the application downwards; people look for themselves first.
    parts = service.everything(current_user)[::-1]
    return render_template("rights/stored.html", parts=parts, words=WORDS, values=VALUES)


@blueprint.get("/daten/mitnehmen")
@signed_in_required
def archive() -> Response:
    response = Response(service.archive(current_user), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="augenhoehe.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/loeschen", methods=["GET", "POST"])
@signed_in_required
def erase_account() -> ResponseReturnValue:
    form = EraseAccountForm(current_user)
    if not form.validate_on_submit():
        page = render_template(
            "rights/erase_account.html", form=form, own=profiles_of(current_user)
        )
        return page, 400 if form.is_submitted() else 200
    get_locale()  # kept for this request: the last page still says du to whom all others did
    service.erase_own_account(current_user._get_current_object())
    logout_user()
    return render_template("rights/erased.html")


@blueprint.route("/profil/<slug>/loeschen", methods=["GET", "POST"])
@signed_in_required
def erase_profile(slug: str) -> ResponseReturnValue:
    profile, form = own_profile(current_user, slug), ButtonForm()
    if not form.validate_on_submit():
        page = render_template("rights/erase_profile.html", form=form, profile=profile)
        return page, 400 if form.is_submitted() else 200
    service.erase_profile(profile, f"user:{current_user.id}")
    flash(gettext("Das Profil ist gelöscht."))
    return redirect(url_for("accounts.account"), 303)
