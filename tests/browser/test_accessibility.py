"""No findings of axe on any page, in any theme, at any width; and what axe does not look at."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.visits import BEHIND_SIGN_IN, MOVING_MAP, PAGES, STARTS, let_the_map_move

STRICTER = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
"""Contrast of 7 to 1, and targets of at least 24 pixels, beside the usual rules."""

THEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
WIDTHS = {"light": (1280, 320), "dark": (320,), "forced": (1280,)}
"""What depends on the width is looked at in the light theme; the others change colours alone."""
TEXT_SPACING = """*, *::before, *::after {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important
}"""
"""WCAG 2.2, 1.4.12."""

ADOPT = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => {
    const controls = 'a[href], button, input:not([type=hidden]), select, summary';
    const within_text = 'p, dd, .hint, .user-text, main li, .card__title, [aria-hidden]';
    return [...document.querySelectorAll(controls)]
        .filter(each => each.matches('.kern-btn, .chip') || !each.closest(within_text))
        .filter(each => !each.matches('.skip-link') && each.checkVisibility())
        .map(each => each.closest('label') ?? each)
        .filter(each => each.getBoundingClientRect().height < 47.5)
        .map(each => each.outerHTML.slice(0, 100));
}"""
"""Controls, with a label around them if they have one, that are less than 48 pixels high; links
within text are free."""


LISTED = {
    "kmu": ("kmu",),
    "creative": ("creative",),
    "report": ("kmu", "Dieses Profil melden"),
}
"""The first profile of a kind, and the links that are followed from its page."""


WALK = [("visitor", where) for where in (*PAGES, MOVING_MAP, *LISTED)] + [
    (role, where) for role, pages in BEHIND_SIGN_IN.items() for where in pages
]


@pytest.fixture(scope="module")
def tabs(browser: Browser, site: str, states: dict[str, Any]) -> Iterator[dict[str, Page]]:
    """A tab by who sits before it. It compiles axe for its first page, as long as all the rest."""
    contexts = {
        who: browser.new_context(base_url=site, storage_state=state)
        for who, state in states.items()
    }
    yield {who: context.new_page() for who, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module", params=WALK, ids=lambda step: step[1])
def opened_once(request: pytest.FixtureRequest, tabs: dict[str, Page]) -> Page:
    """A page of the site: by its address, a profile of a kind, or one behind the sign-in."""
    who, where = request.param
    page = tabs[who]
    page.goto(start_of(who, where))
    links: tuple[str, ...] = BEHIND_SIGN_IN.get(who, {}).get(where, ())
    if where in LISTED:
        links = page.locator(".card__title a").first.inner_text(), *LISTED[where][1:]
    for link in links:
        page.get_by_role("main").get_by_role("link", name=link).first.click()
        page.wait_for_load_state()
    if where == MOVING_MAP:
        let_the_map_move(page)
    return page


def start_of(who: str, where: str) -> str:
    if who in STARTS:
        return STARTS[who]
    return f"/verzeichnis?kind={LISTED[where][0]}" if where in LISTED else where


@pytest.fixture
def opened(opened_once: Page) -> Page:
    """As it was when it was opened, whatever the test before it did."""
    opened_once.emulate_media(color_scheme="light", forced_colors="none")
    opened_once.set_viewport_size({"width": 1280, "height": 900})
    opened_once.evaluate("document.adoptedStyleSheets = []")
    return opened_once


def findings_on(opened: Page, once: str = "true") -> dict[tuple[str, int, str], list[str]]:
    """What axe finds in each theme at each width, once that holds: the spots of each rule."""
    findings = {}
    opened.evaluate(Axe().axe_script)
    for theme, media in THEMES.items():
        opened.emulate_media(**media)  # type: ignore[arg-type]
        for width in WIDTHS[theme]:
            opened.set_viewport_size({"width": width, "height": 900})
            opened.wait_for_function(once)
            for violation in opened.evaluate("axe.run", STRICTER)["violations"]:
                spots = [node["html"][:120] for node in violation["nodes"]]
                findings[theme, width, violation["id"]] = spots
    return findings


def test_axe_finds_nothing(opened: Page) -> None:
    assert findings_on(opened) == {}


def test_a_page_has_one_heading_and_no_sideways_scrolling(opened: Page) -> None:
    opened.set_viewport_size({"width": 320, "height": 640})

    assert opened.locator("h1").count() == 1
    assert opened.evaluate(SIDEWAYS) <= 0
    opened.evaluate(ADOPT, TEXT_SPACING)
    assert opened.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize(
    ("links", "named"),
    [
        ((), ".plain a"),
        (("Alle Vorschläge ansehen",), ".breadcrumb li:last-child"),
        (("Alle Vorschläge ansehen",), ".side--kmu .side__title"),
        (("Alle Vorschläge ansehen", "Warum?"), ".verdict .catch"),
    ],
)
def test_a_name_of_one_long_word_fits_a_phone(
    member_page: Page, links: tuple[str, ...], named: str
) -> None:
    member_page.set_viewport_size({"width": 320, "height": 700})
    for link in links:
        member_page.get_by_role("link", name=link).first.click()
    heading = member_page.locator(named).first
    heading.evaluate("shown => { shown.textContent = 'Bezirksschornsteinfegermeisterbetriebe' }")
    assert member_page.evaluate(SIDEWAYS) == 0


def test_controls_are_large_enough_for_a_thumb(opened: Page) -> None:
    opened.set_viewport_size({"width": 320, "height": 640})

    assert opened.evaluate(SMALL) == []


def test_nothing_moves_for_those_who_want_it_still(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")

    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
