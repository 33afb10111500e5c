"""What plugins/README.md shows works as it stands there."""

import dataclasses
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from matchmaker.matching.scorers import FAULTS_UNTIL_PAUSE
from matchmaker.scoring import Profile
from matchmaker.scoring.budget import REQUEST_S
from matchmaker.scoring.host import PluginHost
from matchmaker.scoring.loader import discover
from matchmaker.scoring.testing import CHECKS

README = Path(__file__).parents[2] / "plugins" / "README.md"
TEXT = README.read_text(encoding="utf-8")

# A file's name on a line of its own, and the block below it.
BLOCKS = re.findall(r"^`([\w./]+)`\n\n```(python|toml)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PLUGINS = [(path, code) for path, _, code in BLOCKS if path.startswith("plugins/")]


def shown(path):
    """The last block of that name: later ones replace earlier ones."""
    return [code for name, _, code in BLOCKS if name == path][-1]


def write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def host(tmp_path):
    host = PluginHost(tmp_path / "plugins", deadline_s=30)
    yield host
    host.close()


def failures(host, name, settings=None):
    results = host.check(name, settings)
    assert [result.name for result in results] == [check.__name__ for check in CHECKS]
    return [result for result in results if not result.passed]


def test_every_python_block_is_named_and_tried_here():
    assert len(re.findall(r"^```python$", TEXT, re.MULTILINE)) == len(PLUGINS) + 1
    assert [path for path, _, _ in BLOCKS] == [
        "plugins/similar_size.py",
        "plugins/similar_size.py",
        "plugins/free_time.py",
        "test_similar_size.py",
        "pyproject.toml",
    ]


def test_the_first_scorer_is_short():
    lines = [line for line in PLUGINS[0][1].splitlines() if line.strip()]
    assert len(lines) <= 15


@pytest.mark.parametrize(("path", "code"), PLUGINS)
def test_every_scorer_shown_passes_the_kit(host, tmp_path, path, code):
    write(tmp_path, path, code)
    assert failures(host, Path(path).stem) == []


def test_the_setting_shown_is_accepted(host, tmp_path):
    write(tmp_path, "plugins/similar_size.py", shown("plugins/similar_size.py"))
    key, value = re.search(r"--set (\w+)=(\S+)", TEXT).groups()
    assert failures(host, "similar_size", {key: float(value)}) == []


def test_the_test_shown_passes(tmp_path):
    for path in ("plugins/similar_size.py", "test_similar_size.py"):
        write(tmp_path, path, shown(path))
    shutil.copy(README.parents[1] / "pyproject.toml", tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_similar_size.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(README.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{2 * len(CHECKS)} passed" in run.stdout


def test_the_package_shown_is_found_by_its_entry_point(host, tmp_path, monkeypatch):
    project = tomllib.loads(shown("pyproject.toml"))["project"]
    site = tmp_path / "site"
    write(site, "free_time_scorer/__init__.py", shown("plugins/free_time.py"))
    info = f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    write(site, f"{info}/METADATA", metadata)
    points = project["entry-points"]["matchmaker.scorers"]
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    write(site, f"{info}/entry_points.txt", f"[matchmaker.scorers]\n{lines}")
    monkeypatch.syspath_prepend(str(site))
    assert discover(tmp_path / "plugins")["free_time"].origin == "entry point free-time-scorer"
    assert failures(host, "free_time") == []


def test_the_table_names_every_field_of_a_profile():
    table = TEXT.partition("## What a profile holds")[2].partition("\n## ")[0]
    fields = {field.name for field in dataclasses.fields(Profile)}
    assert fields <= set(re.findall(r"`(\w+)`", table))


def test_the_limits_told_are_the_limits_in_force():
    limits = inspect.signature(PluginHost).parameters
    told = re.findall(r"^\| .* \| ([\d.]+) (?:s|MB) \|$", TEXT, re.MULTILINE)
    names = ("deadline_s", "load_deadline_s", "fit_deadline_s", "memory_mb")
    own = [limits[name].default for name in names]
    assert [float(value) for value in told] == [own[0], REQUEST_S, *own[1:]]
    assert "After three faults" in TEXT
    assert FAULTS_UNTIL_PAUSE == 3
