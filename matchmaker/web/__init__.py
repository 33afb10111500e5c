"""What all pages share: layout, headers, limits, errors, static files, health.

Slices find here: `errors.problem` for machines, `limits.limiter`, `navigation.add`, the layout
`web/layout.html` and the macros of `web/macros.html`.
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from matchmaker.web import (
    csrf,
    errors,
    headers,
    health,
    hosts,
    layout,
    limits,
    metrics,
    pages,
    parameters,
    static_files,
    texts,
    transactions,
)


def init_app(app: Flask) -> None:
    parts = (
        hosts,
        metrics,
        parameters,
        headers,
        errors,
        limits,
        csrf,
        transactions,
        layout,
        texts,
        health,
        pages,
    )
    for part in parts:
        part.init_app(app)
    static_files.init_app(app)
    _believe_proxies(app, app.config["SETTINGS"].trusted_proxies)


def _believe_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
