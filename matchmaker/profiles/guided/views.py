"""The pages of the guided forms, one a step, and the draft that the browser keeps."""

from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.access import owns, signed_in_required
from matchmaker.accounts.models import User
from matchmaker.accounts.views import add_section
from matchmaker.i18n import gettext as _
from matchmaker.profiles import previews
from matchmaker.profiles.drafts import discard_draft, keep_draft
from matchmaker.profiles.guided import service
from matchmaker.profiles.guided.access import profile_to_fill_in, signed_in
from matchmaker.profiles.guided.confirmation import KindForm
from matchmaker.profiles.guided.steps import NAMES, Step, open_step
from matchmaker.profiles.guided.who_forms import FirmWhoForm
from matchmaker.profiles.models import Profile
from matchmaker.profiles.needs import first_words
from matchmaker.profiles.service import profiles_of
from matchmaker.profiles.visibility import shown_part
from matchmaker.web.forms import ButtonForm

blueprint = Blueprint("guided", __name__)

NOT_KEPT = ("csrf_token", "draft", "then")
"""Fields that are no part of what somebody typed."""


def init_app(app: Flask) -> None:
    from matchmaker.profiles.guided import capacity_views, picture_views, work_views

    pages = (work_views, picture_views, capacity_views)
    for each in (blueprint, *(module.blueprint for module in pages)):
        app.register_blueprint(each)
    add_section(app, account_section)


def account_section(user: User) -> str:
    return render_template(
        "profiles/guided/account.html", own=profiles_of(user), too_large=service.is_too_large
    )


@blueprint.route("/konto/profil/neu", methods=["GET", "POST"])
@signed_in_required
def choose_kind() -> ResponseReturnValue:
    brought = {"sentence": first_words.ARGUMENT, "place": first_words.PLACE, "kind": "art"}
    form = KindForm(**{field: request.args.get(name) for field, name in brought.items()})
    if form.validate_on_submit():
        profile = service.begin_profile(signed_in(), form.kind.data)
        first_words.keep(signed_in(), profile, form.sentence.data)
        if form.place.data:
            kept = {"place": [form.place.data]}
            keep_draft(signed_in().id, service.draft_key(profile, "wo"), kept)
        return redirect(_step_address(profile, "wer"), 303)
    page = render_template("profiles/guided/kind.html", form=form)
    return page, 400 if request.method == "POST" else 200


@blueprint.route(
    "/konto/profil/<slug>/<any(wer, wo, angebot, sichtbar):step>", methods=["GET", "POST"]
)
@signed_in_required
def step_page(slug: str, step: str) -> ResponseReturnValue:
    profile = profile_to_fill_in(slug)
    sent = request.method == "POST"
    if sent and request.form.get("then") == "discard":
        return _begin_again(profile, step)
    opened = open_step(profile, step, signed_in(), sent=sent)
    if sent and request.form.get("then") == "look" and isinstance(opened.form, FirmWhoForm):
        opened.form.look_up()
        return _show(profile, opened)
    if not sent:
        return _show(profile, opened)
    return _save(profile, opened) if opened.form.validate() else _put_aside(profile, opened)


def _put_aside(profile: Profile, step: Step) -> ResponseReturnValue:
    """With mistakes: shown at once, or kept as a draft by whoever leaves the step."""
    then = request.form.get("then")
    if then not in ("back", "later") or step.form.csrf_token.errors:
        return _show(profile, step), 400
    keep_draft(signed_in().id, service.draft_key(profile, step.key), _typed())
    return redirect(_next_address(profile, step), 303)


def _begin_again(profile: Profile, step: str) -> ResponseReturnValue:
    if ButtonForm().validate():
        discard_draft(signed_in().id, service.draft_key(profile, step))
    return redirect(_step_address(profile, step), 303)


def _show(profile: Profile, step: Step) -> str:
    return render_template(
        f"profiles/guided/{step.key}.html",
        profile=profile,
        step=step,
        form=step.form,
        names=NAMES[profile.kind],
        too_large=service.is_too_large(profile),
    )


def _save(profile: Profile, step: Step) -> ResponseReturnValue:
    service.save_step(profile, step.key, step.form.values(profile), signed_in())
    service.withdraw_if_too_large(profile)
    if isinstance(step.form, FirmWhoForm) and step.form.trade.data:
        _tell_reading(profile)
    if step.key == "wo" and service.is_too_large(profile) and "then" not in request.form:
        return redirect(url_for("guided.too_large", slug=profile.slug), 303)
    return redirect(_next_address(profile, step), 303)


def _tell_reading(profile: Profile) -> None:
    titles = [label for _code, label in FirmWhoForm.reading_of(profile).choices]
    if titles:
        flash(_("Ihre Branche verstehen wir so: %(titles)s", titles=", ".join(titles)))


def _next_address(profile: Profile, step: Step) -> str:
    then = request.form.get("then")
    if then == "later":
        flash(_("Gespeichert. Sie können jederzeit hier weitermachen."))
        return url_for("accounts.account")
    if then == "back" and step.previous:
        return _step_address(profile, step.previous)
    if then == "work" and step.key == "angebot":
        return url_for("works.add_work", slug=profile.slug)
    if step.following:
        return _step_address(profile, step.following)
    return url_for("guided.preview", slug=profile.slug)


def _step_address(profile: Profile, step: str) -> str:
    return url_for("guided.step_page", slug=profile.slug, step=step)


@blueprint.get("/konto/profil/<slug>/groessere-betriebe")
@signed_in_required
def too_large(slug: str) -> str:
    profile = profile_to_fill_in(slug)
    return render_template("profiles/guided/too_large.html", profile=profile)


@blueprint.route("/konto/profil/<slug>/vorschau", methods=["GET", "POST"])
@signed_in_required
def preview(slug: str) -> ResponseReturnValue:
    profile = profile_to_fill_in(slug)
    incomplete = service.missing(profile)
    if request.method != "POST" or incomplete or service.is_too_large(profile):
        return _preview(profile, incomplete), 400 if request.method == "POST" else 200
    if not (form := ButtonForm()).validate():
        return _preview(profile, form=form), 400
    service.submit(profile, signed_in(), reviewed=_is_reviewed(profile))
    return redirect(url_for("guided.preview", slug=profile.slug), 303)


def _is_reviewed(profile: Profile) -> bool:
    """By the setting; and whatever an office took out of the list comes back through an office."""
    always = current_app.config["SETTINGS"].approval == "office"
    return bool(always or profile.decision == "refused")


def _preview(profile: Profile, incomplete: Any = (), form: ButtonForm | None = None) -> str:
    return render_template(
        "profiles/guided/preview.html",
        profile=profile,
        shown=shown_part(profile, members=False),
        incomplete=incomplete,
        too_large=service.is_too_large(profile),
        reviewed=_is_reviewed(profile),
        parts_added=previews.parts(current_app, profile),
        begun=owns(current_user, profile) and first_words.begun(signed_in(), profile),
        form=form or ButtonForm(),
    )


@blueprint.post("/konto/entwurf")
@signed_in_required
def keep() -> ResponseReturnValue:
    """What `autosave.js` sends while somebody types; the key names the form."""
    if not ButtonForm().validate():
        return "", 400
    keep_draft(signed_in().id, request.form.get("draft", ""), _typed())
    return "", 204


def _typed() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.lists() if name not in NOT_KEPT}
