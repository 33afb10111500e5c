"""A file that is too big: told before it is sent, and what was typed stays."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import sign_in

BIG: FilePayload = {"name": "gross.png", "mimeType": "image/png", "buffer": bytes(20 * 2**20)}
WAY = "/konto/profil/{}/arbeiten/neu"


@pytest.fixture(scope="session")
def creative_signed_in(browser: Browser, site: str) -> dict[str, Any]:
    return sign_in(browser, site, "mira")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def work_page(
    browser: Browser,
    site: str,
    creative_signed_in: dict[str, Any],
    request: pytest.FixtureRequest,
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site,
        storage_state=creative_signed_in,  # type: ignore[arg-type]
        java_script_enabled=request.param,
    )
    page = context.new_page()
    page.goto("/konto")
    address = page.locator("a[href*='/konto/profil/'][href*='/']").first.get_attribute("href")
    page.goto(WAY.format(str(address).split("/")[3]))
    page.get_by_label("Wie heißt die Arbeit?").fill("Werkschau")
    page.locator("input[type=file]").set_input_files(BIG)
    yield page
    context.close()


@pytest.mark.parametrize("work_page", [True], indirect=True)
def test_a_file_that_is_too_big_is_told_and_taken_out_before_it_is_sent(work_page: Page) -> None:
    expect(work_page.get_by_role("alert")).to_contain_text("größer als 5 MB")
    assert "" == work_page.locator("input[type=file]").input_value()


@pytest.mark.parametrize("work_page", [False], indirect=True)
def test_the_back_button_keeps_what_was_typed_beside_it(work_page: Page) -> None:
    work_page.get_by_role("button", name="Speichern").click()
    expect(work_page.get_by_role("heading", level=1)).to_have_text("Das ist zu groß")
    work_page.go_back()
    assert "Werkschau" == work_page.get_by_label("Wie heißt die Arbeit?").input_value()
