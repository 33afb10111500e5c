"""Jens on his phone: from the account to a need that others read, without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def phone(browser: Browser, site: str, signed_in: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site,
        storage_state=signed_in,  # type: ignore[arg-type]
        viewport={"width": 320, "height": 640},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.set_default_timeout(5_000)
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_a_nameless_need_is_written_in_three_steps_and_closing_it_can_be_undone(
    phone: Page,
) -> None:
    phone.goto("/konto")
    phone.get_by_role("main").get_by_role("link", name="Neuer Bedarf").first.click()
    phone.get_by_label("Keiner sieht, was wir können").check()
    phone.get_by_label("In Ihren Worten").fill("Treppen super, Azubis kommen nicht.")
    press(phone, "Weiter")
    phone.get_by_label("Designwirtschaft").check()
    press(phone, "Zurück")
    expect(phone.get_by_label("In Ihren Worten")).to_have_value(
        "Treppen super, Azubis kommen nicht."
    )
    press(phone, "Weiter")
    expect(phone.get_by_label("Designwirtschaft")).to_be_checked()
    press(phone, "Weiter")
    expect(phone.get_by_label("Ohne Namen")).to_be_checked()
    press(phone, "Veröffentlichen")
    expect(phone.get_by_role("main")).to_contain_text("wartet auf die Wirtschaftsförderung")
    phone.get_by_role("link", name="Vorschläge ansehen").click()
    expect(phone.get_by_role("heading", level=2, name="Vorschl")).to_be_visible()
    phone.go_back()
    press(phone, "Schließen")
    press(phone, "Rückgängig")
    expect(phone.get_by_role("main")).to_contain_text("wartet auf die Wirtschaftsförderung")


def test_a_suggestion_that_does_not_fit_is_gone_and_comes_back(phone: Page) -> None:
    phone.goto("/konto")
    phone.get_by_role("link", name="Alle Vorschläge ansehen").first.click()
    first = phone.locator(".match .card__title").first.inner_text()
    phone.locator(".match").first.get_by_role("button", name="Passt nicht").click()
    expect(phone.locator("#ausgeblendet")).to_contain_text(first)
    shown = phone.locator(".match .card__title").filter(has_text=first)
    expect(shown).to_have_count(0)
    phone.get_by_role("button", name="zu weit").click()
    phone.get_by_role("button", name="Rückgängig").click()
    expect(shown).to_have_count(1)
