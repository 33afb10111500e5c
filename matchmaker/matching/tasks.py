"""What the job process does for matching."""

from matchmaker.jobs import job
from matchmaker.matching import engine, ledger, prices


@job(every_minutes=1, at_start=True)
def refresh_index() -> None:
    """Build the ranking index anew when it lacks a scorer or enough changes, and find the prices
    of attention anew when index or weights are others."""
    engine.rebuild_if_needed()
    prices.refresh(engine.lineup(patient=True))


@job(every_minutes=60, at_start=True)
def forget_showings() -> None:
    """Keep the ledger of attention for 90 days and no longer."""
    ledger.forget_old_days()
