"""The pages that every installation has by law or by courtesy, and the small files of the root."""

from flask import Blueprint, Flask, Response, redirect, render_template, send_from_directory
from flask.typing import ResponseReturnValue

from matchmaker.i18n import current_locale, lazy_gettext
from matchmaker.web import navigation
from matchmaker.web.static_files import FOLDER, language_free_root

blueprint = Blueprint("web", __name__)

LINKS = {
    "web.imprint": lazy_gettext("Impressum"),
    "web.privacy": lazy_gettext("Datenschutz"),
    "web.accessibility": lazy_gettext("Barrierefreiheit"),
    "web.plain_language": lazy_gettext("Leichte Sprache"),
}


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    for position, (endpoint, label) in enumerate(LINKS.items()):
        navigation.add(app, navigation.Item("footer", endpoint, label, 80 + position))


def in_language(name: str) -> str:
    """Edited prose has one template a language: web/imprint.de.html, web/imprint.en.html."""
    return render_template(f"{name}.{current_locale()}.html")


@blueprint.get("/impressum")
def imprint() -> str:
    return in_language("web/imprint")


@blueprint.get("/datenschutz")
def privacy() -> str:
    return in_language("web/privacy")


@blueprint.get("/barrierefreiheit")
def accessibility() -> str:
    return in_language("web/accessibility")


@blueprint.get("/leichte-sprache")
def plain_language() -> str:
    return in_language("web/plain_language")


@blueprint.get("/en")
def english_start() -> ResponseReturnValue:
    return redirect(f"{language_free_root()}/en/", 308)


@blueprint.get("/robots.txt")
def robots() -> Response:
    return Response(render_template("web/robots.txt"), mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    return send_from_directory(FOLDER, "favicon.svg", max_age=24 * 3600)
