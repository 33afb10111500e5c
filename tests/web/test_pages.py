"""The pages of the ground: by law, by courtesy, in both languages, on one layout."""

import re

import pytest
from flask.testing import FlaskClient

SLUGS = (
    "impressum",
    "datenschutz",
    "barrierefreiheit",
    "leichte-sprache",
    "kultur-und-kreativwirtschaft",
    "registrieren",
    "anmelden",
)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("prefix", "language"), [("", "de"), ("/en", "en")])
def test_a_page_speaks_the_language_of_its_address(
    visitor: FlaskClient, slug: str, prefix: str, language: str
) -> None:
    page = visitor.get(f"{prefix}/{slug}").text

    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_titles_differ(visitor: FlaskClient, prefix: str) -> None:
    pages = [visitor.get(f"{prefix}/{slug}").text for slug in ("", "verzeichnis", "karte", *SLUGS)]
    titles = [re.findall("<title>(.*?)</title>", page)[0] for page in pages]

    assert sorted(set(titles)) == sorted(titles)


def test_the_switch_leads_to_the_same_page_with_its_query(visitor: FlaskClient) -> None:
    german = visitor.get("/verzeichnis?q=Holz&kind=kmu").text
    english = visitor.get("/en/verzeichnis?q=Holz&kind=kmu").text

    assert 'href="/en/verzeichnis?q=Holz&amp;kind=kmu" lang="en" hreflang="en">English' in german
    assert 'href="/verzeichnis?q=Holz&amp;kind=kmu" lang="de" hreflang="de">Deutsch' in english


@pytest.mark.parametrize("path", ["/", "/en/karte", "/nirgends"])
def test_every_page_links_what_the_law_asks_for(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path).text
    prefix = "/en" if path.startswith("/en") else ""

    for slug in SLUGS[:4]:
        assert f'href="{prefix}/{slug}"' in page
    for anchor in ("rueckmeldung", "schlichtung", "gebaerdensprache"):
        assert f'href="{prefix}/barrierefreiheit#{anchor}"' in page


@pytest.mark.parametrize("path", ["/", "/verzeichnis", "/karte", "/anmelden", "/datenschutz"])
def test_a_page_asks_no_other_host_and_carries_no_code(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path).text
    loaded = re.findall(r'(?:src|rel="(?:stylesheet|icon)" href)="([^"]*)"', page)

    assert all(address.startswith("/static/") for address in loaded)
    assert "style=" not in page
    assert not re.search(r"<script(?! src=)| on\w+=", page)


def test_robots_are_kept_from_what_is_not_for_them(visitor: FlaskClient) -> None:
    assert "Disallow: /api/" in visitor.get("/robots.txt").text
