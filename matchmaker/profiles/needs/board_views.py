"""Pages on needs for everybody: the board, and the page behind the link of a reminder."""

from functools import partial

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.access import speak_to
from matchmaker.i18n import lazy_gettext
from matchmaker.profiles.filters import Filters as Typed
from matchmaker.profiles.filters import interpret
from matchmaker.profiles.needs import renewal, service
from matchmaker.profiles.needs.board import Filters, entry_of, open_needs
from matchmaker.profiles.needs.choices import submarket_titles_by_key as submarkets
from matchmaker.web import navigation
from matchmaker.web.forms import VisitorForm

TAKEN = ("kind", "submarket", "place", "at", "page")

blueprint = Blueprint("board", __name__)
blueprint.add_app_template_filter(partial(entry_of, nameless=False), "as_entry")


class RenewalForm(VisitorForm):
    """One button: the need still counts."""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    label = lazy_gettext("Offene Bedarfe")
    navigation.add(app, navigation.Item("main", "board.open_needs_page", label, 15))


@blueprint.get("/bedarfe")
def open_needs_page() -> ResponseReturnValue:
    read = Typed.read(request.args)
    typed = Typed(**{name: getattr(read, name) for name in TAKEN})
    if list(request.args.items(multi=True)) != list(typed.set_parameters().items()):
        return redirect(url_for("board.open_needs_page", **typed.set_parameters()))
    reading = interpret(typed)
    asked = reading.query
    filters = Filters(asked.kind or "", asked.submarket or "", reading.point, reading.page)
    board = open_needs(filters, members=bool(current_user.is_authenticated))
    facts = {"board": board, "typed": typed, "reading": reading, "submarkets": submarkets()}
    page = render_template("profiles/needs/board.html", **facts)
    return page, 400 if reading.malformed else 200


@blueprint.route("/bedarf/<token>/noch-aktuell", methods=["GET", "POST"])
def still_counts(token: str) -> ResponseReturnValue:
    need = renewal.need_of(token)
    speak_to(need.profile.owner)
    due, form = renewal.is_due(need, token), RenewalForm()
    if form.is_submitted() and due and form.validate():
        service.renew(need)
        return redirect(url_for("board.still_counts", token=token), 303)
    mistakes = form.mistakes() if form.is_submitted() and due else []
    facts = {"need": need, "due": due, "form": form, "mistakes": mistakes}
    return render_template("profiles/needs/still_counts.html", **facts), 400 if mistakes else 200
