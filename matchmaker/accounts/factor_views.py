"""The second factor: entering it, setting it up, new codes for paper, and doing without it."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts import (
    challenges,
    half_session,
    landing,
    passkeys,
    registration,
    second_factor,
)
from matchmaker.accounts.access import signed_in_required, this_page
from matchmaker.accounts.forms import (
    AnswerForm,
    CodeForm,
    OwnSetUpForm,
    SetUpForm,
    WithOldPassword,
)
from matchmaker.accounts.models import User
from matchmaker.accounts.redirects import path_on_this_host
from matchmaker.accounts.service import digest
from matchmaker.i18n import gettext as _
from matchmaker.web import limits

blueprint = Blueprint("second_factor", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for view in ("enter", "set_up", "renew_codes", "remove"):
        limits.protect(app, f"second_factor.{view}", failures_only=True, account=whose)


def whose() -> str:
    """At whose second factor failures are counted together."""
    user = half_session.person_in(half_session.ENTER) or setting_up()
    return f"second factor of {user.id}" if user else f"nobody at {limits.client()}"


@blueprint.route("/anmelden/zweiter-schritt", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    user, wanted = (
        half_session.person_in(half_session.ENTER),
        path_on_this_host(request.args.get("next", "")),
    )
    if user is None:
        return begin_again(wanted)
    form, by_passkey = CodeForm(), AnswerForm()
    right = _answered(user, by_passkey) if by_passkey.answer.data else _typed(user, form)
    if not right:
        return _entering(user, form, by_passkey)
    half_session.complete()
    return redirect(wanted or landing.address_for(user), 303)


@blueprint.get("/konto/zweiter-faktor")
def show() -> ResponseReturnValue:
    user = setting_up()
    if user is None:
        return begin_again()
    if second_factor.has_one(user):
        return _having(WithOldPassword(user))
    return _setting(_form(user, secret=second_factor.new_secret()), user)


@blueprint.get("/konto/zweiter-faktor/app")
def show_app() -> ResponseReturnValue:
    """For somebody who has a passkey and wants an app as well."""
    user = setting_up()
    if user is None:
        return begin_again()
    if second_factor.has_app(user):
        return redirect(url_for("second_factor.show"), 303)
    return _setting(_form(user, secret=second_factor.new_secret()), user)


@blueprint.post("/konto/zweiter-faktor")
def set_up() -> ResponseReturnValue:
    user = setting_up()
    if user is None:
        return begin_again()
    if second_factor.has_app(user):  # before the password is looked at, which would tell of it
        return _there_already()
    form = _form(user)
    if not form.validate_on_submit():
        return _setting(form, user)
    codes = second_factor.set_up(user, form.secret.data or "", form.code.data or "")
    if codes is None and second_factor.has_app(user):  # the other click was faster
        return _there_already()
    if codes is None:
        form.code.errors = [_("Dieser Code stimmt nicht. Bitte tippen Sie den, der jetzt dasteht.")]
        return _setting(form, user)
    return switched_on(user, codes)


@blueprint.post("/konto/zweiter-faktor/codes")
@signed_in_required
def renew_codes() -> ResponseReturnValue:
    form = WithOldPassword(current_user)
    if not second_factor.has_one(current_user) or not form.validate_on_submit():
        return _having(form)
    codes = second_factor.renew_codes(current_user)
    limits.succeeded()
    following = url_for("second_factor.show")
    return render_template("accounts/factor_codes.html", codes=codes, following=following)


@blueprint.post("/konto/zweiter-faktor/aus")
@signed_in_required
def remove() -> ResponseReturnValue:
    form = WithOldPassword(current_user)
    if second_factor.is_required_of(current_user) or not form.validate_on_submit():
        return _having(form)
    second_factor.remove(current_user, actor=f"user:{current_user.id}")
    flash(_("Ab jetzt genügt Ihr Passwort."))
    return redirect(url_for("second_factor.show"), 303)


def _there_already() -> ResponseReturnValue:
    """For a second click, after which the browser drops the page with the codes."""
    flash(
        _(
            "Die App ist schon eingerichtet. Haben Sie keine Codes für Papier gesehen? Dann machen "
            "Sie hier neue."
        )
    )
    return redirect(url_for("second_factor.show"), 303)


def setting_up() -> User | None:
    """Who may set something up: whoever is in, or has to before they are."""
    if current_user.is_authenticated:
        user: User = current_user._get_current_object()
        return user
    person = half_session.person_in(half_session.SET_UP)
    # Another browser may have been faster: then this one has to enter what was set up there.
    return None if person is None or second_factor.has_one(person) else person


def _form(user: User, **values: str) -> SetUpForm:
    """Before the second step the password was typed a moment ago."""
    return SetUpForm(**values) if half_session.step() else OwnSetUpForm(user, **values)


def switched_on(user: User, codes: list[str]) -> ResponseReturnValue:
    """With the first factor come codes, and sessions end that began without it."""
    half_session.complete()
    limits.succeeded()
    if not codes:
        flash(_("Gespeichert. Beim Anmelden können Sie wählen, was Sie nehmen."))
        return redirect(url_for("second_factor.show"), 303)
    registration.end_sessions(user, keep=digest(session.key))  # type: ignore[attr-defined]
    return render_template(
        "accounts/factor_codes.html", codes=codes, following=landing.address_for(user)
    )


def begin_again(wanted: str | None = None) -> ResponseReturnValue:
    """Too late, or out of order: the way in begins with the password, and leads where it should.

    wanted: a path of this host, nothing for where people land, None for the page of this request.
    """
    if half_session.step():
        half_session.give_up()
    page = this_page() if wanted is None else wanted
    return redirect(url_for("security.login", next=page or None), 303)


def _typed(user: User, form: CodeForm) -> bool:
    if not form.validate_on_submit():
        return False
    if second_factor.accept(user, form.code.data or ""):
        return True
    form.code.errors = [
        _("Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten.")
    ]
    return False


def _answered(user: User, form: AnswerForm) -> bool:
    question = challenges.take() if form.validate_on_submit() else None
    if question and passkeys.accept(user, question, form.answer.data or ""):
        return True
    form.answer.errors = [
        _("Dieser Passkey hat nicht gezählt. Versuchen Sie es noch einmal, oder mit einem Code.")
    ]
    return False


def _entering(user: User, form: CodeForm, by_passkey: AnswerForm) -> ResponseReturnValue:
    question = challenges.asked()
    page = render_template(
        "accounts/factor_enter.html",
        form=form,
        by_passkey=by_passkey,
        options=passkeys.options_to_use(user, question) if question else "",
        has_app=second_factor.has_app(user),
    )
    return page, 400 if form.is_submitted() else 200


def _setting(form: SetUpForm, user: User) -> ResponseReturnValue:
    picture = second_factor.shown(form.secret.data or "", user)
    if picture is None:  # the page was tampered with: begin with another secret
        return redirect(url_for("second_factor.show"), 303)
    page = render_template(
        "accounts/factor_set_up.html",
        form=form,
        picture=picture,
        required=bool(half_session.step()),
        has_one=second_factor.has_one(user),
    )
    return page, 400 if form.is_submitted() else 200


def _having(form: WithOldPassword) -> ResponseReturnValue:
    facts: dict[str, Any] = {
        "has_one": second_factor.has_one(current_user),
        "has_app": second_factor.has_app(current_user),
        "passkeys": passkeys.of(current_user),
        "most_passkeys": passkeys.MOST,
        "left": second_factor.codes_left(current_user),
        "required": second_factor.is_required_of(current_user),
    }
    page = render_template("accounts/factor.html", form=form, **facts)
    return page, 400 if form.is_submitted() else 200
