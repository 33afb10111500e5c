"""A passkey of a real browser: made on the page of the second factor, and used to sign in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from matchmaker.demo.service import PASSWORD
from tests.browser.test_accessibility import SIDEWAYS, findings_on

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CANCELLED = "() => { navigator.credentials.create = () => Promise.reject(new DOMException()); }"
"""What the page is told when somebody presses "cancel"."""


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """By the name of the machine: no passkey belongs to a number."""
    named = site.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=named, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def device(page: Page) -> dict[str, Any]:
    """Chromium's own, in software; what opens it is kept here."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return {"tools": tools, "id": made["authenticatorId"]}


def sign_in(page: Page, name: str = "mira", address: str = "") -> None:
    page.goto(f"{address}/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@demo.example")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def looks_right(page: Page) -> None:
    assert findings_on(page) == {}
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(SIDEWAYS) <= 0
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_passkey_is_made_used_and_removed(page: Page, device: dict[str, Any]) -> None:
    said: list[str] = []
    # hints to those who build pages are no faults
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page)
    follow(page, "Zweiter Faktor")
    follow(page, "Passkey hinzufügen")
    looks_right(page)
    page.get_by_label("Wie soll er heißen?").fill("Rechner im Büro")
    page.get_by_label("Ihr jetziges Passwort").fill(PASSWORD)
    press(page, "Weiter")
    looks_right(page)
    press(page, "Passkey anlegen")
    expect(page.get_by_role("heading", name="Codes auf Papier")).to_be_visible()

    page.get_by_role("button", name="Abmelden").click()
    sign_in(page)
    expect(page).to_have_url(re.compile("zweiter-schritt"))
    looks_right(page)
    press(page, "Mit Passkey anmelden")
    expect(page).to_have_url(re.compile("/konto$"))
    held = device["tools"].send("WebAuthn.getCredentials", {"authenticatorId": device["id"]})
    assert [each["rpId"] for each in held["credentials"]] == ["localhost"]

    follow(page, "Zweiter Faktor")
    looks_right(page)
    follow(page, "Entfernen: Rechner im Büro")
    looks_right(page)
    page.get_by_label("Ihr jetziges Passwort").fill(PASSWORD)
    press(page, "Entfernen")
    expect(page.get_by_text("Ab jetzt genügt Ihr Passwort.")).to_be_visible()
    assert said == []


def test_what_a_browser_cannot_do_is_said(page: Page, site: str) -> None:
    for address, shown in ((site, False), (site.replace("127.0.0.1", "localhost"), True)):
        sign_in(page, "netzwerk", address)
        page.wait_for_url("**/schreibtisch")
        page.goto(f"{address}/konto/zweiter-faktor/passkeys/neu")
        page.get_by_label("Wie soll er heißen?").fill("Rechner")
        page.get_by_label("Ihr jetziges Passwort").fill(PASSWORD)
        press(page, "Weiter")
        button = page.get_by_role("button", name="Passkey anlegen")
        expect(button).to_be_visible(visible=shown)
        expect(page.get_by_text("und einen Namen als Adresse")).to_be_visible(visible=not shown)
    page.evaluate(CANCELLED)
    button.click()
    expect(page.get_by_text("Das hat nicht geklappt")).to_be_visible()
