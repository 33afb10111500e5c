"""Everything is reached by keyboard, in order, and one sees where one is."""

from typing import Literal

import pytest
from playwright.sync_api import Page

FOCUSABLE = """() => {
    const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    return [...document.querySelectorAll(controls)]
        .filter(each => each.tabIndex >= 0 && each.checkVisibility()).length;
}"""
FOCUSED = """() => {
    const each = document.activeElement, box = each.getBoundingClientRect();
    if (each === document.body) return null;
    each.dataset.visit ??= crypto.getRandomValues(new Uint32Array(1))[0];
    const style = getComputedStyle(each);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        && !/, 0\\)$/.test(style.outlineColor);
    const seen = outlined && box.bottom > 0 && box.top < innerHeight;
    return [each.dataset.visit, seen, each.outerHTML.slice(0, 80)];
}"""


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize("path", ["/", "/verzeichnis?kind=kmu", "/karte", "/anmelden", "/nirgends"])
def test_tab_reaches_every_control_and_shows_where_one_is(
    page: Page, path: str, colours: Literal["none", "active"]
) -> None:
    page.emulate_media(forced_colors=colours)
    page.goto(path)
    expected = page.evaluate(FOCUSABLE)
    visited: dict[str, tuple[bool, str]] = {}
    for _ in range(expected + 5):
        page.keyboard.press("Tab")
        if spot := page.evaluate(FOCUSED):
            visited[spot[0]] = (spot[1], spot[2])

    assert [html for seen, html in visited.values() if not seen] == []
    assert len(visited) == expected


def test_the_first_stop_leads_to_the_content(page: Page) -> None:
    page.goto("/verzeichnis")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_somebody_is_found_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.locator("#q").focus()
    page.keyboard.type("Treppe aus Holz")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/probieren?q=Treppe*")
    page.locator(".card__title a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/*")

    assert page.locator("h1").count() == 1


def test_mistakes_receive_the_focus(page: Page) -> None:
    page.goto("/verzeichnis?place=Xyzzyburg")

    assert page.evaluate("document.activeElement.id") == "fehler"
