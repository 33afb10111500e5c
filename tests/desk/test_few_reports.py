"""One client cannot bury a desk under reports."""

import pytest

from matchmaker.config import Settings
from matchmaker.desk.models import Report
from matchmaker.profiles.models import Profile
from tests.desk.conftest import People, count

PAGE = "/p/tischlerei/melden"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"rate_limits": "on"})


def test_the_eleventh_report_of_a_client_has_to_wait(people: People, shown: Profile) -> None:
    sent = {"uid": "", "reason": "false"}
    statuses = [people["visitor"].post(PAGE, sent).status_code for _ in range(10)]
    refused = people["visitor"].post(PAGE, sent)

    assert ([303] * 10, 429, 10) == (statuses, refused.status_code, count(Report))
    assert 0 < int(refused.headers["Retry-After"]) <= 601
