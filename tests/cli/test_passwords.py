"""Passwords given on the command line."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run

PASSWORD = "lang und geheim genug"


def create(run: Run, password: str) -> tuple[int, str]:
    words = ("users", "create", "jens@firma.example", "--role", "member", "--password-stdin")
    told = run(*words, input=f"{password}\n")
    return told.exit_code, told.stderr


@pytest.mark.parametrize("length", [9, 201])
def test_one_that_could_not_be_typed_at_sign_in_is_refused(run: Run, length: int) -> None:
    code, told = create(run, "ä" * length)
    assert 1 == code
    assert "at least 10 characters, and at most 200" in told
    assert 0 == create(run, "ä" * 200)[0]


def test_a_person_at_a_terminal_is_asked_and_types_it_unseen(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    words = ("users", "create", "jens@firma.example", "--role", "member", "--password-stdin")
    process = subprocess.Popen(
        [sys.executable, "-m", "matchmaker", *words],
        env=os.environ | {"MATCHMAKER_INSTANCE": str(tmp_path / "instance")},
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert b"Password: " == process.stderr.read(10)  # by the space at its end, nothing is echoed
    os.write(master, f"{PASSWORD}\n".encode())
    told, _ = process.communicate(timeout=60)
    assert (0, b"created: jens@firma.example\n") == (process.returncode, told)
    assert ([], [], []) == select.select([master], [], [], 0)
    os.close(master)
    os.close(slave)
