"""What profiles are found by: analysed words and facets, kept in the same unit of work."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from sqlalchemy import Table, delete, insert, select

from matchmaker.db import Base, db
from matchmaker.profiles.models import Profile, ProfileFacet, ProfileWord, SearchWord
from matchmaker.profiles.visibility import audience
from matchmaker.reference import sectors, submarkets
from matchmaker.scoring.text import clean, terms_of_word
from matchmaker.scoring.text.tokens import words

IN_NAME, IN_LABEL, IN_TEXT = 4, 3, 1
LONGEST_WORD = 80
AT_ONCE = 5000

Value = TypeVar("Value", int, str)


def refresh(profiles: Sequence[Profile]) -> None:
    """Write words and facets of flushed profiles anew."""
    if not profiles:
        return
    ids = [profile.id for profile in profiles]
    before = words_of(ids)
    db.session.execute(delete(ProfileWord).where(ProfileWord.profile_id.in_(ids)))
    db.session.execute(delete(ProfileFacet).where(ProfileFacet.profile_id.in_(ids)))
    _insert(ProfileFacet, [row for profile in profiles for row in _facets(profile)])
    shown: dict[str, str] = {}
    weights = {profile.id: _weigh_words(profile, shown) for profile in profiles}
    numbers = _word_numbers(shown)
    _insert(
        ProfileWord,
        [
            {
                "profile_id": profile_id,
                "word_id": numbers[word],
                "weight": found.weight,
                "for_members": found.for_members,
            }
            for profile_id, words in weights.items()
            for word, found in words.items()
        ],
    )
    forget_unused(before - {*numbers.values()})


def words_of(profile_ids: Sequence[int]) -> set[int]:
    """The numbers of the words that stand in these profiles."""
    query = select(ProfileWord.word_id).where(ProfileWord.profile_id.in_(profile_ids))
    return set(db.session.scalars(query.distinct()))


def forget_unused(numbers: Iterable[int]) -> None:
    """Remove those of the words that stand in no profile any more: they were somebody's."""
    used = select(ProfileWord.word_id).where(ProfileWord.word_id == SearchWord.id).exists()
    for part in _parts(numbers):
        gone = delete(SearchWord).where(SearchWord.id.in_(part), ~used)
        db.session.execute(gone, execution_options={"synchronize_session": False})


def _insert(model: type[Base], rows: list[dict[str, object]]) -> None:
    if rows:  # by the table: the ORM's own bulk insert takes twice as long
        db.session.execute(insert(cast(Table, model.__table__)), rows)


@dataclass(frozen=True)
class Found:
    """How much a word tells, and whether only members may know that it is there."""

    weight: int
    for_members: bool


def _weigh_words(profile: Profile, shown: dict[str, str]) -> dict[str, Found]:
    """Analysed words with the weight of the most telling field that holds them.

    `shown` learns for each word how somebody wrote it, to name it when a query is corrected.
    """
    weights: dict[str, Found] = {}
    for text, found in _searched_texts(profile):
        for surface in dict.fromkeys(words(clean(text))):
            for position, term in enumerate(terms_of_word(surface)):
                word = term[:LONGEST_WORD]
                weights.setdefault(word, found)
                if word not in shown:
                    shown[word] = word if position else surface[:LONGEST_WORD]
    return weights


def _searched_texts(profile: Profile) -> Iterable[tuple[str, Found]]:
    """Those for everybody first, of these the most telling; none of what nobody may see."""
    for seen in ("public", "members"):
        for field, text, weight in _texts(profile):
            if audience(profile, field) == seen:
                yield text, Found(weight, seen == "members")


def _texts(profile: Profile) -> Iterable[tuple[str, str, int]]:
    """Field, text and weight, the most telling first."""
    yield "name", profile.name, IN_NAME
    for key in profile.submarkets:
        yield "submarkets", f"{submarkets.title(key, 'de')} {submarkets.title(key, 'en')}", IN_LABEL
    for code in profile.sectors:
        if sector := sectors.get_sector(code):
            yield "sectors", f"{sector.title_de} {sector.title_en}", IN_LABEL
    for skill in profile.skills:
        yield "skills", skill, IN_LABEL
    yield "place", profile.place or "", IN_LABEL
    for field in ("about", "offers", "story", "working_style"):
        yield field, getattr(profile, field) or "", IN_TEXT
    for need in profile.published_needs:
        yield "needs", f"{need.title} {need.text}", IN_TEXT


def _facets(profile: Profile) -> Iterable[dict[str, object]]:
    lines = (sectors.ancestry(code) for code in profile.sectors)
    held = {"submarket": profile.submarkets, "sector": {code for line in lines for code in line}}
    for facet, values in held.items():
        seen = audience(profile, f"{facet}s")
        row = {"profile_id": profile.id, "facet": facet, "for_members": seen == "members"}
        if seen != "nobody":
            yield from (row | {"value": value} for value in values)


def _word_numbers(shown: dict[str, str]) -> dict[str, int]:
    """The number of each word; unknown words get one."""
    known = _known_words(shown)
    new = sorted(shown.keys() - known.keys())
    _insert(SearchWord, [{"word": word, "shown": shown[word]} for word in new])
    return known | _known_words(new)


def _known_words(words: Iterable[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for part in _parts(words):
        query = select(SearchWord.word, SearchWord.id).where(SearchWord.word.in_(part))
        numbers.update(db.session.execute(query).all())
    return numbers


def _parts(values: Iterable[Value]) -> Iterator[list[Value]]:
    """In order, as many at a time as one statement takes."""
    ordered = sorted(values)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
