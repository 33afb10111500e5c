"""The operator's pages; who may open them stands in access.py."""

from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.admin import access, ranking, service
from matchmaker.admin.effect import effect_of
from matchmaker.admin.forms import ScorerForm, scorer_form, written
from matchmaker.errors import PluginProblem
from matchmaker.i18n import current_locale, gettext, lazy_gettext
from matchmaker.matching import operation, prices
from matchmaker.matching.service import refresh_soon
from matchmaker.web import navigation
from matchmaker.web.forms import STALE, ButtonForm

blueprint = Blueprint(access.BLUEPRINT, __name__)
blueprint.add_app_template_filter(written, "as_typed")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    label = lazy_gettext("Verwaltung")
    item = navigation.Item("account", "admin.overview_page", label, 60, access.is_admin)
    navigation.add(app, item)


@blueprint.teardown_request
def _build_what_was_decided(_error: BaseException | None) -> None:
    """After the commit: a job that looks earlier would find the rules as they were."""
    if g.pop("rules_changed", False):
        refresh_soon()


@blueprint.get("/admin")
def overview_page() -> str:
    return render_template("admin/overview.html", overview=service.overview())


@blueprint.get("/admin/woerter")
def words_page() -> str:
    return render_template("admin/words.html", unknown=service.unknown_words())


@blueprint.get("/admin/bausteine")
def scorers_page() -> str:
    cards = ranking.cards(current_locale())
    rows = ranking.rows(cards)
    return render_template(
        "admin/scorers.html",
        cards=cards,
        rows=rows,
        fair=prices.is_on(),
        confirmation=ButtonForm(),
    )


@blueprint.post("/admin/ausgleich")
def switch_fairness() -> ResponseReturnValue:
    if not ButtonForm().validate_on_submit():
        flash(STALE, "error")
        return redirect(url_for("admin.scorers_page"), 303)
    on = request.form.get("on") == "yes"
    return _decided(ranking.switch_fairness(on=on, actor=_actor()))


@blueprint.get("/admin/bausteine/<name>")
def scorer_page(name: str) -> ResponseReturnValue:
    card = ranking.card(name, current_locale())
    with operation.on_trial(card.state) as make:
        return _page(card, scorer_form(card.state, make))


@blueprint.post("/admin/bausteine/<name>/wirkung")
def preview_scorer(name: str) -> ResponseReturnValue:
    card = ranking.card(name, current_locale())
    with operation.on_trial(card.state) as make:
        form = scorer_form(card.state, make)
        if not form.accepted_by(make):
            return _page(card, form), 400
    return _page(card, form, effect=effect_of(card.state, **_decision(form)))


@blueprint.post("/admin/bausteine/<name>")
def save_scorer(name: str) -> ResponseReturnValue:
    card = ranking.card(name, current_locale())
    with operation.on_trial(card.state) as make:
        form = scorer_form(card.state, make)
        if not form.accepted_by(make):
            return _page(card, form), 400
    return _decided(ranking.change_scorer(card.state, **_decision(form), actor=_actor()))


@blueprint.post("/admin/aenderungen/<int(max=2147483647):number>/davor")
def undo_change(number: int) -> ResponseReturnValue:
    if not ButtonForm().validate_on_submit():
        flash(STALE, "error")
        return redirect(url_for("admin.scorers_page"), 303)
    try:
        return _decided(ranking.undo(number, actor=_actor()))
    except PluginProblem as problem:
        flash(gettext("So wie davor geht es nicht mehr: %(why)s", why=problem.sentence), "error")
        return redirect(url_for("admin.scorers_page"), 303)


def _actor() -> str:
    return f"user:{current_user.id}"


def _decision(form: ScorerForm) -> dict[str, Any]:
    return {"enabled": form.counts, "weight": form.weight.number, "settings": form.settings}


def _decided(changed: bool) -> ResponseReturnValue:
    if changed:
        g.rules_changed = True
        flash(gettext("Gespeichert. Es gilt ab sofort und steht mit Datum in den Spielregeln."))
    else:
        flash(gettext("Es gilt schon so; nichts wurde geändert."))
    return redirect(url_for("admin.scorers_page"), 303)


def _page(card: ranking.Card, form: ScorerForm, **more: Any) -> str:
    rows = ranking.rows([card], card.state.name)
    return render_template(
        "admin/scorer.html", card=card, form=form, rows=rows, confirmation=ButtonForm(), **more
    )
