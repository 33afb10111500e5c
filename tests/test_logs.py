"""What libraries tell stands in the log as lines of JSON too, and names nobody."""

import json
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.service import Service

OFFENDER = """
import logging
from matchmaker import logs

logs.configure()
try:
    raise ValueError("jens@demo.example cannot be reached")
except ValueError:
    logging.getLogger("huey").exception("Unhandled exception in task %s.", "jens@demo.example")
logging.getLogger("huey").info("Jens")
"""


def test_a_library_tells_kind_and_place_of_an_error_and_no_words() -> None:
    told = subprocess.run(
        [sys.executable, "-c", OFFENDER], capture_output=True, text=True, check=True
    )
    (line,) = told.stderr.splitlines()
    event = json.loads(line)
    assert ("error", "huey") == (event["level"], event["logger"])
    assert "ValueError" == event["exception"][0]["exc_type"]
    assert "jens" not in line


def test_every_line_is_json_whatever_breaks_and_none_has_an_address(tmp_path: Path) -> None:
    """Two workers of which one is killed, a queue that is not there, and a request that is none."""
    service = Service(tmp_path / "instance", WORKERS="2", REDIS_URL="redis://127.0.0.1:9/0")
    service.start()
    assert service.process is not None
    try:
        with closing(socket.create_connection(("127.0.0.1", service.port), timeout=60)) as guest:
            guest.sendall(b"jens@demo.example\r\n\r\n")
            guest.recv(1000)
        children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children")
        subprocess.run(["kill", "-KILL", children.read_text().split()[-1]], check=True)
        while not all(name in service.log.read_text() for name in ("gunicorn.error", "huey")):
            assert service.process.poll() is None
    finally:
        service.stop(signal.SIGTERM)
    told = service.log.read_text()
    assert all(json.loads(line)["level"] for line in told.splitlines())
    assert "demo.example" not in told
    assert "127.0.0.1" not in told
