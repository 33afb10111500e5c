"""The sentences of the translation book, and the facts that fill them."""

from collections.abc import Mapping, Sequence

import numpy as np

from matchmaker.scoring import Profile, Reason

from .similarity import Table
from .translator import Translator

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "you_need": {
        "de": "Sie schrieben „{yours}“ → {help_de} → {theirs_de}",
        "en": "You wrote “{yours}” → {help_en} → {theirs_en}",
    },
    "they_need": {
        "de": "Der Betrieb schrieb „{theirs}“ → {help_de} → bei Ihnen: {yours_de}",
        "en": "The firm wrote “{theirs}” → {help_en} → you offer: {yours_en}",
    },
    "you_wish": {
        "de": "Sie suchen „{yours}“ → {help_de} → im Betrieb: {theirs_de}",
        "en": "You look for “{yours}” → {help_en} → the firm has: {theirs_en}",
    },
    "they_wish": {
        "de": "Gesucht wird „{theirs}“ → {help_de} → bei Ihnen: {yours_de}",
        "en": "They look for “{theirs}” → {help_en} → you have: {yours_en}",
    },
    "unknown": {
        "de": "Das Übersetzungsbuch erkennt in diesen beiden Texten nichts Gemeinsames.",
        "en": "The translation book recognises nothing in common in these two texts.",
    },
}
"""A sentence for each code; the side that wants something is quoted first."""

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


def reasons_of(
    translator: Translator, shares: Table, seeker: Profile, candidate: Profile
) -> tuple[Reason, ...]:
    """The situations that bring the two together, strongest first, in their own words.

    `shares` says how much each situation of the seeker adds with each of the candidate.
    """
    if {seeker.kind, candidate.kind} != {"kmu", "creative"}:
        return ()
    firm, creative = (seeker, candidate) if seeker.kind == "kmu" else (candidate, seeker)
    by_firm = shares if firm is seeker else shares.T
    found: list[tuple[float, Reason]] = []
    # A wish starts with the creative's words, so the table is read from the other side.
    for wish, table, wants, has in ((False, by_firm, firm, creative), (True, by_firm.T, creative, firm)):
        half = table * (translator.wish == wish)[:, None]
        for number in np.argsort(-half.sum(axis=1), kind="stable")[:SHOWN]:
            row = half[number]
            reason = _reason(translator, int(number), row, wants, has, wants is seeker)
            if reason is not None and row.sum() >= _LEAST:
                found.append((float(row.sum()), reason))
    found.sort(key=lambda pair: -pair[0])
    return tuple(reason for _, reason in found[:SHOWN]) or (Reason("unknown"),)


def _reason(
    translator: Translator,
    number: int,
    row: np.ndarray,
    wants: Profile,
    has: Profile,
    wants_is_seeker: bool,
) -> Reason | None:
    """The sentence that starts with what one side wants; None where it said so in no words."""
    asked = translator.spoken(wants, number).quotes
    answer = _answer(translator, row, has)
    if not asked or answer is None:
        return None
    situation = translator.situations[number]
    facts = {
        "situation": situation.id,
        "help_de": situation.help["de"],
        "help_en": situation.help["en"],
    }
    quoted, other = ("yours", "theirs") if wants_is_seeker else ("theirs", "yours")
    facts[quoted] = asked[0]
    facts[f"{other}_de"], facts[f"{other}_en"] = answer
    side = "you" if wants_is_seeker else "they"
    return Reason(f"{side}_{'wish' if situation.sought_by_creative else 'need'}", **facts)


def _answer(translator: Translator, row: np.ndarray, has: Profile) -> tuple[str, str] | None:
    """The words of the other side that answer, or else the submarkets that it ticked."""
    quotes: list[str] = []
    ticked: list[str] = []
    for number in np.argsort(-row, kind="stable")[:QUOTED]:
        if row[number] > 0:
            spoken = translator.spoken(has, int(number))
            quotes += spoken.quotes[:QUOTED]
            ticked += spoken.submarkets
    if quotes:
        words = ", ".join(_distinct(quotes)[:QUOTED])
        return words, words
    names = [_SUBMARKETS[name] for name in _distinct(ticked)[:QUOTED]]
    if not names:
        return None
    german, english = zip(*names, strict=True)
    return f"Teilmarkt {', '.join(german)}", f"submarket {', '.join(english)}"


def _distinct(words: Sequence[str]) -> list[str]:
    """The words without repetitions in other letters."""
    return list({word.casefold(): word for word in reversed(words)}.values())[::-1]
