"""What every command has in common: help, exit status, and where errors go."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from matchmaker import __version__
from matchmaker.cli import main
from tests.full_disk import needs_limits, nothing_fits, writes_itself

from .conftest import Run


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


@pytest.mark.parametrize("words", [(), *commands(main)], ids=" ".join)
def test_every_command_has_help_with_an_example(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words, "--help")
    assert told.exit_code == 0
    assert "Example: matchmaker" in told.stdout.replace("MATCHMAKER_INSTANCE=/srv/new ", "")


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("import", "profiles", "/no/such/file"),
        ("evaluate", "/no/such/profiles", "/no/such/judgements"),
        ("restore", "/no/such/backup"),
        ("export", "profiles", "/no/such/folder/profiles.jsonl"),
        ("export", "profiles", ""),
        ("rank", "k-1", "--limit", "0"),
        ("rank", "k-1", "--weights", "locality=-1"),
        ("rank", "k-1", "--weights", "locality=nan"),
        ("rank", "k-1", "--weights", "locality"),
        ("plugins", "enable", "no_such_scorer"),
        ("users", "create", "a@b.example", "--role", "king"),
        ("users", "create", "a@b.example", "--role", "office"),
        ("tokens", "create", "a@b.example", "--scope", "read,foo"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_a_sentence_on_standard_error(
    run: Run, words: tuple[str, ...]
) -> None:
    told = run(*words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.strip()
    assert "Traceback" not in told.stderr


def test_an_unknown_scope_is_answered_with_those_there_are(run: Run) -> None:
    told = run("tokens", "create", "a@b.example", "--scope", "foo").stderr
    assert "'foo' is no scope; the scopes are read, write." in told


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "eighty"),
        ("WORKERS", "0"),
        ("SCORERS", "{"),
        ("APPROVAL", "perhaps"),
        ("NO_SUCH", "1"),
        ("BASE_URL", "ftp://example.org"),
    ],
)
def test_a_bad_setting_is_named_in_one_sentence(run: Run, setting: str, value: str) -> None:
    told = run("init", **{setting: value})
    assert told.exit_code == 1
    assert setting in told.stderr
    assert told.stderr.count("\n") == 1


def test_it_tells_its_version(run: Run) -> None:
    assert f"matchmaker {__version__}\n" == run("--version").stdout


def test_init_is_safe_to_repeat(run: Run) -> None:
    assert [run("init").stdout, run("init").stdout] == ["ready\n", "ready\n"]


def test_the_demo_region_is_loaded_into_an_empty_database_only(run: Run) -> None:
    assert run("demo").stdout.startswith("loaded: ")
    again = run("demo")
    assert again.exit_code == 1
    assert "empty" in again.stderr


def test_several_workers_need_redis(run: Run) -> None:
    told = run("serve", WORKERS="2")
    assert told.exit_code != 0
    assert "REDIS_URL" in told.stderr


def test_a_backup_goes_into_an_empty_instance_only(region: Run, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    assert region("backup", file).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    refused = region("restore", file)
    assert (refused.exit_code, refused.stdout) == (1, "")


def test_matrices_are_multiplied_on_one_core_unless_the_operator_says_otherwise() -> None:
    program = """if True:
        from matchmaker.cli import main
        main(["serve", "--help"], standalone_mode=False)
        import os, numpy, threadpoolctl
        said = os.environ["OPENBLAS_NUM_THREADS"]
        print(said, *{each["num_threads"] for each in threadpoolctl.threadpool_info()})
    """
    silent = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    told, otherwise = (
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=wish
        ).stdout.splitlines()[-1]
        for wish in (silent, silent | {"OPENBLAS_NUM_THREADS": "2"})
    )
    assert told == "1 1"
    assert otherwise.startswith("2 ")


def test_letters_that_a_terminal_does_not_know_stop_no_command() -> None:
    """JSON is UTF-8 all the same."""
    program = "from matchmaker.cli import {0}; {0}({1})"
    told, document = (
        subprocess.run(
            [sys.executable, "-c", program.format(*call)],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONIOENCODING": "iso8859-5"},
        ).stdout
        for call in (("main", ["--help"]), ("echo_json", {"place": "Köln"}))
    )
    assert b"Augenh?he: brings" in told
    assert {"place": "Köln"} == json.loads(document.decode("utf-8"))


@needs_limits
@writes_itself
def test_a_full_disk_is_called_one(run: Run) -> None:
    """SQLite calls it "disk I/O error", which sounds like a broken one."""
    assert run("init").exit_code == 0
    with nothing_fits():
        told = run("users", "create", "jens@firma.example", "--role", "member")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "disk is full" in told.stderr
