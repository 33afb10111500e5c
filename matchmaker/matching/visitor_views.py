"""The page on which a visitor tries one sentence."""

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.accounts.redirects import path_on_this_host
from matchmaker.matching import ledger
from matchmaker.matching.visitors import suggest_to_visitor
from matchmaker.profiles.filters import Filters, interpret
from matchmaker.profiles.needs import first_words
from matchmaker.profiles.service import profiles_of

SHOWN = 10

blueprint = Blueprint("visitors", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/probieren")
def try_out() -> ResponseReturnValue:
    typed = Filters.read(request.args)
    asked = {name: getattr(typed, name) for name in ("q", "kind", "place", "at")}
    wanted = {name: value for name, value in asked.items() if value}
    if list(request.args.items(multi=True)) != list(wanted.items()):
        return redirect(url_for("visitors.try_out", **wanted))
    reading = interpret(typed)
    kind = reading.filters.kind or "creative"
    sentence = reading.filters.q
    found = suggest_to_visitor(sentence, kind, reading.point, limit=SHOWN) if sentence else None
    ledger.count("suggested", found.suggested if found else [])
    page = render_template(
        "matching/try_out.html",
        typed=typed,
        reading=reading,
        kind=kind,
        found=found,
        onward=_onward(typed, "kmu" if kind == "creative" else "creative") if found else {},
    )
    return page, 400 if reading.malformed else 200


def _onward(typed: Filters, own_kind: str) -> dict[str, str]:
    """Where the sentence becomes a need: the name of a profile, or nothing, and the address."""
    brought: dict[str, Any] = {first_words.ARGUMENT: typed.q}
    if current_user.is_authenticated:
        own = [profile for profile in profiles_of(current_user) if profile.kind == own_kind]
        if own:
            return {each.name: url_for("needs.new", slug=each.slug, **brought) for each in own}
    brought[first_words.PLACE] = typed.place or None
    begin = url_for("guided.choose_kind", art=own_kind, **brought)
    if current_user.is_authenticated:
        return {"": begin}
    # one too long for an address does not go along; the way in is the same
    return {"": url_for("joining.register", next=path_on_this_host(begin) or None)}
