"""Plugins, offices, accounts and tokens, by command."""

import json
from pathlib import Path

import pytest

from matchmaker import audit, create_app
from matchmaker.accounts.service import find_token
from matchmaker.cli.start import start
from matchmaker.config import load_settings
from matchmaker.db import db
from matchmaker.scoring.testing import CHECKS

from .conftest import PLUGINS, Run


def states(run: Run) -> dict[str, str]:
    document = json.loads(run("plugins", "list", "--json").stdout)
    return {plugin["name"]: plugin["state"] for plugin in document["plugins"]}


def test_a_scorer_is_switched_off_and_on_with_weight_and_settings(region: Run) -> None:
    assert region("plugins", "disable", "locality").exit_code == 0
    assert states(region)["locality"] == "disabled"
    assert "locality" not in region("rank", "k-1", "--json").stdout
    region("plugins", "enable", "locality", "--weight", "0.5", "--set", "half_km=12")
    listed = json.loads(region("plugins", "list", "--json").stdout)["plugins"]
    locality = next(plugin for plugin in listed if plugin["name"] == "locality")
    assert (locality["state"], locality["weight"]) == ("enabled", 0.5)
    assert locality["settings"]["half_km"] == 12
    assert set(locality) == {"name", "origin", "state", "weight", "settings", "reason"}


def test_the_learned_scorer_is_off_and_tells_what_it_would_weigh(run: Run) -> None:
    listed = json.loads(run("plugins", "list", "--json").stdout)["plugins"]
    semantic = next(plugin for plugin in listed if plugin["name"] == "semantic")
    assert (semantic["state"], semantic["weight"]) == ("disabled", 2)


@pytest.mark.parametrize("value", ["far", "1" + "0" * 400, "[" * 5000, "nan", "-1"])
def test_a_setting_that_makes_no_sense_is_refused_and_changes_nothing(run: Run, value: str) -> None:
    before = run("plugins", "list", "--json").stdout
    told = run("plugins", "enable", "locality", "--set", f"half_km={value}")
    assert told.exit_code in (1, 2)
    assert "half_km" in told.stderr
    assert run("plugins", "list", "--json").stdout == before


def test_an_unknown_setting_is_answered_with_the_valid_ones(run: Run) -> None:
    told = run("plugins", "enable", "locality", "--set", "no_such=1")
    assert told.exit_code != 0
    assert "half_km" in told.stderr


def test_a_scorer_dropped_into_the_folder_is_found_enabled_and_counts(
    region: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "all_alike.py").write_text(
        "from matchmaker.scoring import Explanation, PairScorer\n\n"
        "class AllAlike(PairScorer):\n"
        '    """All alike."""\n'
        '    name = "all_alike"\n'
        '    label = {"de": "Gleich", "en": "Alike"}\n\n'
        "    def explain(self, seeker, candidate):\n"
        "        return Explanation(0.5)\n\n"
        "scorer = AllAlike\n"
    )
    there = {"PLUGINS": str(folder)}
    assert region("plugins", "check", folder / "all_alike.py", **there).exit_code == 0
    assert region("plugins", "enable", "all_alike", **there).exit_code == 0
    document = json.loads(region("rank", "k-1", "--json", **there).stdout)
    assert "all_alike" in [scorer["name"] for scorer in document["scorers"]]
    for match in document["matches"]:
        part = next(part for part in match["parts"] if part["scorer"] == "all_alike")
        assert (part["for_seeker"], part["for_candidate"]) == (0.5, 0.5)


def test_the_bundled_scorers_keep_the_interface(run: Run) -> None:
    told = run("plugins", "check", "locality")
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) >= 12
    assert "FAILED" not in told.stdout


def test_a_broken_scorer_is_told_by_the_check_it_fails(run: Run, tmp_path: Path) -> None:
    source = (PLUGINS / "locality.py").read_text()
    broken = tmp_path / "too_high.py"
    broken.write_text(
        source.replace('name = "locality"', 'name = "too_high"')
        + "\n\nclass TooHigh(Locality):\n    name = 'too_high'\n\n"
        "    def score(self, seeker):\n        return super().score(seeker) + 1\n\n\n"
        "scorer = TooHigh\n"
    )
    told = run("plugins", "check", broken)
    assert told.exit_code == 1
    assert "FAILED" in told.stdout


def test_checks_that_a_hopeless_scorer_leaves_out_are_counted(run: Run, tmp_path: Path) -> None:
    leaves = tmp_path / "leaves.py"
    source = (PLUGINS / "locality.py").read_text().replace('name = "locality"', 'name = "leaves"')
    fit = "    def fit(self, pool):\n        import os; os._exit(1)\n\n\n"
    leaves.write_text(f"{source}\n\nclass Leaves(Locality):\n{fit}scorer = Leaves\n")
    told = run("plugins", "check", leaves)
    run_before = len(told.stdout.splitlines())
    assert f"3 of {run_before} checks failed" in told.stderr
    assert f"; {len(CHECKS) - run_before} more were not run" in told.stderr


def test_an_office_needs_a_territory_that_can_be_read(run: Run) -> None:
    made = run("offices", "create", "erz", "--name", "Amt", "--territory", "094,state:SN")
    assert (made.exit_code, made.stdout) == (0, "created: erz\n")
    for territory in ("", "state:XX", "12a"):
        refused = run("offices", "create", "amt", "--name", "Amt", "--territory", territory)
        assert refused.exit_code in (1, 2), territory
        assert refused.stdout == ""


@pytest.mark.parametrize("name", ["", " ", "Amt\u202e", "A\u200bmt", "x" * 201])
def test_the_name_of_an_office_holds_nothing_unseen(run: Run, name: str) -> None:
    refused = run("offices", "create", "amt", "--name", name, "--territory", "094")
    assert (1, True) == (refused.exit_code, "none unseen" in refused.stderr)


def test_a_member_is_created_with_profiles_and_gets_a_token(region: Run) -> None:
    made = region(
        "users", "create", "jens@firma.example", "--role", "member",
        "--profile", "k-1", "--profile", "c-1", "--password-stdin",
        input="lang und geheim genug\n",
    )  # fmt: skip
    assert made.stdout == "created: jens@firma.example\n"
    token = region("tokens", "create", "jens@firma.example", "--scope", "read,write")
    assert token.exit_code == 0
    assert len(token.stdout.strip()) >= 32
    again = region("users", "create", "jens@firma.example", "--role", "member")
    assert again.exit_code == 1
    nobody = region("tokens", "create", "nobody@firma.example")
    assert (nobody.exit_code, nobody.stdout) == (1, "")


def test_tokens_are_ended_and_the_log_tells_what_was_done_by_command(
    region: Run, tmp_path: Path, database_url: str
) -> None:
    region("offices", "create", "erz", "--name", "Amt", "--territory", "094")
    region("users", "create", "anna@amt.example", "--role", "office", "--office", "erz")
    tokens = [region("tokens", "create", "anna@amt.example").stdout.strip() for _ in range(2)]
    said = {"MATCHMAKER_DATABASE_URL": database_url} if database_url else {}
    app = create_app(load_settings(said, instance=tmp_path / "instance"))

    def count() -> list[bool]:
        with app.app_context():
            return [find_token(token) is not None for token in tokens]

    assert [True, True] == count()
    ended = region("tokens", "end", "anna@amt.example")
    assert (0, "ended: 2\n") == (ended.exit_code, ended.stdout)
    assert 1 == region("tokens", "end", "nobody@firma.example").exit_code
    assert [False, False] == count()
    with app.app_context():
        told = [(each.actor, each.action) for each in reversed(audit.newest())]
        db.engine.dispose()
    actions = ["office.created", "account.created", *["token.created"] * 2, "tokens.ended"]
    assert [("command", action) for action in actions] == told


def test_a_scorer_that_no_plugin_is_called_is_told_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scorers = {"localty": {"weight": 2}, "locality": {"weight": 2}}
    settings = load_settings({"MATCHMAKER_SCORERS": json.dumps(scorers)}, instance=tmp_path)
    start(settings, with_demo=False)
    [line] = capsys.readouterr().err.splitlines()
    assert "'localty'" in line
