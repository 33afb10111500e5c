"""What tests of the core share: an index that they only read, and a host of plugins."""

import pytest

from matchmaker.scoring.host import PluginHost
from tests.scoring.guests import GENEROUS_S, GOOD, POOL
from tests.scoring.little_index import build


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of some entries, shared by the tests that only read it."""
    return build(tmp_path_factory.mktemp("index"), sequence=41)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plugins")
    (folder / "good.py").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def host(folder):
    host = PluginHost(
        folder,
        memory_mb=256,
        deadline_s=GENEROUS_S,
        load_deadline_s=GENEROUS_S,
        patience_s=GENEROUS_S,
    )
    yield host
    host.close()


@pytest.fixture(scope="module")
def good(host):
    return host.load("good").fit(POOL)
