"""The page on which a visitor tries one sentence."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.matching import ledger
from matchmaker.matching.visitors import suggest_to_visitor
from matchmaker.profiles.filters import Filters, interpret

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
    ledger.count("suggested", [pair.profile for pair in found.found] if found else [])
    page = render_template(
        "matching/try_out.html", typed=typed, reading=reading, kind=kind, found=found
    )
    return page, 400 if reading.malformed else 200
