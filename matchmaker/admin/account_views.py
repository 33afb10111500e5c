"""Accounts: who has more rights, finding one, inviting somebody, and what one may do."""

from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts import second_factor
from matchmaker.accounts.service import find_user
from matchmaker.admin import people
from matchmaker.admin.account_forms import ROLE_NAMES, AddressForm, InviteForm, StandingForm
from matchmaker.i18n import gettext
from matchmaker.profiles.service import profiles_of

blueprint = Blueprint("admin_accounts", __name__, url_prefix="/admin/zugaenge")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.route("", methods=["GET", "POST"])
def listing() -> ResponseReturnValue:
    form, unknown = AddressForm(), False
    if form.validate_on_submit():
        user = find_user(form.email.data or "")
        if user is not None:
            return redirect(url_for("admin_accounts.edit", number=user.id), 303)
        unknown = True
    page = render_template(
        "admin/accounts.html",
        form=form,
        unknown=unknown,
        staff=people.staff(),
        counts=people.counts(),
        role_of=people.role_of,
        role_names=ROLE_NAMES,
    )
    return page, 404 if unknown else 400 if form.errors else 200


@blueprint.route("/neu", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    form = InviteForm(people.offices_by_slug(), role="office")
    if not form.validate_on_submit():
        return _invitation(form)
    if find_user(form.email.data or "") is not None:
        form.email.errors = [
            gettext("Diese Adresse hat schon einen Zugang. Suchen Sie danach und ändern Sie ihn.")
        ]
        return _invitation(form)
    page = f"{current_app.config['SETTINGS'].address}/passwort-vergessen"
    answers = (form.email.data or "", form.role.data, form.office.data or "")
    user = people.invite(*answers, page, actor=f"user:{current_user.id}")
    flash(gettext("Eingeladen. In der Mail steht, wie ein Passwort gewählt wird."))
    return redirect(url_for("admin_accounts.edit", number=user.id), 303)


@blueprint.route("/<int(max=2147483647):number>", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    user = people.find(number)
    now = people.standing_of(user)
    stored: dict[str, Any] = {"role": now.role, "office": now.office}
    form = StandingForm(people.offices_by_slug(), active="yes" if now.active else "no", **stored)
    if not form.validate_on_submit():
        return _account(form, user)
    wanted = people.Standing(form.role.data, form.office.data or "", form.active.data == "yes")
    if user.id == current_user.id and (wanted.role != "admin" or not wanted.active):
        form.role.errors = [
            gettext("Sich selbst sperrt niemand aus. Bitten Sie jemand anderen aus der Verwaltung.")
        ]
        return _account(form, user)
    actor = f"user:{current_user.id}"
    removed = form.factor.data == "remove" and people.remove_second_factor(user, actor=actor)
    changed = people.change(user, wanted, actor=actor) or removed
    flash(
        gettext("Gespeichert. Die Sitzungen dieses Zugangs sind beendet.")
        if changed
        else gettext("Es stand schon so da.")
    )
    return redirect(url_for("admin_accounts.listing"), 303)


def _invitation(form: InviteForm) -> ResponseReturnValue:
    page = render_template("admin/invite.html", form=form)
    return page, 400 if form.is_submitted() else 200


def _account(form: StandingForm, user: Any) -> ResponseReturnValue:
    profiles = len(profiles_of(user))
    factor = second_factor.has_one(user)
    page = render_template(
        "admin/account.html", form=form, user=user, profiles=profiles, factor=factor
    )
    return page, 400 if form.is_submitted() else 200
