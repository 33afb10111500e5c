"""Profiles in and out, by command."""

import json
import os
from pathlib import Path

import pytest

from .conftest import FILMMAKER, FIRM, Run, Write


def test_import_counts_what_it_did(run: Run, write: Write) -> None:
    first = run("import", "profiles", write(FIRM, FILMMAKER))
    assert first.stdout == "inserted: 2, updated: 0, unchanged: 0, rejected: 0\n"
    changed = FIRM | {"name": "Tischlerei Muster"}
    again = run("import", "profiles", write(changed, FILMMAKER))
    assert again.stdout == "inserted: 0, updated: 1, unchanged: 1, rejected: 0\n"


def test_bad_rows_come_back_with_line_and_reason_and_can_be_fed_again(
    run: Run, write: Write, tmp_path: Path
) -> None:
    file = write(FIRM, FIRM | {"external_id": "k-2", "employees": 0}, "{broken")
    told = run("import", "profiles", file)
    assert told.exit_code == 1
    assert told.stdout == "inserted: 1, updated: 0, unchanged: 0, rejected: 2\n"
    rejected = [json.loads(line) for line in Path(f"{file}.rejected.jsonl").read_text().split("\n")
                if line]  # fmt: skip
    assert [row["line"] for row in rejected] == [2, 3]
    assert "employees" in rejected[0]["errors"][0]
    corrected = tmp_path / "corrected.jsonl"
    corrected.write_text(json.dumps(rejected[0] | {"employees": 7}))
    assert run("import", "profiles", corrected).stdout.startswith("inserted: 1")


def test_a_dry_run_keeps_nothing(run: Run, write: Write, tmp_path: Path) -> None:
    assert "inserted: 1" in run("import", "profiles", write(FIRM), "--dry-run").stdout
    run("export", "profiles", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text() == ""


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_what_was_exported_comes_back_the_same(region: Run, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    assert region("export", "profiles", first).stdout == "exported: 3\n"
    assert first.stat().st_mode & 0o777 == 0o600
    again = region("import", "profiles", first)
    assert again.stdout == "inserted: 0, updated: 0, unchanged: 3, rejected: 0\n"
    region("export", "profiles", second)
    assert first.read_bytes() == second.read_bytes()


def test_rejected_rows_and_exports_go_through_pipes_and_links(
    region: Run, write: Write, tmp_path: Path
) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link.jsonl"
    os.mkfifo(pipe)
    link.symlink_to("exported.jsonl")
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)) as reader:
        region("import", "profiles", write("{broken"), "--rejected", pipe)
        assert reader.read().startswith('{"raw": "{broken"')
    assert region("export", "profiles", link).exit_code == 0
    assert (True, True) == (pipe.is_fifo(), link.is_symlink())
    assert (tmp_path / "exported.jsonl").read_text().count("\n") == 3


def test_a_backup_is_not_written_into_a_pipe(region: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    told = region("backup", tmp_path / "pipe")
    assert (told.exit_code, (tmp_path / "pipe").is_fifo()) == (2, True)
    assert "is a pipe or device, not a file" in told.stderr


def test_good_rows_land_where_the_bad_ones_cannot_be_written(run: Run, write: Write) -> None:
    with write("{broken", FIRM, "{worse").open() as file:
        stream = f"/dev/fd/{file.fileno()}"  # as the shell names <(…); no file can be beside it
        told = run("import", "profiles", stream)
        again = run("import", "profiles", stream)
    assert (told.exit_code, again.exit_code) == (1, 1)
    assert told.stdout == "inserted: 1, updated: 0, unchanged: 0, rejected: 2\n"
    assert again.stdout == "inserted: 0, updated: 0, unchanged: 1, rejected: 2\n"
    assert f"2 rows were rejected, but not written: {stream}.rejected.jsonl: " in told.stderr
    assert "Name another place with --rejected" in told.stderr


def test_a_rejected_file_of_an_earlier_import_is_told_of(run: Run, write: Write) -> None:
    file = write(FIRM | {"employees": 0})
    assert run("import", "profiles", file).exit_code == 1
    told = run("import", "profiles", write(FIRM | {"employees": 7}))
    assert (told.exit_code, told.stderr) == (
        0,
        f"matchmaker: {file}.rejected.jsonl is older than this import, which rejected nothing.\n",
    )
    Path(f"{file}.rejected.jsonl").unlink()
    assert run("import", "profiles", file).stderr == ""
