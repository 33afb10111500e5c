"""Reporting a profile: for everybody, without an account, and a receipt for it."""

import uuid

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.desk import reports
from matchmaker.desk.forms import ReportForm
from matchmaker.i18n import current_locale
from matchmaker.profiles.service import visible_profile
from matchmaker.web import limits

blueprint = Blueprint("reports", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    limits.protect(app, "reports.report")


@blueprint.route("/p/<slug>/melden", methods=["GET", "POST"])
@limits.profile_limit
def report(slug: str) -> ResponseReturnValue:
    profile = visible_profile(slug, members=bool(current_user.is_authenticated))
    form = ReportForm(uid=uuid.uuid4().hex)
    if not form.validate_on_submit():
        page = render_template("desk/report.html", profile=profile, form=form)
        return page, 400 if form.is_submitted() else 200
    sent = reports.Complaint(
        uid=form.uid.data or uuid.uuid4().hex,
        reason=form.reason.data,
        text=form.text.data or "",
        address=form.address.data or None,
        locale=current_locale(),
    )
    return redirect(url_for("reports.receipt", uid=reports.receive(profile, sent).uid), 303)


@blueprint.get("/meldung/<uid>")
def receipt(uid: str) -> str:
    """Code and day alone: the profile may be hidden by now."""
    return render_template("desk/reported.html", report=reports.find_receipt(uid))
