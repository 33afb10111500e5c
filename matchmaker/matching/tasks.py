"""What the job process does for matching."""

from matchmaker.jobs import job
from matchmaker.matching import engine


@job(every_minutes=1, at_start=True)
def refresh_index() -> None:
    """Build the ranking index anew when it lacks a scorer or enough changes."""
    engine.rebuild_if_needed()
