"""Figures for a monitoring system: there where it is switched on, for whoever is near."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.config import Settings


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    return settings.model_copy(update={"metrics": getattr(request, "param", "on")})


def test_requests_are_counted_by_route_and_name_nobody(app: Flask) -> None:
    visitor = app.test_client()
    for address in ("/impressum", "/impressum", "/p/jens-geheim", "/verzeichnis?q=geheim"):
        visitor.get(address)
    told = visitor.get("/metrics").text
    labels = 'method="GET",route="/impressum",status="200"'
    assert f"matchmaker_http_request_duration_seconds_count{{{labels}}} 2.0" in told
    assert 'route="/p/<slug>"' in told
    assert "geheim" not in told


def test_an_invented_method_has_no_figures(app: Flask) -> None:
    visitor = app.test_client()
    for address in ("/impressum", "/?q=%00"):
        visitor.open(address, method="INVENTED")
    visitor.delete("/impressum")
    told = visitor.get("/metrics").text
    assert 'method="DELETE",route="none",status="405"' in told
    assert "INVENTED" not in told


def test_the_state_of_parts_and_mails_is_told(app: Flask) -> None:
    told = app.test_client().get("/metrics").text
    assert 'matchmaker_ready{part="database"} 1.0' in told
    assert 'matchmaker_mails{state="waiting"} 0.0' in told


@pytest.mark.parametrize(("address", "status"), [("10.0.0.7", 200), ("203.0.114.9", 404)])
def test_only_whoever_is_near_gets_an_answer(app: Flask, address: str, status: int) -> None:
    answer = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_behind_a_proxy_that_nobody_declared_nobody_is_near(app: Flask, header: str) -> None:
    visitor = app.test_client()
    assert visitor.get("/metrics", headers={header: "203.0.114.9"}).status_code == 404


@pytest.mark.parametrize("settings", ["off"], indirect=True)
def test_without_the_setting_there_is_no_such_page(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


def test_several_workers_tell_the_sum(tmp_path: Path) -> None:
    """In a process of its own, since the library decides when it is imported."""
    program = """
import os
from matchmaker import create_app
from matchmaker.config import load_settings
from matchmaker.db import upgrade_database

app = create_app(load_settings())
with app.app_context():
    upgrade_database()
if (worker := os.fork()) == 0:
    app.test_client().get("/healthz")
    os._exit(0)
os.waitpid(worker, 0)
app.test_client().get("/healthz")
print(app.test_client().get("/metrics").text)
"""
    settings = {"INSTANCE": str(tmp_path), "METRICS": "on", "WORKERS": "2"}
    settings["REDIS_URL"] = "redis://127.0.0.1:9/0"
    environment = {f"MATCHMAKER_{name}": value for name, value in settings.items()}
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=os.environ | environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    counted = 'count{method="GET",route="/healthz",status="200"} 2.0'
    assert counted in told
