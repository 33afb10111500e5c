"""A throw-away pool holds what the service would hold of the same file."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from matchmaker.demo.service import FILES, FOLDER
from matchmaker.matching.candidates import all_entries
from matchmaker.matching.trial import read_pool
from matchmaker.profiles.interchange.importing import import_profiles


def test_an_evaluation_sees_of_a_profile_what_a_ranking_sees(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "region.jsonl"
    file.write_text("".join((FOLDER / name).read_text("utf-8") for name in FILES), "utf-8")
    import_profiles(file, tmp_path / "rejected.jsonl")
    stored = {one.tie_key: replace(one.profile, id=one.tie_key) for one in all_entries()}
    read = {profile.id: profile for profile in read_pool(file)}
    assert any(profile.needs for profile in read.values())
    assert stored == {id: read[id] for id in stored}
    assert len(stored) > len(read) / 2
