"""Every German text has its English, and the files in the repository are those of today."""

import pytest
from babel.messages.catalog import Catalog

from matchmaker.web import catalogues


def test_the_catalogues_are_complete_and_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    code = catalogues.main(["--check"])

    assert capsys.readouterr().out.strip() == "Every text has its English."
    assert code == 0


def test_a_text_without_english_is_missing() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("Haus", "house")
    catalogue.add("Hof")
    catalogue.add(("%(num)d Tür", "%(num)d Türen"), ("%(num)d door", ""))

    assert catalogues.missing(catalogue) == ["Hof", "%(num)d Tür"]
