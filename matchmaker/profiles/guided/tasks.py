"""What the guided forms do by themselves: ask after free time, forget old drafts."""

from matchmaker.db import unit_of_work
from matchmaker.jobs import job
from matchmaker.profiles.drafts import discard_old_drafts
from matchmaker.profiles.guided import capacity


@job(every_minutes=30)
def keep_capacity_current() -> None:
    with unit_of_work():
        capacity.forget_old()
        capacity.ask_again()


@job(every_minutes=60)
def forget_old_drafts() -> None:
    with unit_of_work():
        discard_old_drafts()
