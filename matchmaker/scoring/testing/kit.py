"""Runs the named checks, in tests and for the command line."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from matchmaker.scoring.faults import where, where_and_why
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.testing.checks import CHECKS, Check


class CheckResult(NamedTuple):
    """Whether one check passed; if not, `sentence` says why, else it says what the check proves."""

    name: str
    passed: bool
    sentence: str


def run_checks(scorer: Scorer) -> list[CheckResult]:
    """Every check on the scorer, which is left unfitted.

    Runs the scorer's code here: of a foreign plugin, ask `PluginHost.check` instead.
    """
    return [_run(check, scorer) for check in CHECKS]


def run_check(name: str, scorer: Scorer) -> CheckResult:
    """The check of that name; KeyError when there is none."""
    return _run({check.__name__: check for check in CHECKS}[name], scorer)


def parametrize_with_checks(scorers: Iterable[Scorer]) -> Any:
    """A pytest decorator: the test gets every pair of `scorer` and `check`."""
    # pytest is there where tests run, and is not needed anywhere else.
    import pytest

    cases = [
        pytest.param(scorer, check, id=f"{_title(scorer)}-{check.__name__}")
        for scorer in scorers
        for check in CHECKS
    ]
    return pytest.mark.parametrize(("scorer", "check"), cases)


def _run(check: Check, scorer: Scorer) -> CheckResult:
    name = check.__name__
    try:
        check(scorer)
    except AssertionError as error:
        return CheckResult(name, False, str(error) or f"Raised {where(error)}.")
    except (Exception, SystemExit) as error:
        return CheckResult(name, False, f"Raised {where_and_why(error)}")
    return CheckResult(name, True, (check.__doc__ or "").splitlines()[0])


def _title(scorer: Scorer) -> str:
    settings = ", ".join(f"{name}={value!r}" for name, value in scorer.settings().items())
    return f"{type(scorer).__name__}({settings})"
