"""Words that a misspelt one stands for: one slip of the fingers away, and in use.

A slip is one of four: two letters exchanged, one left out, one struck twice, or the key beside it
struck. The first letter stays, which people hardly ever miss. So a rare word that is right seldom
has a word in use beside it; and what print knows, however rare, is left as it is.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, takewhile
from operator import eq
from string import ascii_lowercase

from matchmaker.scoring.text import frequencies
from matchmaker.scoring.text.compounds import (
    LINKS,
    first_pieces,
    known_parts,
    last_pieces,
    split,
)
from matchmaker.scoring.text.language import is_stop_word

_LEAST = {4: 4.0, 5: 3.5}
"""By its letters, the Zipf frequency from which a word may be meant by a short one, which has many
neighbours; by longer ones any that is listed. Shorter ones stay."""

_SHORTEST_FIRST, _SHORTEST_LAST, _SHORTEST_MISSPELT = 3, 4, 5
"""Letters of a compound's first and last part, and of one that is misspelt."""

_KEYS = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")
"""The rows of a German keyboard, each half a key further right than the one above."""

_PLAIN = str.maketrans("äöü", "aou")


def meant(word: str) -> str | None:
    """The word in use, or the compound, that a folded word at one slip stands for, if any does.

    None where a stop word is likelier.

    >>> meant("muisk"), meant("werkstattt"), meant("loden")
    ('musik', 'werkstatt', None)
    """
    if len(word) < min(_LEAST) or not (word.isascii() and word.isalpha()):
        return None
    if frequencies.in_print(word):
        return None
    known = frequencies.everyday()
    best = max(_near(word, known), key=known.__getitem__, default=None)
    if best is not None and known[best] >= _LEAST.get(len(word), 0.0):
        # To lose a word that is right (Dabke, danke) costs more than one too many.
        return None if is_stop_word(best) else best
    return _compound(word)


def _compound(word: str) -> str | None:
    """The likeliest compound of two parts, one of them known and the other at one slip.

    None where the word can be divided into words as it is.
    """
    everyday, in_print = frequencies.everyday(), frequencies.in_print
    known, firsts, lasts = known_parts(), first_pieces(), last_pieces()
    likely: dict[str, float] = {}
    for first, link, last in _divisions(word):
        # What print knows is asked last: it is a search, the others are lists at hand.
        if (first in everyday or last in everyday) and in_print(first) and in_print(last):
            return None
        if first in firsts and len(last) >= _SHORTEST_MISSPELT and not in_print(last):
            for other in _near(last, lasts):
                likely[first + link + other] = known[firsts[first]] + known[lasts[other]]
        if last in lasts and len(first) >= _SHORTEST_MISSPELT and not in_print(first):
            for other in _near(first, firsts):
                likely[other + link + last] = known[firsts[other]] + known[lasts[last]]
    best = max(likely, key=likely.__getitem__, default=None)
    return best if best and split(best) else None


def _divisions(word: str) -> Iterator[tuple[str, str, str]]:
    links = ("", *chain.from_iterable(LINKS.values()))
    for cut in range(_SHORTEST_FIRST, len(word) - _SHORTEST_LAST + 1):
        for link in links:
            end = cut - len(link)
            if end >= _SHORTEST_FIRST and word.startswith(link, end):
                yield word[:end], link, word[cut:]


def _near(word: str, known: Mapping[str, object]) -> list[str]:
    """The known words at one slip from a folded one, in an order that never changes."""
    # "c" is folded by the letter behind it, which may be the misspelt one: Drucjer, gedact.
    as_typed = {word, word[0] + word[1:].replace("k", "c")}
    return sorted(set().union(*(known.keys() & _without_slip(typed) for typed in as_typed)))


def _without_slip(word: str) -> list[str]:
    """What a word may be without a slip, but for what no known word begins with."""
    beside = _beside()
    found = []
    for at in range(1, min(_known_letters(word) + 1, len(word))):
        before, letter, behind = word[:at], word[at], word[at + 1 :]
        rest = letter + behind
        found += [before + other + rest for other in ascii_lowercase]
        found += [before + other + behind for other in beside[letter]]
        if letter == before[-1]:
            found.append(before + behind)
        if behind:
            found.append(before + behind[0] + letter + behind[1:])
    return found


def _known_letters(word: str) -> int:
    """With how many of a word's letters some known word or part begins: with most of them begins
    the one before or behind it in the alphabet. A slip stands no further on than the letter after
    these, which spares half of the search."""
    known = _alphabetical()
    at = bisect_left(known, word)
    beside = known[max(at - 1, 0) : at + 1]
    return max(sum(takewhile(bool, map(eq, word, other))) for other in beside)


@cache
def _alphabetical() -> list[str]:
    """All that a misspelt word or part of one may be."""
    return sorted({*frequencies.everyday(), *first_pieces(), *last_pieces()})


@cache
def _beside() -> Mapping[str, str]:
    """By each letter, folded, those whose keys touch its own."""
    # In halves of a key: neighbours in a row are two apart, and one from those above and below.
    places = {
        (row, row + 2 * at): key.translate(_PLAIN)
        for row, keys in enumerate(_KEYS)
        for at, key in enumerate(keys)
    }
    beside: dict[str, set[str]] = {}
    for (row, at), key in places.items():
        around = (
            (row, at - 2),
            (row, at + 2),
            *((row + up, at + on) for up in (-1, 1) for on in (-1, 1)),
        )
        beside.setdefault(key, set()).update(places[place] for place in around if place in places)
    return {key: "".join(sorted(others - {key})) for key, others in beside.items()}
