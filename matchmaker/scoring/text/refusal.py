"""What a text says it does not want.

"Wir brauchen keine Werbung" must not find an advertiser, but "wir finden keine Azubis" asks for
one who finds them: after verbs of wanting a negated thing is refused, after verbs of having and
finding it is missed. Without a verb, things such as time, money and staff are taken as missed.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache

from matchmaker.scoring.text import refusal_words as say
from matchmaker.scoring.text.clean import fold_word
from matchmaker.scoring.text.refusal_word import Word
from matchmaker.scoring.text.replies import turned_down_at_once
from matchmaker.scoring.text.sayings import ANSWERS, may_turn_down, turned_down
from matchmaker.scoring.text.tokens import WORD_OR_BREAK

_LONGEST_PHRASE = 4
_LONGEST_CLAUSE = 40
"""Every negation reads its whole clause: without a limit, hostile texts would cost n²."""

_SHORT_CLAUSE = 4

_SENTENCE = re.compile(r"[^.;!|\n]+")
"""What no clause reaches out of: sentences that refuse nothing need no further look."""

_NAMED = r"\s*[^\W\d_]+"
_LIST = re.compile(rf"{_NAMED}(?:\s*,{_NAMED}){{0,2}}\s+(?:und|oder|or)\b", re.IGNORECASE)
"""What is left of "keine Flyer, Plakate oder Filme" behind a comma."""


class _Stance(Enum):
    WANT = "want"
    LACK = "lack"
    OPEN = "open"


# Scorers read a seeker's texts one after the other, as tokens and as terms.
@lru_cache(maxsize=64)
def refused_starts(cleaned: str) -> frozenset[int]:
    """Where the refused words of a cleaned text start."""
    return frozenset(word.start for word in _refused_in(cleaned))


def _refused_in(cleaned: str) -> Iterator[Word]:
    for start, end in turned_down_at_once(cleaned):
        for clause in _clauses(cleaned, start, end):
            yield from _unless_missed(_only_named(clause))
    # Most texts, and most sentences of the others, are spared the search.
    if not any(_may_refuse(cleaned)):
        return
    for sentence in _SENTENCE.finditer(cleaned):
        negated, said = _may_refuse(sentence[0])
        unwanted = say.UNWANTED.search(cleaned, *sentence.span()) if negated else None
        for clause in _clauses(cleaned, *sentence.span()) if negated or said else ():
            if unwanted:
                yield from (word for word in _topical(clause) if word.start >= unwanted.end())
            elif negated:
                yield from _refused(clause)
            if said:
                yield from _turned_down(clause)


def _only_named(clause: list[Word]) -> list[Word]:
    """(Noch) ein neues Logo? but nothing of: Haben wir Fotos? Was macht ein Film?"""
    told = any(word.folded in say.TELLING or word.negates for word in clause)
    topics = _topical(clause)
    return topics if not told and (len(topics) == 1 or _nouns(clause)) else []


def _may_refuse(text: str) -> tuple[bool, bool]:
    """Whether a text may refuse things by a word of negation, and by a saying."""
    lower = text.lower()
    return say.MAY_REFUSE.search(lower) is not None, may_turn_down(lower)


def _clauses(cleaned: str, start: int, end: int) -> Iterator[list[Word]]:
    """The words between two marks of punctuation, or words that turn the sentence around."""
    clause: list[Word] = []
    for match in WORD_OR_BREAK.finditer(cleaned, start, end):
        if match[1]:
            written = match[1]
            word = Word(match.start(), fold_word(written), written[0].isupper())
            if word.folded not in say.TURNS and len(clause) < _LONGEST_CLAUSE:
                clause.append(word)
                continue
        elif _goes_on(clause, cleaned, match):
            continue
        yield clause
        clause = []
    yield clause


def _goes_on(clause: list[Word], cleaned: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands in a list that is refused as one: keine Flyer, Plakate oder Filme"""
    if mark[0] in ",:?–—" and ANSWERS.match(cleaned, mark.end()):
        return True
    started = any(word.folded in say.NO for word in clause[-_LONGEST_PHRASE:])
    missed = bool(clause) and clause[-1].folded in say.MISSED
    return mark[0] == "," and started and not missed and bool(_LIST.match(cleaned, mark.end()))


def _refused(clause: list[Word]) -> Iterator[Word]:
    for at, word in enumerate(clause):
        if word.folded not in say.REFUSING and not word.folded.startswith(say.GIVE_UP):
            continue
        if word.folded in say.DIALECT_NOT and any(each.folded in say.ENGLISH for each in clause):
            continue
        if _is_nobody(clause, at):
            continue
        if word.folded in say.NO:
            yield from _after_no(clause, at)
        elif word.folded in say.NOTHING:
            yield from _of_nothing(clause, at)
        elif word.folded in say.NEIN:
            yield from _unless_missed(_dismissed(clause[:at]))
        elif word.negates and not (word.folded == "not" and word.capital and at):
            yield from _around_not(clause, at)
        elif _replaces(clause, at):
            yield from _unless_missed(_phrase(clause, at + 1))
        elif word.folded.startswith(say.GIVE_UP) and not any(other.negates for other in clause):
            yield from _target(clause, 0)


def _turned_down(clause: list[Word]) -> Iterator[Word]:
    """bleib mir weg mit Werbung · Flyer haben wir genug, but: haben nicht genug Flyer"""
    for saying in turned_down(word.folded for word in clause):
        around = [*clause[: saying.start], *clause[saying.end :]]
        if any(word.negates or word.folded in say.NO for word in around):
            continue
        if saying.behind:
            limited = any(word.folded in say.MEASURES for word in clause[saying.end :][:1])
            named = [] if limited else _phrase(clause, saying.end)
        else:
            before = _of_one_statement(clause[: saying.start])
            named = _nouns(before) or _topical(before)
        yield from (word for word in named if word.folded not in say.MISSED)


def _of_one_statement(words: list[Word]) -> list[Word]:
    """(Wir backen Brot und) Flyer und Plakate: what an "und" adds to a statement is another one."""
    told = [at for at, word in enumerate(words) if word.folded in say.WE]
    joins = [at for at, word in enumerate(words) if word.folded in say.JOINS]
    return words[max((at for at in joins if told and at > told[0]), default=-1) + 1 :]


def _is_nobody(clause: list[Word], at: int) -> bool:
    """Schafwolle will keiner · keiner liest das, but: mit keiner Werbung · Flyer braucht keiner"""
    if clause[at].folded not in say.NOBODY:
        return False
    before, after = clause[max(at - 1, 0) : at], clause[at + 1 : at + 2]
    of_a_thing = any(word.folded in say.TOWARDS for word in before) or any(
        word.capital for word in after
    )
    return not of_a_thing and not any(word.folded in say.NEEDED for word in clause)


def _after_no(clause: list[Word], at: int) -> Iterable[Word]:
    """keine Werbung · Werbung brauchen wir keine · kein Bedarf an Werbung · auf keinen Fall Film"""
    following = clause[at + 1].folded if at + 1 < len(clause) else ""
    if following in say.NO_DEMAND:
        return _target(clause, at + 2) or _target(clause[:at], 0)
    if following in say.NO_CASE:
        return _phrase(clause, at + 2) or _unless_missed(_topical(clause[:at]))
    stance = _stance(clause, at)
    if stance is _Stance.LACK or any(word.folded in say.STILL for word in clause[:at]):
        return ()
    phrase = _phrase(clause, at + 1)
    if phrase and phrase[-1].folded in say.CARRIERS:
        phrase = phrase + _target(clause, clause.index(phrase[-1]) + 1)
    if stance is _Stance.WANT:
        return phrase or _topical(clause[:at])
    return _unless_missed(phrase)


def _around_not(clause: list[Word], at: int) -> Iterable[Word]:
    """nicht noch ein Flyer · Werbung brauchen wir nicht · Video auch nicht · not a website"""
    after = _unclosed(clause[at + 1 :])
    if at and clause[at - 1].folded in say.WHY:
        return ()
    limited = after[1:] if after and after[0].folded == "mehr" else after
    if limited and limited[0].folded in say.MEASURES:
        return ()
    if [word.folded in say.TO_BE for word in after] == [True] and _must(clause):
        return _unless_missed(_nouns(clause[:at]))
    stance = _stance(clause, at, after_first=clause[at].folded in say.ENGLISH_NOT or not at)
    if stance is _Stance.WANT:
        return _wanted_not(clause, at)
    if stance is _Stance.LACK:
        return ()
    if limited:
        named = limited[0].capital or limited[0].folded in say.ARTICLES
        return _unless_missed(_phrase(limited, 0)) if named else ()
    return _unless_missed(_dismissed(clause[:at]))


def _unclosed(after: list[Word]) -> list[Word]:
    """What follows a "nicht", or nothing where that only closes: (Video) nicht nochmal, bitte."""
    return [] if all(word.folded in say.CLOSING for word in after) else after


def _of_nothing(clause: list[Word], at: int) -> Iterable[Word]:
    """nichts mit Werbung · von Werbung halten wir nichts"""
    if at + 1 < len(clause) and clause[at + 1].folded in say.TOWARDS:
        to_do = clause[-1].folded in say.TO_DO
        lacking = _stance(clause, at) is _Stance.LACK and not to_do
        return () if lacking else _unless_missed(_phrase(clause, at + 2))
    held = any(word.folded in say.NOTHING_OF for word in clause)
    return _target(clause, 0) if held else ()


def _must(clause: list[Word]) -> bool:
    return any(word.folded in say.MUST for word in clause)


def _nouns(words: Iterable[Word]) -> list[Word]:
    return [word for word in _topical(words) if word.capital]


def _wanted_not(clause: list[Word], at: int) -> Iterable[Word]:
    for place in range(at + 1, len(clause)):
        if clause[place].topical:
            return _phrase(clause, place)
    return _topical(clause[:at])


def _dismissed(before: list[Word]) -> list[Word]:
    """The topic of a verbless "Video auch nicht"; nothing where another verb may stand."""
    topics = _topical(before)
    again = bool(before) and before[-1].folded in say.AGAIN
    nouns_only = all(word.capital for word in topics) or (again and len(topics) == 1)
    missed = any(word.folded in say.LACK for word in before)  # Haben wir Fotos? Nein.
    return topics if nouns_only and not missed and len(before) <= _SHORT_CLAUSE else []


def _stance(clause: list[Word], at: int, after_first: bool = False) -> _Stance:
    """What the verb nearest to the negation says; verbs before it count first in German."""
    before, after = clause[:at][::-1], clause[at + 1 :]
    ordered = [clause[at], *after, *before] if after_first else [*before, *after]
    for word in ordered:
        if word.folded in say.WANT:
            return _Stance.WANT
        if word.folded in say.LACK:
            return _Stance.LACK
    being = any(word.folded in say.BEING for word in clause)
    return _Stance.LACK if being and clause[at].folded in say.NO else _Stance.OPEN


def _phrase(clause: list[Word], at: int) -> list[Word]:
    """The things named from here on: adjectives, a noun, and what "und" or "oder" adds."""
    phrase: list[Word] = []
    closed = False
    for word in clause[at:]:
        if word.folded in say.JOINS and phrase:
            closed = False
        elif word.folded in say.ARTICLES and not closed:
            continue
        elif not word.topical or (closed and not word.capital) or len(phrase) == _LONGEST_PHRASE:
            break
        else:
            phrase.append(word)
            closed = word.capital
    return phrase


def _target(clause: list[Word], at: int) -> list[Word]:
    """What the first preposition from here on points to: (kein Interesse) an Werbung."""
    for place in range(at, len(clause)):
        if clause[place].folded in say.TOWARDS:
            return _phrase(clause, place + 1)
    return []


def _topical(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if word.topical]


def _unless_missed(phrase: list[Word]) -> list[Word]:
    return [] if any(word.folded in say.MISSED for word in phrase) else phrase


def _replaces(clause: list[Word], at: int) -> bool:
    """True at "statt", at "rather than", and at "ohne" unless the thing is missed."""
    word = clause[at].folded
    if word in say.EXCEPT:
        return any(other.folded in say.EVERYTHING for other in clause)
    if word in say.WITHOUT:
        return _stance(clause, at) is not _Stance.LACK
    after_rather = at > 0 and clause[at - 1].folded == "rather"
    return word in say.INSTEAD or (word == say.THAN and after_rather)
