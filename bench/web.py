"""How many rankings a second the API answers for an invented country, over connections kept open.

    python -m bench.web [--candidates 244000] [--seconds 20] [--connections 16] [--workers 2]

Builds an instance in a temporary folder, starts `matchmaker serve` on a free port, with Redis at
REDIS_URL (else redis://127.0.0.1:6379/14), and asks for `/api/v1/profiles/{id}/matches` of firms
drawn by lot, on each connection as soon as the answer before is there. Prints one JSON document;
times in milliseconds. Client and service share the cores. The load ends by itself.
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import insert

from matchmaker import create_app
from matchmaker.accounts.service import create_token, create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work, upgrade_database
from matchmaker.matching import engine
from matchmaker.profiles.models import Need, Profile
from matchmaker.scoring.index import Entry
from matchmaker.scoring.loader import BUNDLED_FOLDER
from matchmaker.speed.corpus import Corpus

ADMIN = "admin@bench.example"
BATCH = 2_000
SEEKERS = 2_000
"""Different firms that are asked for."""
WARM_UP_SECONDS = 3.0
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/14")

Answer = tuple[float, int]
"""Seconds and status."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--candidates", type=int, default=244_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        slugs, token, built = prepare(Path(folder), wanted.candidates)
        with service(Path(folder), wanted.workers) as port:
            load(port, slugs, token, wanted.connections, WARM_UP_SECONDS)
            figures = load(port, slugs, token, wanted.connections, wanted.seconds)
    print(json.dumps({**vars(wanted), **built, **figures}, indent=2))


def prepare(instance: Path, candidates: int) -> tuple[list[str], str, dict[str, float]]:
    """Firms to ask for, a token that may, and the seconds that the index took to build."""
    app = create_app(Settings(instance=instance, plugins=BUNDLED_FOLDER))
    with app.app_context():
        upgrade_database()
        with unit_of_work():
            create_user(ADMIN, "admin")
            token = create_token(ADMIN, ["read"])
        entries = enumerate(Corpus(candidates, seekers=SEEKERS).entries(), start=1)
        firms: list[str] = []
        while batch := list(islice(entries, BATCH)):
            with unit_of_work():
                db.session.execute(insert(Profile), [row(*each) for each in batch])
                db.session.execute(insert(Need), [need for each in batch for need in needs(*each)])
            firms += [entry.tie_key for _, entry in batch if entry.profile.kind == "kmu"]
        began = time.perf_counter()
        engine.rebuild_if_needed()
        built = time.perf_counter() - began
    return firms[:SEEKERS], token, {"build_s": round(built, 1)}


def row(number: int, entry: Entry) -> dict[str, Any]:
    """The profile as a row of the database."""
    profile = entry.profile
    plain = ("kind", "about", "offers", "employees", "radius_km", "remote", "country", "capacity")
    lists = ("sectors", "submarkets", "skills", "languages")
    return {
        **{name: getattr(profile, name) for name in plain},
        **{name: sorted(getattr(profile, name)) for name in lists},
        "id": number,
        "uid": profile.id,
        "external_id": entry.tie_key,
        "slug": entry.tie_key,
        "name": entry.tie_key,
        "located_latitude": profile.latitude,
        "located_longitude": profile.longitude,
        "approved": True,
        "invented": True,
    }


def needs(number: int, entry: Entry) -> Iterator[dict[str, Any]]:
    for text in entry.profile.needs:
        yield {"profile_id": number, "text": text}


@contextmanager
def service(instance: Path, workers: int) -> Iterator[int]:
    """`matchmaker serve` on this instance; the port on which it answers."""
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
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection, suppress(OSError):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False


def load(
    port: int, slugs: Sequence[str], token: str, connections: int, seconds: float
) -> dict[str, float]:
    """Answers a second, their times, and how many were none of status 200."""
    end = time.perf_counter() + seconds

    def ask(seed: int) -> list[Answer]:
        lot, found = random.Random(seed), []  # noqa: S311 - nothing secret
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            while (began := time.perf_counter()) < end:
                connection.request(
                    "GET",
                    f"/api/v1/profiles/{lot.choice(slugs)}/matches",
                    headers={"Authorization": f"Bearer {token}"},
                )
                answer = connection.getresponse()
                answer.read()
                found.append((time.perf_counter() - began, answer.status))
        return found

    with ThreadPoolExecutor(connections) as threads:
        found = [answer for each in threads.map(ask, range(connections)) for answer in each]
    p50, p95 = np.percentile([took for took, _ in found], [50, 95]) * 1000
    return {
        "requests_per_s": round(len(found) / seconds, 1),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "errors": sum(status != 200 for _, status in found),
    }


if __name__ == "__main__":
    main()
