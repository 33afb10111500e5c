"""The texts of the installation: which are its own, changing one, seeing it first, and back."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from matchmaker import audit
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.needs.forms import Showable
from matchmaker.web import page_texts
from matchmaker.web.forms import STALE, ButtonForm, Form
from matchmaker.web.static_files import language_free_root

blueprint = Blueprint("admin_texts", __name__, url_prefix="/admin/texte")

LANGUAGES = {"de": _("Deutsch"), "en": _("Englisch")}
ONE_TEXT = f"/<any({', '.join(page_texts.NAMES)}):name>/<any({', '.join(LANGUAGES)}):locale>"


class TextForm(Form):
    text = TextAreaField(
        _("Text"),
        description=_(
            "„# “ beginnt die Überschrift der Seite, „## “ eine kleinere, „- “ einen Punkt einer "
            "Liste; [Worte](/adresse) ist ein Link, **Worte** sind fett. [[Worte]] zeigt, was noch "
            "auszufüllen ist; {#name} hinter einer Überschrift bitte stehen lassen."
        ),
        validators=[
            DataRequired(_("Bitte schreiben Sie einen Text.")),
            Showable(page_texts.LONGEST),
        ],
        render_kw={"rows": 24},
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("")
def listing() -> str:
    texts = [
        (name, label, locale, page_texts.newest(name, locale))
        for name, label in page_texts.NAMES.items()
        for locale in LANGUAGES
    ]
    unfinished = {
        (name, locale)
        for name, _label, locale, own in texts
        if page_texts.write(own.text if own else page_texts.draft(name, locale)).unfinished
    }
    page = {"texts": texts, "unfinished": unfinished, "languages": LANGUAGES}
    return render_template("admin/texts.html", **page)


@blueprint.route(ONE_TEXT, methods=["GET", "POST"])
def edit(name: str, locale: str) -> ResponseReturnValue:
    form = TextForm(text=page_texts.text_of(name, locale))
    if not form.validate_on_submit():
        page = _page(form, name, locale)
        return page, 400 if form.is_submitted() else 200
    if "preview" in request.form:
        written = page_texts.write(form.text.data or "", root=language_free_root(), below=2)
        return _page(form, name, locale, written=written)
    if page_texts.save(name, locale, form.text.data or ""):
        _record("text.changed", name, locale)
        flash(gettext("Gespeichert. Der Text gilt ab sofort."))
    else:
        flash(gettext("Es stand schon so da."))
    return redirect(url_for("admin_texts.listing"), 303)


@blueprint.post(f"{ONE_TEXT}/davor")
def undo(name: str, locale: str) -> ResponseReturnValue:
    if not ButtonForm().validate_on_submit():
        flash(STALE, "error")
    elif page_texts.undo(name, locale, request.form.get("version", "")):
        _record("text.undone", name, locale)
        flash(gettext("Der Text steht wieder da wie davor."))
    else:
        flash(gettext("Inzwischen gilt ein anderer Text; es wurde nichts geändert."), "error")
    return redirect(url_for("admin_texts.edit", name=name, locale=locale), 303)


def _record(action: str, name: str, locale: str) -> None:
    audit.record(action, actor=f"user:{current_user.id}", subject=f"text:{name}.{locale}")


def _page(form: TextForm, name: str, locale: str, **more: Any) -> str:
    return render_template(
        "admin/text.html",
        form=form,
        name=name,
        locale=locale,
        label=page_texts.NAMES[name],
        language=LANGUAGES[locale],
        versions=page_texts.versions(name, locale),
        confirmation=ButtonForm(),
        **more,
    )
