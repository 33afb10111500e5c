"""Each check of the kit catches the scorer that breaks its promise, and lets sound ones pass."""

import importlib.util
import sys
from pathlib import Path

import pytest

from matchmaker.scoring import ABSTAIN, Explanation, PairScorer, Scorer
from matchmaker.scoring.host import PluginHost
from matchmaker.scoring.loader import PluginError
from matchmaker.scoring.testing import (
    CHECKS,
    CheckResult,
    parametrize_with_checks,
    run_check,
    run_checks,
)
from matchmaker.scoring.testing.samples import sample_pool, silent


def _import(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


broken = _import("broken")


class Half(PairScorer):
    """The shortest sound scorer."""

    name = "half"
    label = {"de": "Hälfte", "en": "Half"}

    def explain(self, seeker, candidate):
        return Explanation(0.5)


class Silent(Half):
    """Never has an opinion."""

    def explain(self, seeker, candidate):
        return Explanation(ABSTAIN)


class WrongShape(Half):
    def score(self, seeker):
        return super().score(seeker)[:, None]


class Exits(Half):
    def score(self, seeker):
        sys.exit("no")


def failed(scorer):
    return [result.name for result in run_checks(scorer) if not result.passed]


@parametrize_with_checks([broken.Sound(), broken.Sound(factor=0.5), Half(), Silent()])
def test_a_sound_scorer_passes(scorer, check):
    check(scorer)


@pytest.mark.parametrize(("scorer_class", "check"), broken.BROKEN.items())
def test_a_broken_promise_is_caught_by_its_check_alone(scorer_class, check):
    scorer = scorer_class(1.0)
    assert failed(scorer) == [check]


def test_every_check_is_shown_to_catch_something():
    assert {check.__name__ for check in CHECKS} == set(broken.BROKEN.values())


def test_every_check_says_in_one_line_what_it_proves():
    assert all(check.__doc__.splitlines()[0].endswith((".", "`.")) for check in CHECKS)
    assert len(CHECKS) >= 14


def test_a_result_says_what_passed_and_what_is_wrong():
    assert run_check("check_fit_returns_self", Half()) == CheckResult(
        "check_fit_returns_self", True, "`fit` returns the scorer itself."
    )
    assert run_check("check_fit_returns_self", broken.FitReturnsNothing()) == CheckResult(
        "check_fit_returns_self", False, "fit returns something else than self."
    )


def test_a_wrong_shape_is_caught():
    assert "check_score_shape_and_dtype" in failed(WrongShape())


def test_an_exit_fails_the_check_and_not_the_run():
    result = run_check("check_deterministic", Exits())
    assert not result.passed
    assert result.sentence.startswith("Raised SystemExit in test_testing.py, line ")


def test_an_exit_in_another_thread_is_told_as_such():
    result = run_check("check_asked_from_another_thread", Exits())
    assert "SystemExit" in result.sentence


def test_a_pair_rated_with_something_else_than_an_explanation_is_told_as_such():
    class Bare(Half):
        def explain(self, seeker, candidate):
            return 0.5

    result = run_check("check_score_shape_and_dtype", Bare())
    assert result.sentence.endswith("explain returned float, due is an Explanation")


def test_the_scorer_that_is_checked_stays_unfitted():
    scorer = broken.Sound()
    run_checks(scorer)
    assert vars(scorer) == {"factor": 1.0}


def test_the_sample_pool_holds_a_profile_with_nothing_but_an_id():
    assert silent() in list(sample_pool())


def test_the_samples_are_made_anew_each_time():
    assert sample_pool()[0] is not sample_pool()[0]


def test_the_kit_needs_no_pytest_to_run(monkeypatch):
    monkeypatch.setitem(sys.modules, "pytest", None)
    assert failed(Half()) == []


PLUGIN = """
import os
from matchmaker.scoring import Explanation, PairScorer

class Tried(PairScorer):
    name = "NAME"
    label = {"de": "Erprobt", "en": "Tried"}

    def explain(self, seeker, candidate):
        EXPLAIN
        return Explanation(0.5)

scorer = Tried
"""


@pytest.fixture
def host(tmp_path):
    host = PluginHost(tmp_path)
    yield host
    host.close()


def plugin(folder, name, explain="pass"):
    text = PLUGIN.replace("NAME", name).replace("EXPLAIN", explain)
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return name


def test_the_host_runs_every_check_on_a_foreign_plugin(host, tmp_path):
    results = host.check(plugin(tmp_path, "sound"))
    assert results == [CheckResult(c.__name__, True, c.__doc__.splitlines()[0]) for c in CHECKS]


def test_a_failed_check_in_the_host_is_told_with_its_sentence(host, tmp_path):
    results = host.check(plugin(tmp_path, "flawed", "seeker.nothing"))
    by_name = {result.name: result for result in results}
    assert by_name["check_fit_returns_self"].passed
    assert "AttributeError in flawed.py, line 10" in by_name["check_deterministic"].sentence


def test_an_exit_is_a_failed_check_and_three_end_the_run(host, tmp_path):
    results = host.check(plugin(tmp_path, "exits", "os._exit(2)"))
    exits = [result for result in results if not result.passed]
    assert [result.sentence for result in exits] == [
        "exits ended the plugin host with exit code 2."
    ] * 3
    assert results[-1] == exits[-1]


def test_a_hanging_check_has_failed(host, tmp_path):
    hangs = "while candidate.id == 'silent': pass"
    name = plugin(tmp_path, "hangs", hangs)
    host.load(name)
    host.load_deadline_s = 1.0
    sentences = [result.sentence for result in host.check(name) if not result.passed]
    assert sentences == ["hangs took longer than 1 s to check."]


def test_a_plugin_that_cannot_be_loaded_cannot_be_checked(host, tmp_path):
    (tmp_path / "bad.py").write_text("scorer = None", encoding="utf-8")
    with pytest.raises(PluginError, match="must end in"):
        host.check("bad")


class GivesMoreThanItTakes(broken.Sound):
    """Tells nothing of its own in the other direction."""

    explain_back = Scorer.explain_back


def test_a_scorer_that_rates_back_what_it_does_not_explain_passes() -> None:
    failed = [result for result in run_checks(GivesMoreThanItTakes()) if not result.passed]
    assert [] == failed
