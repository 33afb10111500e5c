"""Finds what is wrong with a book, and which words of needs it does not know yet."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from matchmaker.scoring.text import analyse, fold, rarity

from .book import BUNDLED, LANGUAGES, Book, Entry, Finding, Situation, Trade, read_book
from .parser import parse_book
from .phrases import Phrase, read_phrase

FEWEST = 4
"""So many entries a trade and each side of a situation need in German; half as many in English."""

Topic = Situation | Trade

EVERYDAY = 0.4
"""Words commoner than this (by the rarity of matchmaker.scoring.text) tell nothing of a need."""


def check_book(path: Path) -> list[Finding]:
    """Everything that is wrong with the book at the path, in the order of its lines.

    Kinds: malformed, unknown_submarket, unknown_trade, bad_weight, duplicate_id, missing, too_few,
    dead, contradiction, duplicate. FileNotFoundError when there is nothing at the path.
    """
    book = parse_book(path)
    found = list(book.findings)
    for check in _CHECKS:
        found.extend(check(book))
    return sorted(found, key=lambda finding: _order(finding.place))


def unknown_words(texts: Iterable[str], book: str = "") -> list[tuple[str, int]]:
    """The words with a topic that the firms' side of the book does not hold, commonest first.

    The number says in how many of the texts the word stands, in whatever form; it is shown in
    its commonest form. Everyday words and refused ones are left out.
    """
    known = _firm_terms(read_book(Path(book) if book else BUNDLED).situations)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        met = {token.terms[0]: token.surface for token in analyse(text) if not token.refused}
        for term, surface in met.items():
            forms[term][surface] += 1
    unknown = [
        (_commonest(counts), counts.total())
        for term, counts in forms.items()
        if term not in known and not term.isdigit() and rarity(fold(_commonest(counts))) > EVERYDAY
    ]
    return sorted(unknown, key=lambda pair: (-pair[1], fold(pair[0])))


def _firm_terms(situations: Iterable[Situation]) -> frozenset[str]:
    entries = (entry for each in situations for entry in each.firm)
    return frozenset(
        term for entry in entries for word in read_phrase(entry).words for term in word.terms
    )


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _order(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)


def _repeated_ids(book: Book) -> Iterator[Finding]:
    for named in (book.situations, book.trades):
        first: dict[str, str] = {}
        for each in named:
            if each.id and each.id in first:
                yield Finding(
                    "duplicate_id",
                    each.place,
                    f"Die id „{each.id}“ gibt es schon in {first[each.id]}.",
                    f"The id {each.id!r} is already used in {first[each.id]}.",
                )
            first.setdefault(each.id, each.place)


def _gaps(book: Book) -> Iterator[Finding]:
    for each in book.situations:
        texts = {"situation": each.title, "hilfe": each.help, "erfundenes beispiel": each.example}
        yield from _untold(each, texts)
        if not each.submarkets:
            yield _missing(each, "teilmarkt")
        if not each.skills:
            yield _missing(each, "skills")
        if book.trades and not each.trades and not each.sought_by_creative:
            yield _missing(each, "gewerke")
    for trade in book.trades:
        yield from _untold(trade, {"name": trade.name})


def _untold(each: Topic, texts: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    for key, values in texts.items():
        for language in LANGUAGES:
            if not values[language]:
                yield _missing(each, key if language == "de" else f"{key} {language}")


def _missing(each: Topic, key: str) -> Finding:
    return Finding(
        "missing",
        each.place,
        f"In „{each.id}“ fehlt die Zeile „{key}:“.",
        f"{each.id!r} lacks the line {key!r}.",
    )


def _thin(book: Book) -> Iterator[Finding]:
    for each in book.situations:
        yield from _too_few(each, "betrieb", each.firm)
        yield from _too_few(each, "kreative", each.creative)
    for trade in book.trades:
        yield from _too_few(trade, "woerter", trade.words)


def _too_few(each: Topic, side: str, entries: Sequence[Entry]) -> Iterator[Finding]:
    for language, least in (("de", FEWEST), ("en", FEWEST // 2)):
        count = sum(entry.language == language for entry in entries)
        if count < least:
            key = side if language == "de" else f"{side} {language}"
            yield Finding(
                "too_few",
                each.place,
                f"„{each.id}“ hat unter „{key}:“ nur {count} Einträge, nötig sind {least}.",
                f"{each.id!r} has only {count} entries under {key!r}, needed are {least}.",
            )


def _dead(book: Book) -> Iterator[Finding]:
    for each in book.situations:
        yield from _never_found(each, (*each.entries, *each.never))
    needed = {id for each in book.situations for id in each.trades}
    for trade in book.trades:
        yield from _never_found(trade, trade.words)
        if trade.id not in needed:
            yield Finding(
                "dead",
                trade.place,
                f"Das Gewerk „{trade.id}“ hilft in keiner Situation.",
                f"The trade {trade.id!r} helps in no situation.",
            )


def _never_found(each: Topic, entries: Iterable[Entry]) -> Iterator[Finding]:
    for entry in entries:
        phrase = read_phrase(entry)
        many_literal = entry.literal and len(phrase.words) > 1
        if not phrase.words or many_literal:
            yield Finding(
                "dead",
                _place(each, entry),
                f"„{entry.phrase}“ kann nie gefunden werden: "
                + ("„!“ geht nur bei einem Wort." if many_literal else "kein Wort mit Inhalt."),
                f"{entry.phrase!r} can never be found: "
                + ("'!' takes a single word." if many_literal else "no word with a topic."),
            )


def _contradictions(book: Book) -> Iterator[Finding]:
    """A phrase meant and not meant, or strong and weak, in one situation."""
    for each in book.situations:
        never = {read_phrase(entry).meaning for entry in each.never}
        told: dict[object, Entry] = {}
        for entry in each.firm:
            phrase = read_phrase(entry)
            twin = told.setdefault(phrase.meaning, entry)
            if phrase.words and phrase.meaning in never:
                yield _contradiction(each, entry, "steht auch unter „nicht:“", "is also 'nicht:'")
            elif phrase.words and twin.weak != entry.weak:
                yield _contradiction(each, entry, "ist stark und schwach", "is strong and weak")


def _contradiction(each: Situation, entry: Entry, de: str, en: str) -> Finding:
    return Finding(
        "contradiction",
        _place(each, entry),
        f"„{entry.phrase}“ in „{each.id}“ {de}; streichen Sie eines von beiden.",
        f"{entry.phrase!r} in {each.id!r} {en}; take one of the two out.",
    )


def _duplicates(book: Book) -> Iterator[Finding]:
    """The same words twice on one side of a situation, or of firms in several without a mark.

    One skill of creatives helps in many situations, so that theirs may stand in all of them.
    """
    for each in book.situations:
        for entries in (each.firm, each.creative, each.skills):
            yield from _twice(each, entries)
    for trade in book.trades:
        yield from _twice(trade, trade.words)
    for sought in (False, True):
        half = [each for each in book.situations if each.sought_by_creative == sought]
        yield from _unmarked(half)


def _twice(each: Topic, entries: Iterable[Entry]) -> Iterator[Finding]:
    first: dict[object, Entry] = {}
    for entry, phrase in _readable(entries):
        twin = first.setdefault((phrase.meaning, entry.language), entry)
        if twin is not entry and twin.weak == entry.weak:
            yield _duplicate(each, entry, twin.phrase, each)


def _unmarked(situations: Iterable[Situation]) -> Iterator[Finding]:
    first: dict[object, tuple[Situation, Entry]] = {}
    for each in situations:
        for entry, phrase in _readable(each.firm):
            if entry.weak or entry.shared:
                continue
            home, twin = first.setdefault(phrase.meaning, (each, entry))
            if home is not each:
                yield _duplicate(each, entry, twin.phrase, home)


def _duplicate(each: Topic, entry: Entry, twin: str, home: Topic) -> Finding:
    elsewhere = "demselben Absatz" if home is each else f"„{home.id}“"
    return Finding(
        "duplicate",
        _place(each, entry),
        f"„{entry.phrase}“ in „{each.id}“ sagt dasselbe wie „{twin}“ in {elsewhere}; "
        "streichen Sie eines, oder zeigen Sie mit „=“ oder „~“, dass es Absicht ist.",
        f"{entry.phrase!r} in {each.id!r} says the same as {twin!r} in {home.id!r}; "
        "take one out, or mark it with '=' or '~' when it is meant.",
    )


def _readable(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Phrase]]:
    for entry in entries:
        phrase = read_phrase(entry)
        if phrase.words:
            yield entry, phrase


def _place(each: Topic, entry: Entry) -> str:
    return f"{each.place.rpartition(':')[0]}:{entry.line}"


_CHECKS: tuple[Callable[[Book], Iterator[Finding]], ...] = (
    _repeated_ids,
    _gaps,
    _thin,
    _dead,
    _contradictions,
    _duplicates,
)
