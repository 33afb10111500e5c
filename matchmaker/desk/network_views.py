"""The offices and networks of this installation: a list, a page of each, and "who helps here?"."""

from datetime import date

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.accounts.models import User
from matchmaker.accounts.views import add_section
from matchmaker.desk import networks
from matchmaker.i18n import lazy_gettext
from matchmaker.profiles.service import profiles_of
from matchmaker.reference.contact_points import AS_OF
from matchmaker.web import navigation

blueprint = Blueprint("networks", __name__)
blueprint.add_app_template_filter(networks.dialled, "dialled")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["who_helps"] = networks.who_helps
    app.jinja_env.globals["contact_points_as_of"] = date.fromisoformat(f"{AS_OF}-01")
    label = lazy_gettext("Wer hilft wo?")
    navigation.add(app, navigation.Item("footer", "networks.listing", label, 70))
    add_section(app, _at_home)


@blueprint.get("/netzwerke")
def listing() -> ResponseReturnValue:
    typed = " ".join(request.args.get("ort", "").split())
    if typed != request.args.get("ort", typed):
        return redirect(url_for("networks.listing", ort=typed or None))
    answer = networks.ask(typed[: networks.LONGEST_QUERY])
    offices = networks.all_offices()
    return render_template("desk/networks.html", answer=answer, offices=offices, **_words())


@blueprint.get("/netzwerk/<slug>")
def show(slug: str) -> str:
    office = networks.find_office(slug)
    count = networks.public_profiles(office)
    return render_template("desk/network.html", office=office, count=count, **_words())


def _words() -> dict[str, object]:
    return {"kinds": networks.KINDS, "in_words": networks.territory_in_words}


def _at_home(user: User) -> str:
    """On the page of the account: who helps where one's own profile lies."""
    own = [profile for profile in profiles_of(user) if profile.postal_code or profile.place]
    return render_template("desk/_who_helps.html", profile=own[0]) if own else ""
