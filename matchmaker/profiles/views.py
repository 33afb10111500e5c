"""Public pages: start, directory, map and the page of a profile."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user

from matchmaker.db import now, unless_away
from matchmaker.i18n import lazy_gettext
from matchmaker.profiles import forms, found, titles
from matchmaker.profiles.directory import (
    kind_counts,
    map_points,
    search_directory,
    submarket_counts,
)
from matchmaker.profiles.filters import Filters, Reading, interpret
from matchmaker.profiles.map import draw
from matchmaker.profiles.models import Profile
from matchmaker.profiles.samples import samples
from matchmaker.profiles.service import visible_profile
from matchmaker.profiles.spots import spots
from matchmaker.profiles.tiles import Tiles
from matchmaker.reference.places import distance_km
from matchmaker.scoring.text import language_of
from matchmaker.web import headers, navigation
from matchmaker.web.limits import profile_limit

blueprint = Blueprint("profiles", __name__)
blueprint.add_app_template_filter(language_of, "language_of")
for name in ("field_titles", "submarket_titles", "sector_titles", "skill_titles"):
    blueprint.add_app_template_filter(getattr(titles, name), name)
blueprint.add_app_template_filter(titles.language_titles, "language_titles")
blueprint.add_app_template_filter(titles.month, "month")
blueprint.add_app_template_filter(found.schema_of, "schema_of")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    links = {"directory": lazy_gettext("Verzeichnis"), "map_page": lazy_gettext("Karte")}
    for order, (view, label) in enumerate(links.items()):
        navigation.add(app, navigation.Item("main", f"profiles.{view}", label, 10 + order))


@blueprint.get("/")
def start() -> str:
    nothing: dict[str, Any] = {"counts": {}, "samples": None}
    shown = unless_away(_shown_at_start, nothing)
    return render_template("profiles/start.html", **shown)


def _shown_at_start() -> dict[str, Any]:
    return {"counts": kind_counts(members=_is_member()), "samples": samples(now().toordinal())}


@blueprint.get("/verzeichnis")
def directory() -> ResponseReturnValue:
    return _list("profiles/directory.html")


@blueprint.get("/karte")
def map_page() -> ResponseReturnValue:
    tiles = _tiles()
    response = make_response(_list("profiles/map.html", with_map=True))
    if tiles:
        response.headers["Content-Security-Policy"] = headers.content_policy(tiles.origin)
    return response


@blueprint.get("/p/<slug>")
@profile_limit
def show(slug: str) -> str:
    profile = visible_profile(slug, members=_is_member())
    return render_template("profiles/show.html", profile=profile)


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    page = render_template("profiles/sitemap.xml", addresses=found.public_addresses())
    return Response(page, mimetype="application/xml")


def _is_member() -> bool:
    return bool(current_user.is_authenticated)


def _list(template: str, *, with_map: bool = False) -> ResponseReturnValue:
    typed = Filters.read(request.args)
    if list(request.args.items(multi=True)) != list(typed.set_parameters().items()):
        return redirect(_address(typed.set_parameters()))
    reading = interpret(typed)
    listed = search_directory(reading.query, members=_is_member())
    if reading.page > listed.pages:
        return redirect(_address(typed.parameters()))
    frame = {"typed": typed, "reading": reading, "choices": _choices(typed)}
    if with_map:
        frame |= _map(reading, [profile.slug for profile in listed.profiles])
    distances = _distances(reading, listed.profiles)
    page = render_template(template, found=listed, distances=distances, **frame)
    return page, 400 if reading.malformed else 200


def _map(reading: Reading, listed: list[str]) -> dict[str, Any]:
    """The drawing, and what the map that moves is made of."""
    drawn = draw(map_points(reading.query, members=_is_member()))
    return {"map": drawn, "spots": spots(drawn, listed), "tiles": _tiles()}


def _tiles() -> Tiles | None:
    address = current_app.config["SETTINGS"].tiles_url
    return Tiles(address) if address else None


def _address(parameters: dict[str, Any]) -> str:
    """This page with other parameters."""
    return url_for(request.endpoint or "", **parameters)


def _choices(typed: Filters) -> dict[str, forms.Choices]:
    submarkets = submarket_counts(members=_is_member())
    return {
        "kind": forms.kinds(kind_counts(members=_is_member())),
        "submarket": forms.submarket_choices(submarkets, typed.submarket),
        "radius": forms.radii(typed.radius),
    }


def _distances(reading: Reading, profiles: list[Profile]) -> dict[str, float]:
    """Slug to kilometres from the place that was asked for."""
    if reading.point is None or not reading.place_name:
        return {}
    return {
        profile.slug: distance_km(
            *reading.point, profile.located_latitude, profile.located_longitude
        )
        for profile in profiles
        if profile.located_latitude is not None and profile.located_longitude is not None
    }


@blueprint.app_template_filter()
def own_page(profile: Profile) -> str:
    """Where its owner or an office looks at a profile: as others do, or in the preview."""
    view = "profiles.show" if profile.is_listed else "guided.preview"
    return url_for(view, slug=profile.slug)
