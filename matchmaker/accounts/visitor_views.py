"""Registration, confirmation, reset: for people who are not signed in.

A link in a mail only opens a page with a button; opening it changes nothing. Answers are the same
for addresses with and without an account.
"""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts import links, registration
from matchmaker.accounts.forms import ForgottenForm, NewPasswordForm, PressForm, RegisterForm
from matchmaker.accounts.redirects import path_on_this_host
from matchmaker.i18n import current_locale, site_in
from matchmaker.i18n import gettext as _
from matchmaker.web import limits

blueprint = Blueprint("joining", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    limits.protect(app, *(f"joining.{name}" for name in ("register", "confirm", "forgotten")))
    limits.protect(app, "joining.new_password", "joining.change_address")


@blueprint.route("/registrieren", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("accounts.account"))
    form = RegisterForm(next=path_on_this_host(request.args.get("next", "")))
    if not form.validate_on_submit():
        page = render_template("accounts/register.html", form=form)
        return page, 400 if form.is_submitted() else 200
    registration.register(
        form.email.data,
        form.password.data,
        informal=form.manner.data == "du",
        locale=current_locale(),
        then=path_on_this_host(form.next.data or ""),
        host=site_in(current_locale()),
    )
    return redirect(url_for("joining.registered"), 303)


@blueprint.get("/registrieren/weiter")
def registered() -> str:
    return render_template("accounts/registered.html")


@blueprint.route("/bestaetigen/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    link, form = links.find(token, "confirm"), PressForm()
    if link is None:
        return render_template("accounts/link_over.html"), 404
    if not form.validate_on_submit():
        page = render_template("accounts/confirm.html", form=form)
        return page, 400 if form.is_submitted() else 200
    then = link.then
    registration.confirm(link)
    flash(_("Ihre Adresse ist bestätigt. Melden Sie sich jetzt an."))
    return redirect(url_for("security.login", next=then or None), 303)


@blueprint.route("/passwort-vergessen", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.validate_on_submit():
        page = render_template("accounts/forgotten.html", form=form)
        return page, 400 if form.is_submitted() else 200
    registration.ask_for_reset(form.email.data, site_in(current_locale()))
    return redirect(url_for("joining.reset_sent"), 303)


@blueprint.get("/passwort-vergessen/weiter")
def reset_sent() -> str:
    return render_template("accounts/reset_sent.html")


@blueprint.route("/passwort-vergessen/<token>", methods=["GET", "POST"])
def new_password(token: str) -> ResponseReturnValue:
    link, form = links.find(token, "reset"), NewPasswordForm()
    if link is None:
        return render_template("accounts/link_over.html"), 404
    if not form.validate_on_submit():
        page = render_template("accounts/new_password.html", form=form)
        return page, 400 if form.is_submitted() else 200
    then = link.then
    registration.reset(link, form.password.data)
    flash(_("Ihr neues Passwort gilt. Melden Sie sich damit an."))
    return redirect(url_for("security.login", next=then or None), 303)


@blueprint.route("/adresse/<token>", methods=["GET", "POST"])
def change_address(token: str) -> ResponseReturnValue:
    link, form = links.find(token, "old_address", "new_address"), PressForm()
    if link is None:
        return render_template("accounts/link_over.html"), 404
    if not form.validate_on_submit():
        page = render_template("accounts/agree_to_address.html", form=form, address=link.address)
        return page, 400 if form.is_submitted() else 200
    if not registration.agree_to_address(link):
        return redirect(url_for("joining.half_changed"), 303)
    flash(_("Ihre neue Adresse gilt. Melden Sie sich ab jetzt damit an."))
    return redirect(url_for("security.login"), 303)


@blueprint.get("/adresse/weiter")
def half_changed() -> str:
    return render_template("accounts/half_changed.html")
