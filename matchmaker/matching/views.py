"""The pages of matching: suggestions for a profile, why somebody is suggested, the rules."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts import views as accounts_views
from matchmaker.accounts.access import owns, signed_in_required
from matchmaker.i18n import current_locale, format_day, lazy_gettext, today
from matchmaker.matching import engine, ledger, presentation
from matchmaker.matching.account import section
from matchmaker.matching.dismissals import REASONS, hidden_by, ties_of
from matchmaker.matching.meeting import kinds_for, partner_of
from matchmaker.matching.presentation import account_of
from matchmaker.matching.preview import sample_reasons
from matchmaker.matching.published_fairness import fairness_rules
from matchmaker.matching.published_rules import rules_in_force
from matchmaker.matching.saved_filters import saved_filter
from matchmaker.matching.service import explain_pair, find_need, suggest
from matchmaker.matching.wishes import (
    PREFIX,
    Wishes,
    quiet_needs,
    read_wishes,
    slider_errors,
    sliders,
)
from matchmaker.profiles import previews
from matchmaker.profiles.access import profile_of_mine_or_404
from matchmaker.profiles.models import Need, Profile
from matchmaker.web import navigation
from matchmaker.web.forms import ButtonForm

SHOWN = 10

blueprint = Blueprint("matching", __name__)
for name in ("first_sentence", "grade", "leading_reasons", "points", "one_decimal"):
    blueprint.add_app_template_filter(getattr(presentation, name), name)
blueprint.add_app_template_filter(format_day, "day")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    label = lazy_gettext("Spielregeln")
    navigation.add(app, navigation.Item("main", "matching.rules_page", label, 30))
    accounts_views.add_section(app, section)
    previews.add_part(app, sample_reasons)


@blueprint.get("/vorschlaege/<slug>")
@signed_in_required
def suggestions(slug: str) -> ResponseReturnValue:
    profile = profile_of_mine_or_404(slug)
    scorers = engine.lineup().scorers
    wishes = read_wishes(request.args, profile, scorers, _quiet(profile))
    if address := _saved_address(wishes, slug) or _better_address(wishes, slug=slug):
        return redirect(address)
    need = find_need(profile, wishes.need)
    found = suggest(profile, need, among=wishes.among, limit=SHOWN, weights=wishes.asked)
    ledger.count("suggested", found.suggested)
    fields = sliders(wishes, scorers, found.scorers, current_locale())
    template = "matching/list_sheet.html" if wishes.sheet else "matching/suggestions.html"
    shown = {"found": found, "sliders": fields, "errors": slider_errors(fields)}
    shown |= _said_by(profile)
    page = render_template(template, **shown, **_frame(profile, wishes))
    return page, 400 if wishes.errors else 200


@blueprint.get("/vorschlaege/<slug>/warum/<other_slug>")
@signed_in_required
def why(slug: str, other_slug: str) -> ResponseReturnValue:
    profile = profile_of_mine_or_404(slug)
    other = partner_of(profile, other_slug)
    lineup = engine.lineup()
    wishes = read_wishes(request.args, profile, lineup.scorers, _quiet(profile))
    if address := _better_address(wishes, slug=slug, other_slug=other_slug):
        return redirect(address)
    pair = explain_pair(profile, other, find_need(profile, wishes.need), weights=wishes.asked)
    ledger.count("opened", [other])
    account = account_of(pair, lineup, wishes.weights, current_locale())
    template = "matching/pair_sheet.html" if wishes.sheet else "matching/why.html"
    return render_template(template, pair=pair, account=account, **_frame(profile, wishes))


@blueprint.get("/spielregeln")
def rules_page() -> str:
    locale = current_locale()
    return render_template(
        f"matching/rules.{locale}.html", rules=rules_in_force(locale), fairness=fairness_rules()
    )


def _better_address(wishes: Wishes, **names: Any) -> str | None:
    """Where the same page is found without defaults and strangers in the address.

    The form of the sliders stays on its own address with what was typed wrongly.
    """
    if wishes.errors and request.endpoint == "matching.suggestions":
        return None
    if list(request.args.items(multi=True)) == list(wishes.canonical.items()):
        return None
    return url_for(request.endpoint or "", **names | wishes.canonical)


def _saved_address(wishes: Wishes, slug: str) -> str | None:
    """Whoever comes without weights of their own gets those they saved, if they did."""
    saved = saved_filter(current_user)
    if saved is None or wishes.by_rules or wishes.asked or wishes.errors:
        return None
    names = {scorer.name for scorer in engine.lineup().scorers}
    weights = {name: weight for name, weight in saved.weights.items() if name in names}
    if not weights and saved.fair:
        return None
    if _weights_in(request.args):  # they moved the sliders back to the rules
        by_rules: dict[str, Any] = wishes.canonical | {"regeln": "1"}
        return url_for(request.endpoint or "", slug=slug, **by_rules)
    kept: dict[str, Any] = dict(wishes.parameters(weights=weights, fair=saved.fair))
    return url_for(request.endpoint or "", slug=slug, **kept)


def _weights_in(arguments: Mapping[str, str]) -> bool:
    return any(name.startswith(PREFIX) or name == "fair" for name in arguments)


def _quiet(profile: Profile) -> list[Need]:
    return quiet_needs(profile, mine=owns(current_user, profile))


def _said_by(profile: Profile) -> dict[str, Any]:
    """What the owner said about suggestions; nobody else sees it, not even those who help."""
    if not owns(current_user, profile):
        return {"hidden": [], "ties": {}, "reasons": {}, "button": None, "saved": None}
    return {
        "hidden": hidden_by(profile),
        "ties": ties_of(profile),
        "reasons": REASONS,
        "button": ButtonForm(),
        "saved": saved_filter(current_user),
    }


def _frame(profile: Profile, wishes: Wishes) -> dict[str, Any]:
    """What suggestions and pair have in common: whose they are, and who is looking."""
    return {
        "profile": profile,
        "wishes": wishes,
        "chosen_need": find_need(profile, wishes.need),
        "mine": owns(current_user, profile),
        "quiet_needs": _quiet(profile),
        "kinds": kinds_for(profile),
        "today": today(),
    }
