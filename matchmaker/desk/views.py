"""The desk: what waits in the territory, one card at a time, each decision with a way back."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts import landing
from matchmaker.accounts.access import signed_in_required
from matchmaker.accounts.models import User
from matchmaker.accounts.views import add_section
from matchmaker.db import now
from matchmaker.desk import corrections, items, lookalikes, service
from matchmaker.desk.forms import FORMS, REASON_NAMES, DecisionForm
from matchmaker.desk.history import corrected_lately
from matchmaker.desk.models import Decision, Report
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext, lazy_gettext
from matchmaker.profiles.access import page_number
from matchmaker.profiles.service import profiles_of
from matchmaker.web import navigation
from matchmaker.web.forms import ButtonForm

PAGE_SIZE = 30

blueprint = Blueprint("desk", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    label = lazy_gettext("Schreibtisch")
    navigation.add(app, navigation.Item("account", "desk.desk", label, 20, _helps))
    landing.add(app, _landing)
    add_section(app, _own_decisions)


def _landing(user: User) -> str:
    """An office begins where something waits for it; the administration has more than a desk."""
    return url_for("desk.desk") if user.office is not None and items.has_desk(user) else ""


def _helps() -> bool:
    return bool(current_user.is_authenticated) and items.has_desk(current_user)


@blueprint.get("/schreibtisch")
@signed_in_required
def desk() -> str:
    if not _helps():
        raise NotFound(gettext("Das wartet hier nicht."))
    found = items.waiting(current_user)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(page_number(request.args.get("page", "")), pages)
    shown = items.read(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    place = {"total": len(found), "page": page, "pages": pages}
    return render_template("desk/desk.html", items=shown, **place, **_last(), **_words())


@blueprint.route("/schreibtisch/<any(profile, need, report):kind>/<uid>", methods=["GET", "POST"])
@signed_in_required
def card(kind: str, uid: str) -> ResponseReturnValue:
    item = items.find(current_user, kind, uid)
    form = FORMS[kind](data={name: getattr(item, name) for name in _correctable(item)})
    if not form.validate_on_submit() or _is_old(item, form) or _tells(item, form):
        return _card(item, form), 400 if form.is_submitted() else 200
    words = (form.reason.data or "").strip()
    action = form.action.data or ""
    decision = service.decide(item, action, words, current_user, form.texts())
    decision = decision or service.just_decided(item, action, current_user)
    if decision is None:
        flash(gettext("Darüber ist schon entschieden; es hat sich nichts geändert."))
        return redirect(url_for("desk.desk"), 303)
    return redirect(_next_card(item, decision), 303)


def _correctable(item: items.Item) -> dict[str, object]:
    return {} if isinstance(item, Report) else corrections.titles_of(item)


def _is_old(item: items.Item, form: DecisionForm) -> bool:
    """Whether the person wrote something else since the card was opened; then it shows that."""
    if isinstance(item, Report) or not item.waits:
        return False
    written = corrections.written_since(item, form.seen.data or "")
    for name in written:
        form[name].data = getattr(item, name)
    if written:
        sentence = gettext("Die Person hat inzwischen etwas geändert. Bitte lesen Sie noch einmal.")
        form.seen.errors = [sentence]
    return bool(written)


def _tells(item: items.Item, form: DecisionForm) -> bool:
    """Whether a nameless need, as it was corrected, would tell whose it is."""
    if form.action.data != "approved" or isinstance(item, Report):
        return False
    if words := corrections.telling(item, form.texts()):
        sentence = gettext("Daran erkennt man die Person: %(words)s. Bitte anders schreiben.")
        form["text"].errors = [sentence % {"words": ", ".join(f"„{word}“" for word in words)}]
    return bool(words)


def _card(item: items.Item, form: DecisionForm) -> str:
    profile = items.profile_of(item)
    return render_template(
        f"desk/card_{items.kind_of(item)}.html",
        item=item,
        form=form,
        profile=profile,
        fields=_correctable(item),
        seen="" if isinstance(item, Report) else corrections.seen(item),
        alike=lookalikes.alike(profile, current_user) if item.waits else [],
        **_last(),
        **_words(),
    )


def _next_card(item: items.Item, decision: Decision) -> str:
    """The oldest other thing that waits, with the way back on top; the desk when none does."""
    waiting = [each for each in items.waiting(current_user) if each.uid != item.uid]
    if not waiting:
        return url_for("desk.desk", nach=decision.uid)
    return url_for("desk.card", kind=waiting[0].kind, uid=waiting[0].uid, nach=decision.uid)


def _last() -> dict[str, object]:
    """The decision before this page, if the address names one, as long as it can be undone."""
    uid = request.args.get("nach", "")
    try:
        decision = service.find_decision(current_user, uid) if uid else None
    except NotFound:
        decision = None
    if decision is None:
        return {"last": None}
    subject = items.find(current_user, decision.kind, decision.subject_uid)
    if not service.may_be_undone(decision, subject):
        return {"last": None}
    return {"last": decision, "last_item": subject, "undo_form": ButtonForm()}


@blueprint.get("/schreibtisch/entschieden/<uid>")
@signed_in_required
def decided(uid: str) -> str:
    decision = service.find_decision(current_user, uid)
    item = items.find(current_user, decision.kind, decision.subject_uid)
    open_still = service.may_be_undone(decision, item)
    return render_template(
        "desk/decided.html",
        decision=decision,
        form=ButtonForm() if open_still else None,
        items=items.read(items.waiting(current_user)[:1]),
        **_words(),
    )


@blueprint.post("/schreibtisch/entschieden/<uid>")
@signed_in_required
def undo(uid: str) -> ResponseReturnValue:
    decision, form = service.find_decision(current_user, uid), ButtonForm()
    if form.validate_on_submit() and (
        service.undo(decision, current_user) or _waits_again(decision)
    ):
        flash(gettext("Zurückgenommen; es wartet wieder."))
        return redirect(url_for("desk.card", kind=decision.kind, uid=decision.subject_uid), 303)
    flash(gettext("Das ließ sich nicht mehr zurücknehmen."), "error")
    return redirect(url_for("desk.desk"), 303)


def _waits_again(decision: Decision) -> bool:
    """Whether it was taken back already, as after a double click."""
    item = items.find(current_user, decision.kind, decision.subject_uid)
    return decision.undone_at is not None and item.waits


def _words() -> dict[str, object]:
    return {
        "profile_of": items.profile_of,
        "kind_of": items.kind_of,
        "moment": now(),
        "reasons": REASON_NAMES,
        "readable": corrections.titles_of,
    }


def _own_decisions(user: User) -> str:
    """On the page of the account: what an office said about one's own profiles and needs."""
    own = profiles_of(user)
    mine: list[items.Item] = [*own, *(need for profile in own for need in profile.needs)]
    shown = [item for item in mine if item.waits or item.decision]
    corrected = corrected_lately(mine)
    if not shown and not corrected:
        return ""
    return render_template("desk/account.html", items=shown, corrected=corrected, **_words())
