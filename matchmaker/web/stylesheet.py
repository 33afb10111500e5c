"""Cuts the vendored design system down to the rules that our pages use.

    python -m matchmaker.web.stylesheet [--check]

KERN's stylesheet has 340 kB, of which a page needs a fifth; a phone in a workshop should not
read the rest. The vendored file stays as it came; what is written is static/kern.css.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
STATIC = PACKAGE / "web" / "static"
VENDORED = STATIC / "vendor" / "kern-ux" / "kern.min.css"
WRITTEN = STATIC / "kern.css"
CREDIT = (
    "/* KERN Design System (@kern-ux/native 2.7.2), EUPL-1.2, reduced to the rules in use by "
    "matchmaker.web.stylesheet; whole and unmodified in vendor/kern-ux/ */\n"
)

_CLASS = re.compile(r"\.(kern-[\w-]+)")
_USE = re.compile(r"var\(\s*(--kern-[\w-]+)")


def classes_in_use() -> set[str]:
    """Every KERN class that some template, or Python code that makes HTML, mentions.

    One that ends in a dash (kern-btn--{{ kind }}) stands for all classes that begin so.
    """
    sources = [*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.glob("*/views.py")]
    return {name for path in sources for name in re.findall(r"kern-[\w-]+", path.read_text())}


def reduced(stylesheet: str, used: set[str], own: str) -> str:
    """The rules for `used` classes and the tokens that these rules or our `own` rules need."""
    kept = "".join(_rules(stylesheet, used))
    while (smaller := _without_unused_tokens(kept, own)) != kept:
        kept = smaller
    return CREDIT + kept + "\n"


def _rules(stylesheet: str, used: set[str]) -> Iterator[str]:
    for prelude, body in _blocks(stylesheet):
        if prelude.startswith(("@media", "@supports")):
            inner = "".join(_rules(body, used))
            if inner:
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        else:
            selectors = [part for part in _selectors(prelude) if _applies(part, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _applies(selector: str, used: set[str]) -> bool:
    without_negations = re.sub(r":not\([^)]*\)", "", selector)
    alternatives = re.sub(r":is\([^)]*\)", "", without_negations)
    return "data-kern-theme" not in alternatives and all(
        name in used or any(name.startswith(part) for part in used if part.endswith("-"))
        for name in _CLASS.findall(alternatives)
    )


def _selectors(prelude: str) -> list[str]:
    """Split at commas that stand outside of brackets."""
    return re.split(r",(?![^(]*\))", prelude)


def _blocks(stylesheet: str) -> Iterator[tuple[str, str]]:
    """The top-level `prelude {body}` blocks; strings may hold any character."""
    text = re.sub(r"/\*.*?\*/", "", stylesheet.removeprefix('@charset "UTF-8";'), flags=re.S)
    start = depth = opened = 0
    for match in re.finditer(r"\"[^\"]*\"|'[^']*'|[{}]", text):
        if match[0] == "{":
            opened = match.start() if not depth else opened
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if not depth:
                yield text[start:opened].strip(), text[opened + 1 : match.start()]
                start = match.end()


def _without_unused_tokens(stylesheet: str, own: str) -> str:
    needed = set(_USE.findall(stylesheet)) | set(_USE.findall(own))
    return re.sub(
        r"(--kern-[\w-]+)\s*:(?:\"[^\"]*\"|[^;{}\"])*(?:;|(?=\}))",
        lambda match: match[0] if match[1] in needed else "",
        stylesheet,
    )


def main(arguments: list[str]) -> int:
    own = (STATIC / "app.css").read_text("utf-8")
    text = reduced(VENDORED.read_text("utf-8"), classes_in_use(), own)
    if "--check" in arguments:
        fresh = WRITTEN.exists() and WRITTEN.read_text("utf-8") == text
        if not fresh:
            print("static/kern.css is stale: run python -m matchmaker.web.stylesheet")
        return 0 if fresh else 1
    WRITTEN.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
