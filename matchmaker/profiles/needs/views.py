"""Writing a need in three short steps, and what happens with it afterwards."""

import uuid
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.access import signed_in_required
from matchmaker.i18n import gettext
from matchmaker.profiles.drafts import discard_draft, find_draft
from matchmaker.profiles.models import Need
from matchmaker.profiles.needs import choices, first_words, rules, service
from matchmaker.profiles.needs.board import preview_of
from matchmaker.profiles.needs.fitting import count_fitting
from matchmaker.profiles.needs.forms import ShownForm, WhatForm, WhereForm
from matchmaker.profiles.needs.situations import OF_KIND, SHOWN_FIRST
from matchmaker.web.forms import ButtonForm, require_button

blueprint = Blueprint("needs", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.route("/konto/profil/<slug>/bedarf/neu", methods=["GET", "POST"])
@signed_in_required
def new(slug: str) -> ResponseReturnValue:
    profile = service.own_profile(current_user, slug)
    key = service.draft_key(profile)
    if again := _begun_again(key):
        return again
    form = WhatForm.of(profile, uid=uuid.uuid4().hex, **_kept(key))
    if request.method == "GET":
        form.add(first_words.read(request.args.get(first_words.ARGUMENT, "")))
    if service.find_need(form.uid.data or "") is None:
        service.require_room(profile)
    if form.validate_on_submit():
        need = service.start_need(profile, form.uid.data or uuid.uuid4().hex, *form.words)
        discard_draft(current_user.id, key)
        return redirect(url_for("needs.where", uid=need.uid), 303)
    tiles = _tiles(profile.kind)
    return _page("what", form, profile=profile, need=None, tiles=tiles, draft=key)


@blueprint.route("/konto/bedarf/<uid>/was", methods=["GET", "POST"])
@signed_in_required
def what(uid: str) -> ResponseReturnValue:
    need = service.own_need(current_user, uid)
    key = service.draft_key(need, "was")
    if again := _begun_again(key):
        return again
    form = WhatForm.of(need.profile, title=need.title, text=need.text, **_kept(key))
    if form.validate_on_submit():
        service.rewrite(need, *form.words)
        if not (told := _told(need)):
            service.keep_changes(need)
            discard_draft(current_user.id, key)
            return redirect(url_for("needs.where", uid=need.uid), 303)
        form.text.errors = [told]
    tiles = _tiles(need.profile.kind)
    return _page("what", form, profile=need.profile, need=need, tiles=tiles, draft=key)


@blueprint.route("/konto/bedarf/<uid>/wo-und-wann", methods=["GET", "POST"])
@signed_in_required
def where(uid: str) -> ResponseReturnValue:
    need = service.own_need(current_user, uid)
    key = service.draft_key(need, "wo-und-wann")
    if again := _begun_again(key):
        return again
    form = WhereForm.of(need, **_kept(key))
    if form.validate_on_submit():
        _narrow(need, form)
        if not (told := _told(need)):
            service.keep_changes(need)
            discard_draft(current_user.id, key)
            following = "needs.what" if "zurueck" in request.form else "needs.shown"
            return redirect(url_for(following, uid=need.uid), 303)
        form.in_return.errors = [told]
    return _page("where", form, need=need, draft=key)


@blueprint.route("/konto/bedarf/<uid>/zeigen", methods=["GET", "POST"])
@signed_in_required
def shown(uid: str) -> ResponseReturnValue:
    need = service.own_need(current_user, uid)
    form = ShownForm(seen_by=need.seen_by)
    if form.validate_on_submit():
        if "zurueck" in request.form:
            service.keep_choice(need, form.seen_by.data)
            return redirect(url_for("needs.where", uid=need.uid), 303)
        service.choose_readers(need, form.seen_by.data)
        if not (told := _told(need, publishing=True)):
            service.publish(need)
            return redirect(url_for("needs.show", uid=need.uid), 303)
        form.seen_by.errors = [told]
    previews = [(key, label, preview_of(need, key)) for key, label in choices.SEEN_BY.items()]
    return _page("shown", form, need=need, previews=previews, count=count_fitting(need))


@blueprint.get("/konto/bedarf/<uid>")
@signed_in_required
def show(uid: str) -> str:
    need = service.own_need(current_user, uid)
    return render_template(
        "profiles/needs/show.html",
        need=need,
        entry=preview_of(need, need.seen_by),
        button=ButtonForm(),
        renewable=rules.may_be_renewed(need),
    )


@blueprint.post("/konto/bedarf/<uid>/schliessen")
@signed_in_required
def close(uid: str) -> ResponseReturnValue:
    return _press(uid, "close")


@blueprint.post("/konto/bedarf/<uid>/wieder-oeffnen")
@signed_in_required
def reopen(uid: str) -> ResponseReturnValue:
    return _press(uid, "reopen")


@blueprint.post("/konto/bedarf/<uid>/verlaengern")
@signed_in_required
def renew(uid: str) -> ResponseReturnValue:
    return _press(uid, "renew")


@blueprint.route("/konto/bedarf/<uid>/loeschen", methods=["GET", "POST"])
@signed_in_required
def remove(uid: str) -> ResponseReturnValue:
    need = service.own_need(current_user, uid)
    form = ButtonForm()
    if form.validate_on_submit():
        service.remove(need)
        return redirect(url_for("accounts.account"), 303)
    return _page("remove", form, need=need)


def _press(uid: str, verb: str) -> ResponseReturnValue:
    """Do it where the state allows; pressed twice it changes nothing more."""
    need = service.own_need(current_user, uid)
    allowed = {
        "close": need.state == "published",
        "reopen": need.state == "closed",
        "renew": rules.may_be_renewed(need),
    }
    require_button()
    if allowed[verb]:
        getattr(service, verb)(need)
    return redirect(url_for("needs.show", uid=uid), 303)


def _told(need: Need, *, publishing: bool = False) -> str:
    """What would tell whose nameless need it is, in a sentence; nothing while it is a draft."""
    words = service.words_that_tell(need) if publishing or need.state != "draft" else []
    sentence = gettext("Daran erkennt man Sie: %(words)s. Bitte ändern Sie das im Text.")
    return sentence % {"words": ", ".join(f"„{word}“" for word in words)} if words else ""


def _narrow(need: Need, form: WhereForm) -> None:
    service.narrow(
        need,
        radius_km=float(form.radius.data),
        until=form.until.data,
        wanted=form.chosen,
        budget=None if form.budget.data == choices.UNKNOWN else form.budget.data,
        returns=form.returns.data or [],
        in_return=form.in_return.data or "",
    )


def _kept(key: str) -> dict[str, Any]:
    """What was typed and not sent yet, on whatever device, as the form takes it."""
    kept = find_draft(current_user.id, key) if request.method == "GET" else None
    return {"formdata": MultiDict(kept.data)} if kept else {}


def _begun_again(key: str) -> ResponseReturnValue | None:
    """Who throws away what was typed comes back to the form as it is saved."""
    if request.form.get("then") != "discard" or not ButtonForm().validate_on_submit():
        return None
    discard_draft(current_user.id, key)
    return redirect(url_for(str(request.endpoint), **request.view_args or {}), 303)


def _tiles(kind: str) -> dict[str, object]:
    tiles = OF_KIND[kind]
    return {"first": tiles[:SHOWN_FIRST], "more": tiles[SHOWN_FIRST:]}


def _page(
    name: str, form: WhatForm | WhereForm | ShownForm | ButtonForm, **facts: object
) -> ResponseReturnValue:
    mistakes = form.mistakes() if form.is_submitted() else []
    facts |= {"kept": bool(_kept(str(facts.get("draft"))))}
    page = render_template(f"profiles/needs/{name}.html", form=form, mistakes=mistakes, **facts)
    return page, 400 if mistakes else 200
