"""The routes of an application, for the matrices that say who may open them."""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule


def routes(app: Flask, wanted: Callable[[Rule], bool]) -> set[tuple[str, str]]:
    """Address and method of each wanted route, without those that follow by themselves."""
    return {
        (rule.rule, method)
        for rule in filter(wanted, app.url_map.iter_rules())
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def routes_of(app: Flask, *blueprints: str) -> set[tuple[str, str]]:
    return routes(app, lambda rule: rule.endpoint.partition(".")[0] in blueprints)
