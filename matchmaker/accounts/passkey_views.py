"""Passkeys: naming, making and removing one. Signing in with it is part of the second step."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts import challenges, half_session, passkeys, second_factor
from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.factor_views import begin_again, setting_up, switched_on, whose
from matchmaker.accounts.forms import AnswerForm, OwnPasskeyForm, PasskeyForm, WithOldPassword
from matchmaker.accounts.models import User
from matchmaker.accounts.service import hold_account
from matchmaker.i18n import gettext as _
from matchmaker.web import limits

blueprint = Blueprint("passkeys", __name__, url_prefix="/konto/zweiter-faktor/passkeys")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for view in ("begin", "make", "remove"):
        limits.protect(app, f"passkeys.{view}", failures_only=True, account=whose)


@blueprint.route("/neu", methods=["GET", "POST"])
def begin() -> ResponseReturnValue:
    user = setting_up()
    if user is None:
        return begin_again()
    if len(passkeys.of(user)) >= passkeys.MOST:
        return redirect(url_for("second_factor.show"), 303)
    # before the second step the password was typed a moment ago
    form = PasskeyForm() if half_session.step() else OwnPasskeyForm(user)
    if not form.validate_on_submit():
        page = render_template("accounts/passkey_begin.html", form=form)
        return page, 400 if form.is_submitted() else 200
    challenges.ask(form.name.data or "")
    return redirect(url_for("passkeys.make"), 303)


@blueprint.route("/anlegen", methods=["GET", "POST"])
def make() -> ResponseReturnValue:
    user, question = setting_up(), challenges.asked()
    if user is None:
        return begin_again()
    if question is None or not question.name:
        return redirect(url_for("passkeys.begin"), 303)
    form = AnswerForm()
    codes = _add(user, form)
    return _making(user, form) if codes is None else switched_on(user, codes)


@blueprint.route("/<string(length=32):uid>", methods=["GET", "POST"])
@signed_in_required
def remove(uid: str) -> ResponseReturnValue:
    form = WithOldPassword(current_user)
    confirmed = form.validate_on_submit()
    hold_account(current_user)  # what is the last one shows when nobody else removes one
    passkey, last = passkeys.find(current_user, uid), passkeys.is_last(current_user)
    needed = last and second_factor.is_required_of(current_user)
    if needed or not confirmed:
        facts = {"passkey": passkey, "last": last, "needed": needed}
        page = render_template("accounts/passkey_remove.html", form=form, **facts)
        return page, 400 if form.is_submitted() else 200
    passkeys.remove(current_user, passkey)
    flash(_("Ab jetzt genügt Ihr Passwort.") if last else _("Dieser Passkey gilt nicht mehr."))
    return redirect(url_for("second_factor.show"), 303)


def _add(user: User, form: AnswerForm) -> list[str] | None:
    """As `passkeys.add`, with the mistake noted."""
    question = challenges.take() if form.validate_on_submit() else None
    if question is None:
        return None
    codes = passkeys.add(user, question, form.answer.data or "")
    if codes is None:
        form.answer.errors = [
            _("Dieser Passkey ließ sich nicht anlegen. Vielleicht gehört er schon zu einem Zugang.")
        ]
    return codes


def _making(user: User, form: AnswerForm) -> ResponseReturnValue:
    question = challenges.asked()
    options = passkeys.options_to_make(user, question) if question else ""
    page = render_template(
        "accounts/passkey_make.html", form=form, name=question.name if question else "",
        options=options,
    )  # fmt: skip
    return page, 400 if form.is_submitted() else 200
