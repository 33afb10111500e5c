"""The service as a process of its own, and somebody who visits it."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from matchmaker.demo.service import PASSWORD

BUNDLED = Path(__file__).parents[1] / "plugins"


class Guest:
    """A browser without script: one connection a request, cookies kept."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, `Location` and text; OSError or HTTPException when nobody answers."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
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
    """`matchmaker serve` on an instance of its own; `settings` by their names, in capitals."""

    def __init__(self, instance: Path, *options: str, **settings: str) -> None:
        self.instance, self.options, self.settings = instance, options, settings
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = instance.with_suffix(".log")
        self.process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if "MATCHMAKER" not in key}
        return kept | {
            "MATCHMAKER_INSTANCE": str(self.instance),
            "MATCHMAKER_PLUGINS": str(BUNDLED),
            "MATCHMAKER_PORT": str(self.port),
            "MATCHMAKER_RATE_LIMITS": "off",
            "PYTHONUNBUFFERED": "1",
            **{f"MATCHMAKER_{name}": value for name, value in self.settings.items()},
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
