"""Files that take the place of others, and what they leave as it is."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from matchmaker.new_files import replace_file


def write(path: Path, content: bytes) -> None:
    with replace_file(path) as file:
        file.write(content)


def test_a_file_is_replaced_by_one_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"before")
    (tmp_path / "file").chmod(0o644)
    write(tmp_path / "file", b"after")
    assert b"after" == (tmp_path / "file").read_bytes()
    assert 0o600 == (tmp_path / "file").stat().st_mode & 0o777


@pytest.mark.parametrize("there", [True, False], ids=["there", "not yet"])
def test_a_link_stays_and_what_it_points_at_is_replaced(tmp_path: Path, there: bool) -> None:
    (tmp_path / "archive").mkdir()
    target, link = tmp_path / "archive" / "target", tmp_path / "link"
    if there:
        target.write_bytes(b"before")
    link.symlink_to("archive/target")
    write(link, b"after")
    assert (True, b"after") == (link.is_symlink(), target.read_bytes())
    assert [target] == list(target.parent.iterdir())


def test_a_pipe_stays_one_and_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        write(pipe, b"through")
        assert (b"through", True) == (reader.read(), pipe.is_fifo())


def test_what_was_not_written_to_its_end_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"before")
    with suppress(RuntimeError), replace_file(tmp_path / "file") as file:
        file.write(b"half")
        raise RuntimeError
    assert [(tmp_path / "file", b"before")] == [(p, p.read_bytes()) for p in tmp_path.iterdir()]


def test_what_a_killed_process_left_is_removed_by_the_next_and_nothing_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows[1]"
    program = f"""if True:
        import os, signal
        from pathlib import Path
        from matchmaker.new_files import replace_file
        with replace_file(Path({str(path)!r})):
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", program], check=False)
    (tmp_path / ".rows[1].settings").touch()
    assert 2 == len(list(tmp_path.iterdir()))
    write(path, b"after")
    assert {".rows[1].settings", "rows[1]"} == {each.name for each in tmp_path.iterdir()}


def test_of_two_who_write_at_once_the_last_to_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with replace_file(path) as slow:
        write(path, b"quick")
        assert b"quick" == path.read_bytes()
        slow.write(b"slow")
    assert [(path, b"slow")] == [(each, each.read_bytes()) for each in tmp_path.iterdir()]
