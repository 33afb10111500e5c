"""The same text as other people would have typed it; every change is seeded."""

import csv
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from matchmaker.scoring import Profile
from matchmaker.scoring.text import fold
from matchmaker.scoring.text.compounds import split

Change = Callable[[str, random.Random], str]

_WORD = re.compile(r"[^\W\d_]+")
_PERSON = re.compile(
    r"\b((?:[A-ZÄÖÜ]\w*)?(?:(?:[Dd]esign|[Gg]estalt|[Tt]ischl|[Kk]ünstl|[Hh]andwerk|[Bb]esuch"
    r"|[Nn]utz|[Aa]rbeit|[Hh]erstell|[Ee]ntwickl|[Pp]lan|[Pp]artn|[Ss]chül|[Bb]ewohn|[Mm]ach"
    r"|[Gg]ründ|[Zz]eichn|[Bb]äck|[Mm]al|[Ss]chrein|[Ww]inz|[Hh]ör|[Ll]es|[Ss]piel|[Bb]au)er"
    r"|[Ff]otograf|[Aa]rchitekt|[Ii]llustrator|[Rr]edakteur|[Pp]ädagog|[Kk]und))(?:e?n|e|in|innen)?\b"
)
_KEYBOARD = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")


def gender_forms(text: str, chance: random.Random) -> str:
    forms = (":in", "*innen", "Innen", "/-in", "_innen", "in", " (m/w/d)")
    return _PERSON.sub(lambda match: match[1] + chance.choice(forms), text)


def umlauts_spelt_out(text: str, chance: random.Random) -> str:
    spelt: dict[str, str | int | None] = {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
    }
    return text.translate(str.maketrans(spelt))


def umlauts_dropped(text: str, chance: random.Random) -> str:
    return text.translate(str.maketrans("äöüÄÖÜ", "aouAOU"))


def lower_case(text: str, chance: random.Random) -> str:
    return text.lower()


def compounds_apart(text: str, chance: random.Random) -> str:
    return _WORD.sub(lambda match: _apart(match[0], chance.choice(" -")), text)


def typing_errors(text: str, chance: random.Random) -> str:
    """One error in about a quarter of the words of four letters and more."""

    def mistyped(match: re.Match[str]) -> str:
        hit = len(match[0]) >= 4 and chance.random() < 0.25
        return _mistype(match[0], chance) if hit else match[0]

    return _WORD.sub(mistyped, text)


def english_key_terms(text: str, chance: random.Random) -> str:
    """Nouns of the trade in English, as somebody writes who works in both languages."""
    return _WORD.sub(lambda match: _english().get(match[0], match[0]), text)


@cache
def _english() -> Mapping[str, str]:
    with Path(__file__).with_name("english_terms.csv").open(encoding="utf-8", newline="") as lines:
        return {row["german"]: row["english"] for row in csv.DictReader(lines)}


CHANGES: Mapping[str, Change] = {
    "gender forms": gender_forms,
    "umlauts as ae": umlauts_spelt_out,
    "umlauts as a": umlauts_dropped,
    "lower case": lower_case,
    "compounds apart": compounds_apart,
    "typing errors": typing_errors,
    "English terms": english_key_terms,
}


def changed(profile: Profile, change: Change, seed: int) -> Profile:
    """The profile with all its texts changed; the same for the same seed and profile."""
    # Not for secrets: the same errors in every run.
    chance = random.Random(f"{seed} {profile.id}")  # noqa: S311
    return replace(
        profile,
        about=change(profile.about, chance),
        offers=change(profile.offers, chance),
        needs=tuple(change(need, chance) for need in profile.needs),
    )


def _apart(word: str, between: str) -> str:
    parts, folded = split(fold(word)), fold(word)
    cut = len(word) - len(parts[-1]) if parts else 0
    if not cut or len(folded) != len(word):
        return word
    return word[:cut] + between + word[cut:].capitalize()


def _mistype(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]


def _neighbour(letter: str, chance: random.Random) -> str:
    for row in _KEYBOARD:
        place = row.find(letter.lower())
        if place >= 0:
            return chance.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
    return letter
