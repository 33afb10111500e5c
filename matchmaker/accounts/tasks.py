"""Jobs of accounts."""

from matchmaker.accounts.registration import forget_unconfirmed
from matchmaker.db import unit_of_work
from matchmaker.jobs import job


@job(every_minutes=10, at_start=True)
def forget_unconfirmed_accounts() -> None:
    with unit_of_work():
        forget_unconfirmed()
