"""Mails that were given up, jobs that failed, and the log."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import audit, jobs
from matchmaker.db import db, now, unit_of_work
from matchmaker.mail import Mail


@pytest.fixture
def given_up(app: Flask) -> list[int]:
    with unit_of_work():
        mails = [
            Mail(
                key=f"key-{number}",
                address="kontakt@example.org",
                subject="Geheimes",
                text="Geheimes",
                attempts=8,
                problem="SMTPRecipientsRefused 550",
                failed_at=now(),
            )
            for number in (1, 2)
        ]
        db.session.add_all(mails)
        db.session.flush()
        return [mail.id for mail in mails]


def press(admin: FlaskClient, address: str) -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', admin.get("/admin/warteschlange").text)
    assert token is not None
    answer = admin.post(address, data={"csrf_token": token[1]}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def waiting() -> list[int]:
    db.session.rollback()
    query = db.session.query(Mail.id).filter(Mail.failed_at.is_(None), Mail.attempts == 0)
    return [number for (number,) in query.order_by(Mail.id)]


def test_a_mail_that_was_given_up_is_told_and_tried_again(
    given_up: list[int], admin: FlaskClient
) -> None:
    page = admin.get("/admin/warteschlange").text
    assert "SMTPRecipientsRefused 550" in page
    assert "kontakt@" not in page
    assert "Geheimes" not in page
    assert "2 Mails oder Aufgaben sind misslungen." in admin.get("/admin").text
    press(admin, f"/admin/warteschlange/mails/{given_up[0]}")
    assert waiting() == given_up[:1]
    press(admin, "/admin/warteschlange/mails")
    assert waiting() == given_up


def test_without_proof_nothing_is_tried_again_and_that_is_told(
    given_up: list[int], admin: FlaskClient
) -> None:
    assert admin.post("/admin/warteschlange/mails").status_code == 303
    assert waiting() == []
    assert "Diese Seite war zu lange offen." in admin.get("/admin/warteschlange").text


@pytest.fixture
def moody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A job that fails as long as something stands in the list."""
    reasons = ["mira@example.org"]

    def moody_job(number: int) -> None:
        if reasons:
            raise ValueError(reasons[0])

    declared = jobs.Job(moody_job, None, False)
    monkeypatch.setitem(jobs._declared, "moody_job", declared)
    app.extensions["jobs"]["moody_job"] = jobs._register(
        app, app.extensions["huey"], "moody_job", declared
    )
    return reasons


def test_a_job_that_failed_is_told_until_it_ends_well(
    moody: list[str], app: Flask, admin: FlaskClient
) -> None:
    assert "Keine Aufgabe ist zuletzt misslungen." in admin.get("/admin/warteschlange").text
    jobs.enqueue("moody_job", 7)
    jobs.enqueue("moody_job", 7)
    db.session.rollback()
    (failure,) = jobs.failures()
    assert (failure.name, failure.arguments, failure.problem) == ("moody_job", "[7]", "ValueError")
    page = admin.get("/admin/warteschlange").text
    assert "moody_job" in page
    assert "mira@" not in page
    moody.clear()
    number = failure.id
    db.session.rollback()
    queue = app.extensions["huey"]
    queue.immediate = False  # a job runs beside the request that wants it, not within
    pressed = press(admin, f"/admin/warteschlange/aufgaben/{number}")
    assert "noch einmal versucht" in pressed
    queue.execute(queue.dequeue())
    db.session.rollback()
    assert jobs.failures() == []
    assert "inzwischen erledigt" in press(admin, f"/admin/warteschlange/aufgaben/{number}")


def test_the_log_goes_back_page_by_page_and_tells_of_one(app: Flask, admin: FlaskClient) -> None:
    with unit_of_work():
        for number in range(150):
            audit.record("thing.done", actor=f"user:{number % 2}", subject=f"thing:{number}")
    first = admin.get("/admin/protokoll").text
    assert "thing:149" in first
    assert "thing:49<" not in first
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = admin.get(older[1]).text
    assert "thing:49<" in second
    assert 'rel="next"' not in second
    assert "thing:148" not in admin.get("/admin/protokoll?about=user:1").text
    assert "Dazu steht nichts im Protokoll." in admin.get("/admin/protokoll?about=user:2").text


def test_the_log_tells_the_time_on_the_clock_of_its_readers(admin: FlaskClient) -> None:
    with unit_of_work():
        at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        db.session.add(audit.AuditEntry(at=at, actor="job", action="thing.done"))
    page = admin.get("/admin/protokoll").text
    assert '<time datetime="2026-07-01T22:30:00+00:00">2026-07-02 00:30</time>' in page


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=99999999999999999999", "about=%00"]
)
def test_a_strange_question_breaks_nothing(query: str, app: Flask, admin: FlaskClient) -> None:
    assert admin.get(f"/admin/protokoll?{query}").status_code < 500
