"""Every German text has its English and its du, and the files in the repository are of today."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from matchmaker.web import catalogues


def test_the_catalogues_are_complete_and_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    code = catalogues.main(["--check"])

    assert capsys.readouterr().out.strip() == "Every text has its English and its du."
    assert code == 0


def test_a_text_that_another_slice_has_in_english_needs_no_second_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    for name, text in (("old", "Haus"), ("new", "Haus")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "views.py").write_text(f'gettext("{text}")\n')
    catalogue = tmp_path / "old" / catalogues.ENGLISH.path
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Haus"\nmsgstr "house"\n')

    assert catalogues.translated(tmp_path / "new")["Haus"].string == "house"


def test_a_text_without_english_is_missing() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("Haus", "house")
    catalogue.add("Hof")
    catalogue.add(("%(num)d Tür", "%(num)d Türen"), ("%(num)d door", ""))

    assert catalogues.missing(catalogue) == ["Hof", "%(num)d Tür"]


@pytest.fixture
def little_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Complete, with a text that says Sie and one that says it to nobody."""
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    folder = tmp_path / "little"
    folder.mkdir()
    (folder / "views.py").write_text('gettext("Öffnen Sie es")\ngettext("Sie kommen")\n')
    _translate(folder, catalogues.ENGLISH, {"Öffnen Sie es": "Open it", "Sie kommen": "They come"})
    _translate(folder, catalogues.DU, {"Öffnen Sie es": "Öffne es", "Sie kommen": "Sie kommen"})
    assert catalogues.main([]) == 0
    return folder


def _translate(folder: Path, wording: catalogues.Wording, texts: dict[str, str]) -> None:
    path = folder / wording.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(f'msgid "{text}"\nmsgstr "{said}"\n' for text, said in texts.items()))


def test_an_entry_like_the_german_text_says_that_nobody_is_addressed(little_slice: Path) -> None:
    assert catalogues.main(["--check"]) == 0


@pytest.mark.parametrize("words", ["Warten Sie", "Für Ihre Werke", "Mit Ihnen", "Ihr Ort"])
def test_a_new_text_that_says_sie_is_entered_and_needs_du(
    words: str, little_slice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (little_slice / "forms.py").write_text(f'gettext("{words}")\n')

    assert catalogues.main([]) == 1
    assert f"little: no du for: {words}\n" in capsys.readouterr().out
    entered = catalogues.DU.read(little_slice / catalogues.DU.path)
    assert entered[words].string == ""


@pytest.mark.parametrize("words", ["Wenn sie kommt", "Siebdruck", "ihr Ort", "Ihrigen"])
def test_a_text_that_addresses_nobody_needs_no_du(words: str) -> None:
    assert not catalogues.says_sie(Message(words))


def test_du_for_a_text_that_is_gone_is_stale(
    little_slice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (little_slice / "views.py").write_text('gettext("Sie kommen")\n')
    _translate(little_slice, catalogues.ENGLISH, {"Sie kommen": "They come"})
    capsys.readouterr()

    assert catalogues.main(["--check"]) == 1
    assert "little: du is stale" in capsys.readouterr().out


def test_du_must_not_say_sie_all_the_same(
    little_slice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    du = {"Öffnen Sie es": "Öffne es mit Ihrem Schlüssel", "Sie kommen": "Sie kommen"}
    _translate(little_slice, catalogues.DU, du)

    assert catalogues.main([]) == 1
    assert "little: still says Sie: Öffnen Sie es" in capsys.readouterr().out


def _entries() -> Iterator[tuple[str, Message]]:
    for wording in (catalogues.ENGLISH, catalogues.DU):
        for path in sorted(catalogues.PACKAGE.glob(f"*/{wording.path}")):
            yield from ((wording.name, each) for each in wording.read(path) if each.id)


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_what_is_filled_in_and_the_html_are_the_same_in_every_wording() -> None:
    """A singular may say one for %(num)d."""
    parts = re.compile(r"%\(\w+\)[a-z]|%%|</?\w+[^>]*>")
    for name, entry in _entries():
        for text, said in zip(_forms(entry.id), _forms(entry.string), strict=True):
            given, kept = sorted(parts.findall(text)), sorted(parts.findall(said))
            if len(_forms(entry.id)) > 1:
                given, kept = ([p for p in each if p != "%(num)d"] for each in (given, kept))
            assert given == kept, (name, text)


def test_du_is_small_within_a_sentence() -> None:
    inside = re.compile(r"[a-zäöüß,;] (?:Du|Dir|Dich|Dein\w*)\b")
    for name, entry in _entries():
        if name == catalogues.DU.name:
            assert not any(map(inside.search, _forms(entry.string))), entry.string


def test_a_text_is_said_alike_in_every_slice() -> None:
    """They are read as one catalogue, in which the last would win unseen."""
    said: dict[tuple[str, str], object] = {}
    for name, entry in _entries():
        text = _forms(entry.id)[0]
        assert said.setdefault((name, text), entry.string) == entry.string, (name, text)
