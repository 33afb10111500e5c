"""Who is ranked for, and what changes, when speed is measured."""

from matchmaker.scoring import Profile
from matchmaker.scoring.index import Entry
from matchmaker.speed.all_pairs import share_of
from matchmaker.speed.worker import rewritten


def test_processes_share_the_seekers_and_each_is_asked_for_once() -> None:
    everybody = share_of(7, 0, 1)
    shares = [share_of(7, first, 3) for first in range(3)]
    assert [3, 2, 2] == [len(share) for share in shares]
    assert {profile.kind for profile in everybody} == {"kmu"}
    assert sorted(profile.about for profile in everybody) == sorted(
        profile.about for share in shares for profile in share
    )


def test_a_rewritten_profile_says_what_another_does_and_stays_itself() -> None:
    entries = [
        Entry(Profile("a", "creative", about="one", needs=("x",), remote=True), "1"),
        Entry(Profile("b", "creative", about="two", offers="song"), "2"),
    ]
    assert list(rewritten(entries)) == [
        Entry(Profile("a", "creative", about="two", offers="song", remote=True), "1")
    ]
