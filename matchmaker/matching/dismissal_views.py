"""The buttons on a suggestion: does not fit, we know each other, keep these weights; and undo."""

from typing import Any

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.access import signed_in_required
from matchmaker.matching import dismissals, engine, saved_filters
from matchmaker.matching.wishes import PREFIX, quiet_needs, read_wishes
from matchmaker.profiles.needs.service import own_profile
from matchmaker.web.forms import require_button

KEPT = ("need", "unter", "fair", "regeln")

blueprint = Blueprint("dismissals", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.post("/vorschlaege/<slug>/passt-nicht/<other_slug>")
@signed_in_required
def dismiss(slug: str, other_slug: str) -> ResponseReturnValue:
    own, other = dismissals.pair(current_user, slug, other_slug)
    require_button()
    dismissals.dismiss(own, other, request.form.get("reason") or None)
    return _back(slug, "ausgeblendet")


@blueprint.post("/vorschlaege/<slug>/doch/<other_slug>")
@signed_in_required
def show_again(slug: str, other_slug: str) -> ResponseReturnValue:
    own, other = dismissals.pair(current_user, slug, other_slug)
    require_button()
    dismissals.show_again(own, other)
    return _back(slug, "ergebnis")


@blueprint.post("/vorschlaege/<slug>/bekannt/<other_slug>")
@signed_in_required
def say_known(slug: str, other_slug: str) -> ResponseReturnValue:
    own, other = dismissals.pair(current_user, slug, other_slug)
    require_button()
    dismissals.say_known(own, other)
    return _back(slug, "ergebnis")


@blueprint.post("/vorschlaege/<slug>/nicht-bekannt/<other_slug>")
@signed_in_required
def unsay_known(slug: str, other_slug: str) -> ResponseReturnValue:
    own, other = dismissals.pair(current_user, slug, other_slug)
    require_button()
    dismissals.unsay_known(own, other)
    return _back(slug, "ergebnis")


@blueprint.post("/vorschlaege/<slug>/filter/merken")
@signed_in_required
def save_filter(slug: str) -> ResponseReturnValue:
    profile = own_profile(current_user, slug)
    require_button()
    wishes = read_wishes(
        request.args, profile, engine.lineup().scorers, quiet_needs(profile, mine=True)
    )
    saved_filters.save_filter(current_user, wishes.weights, fair=wishes.fair)
    return _back(slug, "gewichte")


@blueprint.post("/vorschlaege/<slug>/filter/vergessen")
@signed_in_required
def forget_filter(slug: str) -> ResponseReturnValue:
    own_profile(current_user, slug)
    require_button()
    saved_filters.forget_filter(current_user)
    need: dict[str, Any] = {"need": request.args["need"]} if "need" in request.args else {}
    return redirect(url_for("matching.suggestions", slug=slug, **need, _anchor="gewichte"), 303)


def _back(slug: str, anchor: str) -> ResponseReturnValue:
    """The list as it was asked for: its wishes stand in the address of the button as well."""
    names = [name for name in request.args if name in KEPT or name.startswith(PREFIX)]
    kept: dict[str, Any] = {name: request.args[name] for name in names}
    return redirect(url_for("matching.suggestions", slug=slug, **kept, _anchor=anchor), 303)
