"""The clauses of a text: what a word such as "kein" speaks of, and no further."""

import re

_SHORT_WORDS = "ab|an|da|du|er|es|ja|so|um|zu|do|it|me|on|up|us"
NEXT_SENTENCE = re.compile(
    rf"[.!?…](?:(?<=[^\W\d_]{{3}}\.)|(?<=\b(?:{_SHORT_WORDS})\.)|(?<!\.)|(?<=\.\.))(?=\s|$)|\n"
)
"""Not the dot of "ca.", "z. B." or "3."."""

_TURNS = "und|aber|sondern|doch|denn|weil|obwohl|während|and|but|because|although|while"
_CLAUSE_END = re.compile(rf"{NEXT_SENTENCE.pattern}|[,;()–—|]|\b(?:{_TURNS})\b", re.IGNORECASE)

_LITTLE = r"(?:(?:der|die|das|den|ein|eine|einen|unsere|unseren|auch|gute|guten)\s+)*"
_NOUN = r"[A-ZÄÖÜ][^\W_]+"
_NOUN_BEFORE = re.compile(rf"\b{_NOUN}\s*$")
_NOUN_AFTER = re.compile(rf"\s*{_LITTLE}{_NOUN}")
_LIST_AFTER = re.compile(rf"\s*{_LITTLE}{_NOUN}\s*(?:[,.;!?)\n]|$|(?:und|oder|sowie|and|or)\b)")
"""What "und" joins in "Zeit und Geld fehlen", and a comma in "uns fehlen Zeit, Geld und Leute"."""

_LACKS_BEFORE = re.compile(r"\b(?:fehlt|fehlte|fehlen|mangelt|missing|lack|lacking)\s*$", re.I)
_NAMED_AFTER = re.compile(r"\s*(?:ist|sind|is|are)\b", re.I)
"""What belongs together in "was fehlt, sind Leute"."""

_LOOK_BACK = 40


def clause_ends(cleaned: str) -> list[int]:
    """Where the clauses of a cleaned text end, in order; lists of nouns are not cut."""
    return [end.end() for end in _CLAUSE_END.finditer(cleaned) if not _joins(cleaned, end)]


def _joins(cleaned: str, mark: re.Match[str]) -> bool:
    said, after = mark[0].lower(), mark.end()
    before = cleaned[max(mark.start() - _LOOK_BACK, 0) : mark.start()]
    if said == "," and _LACKS_BEFORE.search(before):
        return _NAMED_AFTER.match(cleaned, after) is not None
    if said not in {",", "und", "and"} or not _NOUN_BEFORE.search(before):
        return False
    listed = _LIST_AFTER if said == "," else _NOUN_AFTER
    return listed.match(cleaned, after) is not None
