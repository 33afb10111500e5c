"""The map that moves: by mouse and by keys, and whom it asks for what."""

from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import SIDEWAYS, findings_on
from tests.browser.visits import let_the_map_move

PICTURE = b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAA=")
PINS_PLACED = """() => {
  const frame = document.querySelector(".live__map").getBoundingClientRect();
  return [...document.querySelectorAll(".pin")].every((pin) => {
    const { x, y, width, height } = pin.getBoundingClientRect();
    const across = x + width / 2 - frame.x, down = y + height / 2 - frame.y;
    return 0 <= across && across <= frame.width && 0 <= down && down <= frame.height;
  });
}"""
"""Leaflet takes a moment to place pins for another width; until then they lie beside the map."""
WHERE = "getComputedStyle(document.querySelector('.leaflet-map-pane')).transform"


@pytest.fixture
def hosts(page: Page) -> set[str]:
    """Every host that the page asks for something."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked


@pytest.fixture
def page_with_tiles(browser: Browser, site_with_tiles: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site_with_tiles)
    page = context.new_page()
    yield page
    context.close()


def test_without_script_there_is_the_drawing_alone(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/karte")

    expect(page.locator("svg.map")).to_be_visible()
    expect(page.get_by_text("Karte zum Bewegen laden")).to_be_hidden()


def test_the_library_comes_when_it_is_asked_for(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/karte", wait_until="networkidle")
    assert not [path for path in asked if "leaflet" in path]
    let_the_map_move(page)

    assert [path for path in asked if "leaflet.js" in path]
    expect(page.locator("svg.map")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("svg.map")).to_be_visible()
    expect(page.locator(".live__map")).to_be_hidden()


def test_a_library_that_does_not_arrive_leaves_the_drawing(page: Page) -> None:
    page.route("**/leaflet.js*", lambda route: route.abort())
    page.goto("/karte")
    page.get_by_role("button", name="Karte zum Bewegen laden").click()

    expect(page.get_by_role("status")).to_have_text(
        "Das hat nicht geklappt. Die Karte oben bleibt, wie sie ist."
    )
    expect(page.locator("svg.map")).to_be_visible()


def test_no_other_host_is_asked_without_tiles(page: Page, site: str, hosts: set[str]) -> None:
    page.goto("/karte")
    let_the_map_move(page)
    for name in ("Vergrößern", "Vergrößern", "Verkleinern"):
        page.get_by_role("button", name=name).click()
    page.wait_for_load_state("networkidle")

    assert hosts == {urlsplit(site).netloc}
    assert page.get_by_role("button", name="Kartenbild laden").count() == 0
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_tiles_come_after_the_button_and_from_their_host_alone(
    page_with_tiles: Page, site_with_tiles: str
) -> None:
    page, own = page_with_tiles, urlsplit(site_with_tiles).netloc
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route("https://tiles.example/**", lambda route: route.fulfill(body=PICTURE))
    page.goto("/karte")
    let_the_map_move(page)
    page.get_by_role("button", name="Vergrößern").click()
    page.wait_for_load_state("networkidle")
    assert hosts - {""} == {own}
    expect(page.get_by_text("sieht dieser Server Ihre IP-Adresse")).to_be_visible()
    page.get_by_role("button", name="Kartenbild laden").click()
    expect(page.locator(".live__map--pictures")).to_be_visible()

    assert hosts - {""} == {own, "tiles.example"}
    expect(page.get_by_text("Kartenbild: tiles.example")).to_be_visible()
    assert said == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    let_the_map_move(page)
    expect(page.get_by_role("button", name="Kartenbild laden")).to_be_visible()


def test_a_pin_opened_by_keys_leads_to_a_profile(page: Page) -> None:
    page.goto("/karte?q=Holz")
    let_the_map_move(page)
    expect(page.get_by_role("region", name="Karte zum Bewegen")).to_be_focused()
    page.keyboard.press("Tab")
    pin = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name=pin)
    expect(card.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == pin
    page.keyboard.press("Space")
    expect(card.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/*")


def test_keys_move_and_zoom_the_map(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/karte")
    let_the_map_move(page)
    pins = page.locator(".pin").count()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.locator(".pin").count() > pins
    before = page.evaluate(WHERE)
    page.keyboard.press("ArrowDown")

    assert page.evaluate(WHERE) != before
    assert page.evaluate("document.getAnimations().length") == 0
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert page.locator(".pin").count() == pins


def test_who_sees_the_whole_drawing_does_so_in_a_narrower_window(page: Page) -> None:
    page.goto("/karte")
    let_the_map_move(page)
    page.set_viewport_size({"width": 320, "height": 640})

    expect(page.locator(".leaflet-control-zoom-out.leaflet-disabled")).to_be_visible()
    frame = page.locator(".live__map").bounding_box()
    assert frame
    for pin in page.locator(".pin").all():
        box = pin.bounding_box()
        assert box
        assert frame["x"] < box["x"] + 24 < frame["x"] + frame["width"]


def test_what_was_searched_for_stays_in_the_list_of_a_pin(page: Page) -> None:
    page.goto("/en/karte?kind=creative")
    let_the_map_move(page)
    page.locator(".pin--many").first.click()
    count = page.locator(".pin--many").first.inner_text()
    page.get_by_role("dialog").get_by_role("link", name="Show as a list").click()

    assert urlsplit(page.url).path == "/en/verzeichnis"
    assert parse_qs(urlsplit(page.url).query)["kind"] == ["creative"]
    found = int(page.locator("#ergebnis").inner_text().split()[0])
    assert found >= int(count) > 1


def test_nearer_parts_what_shared_a_pin(page: Page) -> None:
    page.goto("/karte")
    let_the_map_move(page)
    pins = page.locator(".pin").count()
    page.locator(".pin--many").first.click()
    page.get_by_role("button", name="Näher heran").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".pin")).not_to_have_count(pins)


def test_axe_finds_nothing_while_a_card_lies_on_the_map(page: Page) -> None:
    page.goto("/karte")
    let_the_map_move(page)
    page.locator(".pin--many").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert findings_on(page, PINS_PLACED) == {}
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SIDEWAYS) <= 0


def test_axe_finds_nothing_beside_the_offer_of_tiles(page_with_tiles: Page) -> None:
    page = page_with_tiles
    page.route("https://tiles.example/**", lambda route: route.fulfill(body=PICTURE))
    page.goto("/karte")
    let_the_map_move(page)
    assert findings_on(page, PINS_PLACED) == {}
    page.get_by_role("button", name="Kartenbild laden").click()
    expect(page.locator(".live__map--pictures")).to_be_visible()
    assert findings_on(page, PINS_PLACED) == {}
