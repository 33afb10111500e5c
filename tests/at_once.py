"""Requests that come at the same moment, as from two clicks, two workers, or two people."""

from collections import Counter
from collections.abc import Sequence
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from matchmaker.audit import AuditEntry
from matchmaker.db import db
from tests.accounts.signing_in import with_cookie


def at_once(app: Flask, person: str, sent: Sequence[tuple[str, dict[str, str]]]) -> Counter[int]:
    """The statuses of these posts, all of them sent with one cookie, or with none."""
    start, answers = Barrier(len(sent)), list[int]()

    def send(address: str, fields: dict[str, str]) -> None:
        browser = with_cookie(app, person) if person else app.test_client()
        start.wait()
        answers.append(browser.post(address, data=fields).status_code)

    threads = [Thread(target=send, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return Counter(answers)


def entries(action: str) -> int:
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
    return db.session.scalar(query) or 0
