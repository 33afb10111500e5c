"""How many rankings a second the API answers for an invented country, over connections kept open.

    python -m bench.web [--candidates 244000] [--seconds 20] [--connections 16] [--workers 2]

Builds an instance in a temporary folder, starts `matchmaker serve` on a free port, with Redis at
REDIS_URL (else redis://127.0.0.1:6379/14), and asks for `/api/v1/profiles/{id}/matches` of firms,
on each connection as soon as the answer before is there. `first_…` figures are of FIRST firms, each
of which is asked for once, so that every answer is worked out. The figures without a name in front
are of KEPT firms drawn by lot, after each connection has asked for all of them: workers keep
answers until a profile changes. Then the bench changes profiles and looks when that shows.
Prints one JSON document, times in milliseconds, and on standard error which goals are reached.
Client and service share the cores. The load ends by itself.
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from redis import Redis, RedisError
from sqlalchemy import insert

from bench import changes
from bench.rows import needs, row
from matchmaker import create_app
from matchmaker.accounts.service import create_token, create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work, upgrade_database
from matchmaker.matching import engine, prices
from matchmaker.profiles.models import Need, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER
from matchmaker.speed import goals
from matchmaker.speed.corpus import Corpus
from matchmaker.speed.processes import private_mb

ADMIN = "admin@bench.example"
BATCH = 2_000
FIRST, KEPT = 1_000, 200
"""Different firms that are asked for once, and again and again."""
WARM_UP_SECONDS = 3.0
CHANGES = 10
CONNECTIONS, WORKERS = 16, 2
"""What the goals are meant for."""
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/14")

NO_ANSWER = 0
Answer = tuple[float, int]
"""Seconds and status, or NO_ANSWER."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--candidates", type=int, default=244_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--workers", type=int, default=WORKERS)
    wanted = parser.parse_args()
    check_redis(wanted.workers)
    with TemporaryDirectory() as folder:
        app = create_app(Settings(instance=Path(folder), plugins=BUNDLED_FOLDER))
        with app.app_context():
            slugs, token, built = prepare(wanted.candidates)
            with service(Path(folder), wanted.workers) as (port, process):
                with opened(port, wanted.connections) as connections:
                    ask_for = partial(load, connections, token)
                    figures = first_and_again(ask_for, slugs, wanted.connections, wanted.seconds)
                figures["private_mb"] = private_mb_of_workers(process)
                ask = partial(proposed, port, token)
                figures |= changes.measure(ask, slugs[:CHANGES])
    print(json.dumps({**vars(wanted), **built, **figures}, indent=2))
    if (wanted.connections, wanted.workers) == (CONNECTIONS, WORKERS):
        for line in goals.lines(goals.WEB, wanted.candidates, measured(figures)):
            print(line, file=sys.stderr)


def check_redis(workers: int) -> None:
    """Before the index is built for nothing."""
    try:
        if workers > 1:
            Redis.from_url(REDIS_URL).ping()
    except RedisError:
        raise SystemExit(
            f"The web is not measured: several workers need Redis, and none answers at {REDIS_URL}."
        ) from None


def measured(figures: dict[str, Any]) -> dict[str, float | None]:
    """What goals of the web speak of."""
    return {
        goals.REQUESTS: figures["requests_per_s"],
        goals.ANSWERED: figures["p95_ms"],
        goals.FIRST_REQUESTS: figures["first_requests_per_s"],
        goals.FIRST_ANSWERED: figures["first_p95_ms"],
        goals.ERRORS: figures["errors"] + figures["first_errors"],
        goals.PRIVATE: figures["private_mb"],
        goals.CHANGE_SHOWN: max(figures["added_p95_ms"], figures["hidden_p95_ms"]),
    }


def prepare(candidates: int) -> tuple[list[str], str, dict[str, float]]:
    """Firms to ask for, a token that may, and the seconds that index and prices took.

    Both are ready before anybody asks, as on any day but the first.
    """
    upgrade_database()
    with unit_of_work():
        create_user(ADMIN, "admin")
        token = create_token(ADMIN, ["read"])
    entries = enumerate(Corpus(candidates, seekers=FIRST + KEPT).entries(), start=1)
    firms: list[str] = []
    while batch := list(islice(entries, BATCH)):
        with unit_of_work():
            db.session.execute(insert(Profile), [row(*each) for each in batch])
            db.session.execute(insert(Need), [need for each in batch for need in needs(*each)])
        firms += [entry.tie_key for _, entry in batch if entry.profile.kind == "kmu"]
    began = time.perf_counter()
    engine.rebuild_if_needed()
    built = time.perf_counter()
    prices.refresh(engine.lineup(patient=True))
    took = {"build_s": built - began, "prices_s": time.perf_counter() - built}
    return firms[: FIRST + KEPT], token, {name: round(each, 1) for name, each in took.items()}


@contextmanager
def service(instance: Path, workers: int) -> Iterator[tuple[int, int]]:
    """`matchmaker serve` on this instance; the port on which it answers, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "INSTANCE": str(instance),
        "PLUGINS": str(BUNDLED_FOLDER),
        "PORT": str(port),
        "WORKERS": str(workers),
        "REDIS_URL": REDIS_URL if workers > 1 else "",
        "RATE_LIMITS": "off",
    }
    named = {f"MATCHMAKER_{name}": value for name, value in settings.items() if value}
    with (instance / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "matchmaker", "serve"],
            env=os.environ | named,
            stdout=log,
            stderr=log,
        )
        try:
            while not answers(port):
                if process.poll() is not None:
                    raise SystemExit((instance / "serve.log").read_text())
                time.sleep(0.2)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection, suppress(OSError):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False


def first_and_again(
    ask_for: Callable[[Sequence[Iterable[str]]], dict[str, Any]],
    slugs: Sequence[str],
    connections: int,
    seconds: float,
) -> dict[str, Any]:
    """The figures of firms that were asked for before, and `first_…` of those that were not."""
    kept, new = slugs[:KEPT], slugs[KEPT:]
    ask_for(drawn(kept, connections, WARM_UP_SECONDS))
    first = ask_for([new[start::connections] for start in range(connections)])
    # Each begins elsewhere: who asks for a list that is being worked out waits for it.
    starts = [len(kept) * number // connections for number in range(connections)]
    ask_for([[*kept[start:], *kept[:start]] for start in starts])
    again = ask_for(drawn(kept, connections, seconds))
    return again | {f"first_{name}": figure for name, figure in first.items()}


def drawn(slugs: Sequence[str], connections: int, seconds: float) -> list[Iterator[str]]:
    """For each connection firms drawn by lot, until the time is over."""
    end = time.perf_counter() + seconds

    def draw(seed: int) -> Iterator[str]:
        lot = random.Random(seed)  # noqa: S311 - nothing secret
        while time.perf_counter() < end:
            yield lot.choice(slugs)

    return [draw(seed) for seed in range(connections)]


@contextmanager
def opened(port: int, count: int) -> Iterator[list[HTTPConnection]]:
    """Connections that stay with their workers: what a worker keeps it keeps for itself."""
    with ExitStack() as stack:
        made = (HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(count))
        yield [stack.enter_context(closing(connection)) for connection in made]


def load(
    connections: Sequence[HTTPConnection], token: str, wanted: Sequence[Iterable[str]]
) -> dict[str, Any]:
    """Good answers a second, the times of all, and how many were none of status 200.

    `wanted` are the firms that each connection asks for, one after the other.
    """
    started = time.perf_counter()

    def ask_for(connection: HTTPConnection, slugs: Iterable[str]) -> list[Answer]:
        found = []
        for slug in slugs:
            began = time.perf_counter()
            status, _ = matches(connection, slug, token)
            found.append((time.perf_counter() - began, status))
        return found

    with ThreadPoolExecutor(len(wanted)) as threads:
        answers = threads.map(ask_for, connections, wanted)
        found = [answer for each in answers for answer in each]
    return told(found, time.perf_counter() - started)  # until the last answer was there


def told(found: Sequence[Answer], seconds: float) -> dict[str, Any]:
    p50, p95 = np.percentile([took for took, _ in found], [50, 95]) * 1000
    errors = sum(status != 200 for _, status in found)
    return {
        "requests_per_s": round((len(found) - errors) / seconds, 1),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "errors": errors,
    }


def matches(connection: HTTPConnection, slug: str, token: str) -> tuple[int, bytes]:
    """Status and body, NO_ANSWER where the connection ends or nothing comes."""
    credentials = {"Authorization": f"Bearer {token}"}
    try:
        connection.request("GET", f"/api/v1/profiles/{slug}/matches", headers=credentials)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException):
        connection.close()  # the next request opens it again
        return NO_ANSWER, b""


def proposed(port: int, token: str, slug: str) -> list[str]:
    """Partners of that firm, on a connection of its own, so that any worker may answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        status, body = matches(connection, slug, token)
    if status != 200:
        raise SystemExit(f"Matches of {slug} are answered with {status}: {body[:300]!r}")
    return [match["profile"]["slug"] for match in json.loads(body)["matches"]]


def private_mb_of_workers(process: int) -> float | None:
    """The most that one of the workers holds of its own, None where the system does not tell."""
    try:
        forked = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return None
    own = [private_mb(worker) for worker in forked or [str(process)]]
    return max((round(megabytes, 1) for megabytes in own if megabytes), default=None)


if __name__ == "__main__":
    main()
