"""The service as processes: started, stopped, killed, and in trouble with its database.

It runs on SQLite whatever the other tests run on: what is tried here is the file and the processes.
"""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from matchmaker.demo.service import PASSWORD

PLUGINS = Path(__file__).parents[1] / "plugins"


class Guest:
    """A browser without script: one connection a request, cookies kept."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, `Location` and text; OSError or HTTPException when nobody answers."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if form is None:
                connection.request("GET", address, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", address, urlencode(form), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.msg.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.msg.get("Location", ""), text

    def send(self, address: str, **form: str) -> tuple[int, str, str]:
        """Open a page and post its form."""
        return self.ask(address, form | {"csrf_token": token_of(self.ask(address)[2])})

    def sign_in(self, email: str) -> None:
        status, _, _ = self.send("/anmelden", email=email, password=PASSWORD)
        assert status in (302, 303)


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


class Service:
    """`matchmaker serve` on an instance of its own."""

    def __init__(self, instance: Path, *options: str) -> None:
        self.instance, self.options = instance, options
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = instance.with_suffix(".log")
        self.process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if "MATCHMAKER" not in key}
        return kept | {
            "MATCHMAKER_INSTANCE": str(self.instance),
            "MATCHMAKER_PLUGINS": str(PLUGINS),
            "MATCHMAKER_PORT": str(self.port),
            "MATCHMAKER_RATE_LIMITS": "off",
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *words: str) -> subprocess.Popen[str]:
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "matchmaker", *words],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self) -> list[str]:
        """What it tells before it answers."""
        self.process = self.command("serve", *self.options)
        assert self.process.stdout is not None
        told = []
        for line in self.process.stdout:
            told.append(line.rstrip())
            if line.startswith("Rate limits"):  # the last line
                break
        self.wait_until_it_answers()
        return told

    def wait_until_it_answers(self) -> None:
        """Asks again and again, each time until the connection is refused or answered."""
        assert self.process is not None
        while self.process.poll() is None:
            with suppress(OSError, HTTPException):
                if Guest(self.port).ask("/healthz")[0] == 200:
                    return
        raise AssertionError(f"serve ended with {self.process.returncode}: {self.log.read_text()}")

    def stop(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


Serve = Callable[..., Service]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    services: list[Service] = []

    def make(*options: str) -> Service:
        services.append(Service(tmp_path / f"instance{len(services)}", *options))
        return services[-1]

    yield make
    for service in services:
        if service.process is not None and service.process.poll() is None:
            service.stop(signal.SIGKILL)


def processes_of(service: Service) -> set[int]:
    """Processes that belong to this instance, by their environment."""
    mark = f"MATCHMAKER_INSTANCE={service.instance}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux")


@needs_proc
def test_it_tells_where_it_listens_and_a_stop_ends_everything(serve: Serve) -> None:
    service = serve("--with-demo")
    told = service.start()
    assert f"Augenhöhe: http://127.0.0.1:{service.port}" in told
    assert any("jens@demo.example" in line for line in told)
    assert len(processes_of(service)) >= 2
    assert service.stop(signal.SIGTERM) == 0
    assert processes_of(service) == set()


def test_a_second_worker_is_refused(serve: Serve) -> None:
    service = serve("--no-jobs")
    service.start()
    first = service.command("worker")
    while not (service.instance / "jobs.heartbeat").exists():
        assert first.poll() is None
    second = service.command("worker")
    assert second.wait(timeout=30) == 1
    assert "already running" in service.log.read_text()
    first.terminate()
    assert first.wait(timeout=30) == 0
    for process in (first, second):
        assert process.stdout is not None
        process.stdout.close()


def test_a_taken_port_is_told_in_one_sentence(serve: Serve) -> None:
    first, second = serve("--no-jobs"), serve("--no-jobs")
    first.start()
    second.port = first.port
    process = second.command("serve")
    told = process.communicate(timeout=30)
    assert (process.returncode, told[0]) == (1, "")
    assert second.log.read_text().count("\n") == 1
    assert "MATCHMAKER_PORT" in second.log.read_text()


def begin_profiles(service: Service, cookies: dict[str, str], acknowledged: list[str]) -> None:
    """Begin one profile after the other until nobody answers any more."""
    guest = Guest(service.port)
    guest.cookies = dict(cookies)
    with suppress(OSError, HTTPException):
        token = token_of(guest.ask("/konto/profil/neu")[2])
        while True:
            form = {"csrf_token": token, "kind": "creative"}
            status, location, _ = guest.ask("/konto/profil/neu", form)
            if status != 303:
                return
            acknowledged.append(location)


@pytest.mark.parametrize("writes", [1, 7, 20])
def test_a_killed_service_has_kept_every_write_it_acknowledged(serve: Serve, writes: int) -> None:
    service = serve("--with-demo", "--no-jobs")
    service.start()
    jens = Guest(service.port)
    jens.sign_in("jens@demo.example")
    acknowledged: list[str] = []
    writers = [
        threading.Thread(target=begin_profiles, args=(service, jens.cookies, acknowledged))
        for _ in range(4)
    ]
    for writer in writers:
        writer.start()
    while len(acknowledged) < writes:
        assert any(writer.is_alive() for writer in writers)
    service.stop(signal.SIGKILL)
    for writer in writers:
        writer.join()
    service.start()
    assert {jens.ask(location)[0] for location in acknowledged} == {200}
    with closing(sqlite3.connect(service.instance / "matchmaker.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_locked_database_is_told_and_it_recovers_by_itself(serve: Serve) -> None:
    service = serve("--with-demo", "--no-jobs")
    service.start()
    jens = Guest(service.port)
    jens.sign_in("jens@demo.example")
    token = token_of(jens.ask("/konto/profil/neu")[2])
    form = {"csrf_token": token, "kind": "creative"}
    with closing(sqlite3.connect(service.instance / "matchmaker.db", isolation_level=None)) as it:
        it.execute("BEGIN EXCLUSIVE")
        status, _, page = jens.ask("/konto/profil/neu", form)
        assert status == 503
        assert "Traceback" not in page
        assert {Guest(service.port).ask(page)[0] for page in ("/", "/impressum")} == {200}
        it.execute("ROLLBACK")
    assert jens.ask("/konto/profil/neu", form)[0] == 303
