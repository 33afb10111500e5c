"""/metrics, where METRICS is on: figures for a monitoring system (Prometheus), none of a person.

Only the machine itself and private networks get an answer; for everybody else it is not there.
"""

import os
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, current_app, request
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from matchmaker.config import Settings
from matchmaker.db import db, unless_away
from matchmaker.mail.models import Mail
from matchmaker.web import health
from matchmaker.web.limits import limiter

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)
"""Upper ends of the classes in which the times of requests are counted."""


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    if settings.metrics == "off":
        return
    if settings.workers > 1:  # must be known before the library is imported
        folder_of(settings).mkdir(exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder_of(settings))
    # Imported here: whoever does not measure need not load it.
    from prometheus_client import CollectorRegistry
    from prometheus_flask_exporter import PrometheusMetrics

    exporter = PrometheusMetrics(
        app, path=None, group_by=route, defaults_prefix="matchmaker", buckets=SECONDS,
        registry=CollectorRegistry(),
    )  # fmt: skip
    state = CollectorRegistry()
    state.register(_State())

    @limiter.exempt
    def metrics() -> Response:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        if not _from_near():
            raise NotFound
        requests, _ = exporter.generate_metrics()
        return Response(
            requests + generate_latest(state).decode(), content_type=CONTENT_TYPE_LATEST
        )

    app.add_url_rule("/metrics", "web.metrics", metrics)


def folder_of(settings: Settings) -> Path:
    """Where several workers put their figures, so that each of them can tell the sum."""
    return settings.instance / "metrics"


def forget_earlier(settings: Settings) -> None:
    """Remove what the workers of an earlier start counted; before the first worker starts."""
    for file in folder_of(settings).glob("*.db"):
        file.unlink(missing_ok=True)


def route(request: Request) -> str:
    """What requests are counted by: the address without the part that names somebody."""
    return request.url_rule.rule if request.url_rule is not None else "none"


def _from_near() -> bool:
    """A proxy that nobody declared makes everybody look near: then nobody is."""
    undeclared = current_app.config["SETTINGS"].trusted_proxies == 0
    if undeclared and ("X-Forwarded-For" in request.headers or "Forwarded" in request.headers):
        return False
    try:
        return ip_address(request.remote_addr or "").is_private
    except ValueError:
        return False


class _State:
    """The condition of the parts and of the queue of mails, at the moment it is asked for."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        ready = GaugeMetricFamily("matchmaker_ready", "1: this part works", labels=["part"])
        for part, answer in health.answers().items():
            ready.add_metric([part], float(bool(answer["ok"])))
        yield ready
        mails = GaugeMetricFamily("matchmaker_mails", "Mails by state", labels=["state"])
        for state, number in unless_away(_mails, dict[str, int]()).items():
            mails.add_metric([state], number)
        yield mails


def _mails() -> dict[str, int]:
    failed = Mail.failed_at.is_not(None)
    conditions = {"waiting": Mail.sent_at.is_(None) & ~failed, "failed": failed}
    return {
        state: db.session.scalar(select(func.count()).select_from(Mail).where(condition)) or 0
        for state, condition in conditions.items()
    }
