"""Jobs of the desk."""

from matchmaker.db import unit_of_work
from matchmaker.desk import reports
from matchmaker.jobs import job


@job(every_minutes=60)
def forget_reporters() -> None:
    with unit_of_work():
        reports.forget_reporters()
