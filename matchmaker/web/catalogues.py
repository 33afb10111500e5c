"""Keeps the catalogues: every German text in templates and code has its English one, and every
one that says Sie has one that says du.

    python -m matchmaker.web.catalogues [SLICE …] [--check]

Each slice has its own, in <slice>/translations/<locale>/LC_MESSAGES. Without --check the texts are
collected anew and what is translated is compiled; texts without English or du are named either way.
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from matchmaker.i18n import INFORMAL

PACKAGE = Path(__file__).parent.parent
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract", ".txt": "jinja2.ext:babel_extract"}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
FORMAL = re.compile(r"\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
"""Also what begins a sentence and means somebody else: only people can tell, and say so by an
entry that is the German text itself."""


class SteadyCatalogue(Catalog):
    """A catalogue whose header is the same on every day and with every version of Babel."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "Augenhöhe"),
            ("Language", str(self.locale)),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @mime_headers.setter
    def mime_headers(self, value: object) -> None:
        """Dates and versions of tools would only make every run a change."""


@dataclass(frozen=True)
class Wording:
    """A way to say the German texts that are `wanted` in it."""

    locale: str
    name: str
    wanted: Callable[[Message], bool]

    @property
    def path(self) -> Path:
        """Of its catalogue, inside each slice."""
        return Path("translations", self.locale, "LC_MESSAGES", "messages.po")

    def empty(self) -> Catalog:
        comment = f"# {self.name} texts of Augenhöhe."
        return SteadyCatalogue(locale=self.locale, header_comment=comment, fuzzy=False)

    def read(self, path: Path) -> Catalog:
        if not path.exists():
            return self.empty()
        with path.open("rb") as file:
            return read_po(file, locale=self.locale)


def says_sie(message: Message) -> bool:
    return any(FORMAL.search(form) for form in _strings(message.id))


ENGLISH = Wording("en", "English", lambda message: True)
DU = Wording(INFORMAL, "du", says_sie)


def slices() -> list[Path]:
    """Folders of the package in which some text waits for a translation."""
    return [folder for folder in sorted(PACKAGE.iterdir()) if folder.is_dir() and collect(folder)]


def collect(folder: Path, wording: Wording = ENGLISH) -> Catalog:
    """Every text that templates and code of the slice show, without its translations."""
    catalogue = wording.empty()
    for path in sorted(folder.rglob("*")):
        if path.suffix in METHODS and ("templates" in path.parts or path.suffix == ".py"):
            for text in _texts(path):
                if wording.wanted(Message(text)):
                    catalogue.add(text, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])
    return catalogue


def _texts(path: Path) -> Iterator[str | tuple[str, ...]]:
    found = extract_from_file(METHODS[path.suffix], path, keywords=KEYWORDS)
    return (text for _line, text, *_ in found)


def translated(folder: Path, wording: Wording = ENGLISH) -> Catalog:
    """The collected texts with their translations: the slice's own, else those of another slice."""
    collected = collect(folder, wording)
    others = [
        path for path in sorted(PACKAGE.glob(f"*/{wording.path}")) if folder not in path.parents
    ]
    for known in map(wording.read, (folder / wording.path, *others)):
        for message in collected:
            held = known.get(message.id) if message.id else None
            if held is not None and not held.fuzzy and not all(_strings(message.string)):
                message.string = held.string
    return collected


def missing(catalogue: Catalog) -> list[str]:
    """German texts without a translation; of a plural both forms are needed."""
    return [
        _strings(message.id)[0]
        for message in catalogue
        if message.id and not all(_strings(message.string))
    ]


def formal(catalogue: Catalog) -> list[str]:
    """Texts with du that still say Sie, unless they are the German text itself, on purpose."""
    return [
        _strings(message.id)[0]
        for message in catalogue
        if any(map(FORMAL.search, _strings(message.string)))
        and _strings(message.string) != _strings(message.id)
    ]


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def source_form(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(
        file, catalogue, width=98, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    return file.getvalue()


def compiled_form(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source_form(catalogue))
    path.with_suffix(".mo").write_bytes(compiled_form(catalogue))


def _is_fresh(path: Path, catalogue: Catalog) -> bool:
    wanted = {path: source_form(catalogue), path.with_suffix(".mo"): compiled_form(catalogue)}
    return all(file.exists() and file.read_bytes() == form for file, form in wanted.items())


def _keep(folder: Path, wording: Wording, *, check: bool) -> Iterator[str]:
    """Write the slice's catalogue, or see whether it is as it would be written; tells faults."""
    catalogue = translated(folder, wording)
    for text in missing(catalogue):
        yield f"{folder.name}: no {wording.name} for: {text}"
    if wording is DU:
        yield from (f"{folder.name}: still says Sie: {text}" for text in formal(catalogue))
    if not check:
        _write(folder / wording.path, catalogue)
    elif not _is_fresh(folder / wording.path, catalogue):
        yield f"{folder.name}: {wording.name} is stale, run python -m matchmaker.web.catalogues"


def main(arguments: list[str]) -> int:
    check, named = "--check" in arguments, [name for name in arguments if name != "--check"]
    faults = [
        fault
        for folder in slices()
        if not named or folder.name in named
        for wording in (ENGLISH, DU)
        for fault in _keep(folder, wording, check=check)
    ]
    print("\n".join(faults) if faults else "Every text has its English and its du.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
