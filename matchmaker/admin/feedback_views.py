"""Writing to the operator about a barrier, without an account; and reading what was written."""

import uuid

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional, Regexp

from matchmaker.addresses import normalise_address
from matchmaker.admin import feedback
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.needs.forms import Showable
from matchmaker.web import limits
from matchmaker.web.forms import STALE, ButtonForm, VisitorForm

LONGEST = 2000

blueprint = Blueprint("feedback", __name__)


class FeedbackForm(VisitorForm):
    uid = HiddenField(validators=[Optional(), Regexp(r"^[0-9a-f]{32}\Z")])
    text = TextAreaField(
        _("Was hindert Sie, und auf welcher Seite?"),
        description=_("So genau Sie können; höchstens 2.000 Zeichen."),
        validators=[DataRequired(_("Bitte schreiben Sie, was Sie hindert.")), Showable(LONGEST)],
        render_kw={"rows": 6},
    )
    address = StringField(
        _("E-Mail-Adresse für eine Antwort (freiwillig)"),
        description=_("Nach 90 Tagen wird alles gelöscht."),
        validators=[Length(max=255)],
        render_kw={"type": "email", "autocomplete": "email"},
    )

    def validate_address(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        try:
            field.data = normalise_address(typed).lower() if typed else ""
        except ValueError:
            raise ValidationError(_("Das ist keine E-Mail-Adresse.")) from None


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    limits.protect(app, "feedback.write")


@blueprint.route("/barrierefreiheit/melden", methods=["GET", "POST"])
def write() -> ResponseReturnValue:
    form = FeedbackForm(uid=uuid.uuid4().hex)
    if not form.validate_on_submit():
        page = render_template("admin/feedback_form.html", form=form)
        return page, 400 if form.is_submitted() else 200
    name = form.uid.data or uuid.uuid4().hex
    message = feedback.Message(name, form.text.data or "", form.address.data or None)
    feedback.receive(message)
    return redirect(url_for("feedback.received"), 303)


@blueprint.get("/barrierefreiheit/gemeldet")
def received() -> str:
    return render_template("admin/feedback_received.html")


@blueprint.get("/admin/rueckmeldungen")
def listing() -> str:
    page = {"messages": feedback.waiting(), "confirmation": ButtonForm()}
    return render_template("admin/feedback.html", **page)


@blueprint.post("/admin/rueckmeldungen/<string(length=32):uid>")
def done(uid: str) -> ResponseReturnValue:
    if not ButtonForm().validate_on_submit():
        flash(STALE, "error")
    elif feedback.done(uid, actor=f"user:{current_user.id}"):
        flash(gettext("Erledigt und gelöscht."))
    else:
        flash(gettext("Das ist schon erledigt."))
    return redirect(url_for("feedback.listing"), 303)
