"""The texts that every installation fills in: drafts come along, the operator's own replace them.

They are written in CommonMark, without HTML and pictures. `[[words]]` marks what is still to be
filled in, `{#name}` at the end of a heading is where links from elsewhere lead to.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import current_app
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from sqlalchemy import String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, db, now, unless_away
from matchmaker.i18n import LOCALES
from matchmaker.i18n import lazy_gettext as _

NAMES: Mapping[str, object] = {
    "creative_industries": _("Was ist Kultur- und Kreativwirtschaft?"),
    "imprint": _("Impressum"),
    "privacy": _("Datenschutz"),
    "accessibility": _("Barrierefreiheit"),
    "plain_language": _("Leichte Sprache"),
}
LONGEST = 50_000
DRAFTS = Path(__file__).parent / "drafts"

ANCHOR = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\Z")
TO_FILL_IN = re.compile(r"\[\[([^\[\]]+)\]\]")
PLACEHOLDER = r'<span class="fill-in">\1</span>'


class PageText(Base):
    """One version of a text; the newest counts, and the older ones are the way back."""

    __tablename__ = "page_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
    """A key of NAMES."""
    locale: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)

    @property
    def version(self) -> str:
        """Names it; its number may be given to another once it is gone."""
        return self.at.isoformat()


@dataclass(frozen=True)
class Written:
    """A text as HTML; `title` is its first heading, as plain text."""

    title: str
    html: Markup
    unfinished: bool


def draft(name: str, locale: str) -> str:
    return (DRAFTS / f"{name}.{locale}.md").read_text(encoding="utf-8")


def newest(name: str, locale: str) -> PageText | None:
    """The operator's own text, or None while the draft counts."""
    return next(iter(versions(name, locale, limit=1)), None)


def versions(name: str, locale: str, *, limit: int = 20) -> Sequence[PageText]:
    own = select(PageText).where(PageText.name == name, PageText.locale == locale)
    return db.session.scalars(own.order_by(PageText.id.desc()).limit(limit)).all()


def text_of(name: str, locale: str) -> str:
    """The text that counts: the operator's newest, or the draft."""
    own = newest(name, locale)
    text = own.text if own else draft(name, locale)
    _last_read()[name, locale] = text
    return text


def text_at_any_time(name: str, locale: str) -> str:
    """As `text_of`; with the database away it is what this process read last, or the draft."""
    read = unless_away(lambda: text_of(name, locale), "")
    return read or _last_read().get((name, locale)) or draft(name, locale)


def read_all() -> None:
    """So that this process knows them should the database go away."""
    for name in NAMES:
        for locale in LOCALES:
            text_of(name, locale)


def _last_read() -> dict[tuple[str, str], str]:
    return current_app.extensions.setdefault("page_texts", {})


def save(name: str, locale: str, text: str) -> bool:
    """Whether the text differs from what counted so far."""
    if text.strip() == text_of(name, locale).strip():
        return False
    db.session.add(PageText(name=name, locale=locale, text=text))
    return True


def undo(name: str, locale: str, version: str) -> bool:
    """Take this version away, so that the one before it counts, at last the draft.

    Nothing happens, and the answer is False, unless it is the newest: a button that is pressed
    twice, or on an old page, takes nothing else away.
    """
    own = newest(name, locale)
    if own is None or own.version != version:
        return False
    db.session.execute(delete(PageText).where(PageText.id == own.id))
    return True


def write(source: str, *, root: str = "", below: int = 0) -> Written:
    """Make a page of a text.

    `root` is what a proxy puts before all paths; headings begin so many levels `below` the first.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
    parser.add_render_rule("text", _text)
    tokens = parser.parse(source)
    _mark_lead(tokens)
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            _anchor(token, tokens[position + 1])
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + below, 6)}"
        for inner in token.children or ():
            _lead_out(inner, root)
    html = Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - html is off
    return Written(_title(tokens), html, TO_FILL_IN.search(source) is not None)


def _text(_renderer: Any, tokens: Sequence[Token], position: int, *_: Any) -> str:
    return TO_FILL_IN.sub(PLACEHOLDER, str(escape(tokens[position].content)))


def _anchor(heading: Token, inline: Token) -> None:
    found = ANCHOR.search(inline.content)
    last = inline.children[-1] if inline.children else None
    if found and last is not None:
        heading.attrSet("id", found[1])
        last.content = ANCHOR.sub("", last.content)
        inline.content = ANCHOR.sub("", inline.content)


def _lead_out(token: Token, root: str) -> None:
    address = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    if address.startswith("/") and not address.startswith("//"):
        token.attrSet("href", root + address)
    elif address:
        token.attrSet("rel", "noopener noreferrer")


def _mark_lead(tokens: Sequence[Token]) -> None:
    """What follows the first heading says what the page is about."""
    for position, token in enumerate(tokens[:-1]):
        if token.type == "heading_close" and token.tag == "h1":
            if tokens[position + 1].type == "paragraph_open":
                tokens[position + 1].attrSet("class", "lead")
            return


def _title(tokens: Sequence[Token]) -> str:
    """The words of the first heading without their marks."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            return "".join(inner.content for inner in inline.children or ())
    return ""
