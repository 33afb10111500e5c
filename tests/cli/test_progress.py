"""What scorers learn for long is shown on a terminal, and on nothing else."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaker.cli import application, progress_over
from matchmaker.cli.application import with_app
from matchmaker.scoring import followed


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def learn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A command in which a scorer learns texts; however quickly, it counts as long work."""
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr(application, "SHORT_SECONDS", 0.0)

    @with_app(upgraded=False)
    def command() -> list[str]:
        return list(followed(["a", "b"], "texts"))

    return command


def test_a_terminal_shows_how_many_texts_are_learnt(
    learn: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert learn() == ["a", "b"]
    assert "2/2" in terminal.getvalue()
    assert "texts" in terminal.getvalue()
    assert capsys.readouterr().out == ""


def test_a_pipe_is_shown_nothing(
    learn: Callable[[], list[str]], capsys: pytest.CaptureFixture
) -> None:
    learn()
    assert capsys.readouterr() == ("", "")


def test_short_work_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert list(progress_over("ab", "texts", delay=600)) == ["a", "b"]
    assert terminal.getvalue() == ""
