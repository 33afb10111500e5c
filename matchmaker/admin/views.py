"""The operator's pages; who may open them stands in access.py."""

from flask import Blueprint, Flask, render_template

from matchmaker.admin import access, service
from matchmaker.i18n import lazy_gettext
from matchmaker.web import navigation

blueprint = Blueprint(access.BLUEPRINT, __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    label = lazy_gettext("Verwaltung")
    item = navigation.Item("account", "admin.overview_page", label, 60, access.is_admin)
    navigation.add(app, item)


@blueprint.get("/admin")
def overview_page() -> str:
    return render_template("admin/overview.html", overview=service.overview())


@blueprint.get("/admin/woerter")
def words_page() -> str:
    return render_template("admin/words.html", unknown=service.unknown_words())
