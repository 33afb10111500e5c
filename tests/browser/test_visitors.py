"""What a visitor's browser does: works without script, keeps nothing, asks nobody else."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.visits import PAGES

WEIGHT = 150_000
"""Bytes of a page with all it loads, fonts apart."""


def test_the_journey_works_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/verzeichnis")
    page.get_by_label("Worum geht es?").fill("Tishler")
    page.get_by_label("Ort oder Postleitzahl").fill("Annaberg")
    page.get_by_role("button", name="Suchen").click()

    assert urlsplit(page.url).query == "q=Tishler&place=Annaberg&radius=50"
    # a count does not wait for the page that the button asked for
    page.get_by_text("statt „Tishler“").wait_for()
    page.get_by_role("link", name="Auf der Karte zeigen").click()
    assert urlsplit(page.url).path == "/karte"
    page.locator(".card__title a").first.click()
    assert urlsplit(page.url).path.startswith("/p/")
    page.get_by_role("link", name="English").click()
    assert urlsplit(page.url).path.startswith("/en/p/")


def test_a_sentence_is_tried_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    page.get_by_label("Ein Satz genügt").fill("Unsere Treppen sieht keiner im Internet")
    page.get_by_label("Ihr Ort").fill("09456")
    page.get_by_role("button", name="Wer könnte passen?").click()

    # the first visitor may wait for the index, and a count does not
    page.locator(".card__title a").first.wait_for(timeout=60_000)


def test_filters_unfold_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/verzeichnis")
    page.get_by_text("Weiter eingrenzen").click()
    page.get_by_label("Wen suchen Sie?").select_option("creative")
    page.get_by_role("button", name="Suchen").click()

    assert urlsplit(page.url).query == "kind=creative"
    page.get_by_role("link", name="nur Kreative").click()
    assert urlsplit(page.url).query == ""


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/anmelden"])
def test_a_visitor_keeps_nothing_and_asks_nobody_else(page: Page, site: str, path: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")

    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(site).netloc}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert sum(_size(answer) for answer in answers) < WEIGHT


def _size(answer: Response) -> int:
    return 0 if answer.url.endswith(".woff2") or 300 <= answer.status < 400 else len(answer.body())


def test_a_page_says_nothing_in_the_console(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/", "/verzeichnis", "/karte", "/anmelden"):
        page.goto(path, wait_until="networkidle")

    assert said == []


def test_on_a_phone_the_sentence_and_the_way_on_are_one_step_from_the_top(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for link, there in (("Satz ändern", "#q"), ("Mit diesem Satz weitermachen", "#mitnehmen")):
        page.goto("/probieren?q=Keiner+sieht+unsere+Treppen&kind=creative&place=Aue")
        page.get_by_role("link", name=link).first.click()
        expect(page.locator(there)).to_be_in_viewport()
