"""What a process holds of the machine."""

from pathlib import Path

from matchmaker.speed.processes import Together, private_mb, together_mb

ROLLUP = """\
55d0c0a00000-7ffd1b5f2000 ---p 00000000 00:00 0                          [rollup]
Rss:              900000 kB
Pss:              500000 kB
Pss_Dirty:        400000 kB
Shared_Clean:     300000 kB
Shared_Dirty:      50000 kB
Private_Clean:      1000 kB
Private_Dirty:    249000 kB
Private_Hugetlb:       7 kB
"""


def test_memory_of_its_own_is_what_nobody_shares(tmp_path: Path) -> None:
    (tmp_path / "17").mkdir()
    (tmp_path / "17" / "smaps_rollup").write_text(ROLLUP)
    assert 256.0 == private_mb(17, proc=tmp_path)


def test_where_the_system_does_not_tell_there_is_no_figure(tmp_path: Path) -> None:
    assert private_mb(17, proc=tmp_path) is None


def test_processes_together_hold_their_shares_and_one_that_ended_holds_nothing(
    tmp_path: Path,
) -> None:
    assert together_mb(proc=tmp_path) is None
    for pid in ("self", "18"):
        (tmp_path / pid).mkdir()
        (tmp_path / pid / "smaps_rollup").write_text(ROLLUP)
    (tmp_path / "self" / "task" / "1").mkdir(parents=True)
    (tmp_path / "self" / "task" / "1" / "children").write_text("18 19 ")
    assert 1024.0 == together_mb(proc=tmp_path)
    with Together(proc=tmp_path) as together:
        pass
    assert 1024.0 == together.peak_mb
