"""The command line on an installation of its own."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, inspect

from matchmaker.cli import main

PLUGINS = Path(__file__).parents[2] / "plugins"
FIRM = {
    "external_id": "k-1",
    "kind": "kmu",
    "name": "Tischlerei Beispiel",
    "about": "Wir bauen Treppen und suchen Lehrlinge. Unser Auftritt im Internet ist alt.",
    "sectors": ["31.09"],
    "postal_code": "09496",
    "email": "werkstatt@firma.example",
}
FILMMAKER = {
    "external_id": "c-1",
    "kind": "creative",
    "name": "Filmerin Beispiel",
    "about": "Filme über Handwerk und Ausbildung, Webseiten und Fotos.",
    "submarkets": ["film"],
    "postal_code": "09111",
}
SOUND_ARTIST = FILMMAKER | {
    "external_id": "c-2",
    "name": "Klangkünstlerin Beispiel",
    "about": "Klang für Räume und Hörspiele.",
    "submarkets": ["music"],
}

Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture
def run(tmp_path: Path, database_url: str) -> Iterator[Run]:
    """`run("import", "profiles", file)` on an empty installation; the result of the command."""
    environment = {
        "MATCHMAKER_INSTANCE": str(tmp_path / "instance"),
        "MATCHMAKER_PLUGINS": str(PLUGINS),
    }
    if database_url:
        environment["MATCHMAKER_DATABASE_URL"] = database_url
    empty(database_url)
    mask = os.umask(0o077)

    def invoke(*words: object, input: str | None = None, **settings: str) -> Result:
        env = environment | {f"MATCHMAKER_{name}": value for name, value in settings.items()}
        return CliRunner().invoke(main, [str(word) for word in words], input=input, env=env)

    yield invoke
    os.umask(mask)  # which every command narrows
    empty(database_url)


def empty(url: str) -> None:
    """Leave no table in PostgreSQL; every instance has a SQLite file of its own."""
    if not url:
        return
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for table in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'DROP TABLE "{table}" CASCADE')
    engine.dispose()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of profiles: a row is a dictionary, or a line as it is."""

    def write_rows(*rows: dict[str, Any] | str, name: str = "profiles.jsonl") -> Path:
        file = tmp_path / name
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        file.write_text("".join(f"{line}\n" for line in lines))
        return file

    return write_rows


@pytest.fixture
def region(run: Run, write: Write) -> Run:
    """The command line, with a firm and two creatives in the database."""
    assert run("import", "profiles", write(FIRM, FILMMAKER, SOUND_ARTIST)).exit_code == 0
    return run
