"""What people change about their own account, and the list of their sessions."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker import audit
from matchmaker.accounts import registration
from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.forms import AddressForm, PasswordForm, SettingsForm
from matchmaker.accounts.service import digest
from matchmaker.errors import NotFound
from matchmaker.i18n import current_locale, site_in
from matchmaker.i18n import gettext as _
from matchmaker.web import limits
from matchmaker.web.forms import ButtonForm, require_button

blueprint = Blueprint("own_account", __name__, url_prefix="/konto")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    limits.protect(app, "own_account.password", "own_account.address")


@blueprint.route("/passwort", methods=["GET", "POST"])
@signed_in_required
def password() -> ResponseReturnValue:
    form = PasswordForm(current_user)
    if not form.validate_on_submit():
        page = render_template("accounts/password.html", form=form)
        return page, 400 if form.is_submitted() else 200
    registration.change_password(current_user, form.password.data)
    session.renewed = True  # type: ignore[attr-defined]
    flash(_("Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/adresse", methods=["GET", "POST"])
@signed_in_required
def address() -> ResponseReturnValue:
    form = AddressForm(current_user)
    if not form.validate_on_submit():
        page = render_template("accounts/address.html", form=form)
        return page, 400 if form.is_submitted() else 200
    registration.ask_for_address(current_user, form.email.data, site_in(current_locale()))
    flash(
        _(
            "Wir haben an die alte und an die neue Adresse je einen Link geschickt. Die neue gilt, "
            "sobald Sie beide bestätigt haben."
        )
    )
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/sprache", methods=["GET", "POST"])
@signed_in_required
def language() -> ResponseReturnValue:
    manner = "du" if current_user.informal else "sie"
    form = SettingsForm(locale=current_user.locale, manner=manner)
    if not form.validate_on_submit():
        page = render_template("accounts/language.html", form=form)
        return page, 400 if form.is_submitted() else 200
    current_user.locale, current_user.informal = form.locale.data, form.manner.data == "du"
    flash(_("Gespeichert."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.get("/sitzungen")
@signed_in_required
def sessions() -> ResponseReturnValue:
    return render_template(
        "accounts/sessions.html",
        form=ButtonForm(),
        sessions=registration.sessions_of(current_user),
        own=_own_digest(),
    )


@blueprint.post("/sitzungen")
@signed_in_required
def end_sessions() -> ResponseReturnValue:
    require_button()
    uid = request.form.get("session", "")
    keep = _own_digest() if uid == "others" else ""
    ended = registration.end_sessions(
        current_user, uid="" if uid == "others" else uid or "-", keep=keep
    )
    if not ended and uid != "others":
        raise NotFound("There is no such session.")
    if ended:
        actor = f"user:{current_user.id}"
        audit.record("sessions.ended", actor=actor, subject=actor, number=ended)
    flash(_("Beendet."))
    return redirect(url_for("own_account.sessions"), 303)


def _own_digest() -> str:
    return digest(session.key) if session.key else ""  # type: ignore[attr-defined]
