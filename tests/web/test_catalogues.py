"""Every German text has its English, and the files in the repository are those of today."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from matchmaker.web import catalogues


def test_the_catalogues_are_complete_and_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    code = catalogues.main(["--check"])

    assert capsys.readouterr().out.strip() == "Every text has its English."
    assert code == 0


def test_a_text_that_another_slice_has_in_english_needs_no_second_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    for name, text in (("old", "Haus"), ("new", "Haus")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "views.py").write_text(f'gettext("{text}")\n')
    (tmp_path / "old" / catalogues.CATALOGUE).parent.mkdir(parents=True)
    (tmp_path / "old" / catalogues.CATALOGUE).write_text('msgid "Haus"\nmsgstr "house"\n')

    assert catalogues.translated(tmp_path / "new")["Haus"].string == "house"


def test_a_text_without_english_is_missing() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("Haus", "house")
    catalogue.add("Hof")
    catalogue.add(("%(num)d Tür", "%(num)d Türen"), ("%(num)d door", ""))

    assert catalogues.missing(catalogue) == ["Hof", "%(num)d Tür"]
