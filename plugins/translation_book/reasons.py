"""The sentences of the translation book, and the facts that fill them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from matchmaker.scoring import Profile, Reason

from .similarity import Row, Table
from .translator import Spoken, Translator

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "you_need": {
        "de": "Geschrieben wurde „{yours}“ → {help_de} → {theirs_de}",
        "en": "You wrote “{yours}” → {help_en} → {theirs_en}",
    },
    "they_need": {
        "de": "Die andere Seite schrieb „{theirs}“ → {help_de} → im eigenen Angebot: {yours_de}",
        "en": "They wrote “{theirs}” → {help_en} → you offer: {yours_en}",
    },
    "you_wish": {
        "de": "Gesucht wird „{yours}“ → {help_de} → dort gibt es: {theirs_de}",
        "en": "You look for “{yours}” → {help_en} → they have: {theirs_en}",
    },
    "they_wish": {
        "de": "Die andere Seite sucht „{theirs}“ → {help_de} → hier gibt es: {yours_de}",
        "en": "They look for “{theirs}” → {help_en} → you have: {yours_en}",
    },
    "faint": {
        "de": "Das Übersetzungsbuch findet nur schwache Hinweise, dass beide zusammenpassen.",
        "en": "The translation book finds only faint hints that you go together.",
    },
    "unknown": {
        "de": "Das Übersetzungsbuch erkennt in diesen beiden Texten nichts Gemeinsames.",
        "en": "The translation book recognises nothing in common in these two texts.",
    },
}
"""A sentence for each code; the side that wants something is quoted first.

German addresses nobody: some readers chose Sie and others du.
"""

SHOWN = 3
"""At most so many situations are told for one pair."""

QUOTED = 3
"""At most so many words of the other side answer one situation."""

_LEAST = 0.01
"""What adds less than this to the similarity is not worth a sentence."""

_SUBMARKETS: Mapping[str, tuple[str, str]] = {
    "music": ("Musik", "music"),
    "books": ("Buchmarkt", "books"),
    "art": ("bildende Kunst", "art"),
    "film": ("Film", "film"),
    "broadcasting": ("Rundfunk", "broadcasting"),
    "performing_arts": ("darstellende Künste", "performing arts"),
    "design": ("Design", "design"),
    "architecture": ("Architektur", "architecture"),
    "press": ("Presse", "press"),
    "advertising": ("Werbung", "advertising"),
    "software_games": ("Software und Games", "software and games"),
    "crafts": ("Kunsthandwerk", "crafts"),
    "other": ("Sonstige", "other"),
}


class _Side(NamedTuple):
    """One of the two profiles: what it says of a situation, and whether the reader is it."""

    spoken: Mapping[int, Spoken]
    reader: bool


def reasons_of(
    translator: Translator, shares: Table, seeker: Profile, candidate: Profile
) -> tuple[Reason, ...]:
    """The situations that bring the two together, strongest first, told to the seeker.

    `shares` says how much each situation of the seeker adds with each of the candidate.
    """
    reader = _Side(translator.spoken(seeker), True)
    other = _Side(translator.spoken(candidate), False)
    # Of a situation the firm tells, of a wish the creative; the other side answers.
    reader_tells = translator.wish == (seeker.kind == "creative")
    added = np.where(reader_tells, shares.sum(axis=1), shares.sum(axis=0))
    found: list[Reason] = []
    for number in np.argsort(-added, kind="stable").tolist():
        if len(found) == SHOWN or added[number] < _LEAST:
            break
        row = shares[number] if reader_tells[number] else shares[:, number]
        asks, answers = (reader, other) if reader_tells[number] else (other, reader)
        reason = _reason(translator, number, row, asks, answers)
        if reason is not None:
            found.append(reason)
    return tuple(found) or (Reason("faint" if shares.sum() >= _LEAST else "unknown"),)


def _reason(
    translator: Translator, number: int, row: Row, asks: _Side, answers: _Side
) -> Reason | None:
    """The sentence that starts with what one side said; None where it used no words for it."""
    told = asks.spoken.get(number)
    if told is None or not told.quotes:
        return None
    situations = translator.situations
    answer = _answer(row, len(situations), answers.spoken)
    if answer is None:
        return None
    situation = situations[number]
    quoted, other = ("yours", "theirs") if asks.reader else ("theirs", "yours")
    facts = {
        "situation": situation.id,
        "help_de": situation.help["de"],
        "help_en": situation.help["en"],
        quoted: told.quotes[0],
        f"{other}_de": answer[0],
        f"{other}_en": answer[1],
    }
    side, what = "you" if asks.reader else "they", situation.sought_by_creative
    return Reason(f"{side}_{'wish' if what else 'need'}", **facts)


def _answer(row: Row, situations: int, spoken: Mapping[int, Spoken]) -> tuple[str, str] | None:
    """The words that answer, in German and English, or else the submarkets that were ticked.

    What is offered is quoted before what tells of a trade, whose topics follow the situations.
    """
    strongest = [number for number in np.argsort(-row, kind="stable")[:QUOTED] if row[number]]
    nearest = sorted(map(int, strongest), key=lambda number: number >= situations)
    said = [told for number in nearest if (told := spoken.get(number))]
    quotes = _distinct([quote for each in said for quote in each.quotes[:QUOTED]])[:QUOTED]
    if quotes:
        return ", ".join(quotes), ", ".join(quotes)
    ticked = _distinct([name for each in said for name in each.submarkets])[:QUOTED]
    if not ticked:
        return None
    german, english = zip(*(_SUBMARKETS[name] for name in ticked), strict=True)
    return f"Teilmarkt {', '.join(german)}", f"submarket {', '.join(english)}"


def _distinct(words: Sequence[str]) -> list[str]:
    """The words without repetitions, in other letters either, each where it first stands."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(word.casefold(), word)
    return list(first.values())
