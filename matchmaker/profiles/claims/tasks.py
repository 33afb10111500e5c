"""What the job process does for claims."""

from matchmaker.db import unit_of_work
from matchmaker.jobs import job
from matchmaker.profiles.claims import service


@job(every_minutes=60, at_start=True)
def forget_old_claims() -> None:
    """Remove proofs that nobody can use any more."""
    with unit_of_work():
        service.forget_old_claims()
