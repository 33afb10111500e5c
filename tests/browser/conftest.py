"""A real browser on a real server with the demo region; skipped where Chromium is missing."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from matchmaker import create_app
from matchmaker.config import Settings, load_settings
from matchmaker.db import db, upgrade_database
from matchmaker.demo.service import PASSWORD, load_demo
from matchmaker.matching.tasks import refresh_index
from matchmaker.server import close

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PLUGINS = Path(__file__).parents[2] / "plugins"
TILES = "https://tiles.example/{z}/{x}/{y}.png"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def settings_of_site(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    if CHROMIUM is None:
        pytest.skip("Chromium is missing; get it with: apt-get install chromium")
    return load_settings(
        {},
        instance=tmp_path_factory.mktemp("site") / "instance",
        plugins=PLUGINS,
        rate_limits="off",
        demo="on",
    )


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a server that answers for the application."""
    server = waitress.create_server(
        app, host="127.0.0.1", port=0, threads=4, asyncore_use_poll=True
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join()
    close(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def site(settings_of_site: Settings) -> Iterator[str]:
    """The address of a server with the demo region."""
    app = create_app(settings_of_site)
    with app.app_context():
        upgrade_database()
        load_demo()
        refresh_index()
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def site_with_tiles(site: str, settings_of_site: Settings) -> Iterator[str]:
    """The same region where the operator set TILES_URL."""
    settings = settings_of_site.model_copy(update={"tiles_url": TILES})
    with served(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="session")
def browser(site: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh visitor's page; addresses are relative to the site."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(browser: Browser, site: str, name: str) -> dict[str, Any]:
    """What the browser of somebody of the demo region keeps after signing in."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@demo.example")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/schreibtisch" if name == "krause" else "**/konto")
    state = context.storage_state()
    context.close()
    return dict(state)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: str) -> dict[str, Any]:
    return sign_in(browser, site, "jens")


@pytest.fixture
def member_page(browser: Browser, site: str, signed_in: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(base_url=site, storage_state=signed_in)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/konto")
    yield page
    context.close()


@pytest.fixture(scope="session")
def office_signed_in(browser: Browser, site: str) -> dict[str, Any]:
    return sign_in(browser, site, "krause")


@pytest.fixture
def office_page(browser: Browser, site: str, office_signed_in: dict[str, Any]) -> Iterator[Page]:
    """The desk of the office of the demo region."""
    state: Any = office_signed_in
    context = browser.new_context(base_url=site, storage_state=state)
    page = context.new_page()
    page.goto("/schreibtisch")
    yield page
    context.close()


@pytest.fixture(scope="session")
def states(
    browser: Browser, site: str, signed_in: dict[str, Any], office_signed_in: dict[str, Any]
) -> dict[str, Any]:
    """What browsers keep, by who sits before them."""
    admin = sign_in(browser, site, "admin")
    return {"visitor": None, "member": signed_in, "office": office_signed_in, "admin": admin}


@pytest.fixture
def page_without_script(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site, viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()
