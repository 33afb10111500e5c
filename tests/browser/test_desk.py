"""The desk by keys and without script, and a report by somebody without an account."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import SIDEWAYS, findings_on

CARD = "Profil: Metallbau Grimmelreiter"


def open_card(page: Page) -> None:
    page.get_by_role("link", name=CARD).click()
    expect(page.locator("h1")).to_have_text(CARD)
    page.wait_for_load_state()  # the keys come with a script that is read last


def test_keys_press_the_buttons_that_are_there_and_the_way_back_stands_on_top(
    office_page: Page,
) -> None:
    open_card(office_page)
    office_page.keyboard.press("r")
    expect(office_page.get_by_label("Ihre Worte an die Person")).to_be_focused()
    office_page.keyboard.type("fra")  # in a field, keys are letters
    expect(office_page.get_by_label("Ihre Worte an die Person")).to_have_value("fra")
    office_page.get_by_label("Ihre Worte an die Person").fill("")
    office_page.locator("h1").click()
    office_page.keyboard.press("f")

    expect(office_page.get_by_text(f"Freigegeben · {CARD}")).to_be_visible()
    expect(office_page.locator("h1")).not_to_have_text(CARD)
    office_page.get_by_role("button", name="Rückgängig machen").click()
    expect(office_page.locator("h1")).to_have_text(CARD)
    expect(office_page.get_by_text("Zurückgenommen; es wartet wieder.")).to_be_visible()


def test_enter_on_the_list_opens_the_first_card_and_nothing_else(office_page: Page) -> None:
    first = office_page.locator(".desk-card a").first
    title = first.inner_text()
    office_page.wait_for_load_state()
    office_page.get_by_role("contentinfo").get_by_role("link", name="Impressum").focus()
    office_page.keyboard.press("Enter")  # a link that has the focus is what is meant
    office_page.wait_for_url("**/impressum")

    office_page.go_back()
    office_page.locator("h1").click()
    office_page.keyboard.press("Enter")
    expect(office_page.locator("h1")).to_have_text(title)
    office_page.keyboard.press("Enter")
    expect(office_page.locator("h1")).to_have_text(title)


def test_a_question_mark_lists_the_keys_and_they_can_be_switched_off(office_page: Page) -> None:
    open_card(office_page)
    office_page.keyboard.press("?")
    expect(office_page.get_by_text("zu Ihren Worten")).to_be_visible()
    office_page.get_by_label("Tasten benutzen").uncheck()
    office_page.reload()
    office_page.keyboard.press("n")
    expect(office_page.get_by_label("Ihre Worte an die Person")).not_to_be_focused()
    office_page.keyboard.press("f")
    expect(office_page.locator("h1")).to_have_text(CARD)

    office_page.locator("#tasten summary").click()
    office_page.get_by_label("Tasten benutzen").check()
    office_page.locator("h1").click()
    office_page.keyboard.press("n")
    expect(office_page.get_by_label("Ihre Worte an die Person")).to_be_focused()


def test_a_profile_is_reported_on_a_phone_without_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/verzeichnis?kind=creative")
    page.locator(".card__title a").first.click()
    page.get_by_role("link", name="Dieses Profil melden").click()
    page.get_by_role("button", name="Melden", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte wählen Sie, worum es geht.")
    page.get_by_label("Etwas anderes").check()
    page.get_by_label("Was ist Ihnen aufgefallen?").fill("Der Text ist von mir.")
    page.get_by_role("button", name="Melden", exact=True).click()

    expect(page.get_by_text("Ihre Nummer: M-")).to_be_visible()
    assert page.context.cookies() == []


def test_axe_finds_nothing_on_what_follows_a_report(page: Page) -> None:
    page.goto("/verzeichnis?kind=creative")
    page.locator(".card__title a").first.click()
    page.get_by_role("link", name="Dieses Profil melden").click()
    page.get_by_role("button", name="Melden", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings_on(page) == {}
    page.get_by_label("Angaben stimmen nicht").check()
    page.get_by_role("button", name="Melden", exact=True).click()
    expect(page.get_by_text("Ihre Nummer: M-")).to_be_visible()
    assert findings_on(page) == {}


def test_axe_finds_nothing_on_what_follows_a_decision(office_page: Page) -> None:
    open_card(office_page)
    office_page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert findings_on(office_page) == {}
    office_page.get_by_role("button", name="Freigeben").click()
    expect(office_page.get_by_text(f"Freigegeben · {CARD}")).to_be_visible()
    assert findings_on(office_page) == {}
    decision = office_page.url.partition("nach=")[2]
    office_page.goto(f"/schreibtisch/entschieden/{decision}")
    assert findings_on(office_page) == {}
    office_page.get_by_role("button", name="Rückgängig machen").click()
    expect(office_page.locator("h1")).to_have_text(CARD)


@pytest.mark.parametrize("address", ["/netzwerke", "/netzwerke?ort=09456"])
def test_an_office_with_a_long_name_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    name = "Wirtschaftsförderungsgesellschaften Mansfeld"
    links = page.get_by_role("link", name="Wirtschaftsförderung Erzgebirge")
    links.evaluate("(link, name) => { link.textContent = name }", name)
    assert page.evaluate(SIDEWAYS) == 0
