"""Ranking, explaining and measuring, by command."""

import json
from pathlib import Path

import pytest

from .conftest import FILMMAKER, FIRM, SOUND_ARTIST, Run, Write


def test_rank_gives_one_document_in_the_shape_of_the_contract(region: Run) -> None:
    told = region("rank", "k-1", "--json")
    assert (told.exit_code, told.stderr) == (0, "")
    document = json.loads(told.stdout)
    assert document["seeker"] == {
        "external_id": "k-1", "slug": document["seeker"]["slug"], "kind": "kmu",
        "name": FIRM["name"],
    }  # fmt: skip
    assert document["candidates"] == 2
    first = document["matches"][0]
    assert first["profile"]["external_id"] == "c-1"
    assert set(first) == {
        "rank", "profile", "score", "for_seeker", "for_candidate", "adjustment", "parts",
    }  # fmt: skip
    for match in document["matches"]:
        total = sum(part["contribution"] for part in match["parts"]) + match["adjustment"]
        assert match["score"] == pytest.approx(total, abs=1e-6)
    assert "werkstatt@firma.example" not in told.stdout


def test_the_same_request_has_the_same_answer(region: Run) -> None:
    assert region("rank", "k-1", "--json").stdout == region("rank", "k-1", "--json").stdout


def test_explain_gives_the_pair_as_the_ranking_shows_it(region: Run) -> None:
    ranked = json.loads(region("rank", "k-1", "--json").stdout)["matches"][0]
    pair = json.loads(region("explain", "k-1", "c-1", "--json").stdout)
    assert pair["score"] == pytest.approx(ranked["score"], abs=1e-9)
    assert {part["scorer"] for part in pair["parts"]} == {p["scorer"] for p in ranked["parts"]}


def test_a_reason_of_both_sides_is_told_once(region: Run) -> None:
    pair = json.loads(region("explain", "k-1", "c-1", "--json").stdout)
    reasons = [(part["scorer"], str(each)) for part in pair["parts"] for each in part["reasons"]]
    assert reasons
    assert len(reasons) == len(set(reasons))
    lines = region("explain", "k-1", "c-1").stdout.splitlines()
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("command", ["rank", "evaluate"])
def test_a_setting_that_a_scorer_refuses_stops_whoever_ranks_and_pauses_nothing(
    region: Run, tmp_path: Path, command: str
) -> None:
    empty = tmp_path / "empty"
    empty.write_text("")
    words = {"rank": ("k-1",), "evaluate": (empty, empty)}[command]
    told = region(command, *words, SCORERS='{"locality": {"half_miles": 3}}')
    assert (told.exit_code, told.stdout) == (1, "")
    assert "MATCHMAKER_SCORERS" in told.stderr
    assert "half_miles" in told.stderr
    assert region("rank", "k-1").stderr == ""


def test_an_unknown_profile_is_refused_by_name(region: Run) -> None:
    told = region("rank", "nobody")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "nobody" in told.stderr


def judged(write: Write) -> tuple[object, object]:
    profiles = write(FIRM, FILMMAKER, SOUND_ARTIST)
    judgements = write("seeker\tcandidate\tgrade", "k-1\tc-1\t3", "c-1\tk-1\t3", name="q.tsv")
    return profiles, judgements


def test_evaluate_measures_both_directions(run: Run, write: Write) -> None:
    told = run("evaluate", *judged(write), "--json")
    assert (told.exit_code, told.stderr) == (0, "")
    document = json.loads(told.stdout)
    assert set(document) == {"directions", "overall", "scorers"}
    assert set(document["directions"]) == {"kmu", "creative"}
    assert set(document["overall"]) == {
        "n", "hit_at_1", "hit_at_5", "hit_at_10", "mrr", "ndcg_at_10", "mutual_at_10",
        "exposure_gini_at_10", "coverage_at_10", "largest_exposure",
    }  # fmt: skip
    assert document["directions"]["kmu"]["hit_at_1"] == 1.0


def test_evaluate_refuses_unknown_ids_with_1_and_unknown_scorers_with_2(
    run: Run, write: Write
) -> None:
    profiles, judgements = judged(write)
    there = {"SCORERS": '{"vanished": {"weight": 1}}'}
    told = run("evaluate", profiles, judgements, "--scorers", "no_such", **there)
    assert told.exit_code == 2
    assert "there are locality, " in told.stderr
    assert "vanished" not in told.stderr
    write("seeker\tcandidate\tgrade", "k-1\tnobody\t1", name="q.tsv")
    refused = run("evaluate", profiles, judgements)
    assert refused.exit_code == 1
    assert "nobody" in refused.stderr


def test_evaluate_takes_weights_of_nothing_but_0_for_wrong_usage(run: Run, write: Write) -> None:
    told = run("evaluate", *judged(write), "--scorers", "locality", "--weights", "locality=0")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "All weights are 0" in told.stderr


def test_evaluate_uses_exactly_the_named_scorers(run: Run, write: Write) -> None:
    told = run("evaluate", *judged(write), "--scorers", "locality, sector_affinity", "--json")
    scorers = json.loads(told.stdout)["scorers"]
    assert {(one["name"], one["weight"]) for one in scorers} == {
        ("locality", 1.0), ("sector_affinity", 1.0),
    }  # fmt: skip


def test_an_id_is_found_however_its_letters_were_typed(run: Run, write: Write) -> None:
    composed, apart = "Büro 1", "Bu\u0308ro  1"
    profiles = write(FIRM | {"external_id": apart}, FILMMAKER)
    run("import", "profiles", profiles)
    assert json.loads(run("rank", apart, "--json").stdout)["seeker"]["external_id"] == composed
    assert run("explain", apart, "c-1").exit_code == 0
    judgements = write("seeker\tcandidate\tgrade", f"{apart}\tc-1\t3", name="q.tsv")
    told = run("evaluate", profiles, judgements, "--json")
    assert (told.exit_code, told.stderr) == (0, "")
