"""What a process holds of the machine."""

from pathlib import Path

from matchmaker.speed.processes import private_mb

ROLLUP = """\
55d0c0a00000-7ffd1b5f2000 ---p 00000000 00:00 0                          [rollup]
Rss:              900000 kB
Pss:              500000 kB
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
