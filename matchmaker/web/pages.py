"""The pages that every installation has by law or by courtesy, and the small files of the root."""

from flask import Blueprint, Flask, Response, redirect, render_template, send_from_directory
from flask.typing import ResponseReturnValue

from matchmaker.i18n import current_locale
from matchmaker.web import navigation, page_texts
from matchmaker.web.static_files import FOLDER, language_free_root

blueprint = Blueprint("web", __name__)

ADDRESSES = {
    "creative_industries": "/kultur-und-kreativwirtschaft",
    "imprint": "/impressum",
    "privacy": "/datenschutz",
    "accessibility": "/barrierefreiheit",
    "plain_language": "/leichte-sprache",
}
"""Of the texts that the operator may change."""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for hook in ("shared", "warm_ups"):
        app.extensions.setdefault(hook, []).append(page_texts.read_all)
    for position, (name, label) in enumerate(page_texts.NAMES.items()):
        navigation.add(app, navigation.Item("footer", f"web.{name}", label, 75 + position))


def _show(name: str) -> str:
    text = page_texts.text_at_any_time(name, current_locale())
    written = page_texts.write(text, root=language_free_root())
    label = page_texts.NAMES[name]
    return render_template("web/page_text.html", name=name, label=label, written=written)


for _name, _address in ADDRESSES.items():
    blueprint.add_url_rule(_address, _name, _show, defaults={"name": _name})


@blueprint.get("/en")
def english_start() -> ResponseReturnValue:
    return redirect(f"{language_free_root()}/en/", 308)


@blueprint.get("/robots.txt")
def robots() -> Response:
    return Response(render_template("web/robots.txt"), mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    return send_from_directory(FOLDER, "favicon.svg", max_age=24 * 3600)
