"""What the job process does for needs."""

from matchmaker.db import unit_of_work
from matchmaker.jobs import job
from matchmaker.profiles.needs import renewal


@job(every_minutes=30, at_start=True)
def expire_and_remind_of_needs() -> None:
    """End needs whose 90 days are over, and ask in good time whether they still count."""
    with unit_of_work():
        renewal.expire_needs()
        renewal.remind_of_needs()
