"""The service as processes: started, stopped, killed, and in trouble with its database.

It runs on SQLite whatever the other tests run on: what is tried here is the file and the processes.
"""

import ctypes
import fcntl
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPException
from itertools import repeat
from pathlib import Path

import pytest

from matchmaker.server import ARENAS
from tests.full_disk import needs_limits, nothing_fits
from tests.service import Guest, Service, token_of

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
    service = serve()
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


@needs_proc
def test_who_asks_while_it_starts_waits_and_is_answered(serve: Serve) -> None:
    service = serve()
    service.instance.mkdir()
    folder = os.open(service.instance, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # as whoever upgrades the database holds it
    process = service.process = service.command("serve", "--no-jobs")
    while not waits_for_a_lock(process.pid):
        assert process.poll() is None
    with closing(socket.create_connection(("127.0.0.1", service.port), timeout=60)) as guest:
        guest.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        os.close(folder)
        with guest.makefile("rb") as answer:
            assert answer.read().endswith(b"ok\n")
    service.stop(signal.SIGTERM)


@needs_proc
def test_connections_that_are_kept_open_are_spread_over_the_workers(tmp_path: Path) -> None:
    service = Service(tmp_path / "instance", WORKERS="2", REDIS_URL="redis://127.0.0.1:9/0")
    service.start()
    try:
        # The second worker may still be starting when the first one answers.
        assert any(min(shares_of_workers(service, 16)) >= 4 for _ in range(20))
    finally:
        service.stop(signal.SIGTERM)


def shares_of_workers(service: Service, connections: int) -> tuple[int, int]:
    """How many of so many connections, opened one after the other, each of two workers holds."""
    with ExitStack() as stack:
        for _ in range(connections):
            guest = stack.enter_context(closing(HTTPConnection("127.0.0.1", service.port)))
            guest.request("GET", "/healthz")
            guest.getresponse().read()
        held = map(connections_of, processes_of(service), repeat(service))
        *_, fewer, more = sorted(held)
        return fewer, more


def connections_of(process: int, service: Service) -> int:
    """How many connections to the service this process holds open."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = {
        f"socket:[{row[9]}]"
        for row in rows
        if row[1].endswith(f":{service.port:04X}") and row[3] == "01"
    }
    held = 0
    for file in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            held += str(file.readlink()) in established
    return held


def waits_for_a_lock(process: int) -> bool:
    lines = Path("/proc/locks").read_text().splitlines()
    return any("->" in line.split() and str(process) in line.split() for line in lines)


def test_a_scorers_setting_that_it_refuses_stops_the_start_with_one_sentence(serve: Serve) -> None:
    service = serve("--no-jobs")
    service.settings["SCORERS"] = '{"locality": {"half_miles": 3}, "gone": {"x": 1}}'
    process = service.command("serve")
    told = process.communicate(timeout=60)
    assert (process.returncode, told[0]) == (1, "")
    assert service.log.read_text().count("\n") == 1
    assert "MATCHMAKER_SCORERS" in service.log.read_text()
    assert "half_miles" in service.log.read_text()


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


def test_a_killed_service_has_kept_every_write_it_acknowledged(serve: Serve) -> None:
    service = serve("--with-demo", "--no-jobs")
    service.start()
    jens = Guest(service.port)
    jens.sign_in("jens@demo.example")
    acknowledged: list[str] = []
    for writes in (1, 7, 20):  # that came back before the kill
        write_until_killed(service, jens.cookies, acknowledged, writes)
        service.start()
        assert {jens.ask(location)[0] for location in acknowledged} == {200}
        with closing(sqlite3.connect(service.instance / "matchmaker.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def write_until_killed(
    service: Service, cookies: dict[str, str], acknowledged: list[str], writes: int
) -> None:
    """Four people write at once; somewhere among their writes the service is gone."""
    writers = [
        threading.Thread(target=begin_profiles, args=(service, cookies, acknowledged))
        for _ in range(4)
    ]
    already = len(acknowledged)
    for writer in writers:
        writer.start()
    while len(acknowledged) < already + writes:
        assert any(writer.is_alive() for writer in writers)
    service.stop(signal.SIGKILL)
    for writer in writers:
        writer.join()


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


READ_BY_ALL = ("/", "/verzeichnis?q=Holz", "/p/{}", "/bedarfe", "/spielregeln", "/api/v1/profiles")
READ_BY_JENS = ("/konto", "/konto/profil/{}/angebot", "/vorschlaege/{}")


@needs_limits
def test_a_full_disk_is_told_while_reading_goes_on_and_it_recovers_by_itself(serve: Serve) -> None:
    service = serve("--with-demo", "--no-jobs")
    service.start()
    assert service.process is not None
    jens, visitor = Guest(service.port), Guest(service.port)
    jens.sign_in("jens@demo.example")
    slug = re.findall(r'href="/vorschlaege/([\w-]+)"', jens.ask("/konto")[2])[0]
    token = token_of(jens.ask("/konto/profil/neu")[2])
    acknowledged = jens.ask("/konto/profil/neu", {"csrf_token": token, "kind": "creative"})[1]
    form = {"csrf_token": token, "kind": "kmu"}
    assert jens.ask(f"/vorschlaege/{slug}")[0] == 200
    with nothing_fits(service.process.pid):
        for page in READ_BY_ALL:
            assert (200, 200) == (visitor.ask(page.format(slug))[0], jens.ask(page.format(slug))[0])
        for page in READ_BY_JENS:
            assert jens.ask(page.format(slug))[0] == 200
        for _ in range(3):
            status, _, page = jens.ask("/konto/profil/neu", form)
            assert (507, "Auf dem Server ist kein Platz mehr") == (status, heading(page))
        assert visitor.ask("/anmelden")[0] == 507
    assert jens.ask(acknowledged)[0] == 200
    assert jens.ask("/konto/profil/neu", form)[0] == 303
    Guest(service.port).sign_in("jens@demo.example")


def heading(page: str) -> str:
    return page.partition("<h1>")[2].partition("</h1>")[0]


ARENAS_OF_EIGHT_THREADS = """
import ctypes, sys, threading
from matchmaker.server import limit_arenas

limit_arenas()
together = threading.Barrier(8)

def hold():
    kept = [bytes(5_000) for _ in range(100)]
    together.wait()

threads = [threading.Thread(target=hold) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="needs glibc")
@pytest.mark.parametrize(("said", "arenas"), [({}, ARENAS), ({"MALLOC_ARENA_MAX": "5"}, 5)])
def test_threads_share_what_they_freed_unless_the_operator_says_how(
    tmp_path: Path, said: dict[str, str], arenas: int
) -> None:
    others = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    told = tmp_path / "arenas.xml"
    command = [sys.executable, "-c", ARENAS_OF_EIGHT_THREADS, str(told)]
    subprocess.run(command, env=others | said, check=True)
    assert told.read_text().count("<heap nr=") == arenas
