"""The comparison of ways on given profiles, and its command."""

import json
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.demo.service import FILES, FOLDER
from matchmaker.errors import Refused
from matchmaker.matching.fairness_bench import given, with_ratios

DEMO = [FOLDER / name for name in FILES]


def test_every_way_is_measured_on_the_demo_region(app: Flask) -> None:
    found = given(DEMO)
    assert [40, 40] == found["size"]
    ways = found["ways"]
    assert 1.0 == ways["harmonic"]["times_harmonic_by_rank"]
    assert ways["ours"]["coverage_at_10"] >= max(0.95, ways["harmonic"]["coverage_at_10"])


def test_judgements_tell_what_is_lost(app: Flask, tmp_path: Path) -> None:
    firm, creative = (json.loads(path.read_text("utf-8").splitlines()[0]) for path in DEMO)
    qrels = tmp_path / "qrels.tsv"
    pair = f"{firm['external_id']}\t{creative['external_id']}"
    back = f"{creative['external_id']}\t{firm['external_id']}"
    qrels.write_text(f"seeker\tcandidate\tgrade\n{pair}\t3\n{back}\t2\n")
    both = tmp_path / "both.jsonl"
    both.write_text("".join(path.read_text("utf-8") for path in DEMO))
    judged = given([both], qrels)["judged"]
    assert 2 == judged["seekers"]
    assert 0 <= judged["ndcg_at_10"] <= 1
    assert abs(judged["ways"]["ours"]["loss"]) <= 0.5
    qrels.write_text(f"seeker\tcandidate\tgrade\n{pair}\t0\n")
    with pytest.raises(Refused, match="above 0"):
        given([both], qrels)


def test_an_unknown_id_is_named_with_file_and_line_and_what_to_do(
    app: Flask, tmp_path: Path
) -> None:
    qrels, both = tmp_path / "qrels.tsv", tmp_path / "both.jsonl"
    both.write_text("".join(path.read_text("utf-8") for path in DEMO))
    firm = json.loads(DEMO[0].read_text("utf-8").splitlines()[0])["external_id"]
    qrels.write_text(f"seeker\tcandidate\tgrade\n\n{firm}\tnobody\t3\n")
    with pytest.raises(Refused) as refused:
        given([both], qrels)
    told = str(refused.value)
    assert told.startswith(f"{qrels}, line 3: 'nobody' is not among the profiles; ")
    assert "correct" in told


def test_one_id_twice_is_named_with_where_it_stands(app: Flask, tmp_path: Path) -> None:
    both = tmp_path / "both.jsonl"
    lines = [line for path in DEMO for line in path.read_text("utf-8").splitlines()]
    both.write_text("\n".join([*lines, lines[0]]))
    first = json.loads(lines[0])["external_id"]
    with pytest.raises(Refused, match=rf"line {len(lines) + 1}: .*{first}.*line 1"):
        given([both])


def test_profiles_of_one_kind_are_no_market(app: Flask) -> None:
    with pytest.raises(Refused, match="both kinds"):
        given(DEMO[:1])


def test_ratios_are_to_the_harmonic_order() -> None:
    ways = {
        "harmonic": {"matches_by_rank": 2.0, "matches_by_log_rank": 4.0},
        "other": {"matches_by_rank": 5.0, "matches_by_log_rank": 4.0},
    }
    other = with_ratios(ways)["other"]
    assert (2.5, 1.0) == (other["times_harmonic_by_rank"], other["times_harmonic_by_log_rank"])
