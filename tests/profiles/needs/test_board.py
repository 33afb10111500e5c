"""The open needs in one list: whose side speaks is told in words, and no text buries the others."""

from collections.abc import Callable

from tests.profiles.needs.conftest import Visit
from tests.reading import text_of

LONG = "Keiner sieht unsere Treppen. " * 100 + "Bitte bis Ostern."


def only_posting(visit: Visit, address: str = "/bedarfe") -> str:
    (_before, posting) = visit(address, user=None).text.split('<article class="posting')
    return posting.split("</article>")[0]


def test_each_need_says_in_words_from_which_side_it_comes(
    visit: Visit, write_need: Callable[..., str]
) -> None:
    write_need()

    assert "Betrieb" in text_of(only_posting(visit))
    assert "Firm" in text_of(only_posting(visit, "/en/bedarfe"))


def test_a_long_text_is_folded_and_still_there_as_a_whole(
    visit: Visit, write_need: Callable[..., str]
) -> None:
    write_need(LONG)

    seen, folded = only_posting(visit).split("<details>")

    assert 600 > len(text_of(seen))
    assert LONG in text_of(folded)


def test_a_short_text_is_not_folded(visit: Visit, write_need: Callable[..., str]) -> None:
    write_need()

    assert "<details>" not in only_posting(visit)
