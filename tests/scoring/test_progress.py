"""Long work can be watched, and goes on the same when nobody does."""

from collections.abc import Iterable, Iterator

from matchmaker.scoring import followed
from matchmaker.scoring.progress import watched_by


def test_unwatched_work_is_done_all_the_same() -> None:
    assert list(followed("abc", "letters")) == ["a", "b", "c"]


def test_who_watches_sees_each_item_taken_and_nothing_afterwards() -> None:
    seen: list[str] = []

    def watch(items: Iterable[str], unit: str) -> Iterator[str]:
        for item in items:
            seen.append(f"{unit}: {item}")
            yield item

    with watched_by(watch):
        assert list(followed("ab", "letters")) == ["a", "b"]
    list(followed("c", "letters"))
    assert seen == ["letters: a", "letters: b"]
