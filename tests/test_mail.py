"""Queued mail: composed the same at each attempt, sent once, kept while no server takes it."""

import asyncio
import email.policy
import errno
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.mail import Mail, Recipient, send
from matchmaker.mail.delivery import DISTANCES, deliver_mails
from matchmaker.mail.message import as_html, compose

START = datetime(2026, 11, 25, 9, tzinfo=UTC)
TEMPLATE = "accounts/mail/password_changed"


class Server(threading.Thread):
    """A mail server on loopback, in one of the moods that a real one has."""

    def __init__(self, answer_to_data: str = "250 taken", greeting: str = "220 here") -> None:
        super().__init__(daemon=True)
        self.answer_to_data, self.greeting = answer_to_data, greeting
        self.taken: list[EmailMessage] = []
        self.port, self._ready, self._loop = 0, threading.Event(), asyncio.new_event_loop()

    def run(self) -> None:
        async def serve() -> None:
            server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._ended = asyncio.Event()
            self._ready.set()
            await self._ended.wait()
            server.close()
            await server.wait_closed()

        self._loop.run_until_complete(serve())
        self._loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say(self.greeting)
        while line := (await reader.readline()).decode().strip().upper():
            if line == "DATA":
                say("354 go on")
                raw = await reader.readuntil(b"\r\n.\r\n")
                if self.answer_to_data.startswith("250"):
                    parsed: Any = message_from_bytes(raw, policy=email.policy.default)
                    self.taken.append(parsed)
                say(self.answer_to_data)
            elif line == "QUIT":
                say("221 bye")
                break
            else:
                say("250 fine")
        writer.close()

    def __enter__(self) -> "Server":
        self.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self.join(10)


@pytest.fixture
def at_nine() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def queue(key: str = "eins", address: str = "mira@example.org") -> None:
    with unit_of_work():
        send(Recipient(address), TEMPLATE, key=key)


def kept() -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail)).one()


def through(app: Flask, monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    settings: Settings = app.config["SETTINGS"]
    changed = settings.model_copy(update={"mail_url": f"smtp://127.0.0.1:{port}"})
    monkeypatch.setitem(app.config, "SETTINGS", changed)


def test_without_a_server_mails_are_files_that_only_the_owner_reads(
    app: Flask, settings: Settings
) -> None:
    queue()
    deliver_mails()
    (path,) = (settings.instance / "mail").iterdir()

    assert (0o600, ".eml") == (path.stat().st_mode & 0o777, path.suffix)
    assert "mira@example.org" in Path(path).read_text()
    assert ("", "", "") == (kept().address, kept().subject, kept().text)


def test_a_file_that_cannot_be_finished_leaves_no_part(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    queue()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        deliver_mails()
    assert [] == list((settings.instance / "mail").iterdir())
    assert ("OSError", None) == (kept().problem, kept().sent_at)


def test_the_same_key_is_queued_and_sent_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server() as server:
        through(app, monkeypatch, server.port)
        queue()
        queue()
        deliver_mails()
        deliver_mails()

    assert ["mira@example.org"] == [message["To"] for message in server.taken]
    assert ["text/plain", "text/html"] == [
        part.get_content_type() for part in server.taken[0].iter_parts()
    ]


def test_a_key_that_somebody_else_queues_meanwhile_is_queued_once(app: Flask) -> None:
    with unit_of_work(), db.session.no_autoflush:  # whoever looks sees nothing of the other one
        for address in ("one@example.org", "other@example.org"):
            send(Recipient(address), TEMPLATE, key="same")
    assert ["one@example.org"] == [mail.address for mail in db.session.scalars(select(Mail))]


@pytest.mark.parametrize(
    ("mood", "problem"),
    [
        ({"answer_to_data": "451 busy"}, "SMTPDataError 451"),
        ({"greeting": "421 not now"}, "SMTPConnectError 421"),
    ],
)
def test_a_busy_server_gets_the_mail_later(
    mood: dict[str, str],
    problem: str,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    at_nine: time_machine.Traveller,
) -> None:
    queue()
    with Server(**mood) as server:
        through(app, monkeypatch, server.port)
        deliver_mails()
        waiting = kept()
        told = (waiting.problem, waiting.due_at, waiting.sent_at, waiting.failed_at)
        assert (problem, START + DISTANCES[0], None, None) == told
        deliver_mails()
        assert 1 == kept().attempts

    at_nine.shift(DISTANCES[0])
    with Server() as server:
        through(app, monkeypatch, server.port)
        deliver_mails()
    assert 1 == len(server.taken)
    assert kept().sent_at is not None


def test_a_server_that_is_away_loses_nothing_until_all_attempts_are_used(
    app: Flask, monkeypatch: pytest.MonkeyPatch, at_nine: time_machine.Traveller
) -> None:
    through(app, monkeypatch, 1)
    queue()
    for _ in range(len(DISTANCES) + 3):
        deliver_mails()
        at_nine.shift(timedelta(days=2))

    given_up = kept()
    assert len(DISTANCES) + 1 == given_up.attempts
    assert given_up.failed_at is not None
    assert "mira@example.org" == given_up.address


def test_a_mail_refused_for_good_is_not_tried_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    with Server(answer_to_data="554 no") as server:
        through(app, monkeypatch, server.port)
        deliver_mails()

    assert ("SMTPDataError 554", 1) == (kept().problem, kept().attempts)
    assert kept().failed_at is not None


def test_a_mail_that_no_message_can_be_made_of_is_given_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    with unit_of_work():
        kept().subject = "Anna\nBcc: all@example.org"
    with Server() as server:
        through(app, monkeypatch, server.port)
        deliver_mails()

    assert kept().failed_at is not None
    assert [] == server.taken


def test_a_mail_whose_sender_died_is_sent_again_with_the_same_message_id(
    app: Flask, at_nine: time_machine.Traveller
) -> None:
    queue()
    before = compose(kept(), "https://partner.example")["Message-ID"]
    at_nine.shift(timedelta(hours=3))

    assert before == compose(kept(), "https://partner.example")["Message-ID"]


def test_a_subject_has_one_line_whatever_was_put_into_it(app: Flask) -> None:
    mail = Mail(
        key="x", address="a@example.org", subject="", text="", locale="de", created_at=START
    )
    with unit_of_work():
        send(Recipient("mira@example.org"), TEMPLATE, key="zwei")
    subject = kept().subject

    assert not {"\r", "\n", "\u2028"} & set(subject)
    assert compose(mail, "http://127.0.0.1:8000")["Message-ID"].endswith("@localhost>")


@pytest.mark.parametrize(("locale", "page"), [("de", "/netzwerke"), ("en", "/en/netzwerke")])
def test_every_mail_says_who_writes_and_where_one_can_ask(
    app: Flask, locale: str, page: str
) -> None:
    with unit_of_work():
        send(Recipient("mira@example.org", locale), TEMPLATE, key="wer")
    message = compose(kept(), "https://partner.example")
    text, html = [str(part.get_content()) for part in message.iter_parts()]

    assert text.rstrip().endswith(f"\nhttps://partner.example{page}")
    assert "\n-- \nAugenhöhe" in text
    assert f'<a href="https://partner.example{page}">' in html


def test_html_links_lead_to_this_installation_only() -> None:
    text = "Hier: https://partner.example/konto?a=1\n\nDort: https://elsewhere.example/ <b>"
    page = as_html(text, "de", "https://partner.example")

    assert 1 == page.count("<a ")
    assert 'href="https://partner.example/konto?a=1"' in page
    assert "&lt;b&gt;" in page


def test_where_no_server_is_one_mail_is_tried_and_the_others_keep_their_attempts(
    app: Flask, monkeypatch: pytest.MonkeyPatch, at_nine: time_machine.Traveller
) -> None:
    """A server that hangs takes twenty seconds for each, in which no other job has its turn."""
    for key in ("eins", "zwei", "drei"):
        queue(key)
    with Server() as gone:
        port = gone.port
    through(app, monkeypatch, port)
    deliver_mails()
    assert [1, 0, 0] == attempts()
    deliver_mails()
    assert [1, 1, 0] == attempts()
    with Server() as server:
        through(app, monkeypatch, server.port)
        at_nine.shift(DISTANCES[0])
        deliver_mails()
    assert 3 == len(server.taken)


def attempts() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail.attempts).order_by(Mail.id)))
