"""The scorers of this installation."""

from typing import Any

from flask import g

from matchmaker.api.blueprint import blueprint
from matchmaker.api.schemas import Plugin, Plugins
from matchmaker.api.specification import OPTIONAL_TOKEN, answers, api
from matchmaker.matching.scorers import plugins_document


@blueprint.get("/plugins")
@api.validate(
    resp=answers(Plugins), tags=["matching"], security=OPTIONAL_TOKEN, operation_id="listPlugins"
)
def list_plugins() -> Plugins:
    """Scorers with state, weight and settings: the rules that rank."""
    plugins = plugins_document()["plugins"]
    if not g.reader.is_admin:
        plugins = [_without_internals(plugin) for plugin in plugins]
    return Plugins(plugins=[Plugin(**plugin) for plugin in plugins])


def _without_internals(plugin: dict[str, Any]) -> dict[str, Any]:
    """Numbers are rules and public; texts may be paths or keys, and reasons quote both."""
    settings = {
        name: value if isinstance(value, bool | int | float) else None
        for name, value in plugin["settings"].items()
    }
    return plugin | {"settings": settings, "reason": None}
