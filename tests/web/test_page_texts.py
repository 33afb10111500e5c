"""The texts of the installation: drafts, own ones, and what they may hold."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.db import db, unit_of_work
from matchmaker.i18n import LOCALES
from matchmaker.web import page_texts
from matchmaker.web.pages import ADDRESSES


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", page_texts.NAMES)
def test_every_text_has_a_draft_with_a_heading(name: str, locale: str) -> None:
    written = page_texts.write(page_texts.draft(name, locale))
    assert written.title
    assert written.html.count("<h1>") == 1
    assert "{#" not in written.html


@pytest.mark.parametrize(("name", "address"), ADDRESSES.items())
def test_an_own_text_takes_the_place_of_the_draft(
    name: str, address: str, app: Flask, client: FlaskClient
) -> None:
    draft = client.get(address).text
    with unit_of_work():
        assert page_texts.save(name, "de", "# Ganz eigen\n\nWorte *von hier*.")
        assert not page_texts.save(name, "de", "# Ganz eigen\n\nWorte *von hier*.\n")
    own = client.get(address).text
    assert "<title>Ganz eigen" in own
    assert '<p class="lead">Worte <em>von hier</em>.</p>' in own
    assert "fill-in" not in own
    with unit_of_work():
        saved = page_texts.newest(name, "de")
        assert saved is not None
        assert not page_texts.undo(name, "de", "another")
        assert page_texts.undo(name, "de", saved.version)
        assert not page_texts.undo(name, "de", saved.version)
    db.session.rollback()
    assert client.get(address).text == draft


def test_what_is_to_be_filled_in_is_shown_and_warned_of() -> None:
    written = page_texts.write("# Impressum\n\n## Wer\n\n[[Name & Amt]]")
    assert '<span class="fill-in">Name &amp; Amt</span>' in written.html
    assert written.unfinished
    assert not page_texts.write("# Impressum").unfinished


def test_headings_can_be_led_to_and_begin_lower() -> None:
    html = page_texts.write("# Eins\n\n## Zwei {#zwei}\n", below=2).html
    assert "<h3>Eins</h3>" in html
    assert '<h4 id="zwei">Zwei</h4>' in html


def test_own_links_stay_below_the_root_and_others_tell_nobody() -> None:
    html = page_texts.write(
        "[a](/karte) [b](https://example.org) [c](//example.org)", root="/x"
    ).html
    assert 'href="/x/karte"' in html
    assert 'href="https://example.org" rel="noopener noreferrer"' in html
    assert 'href="/x//example.org"' not in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        '[x](/a "[[<b>]] onclick=1")',
        "[[<script>]]",
        "# x {#<script>}",
        '[x](/"onclick=alert(1))',
    ],
)
def test_nothing_but_text_comes_out(source: str) -> None:
    html = page_texts.write(source).html
    for bad in ("<script", "<img", "<b>", 'href="javascript', 'href="data', '"onclick'):
        assert bad not in html
