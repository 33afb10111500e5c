"""What a person reads or hears of a page: its text, and the attributes that are shown or spoken."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient

SPOKEN = ("aria-label", "alt", "title", "placeholder", "content", "data-said", "data-print")
WRITTEN_BY_PEOPLE = ("textarea", "script", "style")
VOID = ("br", "hr", "img", "input", "link", "meta", "col", "wbr")


class _Reader(HTMLParser):
    def __init__(self, skipped_class: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped_class = skipped_class
        self._skipped: list[str] = []
        """Open elements from the outermost one that is not read."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        classes = (given.get("class") or "").split()
        if self._skipped or tag in WRITTEN_BY_PEOPLE or self._skipped_class in classes:
            self._skipped += [tag] * (tag not in VOID)
            return
        self.words += [given[name] or "" for name in SPOKEN if name in given]

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and self._skipped[-1] == tag:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(data)


def words_of(page: str, *, without_class: str = "") -> str:
    """All on one line; what stands in elements of this class, or in text fields, is left out."""
    reader = _Reader(without_class)
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())


def text_of(page: str) -> str:
    """All that stands between tags, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.text
