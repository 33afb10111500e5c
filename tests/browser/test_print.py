"""On paper: nothing is torn, told twice or left without its colour."""

import pytest
from playwright.sync_api import Locator, Page


def style(element: Locator, name: str) -> str:
    told: str = element.first.evaluate(
        "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
    )
    return told


def test_the_result_of_an_account_is_printed_once_below_its_parts(member_page: Page) -> None:
    page = member_page
    page.get_by_role("link", name="Alle Vorschläge ansehen").first.click()
    page.get_by_role("link", name="Warum?").first.click()
    page.emulate_media(media="print")

    foot = page.locator(".parts tfoot")

    assert style(foot, "display") == "table-row-group"  # a foot proper is repeated on every page


@pytest.mark.parametrize(("where", "whole"), [("/bedarfe", ".posting"), ("/", ".steps li")])
def test_what_belongs_together_stays_on_one_sheet(page: Page, where: str, whole: str) -> None:
    page.goto(where)
    page.emulate_media(media="print")

    assert style(page.locator(whole), "break-inside") == "avoid"


def test_the_dots_that_explain_the_map_keep_their_colours_on_paper(page: Page) -> None:
    page.goto("/karte")
    page.emulate_media(media="print")

    assert style(page.locator(".legend__dot"), "print-color-adjust") == "exact"
