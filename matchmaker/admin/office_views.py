"""Offices: all of them, a new one, and the data of one."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.admin import offices
from matchmaker.admin.office_forms import NewOfficeForm, OfficeForm
from matchmaker.desk.networks import KINDS, find_office
from matchmaker.i18n import gettext
from matchmaker.web.forms import ButtonForm

blueprint = Blueprint("admin_offices", __name__, url_prefix="/admin/aemter")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
def listing() -> str:
    return render_template("admin/offices.html", rows=offices.all_rows(), kinds=KINDS)


@blueprint.route("/neu", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = NewOfficeForm(priority=0, kind="county")
    if not form.validate_on_submit():
        return _page(form, office=None)
    slug = form.slug.data or ""
    if slug == "neu" or offices.is_taken(slug):
        form.slug.errors = [
            gettext("Diesen Kurznamen gibt es schon. Bitte wählen Sie einen anderen.")
        ]
        return _page(form, office=None)
    office = offices.create(slug, form.values(), actor=f"user:{current_user.id}")
    flash(gettext("Das Amt „%(name)s“ ist angelegt.", name=office.name))
    return redirect(url_for("admin_offices.listing"), 303)


@blueprint.route("/<slug>", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    office = find_office(slug)
    stored = {field: getattr(office, field) for field in OfficeForm().values()}
    stored["territory"] = ", ".join(office.territory)
    form = OfficeForm(**stored)
    if not form.validate_on_submit():
        return _page(form, office=office)
    changed = offices.change(office, form.values(), actor=f"user:{current_user.id}")
    flash(gettext("Gespeichert.") if changed else gettext("Es stand schon so da."))
    return redirect(url_for("admin_offices.listing"), 303)


@blueprint.route("/<slug>/entfernen", methods=["GET", "POST"])
def remove(slug: str) -> ResponseReturnValue:
    office, form = find_office(slug), ButtonForm()
    if form.validate_on_submit():
        offices.remove(office, actor=f"user:{current_user.id}")
        flash(gettext("Das Amt „%(name)s“ ist entfernt.", name=office.name))
        return redirect(url_for("admin_offices.listing"), 303)
    people = offices.people_of(office)
    page = render_template("admin/remove_office.html", office=office, people=people, form=form)
    return page, 400 if form.is_submitted() else 200


def _page(form: OfficeForm, **more: Any) -> ResponseReturnValue:
    page = render_template("admin/office.html", form=form, **more)
    return page, 400 if form.is_submitted() else 200
