"""What people wrote is shown as text, whatever they wrote."""

import pytest

from matchmaker.web.texts import host_of, outbound, paragraphs, shortened


def test_an_empty_line_parts_paragraphs_and_a_line_break_stays() -> None:
    assert paragraphs("Eins\nzwei\r\n\r\ndrei") == "<p>Eins<br>zwei</p><p>drei</p>"


def test_markup_is_shown_and_not_obeyed() -> None:
    assert paragraphs("<b onclick=x>&") == "<p>&lt;b onclick=x&gt;&amp;</p>"


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("Holz und  Metall, gern", 18) == "Holz und Metall …"
    assert shortened("Holz\nund", 18) == "Holz und"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "ftp://a.example",
        "http://",
        "http://[",
        "",
        None,
    ],
)
def test_only_addresses_of_the_web_become_links(address: str | None) -> None:
    assert outbound(address) == ""


def test_a_link_is_named_by_its_host() -> None:
    assert host_of("https://www.tischlerei.example/treppen?x=1") == "tischlerei.example"
