"""What the documentation says is so: settings, commands, links, and the publiccode description."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from flask import Flask

from matchmaker.accounts.registration import UNCONFIRMED_FOR
from matchmaker.accounts.session_store import LONGEST, LONGEST_IDLE
from matchmaker.admin import feedback
from matchmaker.cli import main
from matchmaker.config import Settings, load_settings
from matchmaker.desk import reports
from matchmaker.matching import ledger
from matchmaker.profiles import drafts
from matchmaker.profiles.claims import service as claims
from matchmaker.profiles.interchange import import_profiles
from matchmaker.profiles.needs import rules as needs
from matchmaker.rights import retention

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page
    for folder, depth in ((".", "*.md"), ("docs", "**/*.md"), ("plugins", "**/*.md"))
    for page in (ROOT / folder).glob(depth)
)
SETTINGS_PAGE = ROOT / "docs" / "settings.md"

FENCED = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|[\s/])(?:matchmaker|sudo augenhoehe)((?: +[\w-][^\s|;&#]*)+)", re.M)
"""What stands behind the program's name, or behind that of the script in docs/operation.md."""
TARGET = re.compile(r"(?:^|&& |sudo )make ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def code_of(page: Path) -> Iterator[str]:
    """Everything on the page that is set as code, lines that go on joined."""
    text = page.read_text("utf-8")
    yield from (block.replace("\\\n", " ") for block in FENCED.findall(text))
    yield from INLINE.findall(FENCED.sub("", text))


def commands_on(page: Path) -> Iterator[list[str]]:
    for code in code_of(page):
        for words in COMMAND.findall(code):
            yield shlex.split(words)


def anchor(heading: str) -> str:
    """As the usual viewers of Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def called(words: list[str]) -> tuple[list[str], list[str]]:
    """The names of the command and the options that follow it."""
    command: click.Command | None = main
    names, rest = list[str](), list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        names.append(rest.pop(0))
        command = command.commands.get(names[-1])
    return names, [word.partition("=")[0] for word in rest if word.startswith("--")]


def every_command(group: click.Group = main, names: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*names, name))
        else:
            yield " ".join((*names, name))


def settings_table() -> dict[str, tuple[str, str]]:
    """Default and example of each setting, as the page tells them."""
    rows = re.findall(
        r"^\| `(\w+)` \| `([^`]*)` \| .* \| `([^`]*)` \|$", SETTINGS_PAGE.read_text("utf-8"), re.M
    )
    return {name: (default, example) for name, default, example in rows}


def test_the_settings_page_names_every_setting_with_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    values = dict(load_settings({}))
    assert {name: default for name, (default, _) in settings_table().items()} == {
        name.upper(): "generated" if name == "secret_key" else told(values[name], tmp_path)
        for name in Settings.model_fields
    }


def told(value: object, here: Path) -> str:
    if isinstance(value, Path):
        return f"./{value.relative_to(here)}"
    return "none" if value in (None, "") else str(value)


@pytest.mark.parametrize("name", sorted(settings_table()))
def test_each_example_of_a_setting_is_taken(name: str, tmp_path: Path) -> None:
    needed = {"INSTANCE": str(tmp_path), "SECRET_KEY": "secret", "REDIS_URL": "redis://here"}
    without = load_settings({f"MATCHMAKER_{key}": text for key, text in needed.items()})
    given = needed | {name: settings_table()[name][1]}
    settings = load_settings({f"MATCHMAKER_{key}": text for key, text in given.items()})
    changed = {field for field, value in settings if value != getattr(without, field)}
    assert changed == {name.lower()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_and_options_named_on_a_page_exist(page: Path) -> None:
    for words in commands_on(page):
        names, options = called(words)
        shown = CliRunner().invoke(main, [*names, "--help"])
        assert shown.exit_code == 0, f"{words}: {shown.output}"
        unknown = [option for option in options if f"{option} " not in f"{shown.output} "]
        assert unknown == [], words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_knows_what_a_page_asks_of_it(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert {name for code in code_of(page) for name in TARGET.findall(code)} <= targets


def test_the_operators_page_names_every_command() -> None:
    page = ROOT / "docs" / "operation.md"
    named = [" ".join(called(words)[0]) for words in commands_on(page)]
    assert {name for name in every_command() if name not in named} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = FENCED.sub("", page.read_text("utf-8"))
    for link in LINK.findall(text):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        target, _, place = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), link
        if place:
            assert place in map(anchor, HEADING.findall(file.read_text("utf-8"))), link


def test_the_row_shown_in_the_readme_is_imported(app: Flask, tmp_path: Path) -> None:
    rows = re.findall(r"^ +(\{.*\})$", (ROOT / "README.md").read_text("utf-8"), re.M)
    file = tmp_path / "eigene.jsonl"
    file.write_text("\n".join(rows), "utf-8")
    report = import_profiles(file, tmp_path / "rejected.jsonl")
    assert (1, 0) == (report.inserted, report.rejected)


def test_every_page_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    links = LINK.findall((docs / "README.md").read_text("utf-8"))
    assert set(docs.rglob("*.md")) - {(docs / link).resolve() for link in links} == {
        docs / "README.md"
    }


def test_the_publiccode_description_holds_what_the_standard_requires() -> None:
    description = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus"}
    required |= {"softwareType", "description", "legal", "maintenance", "localisation"}
    assert required <= set(description)
    assert description["softwareVersion"] == project["version"]
    assert description["legal"]["license"] == project["license"]
    assert description["maintenance"]["type"] in ("internal", "contract", "community", "none")
    assert {"localisationReady", "availableLanguages"} <= set(description["localisation"])
    assert set(description["localisation"]["availableLanguages"]) == set(description["description"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_publiccode_texts_have_the_lengths_that_the_standard_asks_for(language: str) -> None:
    texts = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))["description"][language]
    assert len(texts["shortDescription"]) <= 150
    assert 150 <= len(texts["longDescription"]) <= 10_000
    assert texts["features"]


def test_the_change_log_tells_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_licence_is_the_one_that_the_project_names() -> None:
    assert "EUROPÄISCHE UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text("utf-8")


def test_the_page_for_operators_tells_how_long_what_is_kept() -> None:
    page = (ROOT / "docs" / "operation.md").read_text("utf-8")
    kept = page.partition("## What is kept how long")[2].partition("\n## ")[0]
    for days, what in [
        (UNCONFIRMED_FOR.days, "never confirmed"),
        (LONGEST_IDLE.days, "without a visit"),
        (LONGEST.days, "sessions"),
        (claims.VALID_DAYS, "take over a profile"),
        (needs.OPEN_DAYS, "open needs"),
        (drafts.KEPT_DAYS, "typed into a form"),
        (ledger.KEPT_DAYS, "counts a day"),
        (reports.KEPT.days, "who reported a profile"),
        (feedback.KEPT.days, "about barriers"),
        (retention.NOTICE.days, "nobody uses"),
    ]:
        [row] = [line for line in kept.splitlines() if what in line]
        assert f"{days} days" in row or f"{days} at most" in row, row
    assert f"{retention.ERASED_AFTER_MONTHS} months after the last visit" in kept
    assert f"warns after {retention.WARNED_AFTER_MONTHS}" in kept
    assert f"log of actions | {retention.LOG_MONTHS} months" in kept
