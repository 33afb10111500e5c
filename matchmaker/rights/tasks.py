"""Jobs of the rights of a person."""

from matchmaker.db import unit_of_work
from matchmaker.jobs import job
from matchmaker.rights import retention
from matchmaker.rights.completion import complete


@job(every_minutes=1, at_start=True)
def complete_erasures() -> None:
    complete()


@job(every_minutes=60, at_start=True)
def keep_no_longer_than_needed() -> None:
    with unit_of_work():
        retention.forget_old_actions()
        retention.warn_unused()
        retention.erase_unused()
