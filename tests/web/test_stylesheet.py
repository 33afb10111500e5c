"""The reduced stylesheet of the design system holds what pages use, and nothing else."""

import re

from matchmaker.web import stylesheet
from matchmaker.web.stylesheet import CREDIT, reduced

WHOLE = """
@charset "UTF-8";:root{--kern-a:1px;--kern-b:url("data:x;{}");--kern-c:3px}
.kern-btn{width:var(--kern-a)}.kern-btn--primary,.kern-alert{height:var(--kern-c)}
[data-kern-theme=dark] .kern-btn{color:red}
@media (min-width: 1px){.kern-card{color:blue}.kern-btn:hover{color:green}}
""".strip().replace("\n", "")


def test_only_rules_of_used_classes_and_their_tokens_stay() -> None:
    assert reduced(WHOLE, {"kern-btn"}, "") == (
        CREDIT + ":root{--kern-a:1px;}.kern-btn{width:var(--kern-a)}"
        "@media (min-width: 1px){.kern-btn:hover{color:green}}\n"
    )


def test_a_class_with_an_open_end_keeps_all_that_begin_so() -> None:
    assert ".kern-btn--primary{height:var(--kern-c)}" in reduced(WHOLE, {"kern-btn--"}, "")


def test_a_token_that_our_own_rules_need_stays() -> None:
    assert '--kern-b:url("data:x;{}")' in reduced(WHOLE, set(), "a{background:var(--kern-b)}")


def test_the_written_file_is_that_of_today() -> None:
    assert stylesheet.main(["--check"]) == 0


def test_every_class_that_a_template_names_exists() -> None:
    known = set(re.findall(r"\.(kern-[\w-]+)", stylesheet.VENDORED.read_text("utf-8")))
    unknown = {
        name
        for name in stylesheet.classes_in_use()
        if name not in known and not any(other.startswith(name) for other in known)
    }

    assert unknown - {"kern-ux"} == set()


COLOURS = re.compile(
    r"forced-color-adjust|color|background(-color)?|fill|(border|outline|(-webkit-text-)?stroke)(-\w+)*"
)


def test_forced_colours_change_colours_and_lines_and_nothing_else() -> None:
    others = set()
    for sheet in sorted(stylesheet.STATIC.glob("*.css")):
        if sheet.name == "kern.css":
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for block in re.findall(
            r"@media \(forced-colors: active\) \{((?:[^{}]*\{[^{}]*\})*)\s*\}", text
        ):
            for rule in re.findall(r"\{([^{}]*)\}", block):
                names = [line.partition(":")[0].strip() for line in rule.split(";") if line.strip()]
                others |= {(sheet.name, name) for name in names if not COLOURS.fullmatch(name)}
    assert others == set()
