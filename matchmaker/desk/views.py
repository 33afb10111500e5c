"""The desk: what waits in the territory, one card at a time, each decision with a way back."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.models import User
from matchmaker.accounts.views import add_section
from matchmaker.db import now
from matchmaker.desk import service
from matchmaker.desk.forms import DecisionForm, UndoForm
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext, lazy_gettext
from matchmaker.profiles.service import profiles_of
from matchmaker.web import navigation

blueprint = Blueprint("desk", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    label = lazy_gettext("Schreibtisch")
    navigation.add(app, navigation.Item("account", "desk.desk", label, 20, _helps))
    add_section(app, _own_decisions)


def _helps() -> bool:
    return bool(current_user.is_authenticated) and service.has_desk(current_user)


@blueprint.get("/schreibtisch")
@signed_in_required
def desk() -> str:
    if not _helps():
        raise NotFound(gettext("Das wartet hier nicht."))
    return render_template("desk/desk.html", items=service.waiting(current_user), **_words())


@blueprint.route("/schreibtisch/<any(profile, need):kind>/<uid>", methods=["GET", "POST"])
@signed_in_required
def card(kind: str, uid: str) -> ResponseReturnValue:
    item, form = service.find(current_user, kind, uid), DecisionForm()
    if not form.validate_on_submit():
        page = render_template("desk/card.html", item=item, form=form, **_words())
        return page, 400 if form.is_submitted() else 200
    reason = (form.reason.data or "").strip()
    decision = service.decide(item, form.action.data or "", reason, current_user)
    if decision is None:
        flash(gettext("Darüber ist schon entschieden; es hat sich nichts geändert."))
        return redirect(url_for("desk.desk"), 303)
    return redirect(url_for("desk.decided", uid=decision.uid), 303)


@blueprint.get("/schreibtisch/entschieden/<uid>")
@signed_in_required
def decided(uid: str) -> str:
    decision = service.find_decision(current_user, uid)
    waiting = service.waiting(current_user)
    open_still = service.may_be_undone(decision)
    return render_template(
        "desk/decided.html",
        decision=decision,
        form=UndoForm() if open_still else None,
        items=waiting,
        **_words(),
    )


@blueprint.post("/schreibtisch/entschieden/<uid>")
@signed_in_required
def undo(uid: str) -> ResponseReturnValue:
    decision, form = service.find_decision(current_user, uid), UndoForm()
    if form.validate_on_submit() and service.undo(decision, current_user):
        flash(gettext("Zurückgenommen; es wartet wieder."))
    else:
        flash(gettext("Das ließ sich nicht mehr zurücknehmen."), "error")
    return redirect(url_for("desk.desk"), 303)


def _words() -> dict[str, object]:
    return {"profile_of": service.profile_of, "kind_of": service.kind_of, "moment": now()}


def _own_decisions(user: User) -> str:
    """On the page of the account: what an office said about one's own profiles and needs."""
    own = profiles_of(user)
    items: list[service.Item] = [*own, *(need for profile in own for need in profile.needs)]
    shown = [item for item in items if item.waits or item.decision]
    return render_template("desk/account.html", items=shown, **_words()) if shown else ""
