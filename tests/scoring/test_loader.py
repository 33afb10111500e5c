"""Discovery imports nothing, and every mistake of an author is told in one sentence."""

import os
import sys
from pathlib import Path

import pytest

from matchmaker.scoring.loader import BUNDLED_FOLDER, PluginError, discover, found_at, load

GOOD = """
from matchmaker.scoring import Explanation, PairScorer

class Plain(PairScorer):
    '''Says one half of everybody.'''
    name = "NAME"
    label = {"de": "Schlicht", "en": "Plain"}

    def __init__(self, value: float = 0.5):
        self.value = value

    def explain(self, seeker, candidate):
        return Explanation(self.value)

scorer = Plain
"""

BROKEN_SENTENCE = r"{'a': {'de': 'x \ud800', 'en': 'y'}}"


def write(folder, name, text=GOOD):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    stem = path.parent.name if path.name == "__init__.py" else path.stem
    path.write_text(text.replace("NAME", stem), encoding="utf-8")
    return path


def foreign(folder):
    return [plugin.name for plugin in discover(folder) if plugin.origin == "folder"]


def install(folder, monkeypatch, distribution, points):
    """What an installer leaves of a package with these entry points."""
    info = folder / f"{distribution}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[matchmaker.scorers]\n{lines}")
    monkeypatch.syspath_prepend(str(folder))


def problem_of(folder, text):
    write(folder, "flawed.py", text)
    with pytest.raises(PluginError) as error:
        load(discover(folder)["flawed"])
    assert error.value.name == "flawed"
    return error.value.sentence


def test_files_and_packages_of_a_folder_are_found_in_alphabetical_order(tmp_path):
    write(tmp_path, "late.py")
    write(tmp_path, "early/__init__.py")
    assert foreign(tmp_path) == ["early", "late"]


def test_what_is_no_plugin_is_passed_over(tmp_path):
    for name in ("_draft.py", ".hidden.py", "__pycache__/a.py", "README.md", "data/table.csv"):
        write(tmp_path, name)
    assert foreign(tmp_path) == []


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert foreign(tmp_path / "nowhere") == []


def test_nothing_is_imported_by_discovery(tmp_path):
    write(tmp_path, "explosive.py", "raise RuntimeError('imported')")
    assert foreign(tmp_path) == ["explosive"]


@pytest.mark.parametrize("name", ["two-words", "Großes", "1st", "class"])
def test_a_name_that_is_no_identifier_is_told(tmp_path, name):
    write(tmp_path, f"{name}.py")
    assert f"'{name}' ({tmp_path / name}.py) is no name" in discover(tmp_path)[name].problem


def test_a_name_found_twice_names_both_places_and_leaves_the_others_alone(tmp_path):
    write(tmp_path, "good.py")
    file = write(tmp_path, "twin.py")
    package = write(tmp_path, "twin/__init__.py")
    found = discover(tmp_path)
    assert found["good"].problem is None
    assert str(file) in found["twin"].problem
    assert str(package) in found["twin"].problem
    with pytest.raises(PluginError, match="found twice"):
        load(found["twin"])


def test_an_unknown_name_is_answered_with_the_names_there_are(tmp_path):
    write(tmp_path, "good.py")
    with pytest.raises(PluginError, match=r"There is no plugin goood; found are: .*good"):
        discover(tmp_path)["goood"]


def test_a_bundled_name_in_another_folder_is_foreign(tmp_path):
    write(tmp_path, "locality.py")
    assert found_at(tmp_path / "locality.py").foreign


def test_another_name_in_the_projects_folder_is_foreign(tmp_path, monkeypatch):
    monkeypatch.setattr("matchmaker.scoring.loader.BUNDLED_FOLDER", tmp_path.resolve())
    write(tmp_path, "locality.py")
    write(tmp_path, "own.py")
    origins = {plugin.name: plugin.origin for plugin in discover(tmp_path)}
    assert origins == {"locality": "bundled", "own": "folder"}


def test_bundled_scorers_are_found_beside_an_own_folder(tmp_path, monkeypatch):
    write(tmp_path / "shipped", "locality.py")
    write(tmp_path / "shipped", "dropped.py")
    write(tmp_path / "own", "mine.py")
    monkeypatch.setattr(
        "matchmaker.scoring.loader.BUNDLED_FOLDER", (tmp_path / "shipped").resolve()
    )
    assert [plugin.name for plugin in discover(tmp_path / "own")] == ["locality", "mine"]


def test_the_projects_folder_is_the_one_beside_the_package():
    assert (BUNDLED_FOLDER.parent / "pyproject.toml").is_file()


def test_an_entry_point_is_found_with_its_distribution_and_loaded(tmp_path, monkeypatch):
    write(tmp_path / "site", "packaged.py")
    install(tmp_path / "site", monkeypatch, "some-scorers", {"packaged": "packaged:scorer"})
    found = discover(tmp_path / "none")["packaged"]
    assert found.origin == "entry point some-scorers"
    assert "packaged" not in sys.modules
    assert load(found).name == "packaged"


def test_an_entry_point_may_name_the_module(tmp_path, monkeypatch):
    write(tmp_path / "site", "moduled.py")
    install(tmp_path / "site", monkeypatch, "some-modules", {"moduled": "moduled"})
    assert load(discover(tmp_path / "none")["moduled"]).name == "moduled"


def test_an_entry_point_and_a_file_of_one_name_are_found_twice(tmp_path, monkeypatch):
    write(tmp_path, "double.py")
    install(tmp_path / "site", monkeypatch, "some-doubles", {"double": "double:scorer"})
    problem = discover(tmp_path)["double"].problem
    assert str(tmp_path / "double.py") in problem
    assert "entry point some-doubles (double:scorer)" in problem


def test_a_file_anywhere_can_be_loaded_by_its_path(tmp_path):
    path = write(tmp_path, "somewhere.py")
    assert load(found_at(path)).name == "somewhere"


def test_a_package_is_loaded_by_its_folder_and_may_import_its_own_modules(tmp_path):
    write(tmp_path, "pack/values.py", "LABEL = {'de': 'Paket', 'en': 'Package'}")
    text = GOOD.replace('{"de": "Schlicht", "en": "Plain"}', "LABEL")
    write(tmp_path, "pack/__init__.py", "from .values import LABEL\n" + text)
    assert load(found_at(tmp_path / "pack")).label["de"] == "Paket"


def test_a_path_without_a_plugin_is_told(tmp_path):
    with pytest.raises(PluginError, match=r"There is no plugin at .*nothing.py"):
        found_at(tmp_path / "nothing.py")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "import json\njson.loads('')",
            "flawed cannot be imported: JSONDecodeError in flawed.py, line 2: Expecting value",
        ),
        (
            "1 / 0",
            "flawed cannot be imported: ZeroDivisionError in flawed.py, line 1: division by zero.",
        ),
        (
            "import sys; sys.exit(3)",
            "SystemExit in flawed.py, line 1: 3.",
        ),
        ("def", "flawed cannot be imported: SyntaxError: invalid syntax"),
        ("scorer = 3", "flawed must end in `scorer = YourClass`"),
        ("# nothing yet", "flawed must end in `scorer = YourClass`"),
        (GOOD.replace("NAME", "other"), "is the plugin's name, but its class is named 'other'"),
        (GOOD.replace(', "en": "Plain"', ""), "flawed needs a label in both languages"),
        (GOOD.replace("def explain", "def explane"), "flawed has no method explain"),
        (GOOD.replace("PairScorer", "Scorer"), "flawed has no method score"),
        (GOOD.replace(" = 0.5", ""), "flawed needs a default for the parameter value"),
        (GOOD.replace("value: float = 0.5", "value=0.5, **more"), "so not **more"),
        (GOOD.replace("= 0.5", "= object()"), "flawed needs a plain value as default of value"),
        (
            GOOD.replace("    def __init__", "    reasons = {'a': {'de': 'x'}}\n    def __init__"),
            "flawed needs a sentence in German (de) and English (en) for its reason 'a'",
        ),
        (
            GOOD.replace("Schlicht", "x" * 101),
            "labels of one line, at most 100 letters",
        ),
        (GOOD.replace("Schlicht", "\\ud800"), "flawed needs labels of one line"),
        (GOOD.replace('"Plain"', '"a\\u202eb"'), "flawed needs labels of one line"),
        (
            GOOD.replace("    def __init__", f"    reasons = {BROKEN_SENTENCE}\n    def __init__"),
            "flawed needs for its reason 'a' sentences of one line",
        ),
        (
            GOOD.replace("= 0.5", "= float('nan')"),
            "flawed needs a plain value as default of value",
        ),
        ("raise ValueError('a\\ud800\\nb')", "flawed.py, line 1: a  b."),
        (
            GOOD.replace("    def __init__", "    reasons = ['a']\n    def __init__"),
            "flawed needs reasons as a dictionary",
        ),
        (
            GOOD.replace("    def __init__", "    learned = 'no'\n    def __init__"),
            "flawed must say learned = True or False",
        ),
    ],
)
def test_each_mistake_is_told_in_one_sentence(tmp_path, text, sentence):
    assert sentence in problem_of(tmp_path, text)


def test_a_file_whose_name_is_no_text_is_told_of_in_words_that_can_be_written(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff.py")).write_text(GOOD)
    [odd] = [plugin for plugin in discover(tmp_path) if plugin.origin == "folder"]
    assert odd.name == "odd "
    assert odd.problem is not None
    assert "is no name for a plugin" in odd.problem
    assert f"{odd.name}{odd.place}{odd.problem}".encode()


def test_a_module_that_failed_is_not_left_behind(tmp_path):
    problem_of(tmp_path, "1 / 0")
    assert "matchmaker_plugin_flawed" not in sys.modules


def test_a_bundled_plugin_keeps_its_class_so_that_what_is_pickled_finds_it() -> None:
    found = discover(BUNDLED_FOLDER)["locality"]
    assert load(found) is load(found_at(BUNDLED_FOLDER / "locality.py"))
