"""The directory, the same on every database."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from matchmaker.db import db, unit_of_work
from matchmaker.profiles.directory import (
    PAGE_SIZE,
    DirectoryQuery,
    kind_counts,
    map_points,
    search_directory,
    submarket_counts,
)
from matchmaker.profiles.models import Profile, SearchWord
from matchmaker.profiles.service import delete_profile, save_profile
from tests.statements import statements

MakeProfile = Callable[..., Profile]
ANNABERG = {"located_latitude": 50.58, "located_longitude": 13.0}
CHEMNITZ = {"located_latitude": 50.83, "located_longitude": 12.92}
LEIPZIG = {"located_latitude": 51.34, "located_longitude": 12.37}


def names(query: DirectoryQuery, *, members: bool = False) -> list[str]:
    return [profile.name for profile in search_directory(query, members=members).profiles]


@pytest.mark.parametrize(
    "words",
    ["Möbel", "moebel", "Mobel", "MÖBEL", "Möbelbau", "Tischler:in", "Tischlerei", "Tishlerei"],
)
def test_a_profile_is_found_however_its_words_are_written(
    make_profile: MakeProfile, words: str
) -> None:
    make_profile(name="Holzwurm", about="Tischler, der Möbel baut")
    make_profile(name="Zahnrad", about="Getriebe")
    assert names(DirectoryQuery(words=words)) == ["Holzwurm"]


@pytest.mark.parametrize("misspelt", ["Tishlerei", "Tishler"])
def test_a_misspelt_word_is_corrected_and_told(make_profile: MakeProfile, misspelt: str) -> None:
    make_profile(name="Holzwurm", about="Tischlerei")
    page = search_directory(DirectoryQuery(words=misspelt), members=False)
    assert page.corrections == {misspelt: "Tischlerei"}
    assert ["Holzwurm"] == [profile.name for profile in page.profiles]


def test_a_word_that_is_right_is_not_told(make_profile: MakeProfile) -> None:
    make_profile(name="Holzwurm", about="Tischlerei")
    assert {} == search_directory(DirectoryQuery(words="Tischler"), members=False).corrections


def test_words_that_nobody_uses_find_nobody(make_profile: MakeProfile) -> None:
    make_profile(about="Tischlerei")
    assert names(DirectoryQuery(words="xyzzyq")) == []
    assert names(DirectoryQuery(words="%")) == []


def test_who_has_all_words_or_the_name_comes_first(make_profile: MakeProfile) -> None:
    make_profile(name="Alpha", about="Film für Messen")
    make_profile(name="Beta", about="Film")
    make_profile(name="Film ab", about="Kino")
    assert names(DirectoryQuery(words="Film")) == ["Film ab", "Alpha", "Beta"]
    assert names(DirectoryQuery(words="Messe Film"))[0] == "Alpha"


def test_facets_narrow_and_a_sector_holds_those_below(make_profile: MakeProfile) -> None:
    make_profile("creative", name="Mira", submarkets=["design"])
    make_profile("kmu", name="Jens", sectors=["31.01"])
    make_profile("kmu", name="Bäcker", sectors=["10.71"])
    assert names(DirectoryQuery(kind="creative")) == ["Mira"]
    assert names(DirectoryQuery(submarket="design")) == ["Mira"]
    assert names(DirectoryQuery(sector="31")) == ["Jens"]
    assert names(DirectoryQuery(sector="C")) == ["Bäcker", "Jens"]
    assert {"creative": 1, "kmu": 2} == kind_counts(members=False)
    assert {"design": 1} == submarket_counts(members=False)


def test_around_a_place_the_nearest_come_first(make_profile: MakeProfile) -> None:
    make_profile(name="Fern", **LEIPZIG)
    make_profile(name="Nah", **CHEMNITZ)
    make_profile(name="Hier", **ANNABERG)
    make_profile(name="Ohne Ort")
    around = DirectoryQuery(latitude=50.58, longitude=13.0, radius_km=50)
    assert names(around) == ["Hier", "Nah"]


def test_visitors_see_public_profiles_and_members_those_for_members(
    make_profile: MakeProfile,
) -> None:
    make_profile(name="Offen")
    make_profile(name="Mitglied", visibility="members", about="Geheimrezept", **CHEMNITZ)
    make_profile(name="Versteckt", visibility="hidden")
    make_profile(name="Wartet", approved=False)
    assert names(DirectoryQuery()) == ["Offen"]
    assert names(DirectoryQuery(), members=True) == ["Mitglied", "Offen"]
    assert names(DirectoryQuery(words="Geheimrezept")) == []
    assert map_points(DirectoryQuery(), members=False) == []


def test_pages_hold_thirty_and_stay_within_bounds(make_profile: MakeProfile) -> None:
    for number in range(PAGE_SIZE + 1):
        make_profile(name=f"{number:02}")
    second = search_directory(DirectoryQuery(page=2), members=False)
    assert (second.total, second.pages, len(second.profiles)) == (31, 2, 1)
    assert search_directory(DirectoryQuery(page=10**30), members=False).page == 2
    assert search_directory(DirectoryQuery(page=-5), members=False).page == 1


@pytest.mark.parametrize(
    "words",
    ["\x00", "😀" * 5000, "x" * 5000, "' OR 1=1 --", "\u202e", "a " * 5000, "\ud800"],
    ids=["nul", "emoji", "long", "sql", "bidi", "many", "surrogate"],
)
def test_hostile_words_are_words_like_others(make_profile: MakeProfile, words: str) -> None:
    make_profile(about="Tischlerei")
    assert names(DirectoryQuery(words=words)) == []


def test_a_deleted_profile_leaves_no_word_behind(make_profile: MakeProfile) -> None:
    profile = make_profile(about="Einzelwort")
    with unit_of_work():
        delete_profile(profile)
    make_profile(about="Anderes")
    assert search_directory(DirectoryQuery(words="Einzelwrot"), members=False).corrections == {}


def test_a_word_that_nobody_says_any_more_is_forgotten_with_the_change(
    make_profile: MakeProfile,
) -> None:
    make_profile(about="Holzhaus")
    profile = make_profile(about="Einzelwort aus dem Holzhaus")
    with unit_of_work():
        profile.about = "Gemeinsames"
        save_profile(profile)
    known = set(db.session.scalars(select(SearchWord.shown)))
    assert [False, True, True] == [w in known for w in ("Einzelwort", "Holzhaus", "Gemeinsames")]


def test_who_deletes_a_profile_looks_after_no_word_of_others(make_profile: MakeProfile) -> None:
    """All words of a country take half a minute, in which nobody else can save anything."""
    profile = make_profile(about="Einzelwort")
    with unit_of_work(), statements() as asked:
        delete_profile(profile)
    cleaning = [each for each in asked if each.startswith("DELETE FROM search_words")]
    assert [True] == ["search_words.id IN" in each for each in cleaning]


def test_a_page_of_the_directory_reads_no_numbers_but_its_own(make_profile: MakeProfile) -> None:
    make_profile()
    with statements() as asked:
        search_directory(DirectoryQuery(), members=False)
        map_points(DirectoryQuery(), members=False)
    ordered = [each for each in asked if "ORDER BY lower(profiles.name)" in each]
    assert [True, True] == ["LIMIT" in each for each in ordered]


def test_the_words_likest_to_a_misspelt_one_alone_are_looked_for_in_profiles(
    make_profile: MakeProfile,
) -> None:
    make_profile(about="Tischlerei")
    with statements() as asked:
        search_directory(DirectoryQuery(words="Tishlerei"), members=False)
    through_profiles = [each for each in asked if "profile_words" in each and "EXISTS" in each]
    assert [True] == ["search_words.id IN" in each for each in through_profiles]
