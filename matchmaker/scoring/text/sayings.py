"""Sayings that turn a thing down without a plain no: bleib mir weg mit Werbung.

Only those that nobody uses for what is missed: "Texten ist nicht unser Ding" and "Anzeigen bringen
nichts" are told by people who look for somebody.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matchmaker.scoring.text.clean import fold

_BEHIND = """
    bleib|bleibt|bleiben|geh|geht|gehen sie? mir|uns|ma bloß|bitte|ja? weg mit
    hör|hört|hören sie? mir|uns bloß|bitte|ja? auf mit
    verschon|verschone|verschont|verschonen sie? mich|mi|uns bitte|bloß? mit
    finger|pfoten weg von|vom
    nase|schnauze voll von|vom
    tired|sick of
    geht|gehts|goht|gang es? mir|uns? nicht|nich|ned|net|nit um
    hab|habe|haben|hamma wir|ma|ich? schon|längst|wirklich? genug von|vom
    hab|habe|haben|hamma wir|ma|ich? schon|bereits|längst? genug|genügend|reichlich
    forget|skip about? the?
    spare me|us the?
    done|through with
    already? have|got already? enough|plenty
    already have|got >thanks|thank
    last thing we|i need|want is
    """
"""What stands behind is turned down, of the marked ones if that word follows."""

_BEFORE = """
    kommt|kommen|kimmt|kummt für? uns|mich|mi? nicht|nich|ned|net|nit in die? frage|tüte
    kommt|kommen|kimmt|kummt für? uns|mich|mi? nicht|nich|ned|net|nit infrage
    gestohlen bleiben
    kannst|kann|können|könnt|könnts du|ihr|sie? sich|dir|euch sparen|schenken
    kannst|können|könnt|könnts du|ihr|sie behalten
    hat|haben sich längst|bereits|schon? erledigt
    ist|sind|is|san schon|bereits|längst? erledigt|abgehakt
    ist|sind vom tisch
    haben|hamma|ham|hab wir|ma|mer|ich? schon|bereits|alle|alles|auch|genug? danke|merci|dank
    haben|hamma|ham|hab wir|ma|mer|ich schon? genug|reichlich .
    haben|hamma|ham|hab wir|ma|mer|ich mehr als genug
    haben|hamma|ham|hab wir|ma|mer|ich schon|bereits jemand|jemanden|wen
    macht|machen|betreut|übernimmt|kümmert sich? schon|bereits|eh|sowieso mein|meine|unser|unsere
    sind|san wir|ma|mia|mir gut|bestens|reichlich? versorgt|eingedeckt
    ist|sind|is gut|bestens? versorgt
    bin|sind|san ich|wir|ma|mia|mir sehr|ganz|rundum|völlig? zufrieden
    passt|passen so|scho .
    kann|können|kenna ruhig|noch? warten .
    lasse|lass|lassen wir|ich die? finger
    hab|habe|haben wir|ma|ich die nase|schnauze voll
    bin|sind ich|wir die|der? falsche|falschen .
    ist|sind|is nichts|nix für uns|mich .
    hab|habe|haben ich|wir nichts|nix zu tun .
    lehnen|lehne wir|ich grundsätzlich|strikt|dankend? ab
    interessiert|interessieren mich|mi|uns nicht|nich|ned|net|nit
    können|kenna|könna wir|ma|mer selbst|selber .
    machen|macha|können wir|ma|mer selbst|selber danke
    soll|sollen|muss|müssen? so? bleibt|bleiben so? wie es|sie ist|is|sind
    wird|werden nichts|nix geändert|gerüttelt
    lassen|lass wir|ma|mer lieber? bleiben|sein
    wie ein|einen|an|a kropf|loch
    is|are already covered|sorted|done
    is|are taken care
    """
"""What was named before is turned down; "." is the end of a clause."""

_ANCHORS = (
    *("weg mit", "weg vo", "auf mit", "verschon", "icht um", "nich um", "ned um", "net um"),
    *("nit um", " genug", "genüg", "reichlich", "schenken", " spar", "forget", "skip", "done"),
    *("through with", "enough", "plenty", "last thing", "in frage", "infrage", "in die t"),
    *("gestohlen", "behalten", "erledigt", "abgehakt", "vom tisch", "danke", "merci", "thank"),
    *("on jemand", "ts jemand", "on wen", "ts wen", "on mein", "ts mein", "h mein", "so mein"),
    *("on unser", "ts unser", "h unser", "so unser", "versorgt", "eingedeckt", "r selb"),
    *("a selb", "wie es", "wie sie", "geändert", "gerüttelt", "r bleiben", "a bleiben", "r sein"),
    *("zufrieden", "passt s", "passen so", " warten", "n wir ab", "e ich ab", "end ab"),
    *("e voll", "finger", "falsche", "ts für", "ix für", "s zu tun", "x zu tun"),
    *("red of", "ick of", "ätzlich ab"),
    *("rikt ab", "ert mich", "ert mi ", "ert uns", "ren mich", "ren mi ", "ren uns"),
    *("a sein", "kropf", "loch", "already", "sorted", "taken care"),
)
"""One of these is in every text with such a saying, once that is in lower case."""


def may_turn_down(lower: str) -> bool:
    """False where no saying can stand in a text in lower case: spares most the search."""
    for anchor in _ANCHORS:  # noqa: SIM110 - half the time of any() over a generator
        if anchor in lower:
            return True
    return False


ANSWERS = re.compile(
    r"""
      (?: \s* [^\W\d_]+ \s* [,:?–—] ){0,3} \s* nein\b
    | \s* (?:nein,?\s+)? (?:danke|dank|merci|thanks|thank\s+you)\b (?=\s*(?:[.,;:!?)\n–—]|$))
    | \s* (?:können|machen|kenna|macha)\s+(?:wir|ma|mer)\s+(?:selbst|selber)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What is left behind a mark of "Flyer, Plakate: nein", "eine Website haben wir, danke" and
"Werbung? Können wir selbst"."""


class TurnedDown(NamedTuple):
    """A saying among the words of a clause, from `start` to below `end`."""

    start: int
    end: int
    behind: bool


def turned_down(words: Iterable[str]) -> Iterator[TurnedDown]:
    """The sayings among the folded words of one clause."""
    said = " ".join([*words, "."])
    for pattern, behind in ((_PATTERN_BEHIND, True), (_PATTERN_BEFORE, False)):
        for match in pattern.finditer(said):
            first = said.count(" ", 0, match.start())
            yield TurnedDown(first, first + match[0].rstrip(" .").count(" ") + 1, behind)


def _pattern(lines: str) -> re.Pattern[str]:
    sayings = [line.split() for line in lines.strip().splitlines()]
    return re.compile(r"(?<!\S)(?:" + "|".join("".join(map(_step, each)) for each in sayings) + ")")


def _step(step: str) -> str:
    """One word of a saying with the blank behind it, among several, or one that may be missing."""
    if step == ".":
        return r"\."
    among = "|".join(map(fold, step.strip(">?").split("|")))
    if step.startswith(">"):
        return rf"(?=(?:\S+ )+(?:{among}) )"
    return rf"(?:(?:{among}) ){'?' if step.endswith('?') else ''}"


_PATTERN_BEHIND, _PATTERN_BEFORE = _pattern(_BEHIND), _pattern(_BEFORE)
