"""Keeps the English catalogues: every German text in templates and code has its English one.

    python -m matchmaker.web.catalogues [SLICE …] [--check]

Each slice has its own, in <slice>/translations/en/LC_MESSAGES. Without --check the texts are
collected anew and what is translated is compiled; texts without English are named either way.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent
CATALOGUE = Path("translations", "en", "LC_MESSAGES", "messages.po")
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract", ".txt": "jinja2.ext:babel_extract"}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
HEADERS = [
    ("Project-Id-Version", "Augenhöhe"),
    ("Language", "en"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]
"""Dates and versions of tools would only make every run a change."""


class EnglishCatalogue(Catalog):
    """A catalogue whose header is the same on every day and with every version of Babel."""

    mime_headers = property(lambda self: HEADERS, lambda self, value: None)


def slices() -> list[Path]:
    """Folders of the package in which some text waits for a translation."""
    return [folder for folder in sorted(PACKAGE.iterdir()) if folder.is_dir() and collect(folder)]


def collect(folder: Path) -> Catalog:
    """Every text that templates and code of the slice show, without its translations."""
    catalogue = _empty()
    for path in sorted(folder.rglob("*")):
        if path.suffix in METHODS and ("templates" in path.parts or path.suffix == ".py"):
            for text in _texts(path):
                catalogue.add(text, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])
    return catalogue


def _texts(path: Path) -> Iterator[str | tuple[str, ...]]:
    found = extract_from_file(METHODS[path.suffix], path, keywords=KEYWORDS)
    return (text for _line, text, *_ in found)


def _empty() -> Catalog:
    return EnglishCatalogue(
        locale="en", header_comment="# English texts of Augenhöhe.", fuzzy=False
    )


def translated(folder: Path) -> Catalog:
    """The collected texts with their translations: the slice's own, else those of another slice."""
    collected = collect(folder)
    others = [path for path in sorted(PACKAGE.glob(f"*/{CATALOGUE}")) if folder not in path.parents]
    for known in map(_read, (folder / CATALOGUE, *others)):
        for message in collected:
            held = known.get(message.id) if message.id else None
            if held is not None and not held.fuzzy and not all(_strings(message.string)):
                message.string = held.string
    return collected


def _read(path: Path) -> Catalog:
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="en")


def missing(catalogue: Catalog) -> list[str]:
    """German texts without English; of a plural both forms are needed."""
    return [
        str(message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id and not all(_strings(message.string))
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


def _write(folder: Path, catalogue: Catalog) -> None:
    path = folder / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source_form(catalogue))
    path.with_suffix(".mo").write_bytes(compiled_form(catalogue))


def _is_fresh(folder: Path, catalogue: Catalog) -> bool:
    path = folder / CATALOGUE
    wanted = {path: source_form(catalogue), path.with_suffix(".mo"): compiled_form(catalogue)}
    return all(file.exists() and file.read_bytes() == form for file, form in wanted.items())


def main(arguments: list[str]) -> int:
    faults, named = [], [name for name in arguments if name != "--check"]
    for folder in slices():
        if named and folder.name not in named:
            continue
        catalogue = translated(folder)
        faults += [f"{folder.name}: no English for: {text}" for text in missing(catalogue)]
        if "--check" not in arguments:
            _write(folder, catalogue)
        elif not _is_fresh(folder, catalogue):
            faults.append(f"{folder.name}: stale, run python -m matchmaker.web.catalogues")
    print("\n".join(faults) if faults else "Every text has its English.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
