"""What foreign plugins do wrong, seen from a browser: it costs their part and nothing else.

With two workers under gunicorn where Redis is there, else with one.
"""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from matchmaker import create_app
from matchmaker.config import load_settings
from matchmaker.db import db
from matchmaker.matching.operation import enable
from matchmaker.matching.scorers import get_scorer
from tests.service import Guest, Service

REDIS = os.environ.get("TEST_REDIS_URL", "")
PLUGIN = """
import os, sys, time
import numpy as np
from matchmaker.scoring import Explanation, Scorer

class Faulty(Scorer):
    name = "NAME"
    label = {"de": "NAME", "en": "NAME"}

    def fit(self, pool):
        self.size_ = len(pool)
        return self

    def score(self, seeker):
        fine = np.ones(self.size_, dtype=np.float32)
        BODY

    def explain(self, seeker, candidate):
        return Explanation(1.0)

scorer = Faulty
"""
FAULTS = {
    "raises": "raise RuntimeError('kontakt@geheim.example')",
    "gives_nothing": "return None",
    "gives_text": "return 'hundert'",
    "gives_infinity": "return fine / 0",
    "gives_too_much": "return fine * 1e30",
    "gives_less_than_nothing": "return -fine",
    "gives_a_short_column": "return fine[:-1]",
    "sleeps": "time.sleep(60)",
    "never_ends": "while True: pass",
    "exits": "sys.exit(1)",
    "leaves": "os._exit(1)",
    "takes_a_gigabyte": "kept = bytearray(1 << 30); return fine",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("plugins")
    for name, body in FAULTS.items():
        text = PLUGIN.replace("NAME", name).replace("BODY", body)
        (folder / f"{name}.py").write_text(text)
    settings = {"PLUGINS": str(folder)}
    if REDIS:
        settings |= {"WORKERS": "2", "REDIS_URL": REDIS}
    service = Service(tmp_path_factory.mktemp("site") / "instance", "--with-demo", **settings)
    service.start()
    yield service
    service.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def jens(service: Service) -> Guest:
    guest = Guest(service.port)
    guest.sign_in("jens@demo.example")
    return guest


@pytest.fixture(scope="module")
def operator(service: Service) -> Iterator[Flask]:
    """The same installation as the command line sees it."""
    app = create_app(load_settings(service.environment))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["matching"].close()


def suggested(jens: Guest, slug: str) -> tuple[list[str], str]:
    """The names on Jens's page in their order, and the page."""
    status, _, page = jens.ask(f"/vorschlaege/{slug}")
    assert status == 200
    return re.findall(r'<a[^>]*href="/p/([a-z0-9-]+)"', page), page


@pytest.fixture(scope="module")
def slug(service: Service, jens: Guest) -> str:
    found = re.search(r"/vorschlaege/([a-z0-9-]+)", jens.ask("/konto")[2])
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def before(jens: Guest, slug: str) -> list[str]:
    order, _ = suggested(jens, slug)
    assert len(order) >= 10
    return order


@pytest.mark.parametrize("name", FAULTS)
def test_it_costs_its_own_part_is_told_and_pauses_after_three_faults(
    operator: Flask, jens: Guest, slug: str, before: list[str], name: str
) -> None:
    enable(name, 5.0, [])
    noted = 0
    while state_of(jens, name) == "enabled":
        order, page = suggested(jens, slug)
        assert order == before
        noted += f"„{name}“" in page
        assert noted <= 8  # three faults; two workers may each be in the middle of one
    assert noted >= 1
    assert state_of(jens, name) == "broken"
    assert suggested(jens, slug)[0] == before
    db.session.rollback()
    reason = get_scorer(name).reason
    assert reason is not None
    assert "geheim" not in reason


def state_of(jens: Guest, name: str) -> str:
    document = json.loads(jens.ask("/api/v1/plugins")[2])
    return next(plugin["state"] for plugin in document["plugins"] if plugin["name"] == name)


def test_nothing_of_what_they_said_is_in_the_log(service: Service) -> None:
    assert "geheim" not in service.log.read_text()
    for file in Path(service.instance).glob("**/*.log"):
        assert "geheim" not in file.read_text()
