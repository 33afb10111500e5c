"""Who leads at a place is told that a profile there was reported, once an hour at most."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.db import db, unit_of_work
from matchmaker.mail import Mail
from matchmaker.mail.delivery import deliver_mails
from matchmaker.profiles.models import Profile
from tests.desk.conftest import START, People, read_anew
from tests.statements import statements

SENT = {"reason": "false", "text": "Diese Werkstatt ist KANARIENVOGEL", "address": "a@example.org"}


def report(people: People, number: int = 1) -> None:
    sent = SENT | {"uid": f"{number:032x}"}
    assert 303 == people["visitor"].post("/p/tischlerei/melden", sent).status_code


def told() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def change(address: str, **values: object) -> None:
    with unit_of_work():
        user = db.session.scalars(select(User).where(User.email == address)).one()
        for name, value in values.items():
            setattr(user, name, value)


def test_the_leading_office_is_told_without_name_words_and_reporter(
    people: People, shown: Profile
) -> None:
    with unit_of_work():
        create_office("wider", "Amt weit", ["09"]).kind = "network"
        create_user("wide@example.org", "office", office_slug="wider")
    report(people)
    (mail,) = told()

    assert "office@example.org" == mail.address
    assert "M-000000" in mail.subject
    assert "diese eine Meldung" in mail.text
    assert f"/schreibtisch/report/{1:032x}" in mail.text
    for canary in ("KANARIENVOGEL", "a@example.org", "Tischlerei"):
        assert canary not in mail.subject + mail.text


def test_to_count_reports_nothing_else_that_waits_is_read(people: People, shown: Profile) -> None:
    with statements() as asked:
        report(people)
    assert [] == [each for each in asked if "FROM needs JOIN" in each]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"informal": True}, "liest du auf deinem"),
        ({"informal": False}, "lesen Sie auf Ihrem"),
        ({"locale": "en"}, "/en/schreibtisch/report/"),
    ],
)
def test_each_is_told_in_their_own_way(
    values: dict[str, object], words: str, people: People, shown: Profile
) -> None:
    change("office@example.org", **values)
    report(people)
    assert words in told()[0].text


@pytest.mark.parametrize("gone", ["closed", "elsewhere", "owner"])
def test_where_nobody_reads_for_the_place_the_administration_is_told(
    gone: str, people: People, shown: Profile
) -> None:
    if gone == "closed":
        change("office@example.org", active=False)
    with unit_of_work():
        profile = read_anew(shown)
        if gone == "elsewhere":
            profile.postal_code = "80331"
        if gone == "owner":
            assert people["office"].user is not None
            profile.owner_id = people["office"].user.id
    report(people)
    assert ["admin@example.org"] == [mail.address for mail in told()]


def test_what_comes_within_the_hour_is_told_together_at_its_end(
    app: Flask, people: People, shown: Profile
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        report(people, 1)
        deliver_mails()
        for number in (2, 3):
            clock.shift(timedelta(minutes=10))
            report(people, number)
        first, together = told()
        deliver_mails()
        assert (START, None) == (first.sent_at, told()[1].sent_at)
        assert START + timedelta(hours=1) == together.due_at
        assert "warten jetzt 3 Meldungen" in together.text
        clock.shift(timedelta(minutes=40))
        deliver_mails()
        assert START + timedelta(hours=1) == told()[1].sent_at
        clock.shift(timedelta(hours=2))
        report(people, 4)
        assert START + timedelta(hours=3) == told()[2].due_at


def test_a_mail_on_its_way_is_left_alone(people: People, shown: Profile) -> None:
    with time_machine.travel(START, tick=False):
        report(people, 1)
        with unit_of_work():  # as the job does before it sends
            mail = db.session.scalars(select(Mail)).one()
            mail.attempts, mail.due_at = 1, START + timedelta(minutes=5)
        report(people, 2)
        assert 2 == len(told())


def test_nobody_is_told_of_what_is_settled_meanwhile(people: People, shown: Profile) -> None:
    with time_machine.travel(START, tick=False):
        report(people, 1)
        deliver_mails()
        report(people, 2)
        for number in (1, 2):
            settled = f"/schreibtisch/report/{number:032x}"
            assert 303 == people["office"].post(settled, {"action": "dismissed"}).status_code
    assert [f"reported:{people['office'].user.id}:{1:032x}"] == [  # type: ignore[union-attr]
        mail.key for mail in told() if mail.key.startswith("reported:")
    ]
