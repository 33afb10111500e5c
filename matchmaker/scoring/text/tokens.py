"""Where words and clauses begin and end, with every German way to write a gender form."""

import re

_ENDING = r"(?:in(?:nen)?|[rnesm]|e[nrms])"
_GENDERED = rf"[:*_·•’']{_ENDING}|/-?in(?:nen)?|\({_ENDING}\)"
WORD = re.compile(
    rf"[^\W_]+(?:(?:{_GENDERED})(?![^\W_])|[-‐‑][^\W_]+|['’](?:t|s|re|ve|ll)(?![^\W_]))*"
)
WORD_OR_BREAK = re.compile(rf"({WORD.pattern})|[.,;:!?()\n–—|]")

# (m/w/d), (f/m/x), m/w/d, (gn): said in every advertisement, never about the work.
_ALL_WELCOME = re.compile(
    r"\((?:[mwfdxi](?:[/|*,]\s?[mwfdxi]){1,3}|gn|all genders?|alle geschlechter)\)"
    r"|\b[mwfdxi](?:/[mwfdxi]){2}\b",
    re.IGNORECASE,
)
_GENDER_ENDING = re.compile(rf"(?:{_GENDERED})(?=-|$)")
_BINNEN_I = re.compile(r"(?<=[a-zäöüß])In(?:nen)?(?=-|$)")


def words(cleaned: str) -> list[str]:
    """The words of a cleaned text as written, hyphens and gender endings included.

    >>> words("Fotograf:innen, Designer/-in (m/w/d) und Web-Shop")
    ['Fotograf:innen', 'Designer/-in', 'und', 'Web-Shop']
    """
    return WORD.findall(without_notes(cleaned))


def without_notes(cleaned: str) -> str:
    """The text with notes such as (m/w/d) blanked out, at the same length."""
    if "/" in cleaned or "(" in cleaned:
        return _ALL_WELCOME.sub(lambda match: " " * len(match[0]), cleaned)
    return cleaned


def without_gender(word: str) -> str:
    """The word without its gender ending.

    >>> without_gender("Fotograf*innen"), without_gender("FotografInnen-Treffen")
    ('Fotograf', 'Fotograf-Treffen')
    """
    if not word.isalpha():
        word = _GENDER_ENDING.sub("", word)
    return _BINNEN_I.sub("", word) if "In" in word else word
