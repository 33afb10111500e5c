"""From the lead of a similarity to a rating: what a pool teaches, and how sure it makes."""

import numpy as np
import pytest

from matchmaker.scoring.search.ingredients import Logistic
from plugins.text_similarity.calibration import BEFOREHAND, STRETCH, calibrated


def test_few_pairs_hardly_move_the_curve() -> None:
    unknown = calibrated(np.empty(0))
    assert (unknown.middle / STRETCH, unknown.width / STRETCH) == pytest.approx(BEFOREHAND)
    assert calibrated(np.array([0.9])).middle / STRETCH < 0.05
    assert calibrated(np.full(100_000, 0.9)).middle / STRETCH == pytest.approx(0.9, abs=0.01)


def test_the_curve_learns_the_quantile_and_the_deviation() -> None:
    learnt = calibrated(np.linspace(0, 1, 1_000_001))
    assert learnt.middle / STRETCH == pytest.approx(0.95, abs=1e-3)
    assert learnt.width / STRETCH == pytest.approx(12**-0.5, abs=1e-3)


def test_the_curve_is_one_half_at_its_middle() -> None:
    assert Logistic(0.2, 0.1)(np.array([0.2]))[0] == 0.5


def test_what_lies_far_above_the_usual_is_no_certainty_yet() -> None:
    leads = np.random.default_rng(1).normal(size=100_000) / 100
    assert calibrated(leads)(np.array([0.04]))[0] < 0.5 < calibrated(leads)(np.array([0.2]))[0]
