"""The pages on which a creative shows up to three works."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.accounts.access import signed_in_required
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext as _
from matchmaker.profiles.guided import works
from matchmaker.profiles.guided.access import profile_to_fill_in, work_to_change
from matchmaker.profiles.guided.work_forms import WorkForm
from matchmaker.profiles.models import Profile, Work
from matchmaker.web.forms import ButtonForm

blueprint = Blueprint("works", __name__)


def _creative(slug: str) -> Profile:
    profile = profile_to_fill_in(slug)
    if profile.kind != "creative":
        raise NotFound(_("Arbeiten zeigen Kreative."))
    return profile


@blueprint.route("/konto/profil/<slug>/arbeiten/neu", methods=["GET", "POST"])
@signed_in_required
def add_work(slug: str) -> ResponseReturnValue:
    profile = _creative(slug)
    if not works.has_room(profile):
        return redirect(_step(profile), 303)
    return _edit(profile, None)


@blueprint.route("/konto/profil/<slug>/arbeiten/<uid>", methods=["GET", "POST"])
@signed_in_required
def change_work(slug: str, uid: str) -> ResponseReturnValue:
    profile = _creative(slug)
    return _edit(profile, work_to_change(profile, uid))


def _edit(profile: Profile, work: Work | None) -> ResponseReturnValue:
    form = WorkForm()
    if work is not None:
        form.fill(work)
    if form.validate_on_submit():
        works.keep_work(profile, work, form.values())
        return redirect(_step(profile), 303)
    page = render_template("profiles/guided/work.html", profile=profile, work=work, form=form)
    return page, 400 if request.method == "POST" else 200


@blueprint.route("/konto/profil/<slug>/arbeiten/<uid>/entfernen", methods=["GET", "POST"])
@signed_in_required
def remove_work(slug: str, uid: str) -> ResponseReturnValue:
    profile = _creative(slug)
    work, form = work_to_change(profile, uid), ButtonForm()
    if form.validate_on_submit():
        works.remove_work(work)
        flash(_("Die Arbeit ist entfernt."))
        return redirect(_step(profile), 303)
    page = render_template(
        "profiles/guided/remove_work.html", profile=profile, work=work, form=form
    )
    return page, 400 if request.method == "POST" else 200


def _step(profile: Profile) -> str:
    return url_for("guided.step_page", slug=profile.slug, step="angebot") + "#arbeiten"
