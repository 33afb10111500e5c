"""What its owner shows to members is nowhere for visitors; what nobody may see is nowhere."""

from collections.abc import Callable

import pytest

from matchmaker.db import now, unit_of_work
from matchmaker.matching.candidates import as_scoring_profile
from matchmaker.profiles.directory import (
    DirectoryQuery,
    map_points,
    search_directory,
    submarket_counts,
)
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.needs.board import Filters, open_needs
from matchmaker.profiles.service import save_profile
from tests.profiles.guided.conftest import Visitor

MakeProfile = Callable[..., Profile]
Begin = Callable[[str], str]
CANARIES = {
    "about": "Kanarientext",
    "offers": "Kanarienangebot",
    "story": "Kanariengeschichte",
    "working_style": "Kanarienweise",
    "website": "https://kanarienseite.example",
    "skills": ["Kanarienkunst"],
    "place": "Kanariendorf",
    "submarkets": ["broadcasting"],
    "sectors": ["10.71.0"],
}
WORK = "Kanarienwerk"
TRACES = [
    "Kanarientext", "Kanarienangebot", "Kanariengeschichte", "Kanarienweise", "kanarienseite",
    "Kanarienkunst", "Kanariendorf", "09477", "Rundfunk", WORK,
]  # fmt: skip
ADDRESSES = (
    "/p/mira", "/en/p/mira", "/verzeichnis", "/karte", "/", "/api/v1/profiles",
    "/api/v1/profiles/mira", "/probieren?q=Schild&kind=creative", "/sitemap.xml", "/bedarfe",
    "/api/v1/needs", "/api/v1/profiles/mira/needs",
)  # fmt: skip


@pytest.fixture
def limited(make_profile: MakeProfile) -> Callable[[str], Profile]:
    def make(seen: str) -> Profile:
        shown = dict.fromkeys([*CANARIES, "works", "capacity", "remote"], seen)
        profile = make_profile(
            "creative", slug="mira", name="Mira Muster", postal_code="09477",
            located_latitude=50.6, located_longitude=13.1, capacity="now",
            field_visibility=shown, needs=["Ein Schild"], **CANARIES,
        )  # fmt: skip
        with unit_of_work():
            profile.works = [Work(title=WORK, link="https://kanarienseite.example/werk")]
            save_profile(profile)
        return profile

    return make


def seen_by(person: Visitor) -> set[str]:
    """Traces of the canaries in anything that this person can open."""
    answers = [person.get(address) for address in ADDRESSES]
    assert {200} == {answer.status_code for answer in answers}
    assert "Mira Muster" in answers[0].text
    return {trace for trace in TRACES for answer in answers if trace in answer.text}


def test_members_see_what_visitors_do_not(
    limited: Callable[[str], Profile], anybody: Visitor, mira: Visitor
) -> None:
    limited("members")
    assert set() == seen_by(anybody) - {"Rundfunk"}
    assert {"Kanarientext", "Kanariengeschichte", "Kanarienkunst", WORK} <= seen_by(mira)


def test_what_nobody_may_see_is_nowhere(
    limited: Callable[[str], Profile], anybody: Visitor, mira: Visitor
) -> None:
    limited("nobody")
    assert set() == seen_by(anybody) - {"Rundfunk"}
    assert set() == seen_by(mira) - {"Rundfunk"}


@pytest.mark.parametrize("seen", ["members", "nobody"])
def test_nobody_is_found_by_what_they_do_not_show(
    limited: Callable[[str], Profile], seen: str
) -> None:
    limited(seen)
    around = {"latitude": 50.6, "longitude": 13.1, "radius_km": 5.0}
    queries = [
        *(
            DirectoryQuery(words=trace)
            for trace in TRACES
            if trace not in (WORK, "09477", "kanarienseite")
        ),
        DirectoryQuery(submarket="broadcasting"),
        DirectoryQuery(sector="10.71.0"),
        DirectoryQuery(**around),
    ]
    for query in queries:
        assert [] == search_directory(query, members=False).profiles, query
        expected = 1 if seen == "members" else 0
        assert expected == len(search_directory(query, members=True).profiles), query
    assert [] == map_points(DirectoryQuery(), members=False)
    assert {} == submarket_counts(members=False)


@pytest.mark.parametrize("seen", ["members", "nobody"])
def test_a_need_lies_nowhere_for_those_who_may_not_see_the_place(
    limited: Callable[[str], Profile], seen: str
) -> None:
    limited(seen)
    around = Filters(point=(50.6, 13.1))
    assert 0 == open_needs(around, members=False).total
    assert (1 if seen == "members" else 0) == open_needs(around, members=True).total
    assert (1, 1) == tuple(open_needs(Filters(), members=who).total for who in (False, True))


def test_a_misspelt_word_is_not_corrected_to_a_hidden_one(
    limited: Callable[[str], Profile],
) -> None:
    limited("members")
    query = DirectoryQuery(words="Kanariengeschichtte")
    assert {} == search_directory(query, members=False).corrections
    assert "Kanariengeschichte" in search_directory(query, members=True).corrections.values()


def test_scorers_know_nothing_that_nobody_may_see(limited: Callable[[str], Profile]) -> None:
    profile = as_scoring_profile(limited("nobody"))
    assert ("", "", frozenset(), None) == (
        profile.about, profile.offers, profile.skills, profile.latitude,
    )  # fmt: skip


def test_a_public_profile_says_who_it_is_to_previews_and_search_engines(
    make_profile: MakeProfile, anybody: Visitor
) -> None:
    make_profile(slug="offen", name="Offen </script><b>", about="Wir bauen.", invented=False)
    make_profile(slug="zu", visibility="members", invented=False)
    page = anybody.get("/p/offen").text
    assert 'property="og:title" content="Offen &lt;/script&gt;&lt;b&gt;"' in page
    assert '"@type": "Organization"' in page
    assert "</script><b>" not in page
    sitemap = anybody.get("/sitemap.xml").text
    assert ("/p/offen<" in sitemap, "/p/zu<" in sitemap) == (True, False)


def test_a_profile_for_members_is_in_no_search_engine(
    make_profile: MakeProfile, mira: Visitor
) -> None:
    make_profile(slug="zu", visibility="members")
    page = mira.get("/p/zu").text
    assert ("og:title" in page, "noindex" in page) == (False, True)


def test_a_number_copied_from_an_address_book_is_taken_without_its_unseen_marks(
    mira: Visitor, begun: Begin
) -> None:
    copied = {"visibility": "public", "phone": "\u202a+49 371 5550123\u202c"}
    assert 303 == mira.post(f"{begun('kmu')}/sichtbar", copied).status_code
    assert "+49 371 5550123" == mira.profile().phone


@pytest.mark.parametrize("mark", ["\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2069"])
def test_marks_of_direction_that_come_along_with_copied_words_are_left_out(
    mira: Visitor, begun: Begin, mark: str
) -> None:
    copied = {"name": f"Holz {mark}Weber", "about": f"Ein{mark} Satz"}
    assert 303 == mira.post(f"{begun('kmu')}/wer", copied).status_code
    assert ("Holz Weber", "Ein Satz") == (mira.profile().name, mira.profile().about)


@pytest.mark.parametrize("unseen", [{"visibility": "hidden"}, {"approved": False}])
def test_a_profile_that_nobody_sees_is_still_there_for_its_owner(
    mira: Visitor, make_profile: MakeProfile, unseen: dict[str, object]
) -> None:
    assert mira.user is not None
    fields = {"place": "Thum", "about": "Ein Satz", "submitted_at": now()} | unseen
    make_profile("creative", slug="mira", owner_id=mira.user.id, **fields)
    account = mira.get("/konto").text
    assert 'href="/p/mira"' not in account
    assert 'href="/konto/profil/mira/vorschau"' in account
    assert 'href="/p/mira"' not in mira.get("/konto/profil/mira/vorschau").text


def test_the_preview_of_a_hidden_profile_says_that_nobody_sees_it(
    mira: Visitor, make_profile: MakeProfile
) -> None:
    assert mira.user is not None
    fields = {"place": "Thum", "about": "Ein Satz", "visibility": "hidden"}
    make_profile("creative", slug="mira", owner_id=mira.user.id, **fields)
    preview = mira.get("/konto/profil/mira/vorschau").text
    assert "Zurzeit sieht niemand Ihr Profil." in preview
    assert '<a href="/konto/profil/mira/sichtbar">' in preview
