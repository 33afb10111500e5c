"""The desk of an office: what waits for it, what it decides, and who helps where."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.desk import (
        network_views,
        report_views,
        stored,
        tasks,  # noqa: F401 - declares its job
        views,
    )

    views.init_app(app)
    report_views.init_app(app)
    network_views.init_app(app)
    stored.init_app(app)
