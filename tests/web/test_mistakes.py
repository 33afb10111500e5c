"""What has to be corrected stands in one place on all pages."""

from pathlib import Path

import matchmaker

TEMPLATES = Path(matchmaker.__file__).parent.glob("*/templates/**/*.html")


def test_mistakes_stand_below_the_title_on_every_page() -> None:
    pages = {str(path): path.read_text(encoding="utf-8") for path in TEMPLATES}
    with_both = {
        name: page.index("ui.error_summary(") - page.rindex("<h1")
        for name, page in pages.items()
        if "ui.error_summary(" in page and "<h1" in page
    }

    assert [] == [name for name, distance in with_both.items() if distance < 0]
