"""The conformance kit: does a scorer keep the interface?

In one's own tests:

    from matchmaker.scoring.testing import parametrize_with_checks

    @parametrize_with_checks([Locality(), Locality(half_km=5)])
    def test_the_scorer_keeps_the_interface(scorer, check):
        check(scorer)
"""

from matchmaker.scoring.testing.checks import CHECKS, Check
from matchmaker.scoring.testing.kit import (
    CheckResult,
    parametrize_with_checks,
    run_check,
    run_checks,
)

__all__ = ["CHECKS", "Check", "CheckResult", "parametrize_with_checks", "run_check", "run_checks"]
