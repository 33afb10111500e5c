"""The one honest catch of a pair: what might stand in the way, told before anybody asks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.models import Need, Profile
from matchmaker.reference.places import distance_km
from matchmaker.scoring.match import Match
from matchmaker.scoring.text import Token, analyse, rarity

WEAK = 0.35
"""A part rated below this is worth a word."""
COMMON, ODD = 0.5, 0.95
"""Between these rarities a noun tells what somebody is after: Leute .37, Treppe .66, Azubi .76."""


@dataclass(frozen=True)
class Catch:
    """A sentence with its facts; `weight` orders the catches of one pair, heaviest first."""

    weight: float
    sentence: str
    facts: Mapping[str, object]

    def __str__(self) -> str:
        return str(self.sentence) % self.facts


def main_catch(
    seeker: Profile,
    candidate: Profile,
    match: Match,
    kilometres: float | None,
    need: Need | None = None,
) -> Catch:
    """The heaviest catch, told to the seeker; there always is one.

    `need` is the one that partners are looked for, None for all published ones.
    """
    found = [
        *_of_distance(seeker, candidate, kilometres),
        *_of_language(seeker, candidate),
        *_of_parts(seeker, candidate, match, need),
        *_of_gaps(candidate),
    ]
    return max(found, key=lambda catch: catch.weight, default=_unknown_budget(candidate))


def kilometres_between(one: Profile, other: Profile) -> float | None:
    """Great-circle distance, None when a place is missing."""
    points = (one.located_latitude, one.located_longitude)
    others = (other.located_latitude, other.located_longitude)
    if None in points or None in others:
        return None
    return distance_km(*points, *others)  # type: ignore[arg-type]


def _of_distance(seeker: Profile, candidate: Profile, kilometres: float | None) -> Iterator[Catch]:
    facts = {"name": candidate.name, "km": round(kilometres or 0)}
    if candidate.located_latitude is None:
        yield Catch(0.4, _("Von %(name)s fehlt ein Ort; die Entfernung ist unbekannt."), facts)
    if kilometres is None:
        return  # where only the seeker tells no place, that is no catch of the other
    remote = seeker.remote and candidate.remote
    if candidate.radius_km is not None and kilometres > candidate.radius_km and not remote:
        facts["radius"] = round(candidate.radius_km)
        sentence = _("%(km)s km liegen weiter, als %(name)s sonst fährt (%(radius)s km).")
        yield Catch(0.9, sentence, facts)
    if seeker.radius_km is not None and kilometres > seeker.radius_km and not remote:
        facts["radius"] = round(seeker.radius_km)
        yield Catch(0.85, _("%(km)s km sind mehr als Ihr Umkreis von %(radius)s km."), facts)
    if kilometres > 60 and not remote:
        sentence = _("Es sind %(km)s km; ein Besuch kostet einen halben Tag.")
        yield Catch(0.6, sentence, facts)


def _of_language(seeker: Profile, candidate: Profile) -> Iterator[Catch]:
    if (
        seeker.languages
        and candidate.languages
        and not set(seeker.languages) & set(candidate.languages)
    ):
        yield Catch(1.0, _("Sie haben keine gemeinsame Sprache angegeben."), {})


def _of_parts(
    seeker: Profile, candidate: Profile, match: Match, need: Need | None
) -> Iterator[Catch]:
    ratings = {part.scorer: part for part in match.parts}
    facts = {"name": candidate.name}
    text = ratings.get("text_similarity")
    if text and (text.for_seeker or 0) < WEAK:
        yield from _of_words(
            0.3 + WEAK - (text.for_seeker or 0),
            _("Ihr Wort „%(word)s“ kommt bei %(name)s nicht vor; fragen Sie danach."),
            unanswered_word(wanted_texts(seeker, need), offered_texts(candidate)),
            facts,
        )
    elif text and (text.for_candidate or 0) < WEAK:
        yield from _of_words(
            0.3,
            _("%(name)s schreibt von „%(word)s“; davon steht bei Ihnen nichts."),
            unanswered_word(wanted_texts(candidate), offered_texts(seeker)),
            facts,
        )
    sector = ratings.get("sector_affinity")
    if sector and sector.for_seeker is not None and sector.for_seeker < WEAK:
        sentence = _("Für Ihre Branche und die von %(name)s gibt es noch wenige Beispiele.")
        yield Catch(0.45, sentence, facts)


def _of_words(
    weight: float, sentence: str, word: str | None, facts: Mapping[str, object]
) -> Iterator[Catch]:
    if word is not None:
        yield Catch(weight, sentence, {**facts, "word": word})


def wanted_texts(profile: Profile, need: Need | None = None) -> list[str]:
    """What somebody is after, the titles of needs first."""
    needs = profile.published_needs if need is None else [need]
    return [*(need.title for need in needs), *(need.text for need in needs), profile.about]


def offered_texts(profile: Profile) -> list[str]:
    return [profile.about, profile.offers, *profile.skills]


def unanswered_word(wanted: Iterable[str], offered: Iterable[str]) -> str | None:
    """The most telling noun of the first wanted text of which the other side says nothing.

    Telling is a word that is not on everybody's tongue, nor so odd that it may be a name or a
    slip; compounds are rare by nature. German writes nouns with a capital.
    """
    said = {term for text in offered for token in analyse(text) for term in token.terms}
    for text in wanted:
        left = {
            token.surface: rarity(token.terms[0])
            for token in analyse(text)
            if not token.refused and said.isdisjoint(token.terms) and _is_telling(token)
        }
        if left:
            return max(left, key=lambda word: left[word])
    return None


def _is_telling(token: Token) -> bool:
    rare = rarity(token.terms[0])
    odd = rare > ODD and len(token.terms) == 1
    return token.surface[:1].isupper() and rare > COMMON and not odd


def _of_gaps(candidate: Profile) -> Iterator[Catch]:
    facts = {"name": candidate.name}
    if not candidate.offers:
        yield Catch(0.42, _("%(name)s sagt nicht, was angeboten wird."), facts)
    if not candidate.published_needs:
        yield Catch(0.25, _("Was %(name)s selbst sucht, steht nicht im Profil."), facts)
    if candidate.capacity is None:
        yield Catch(0.26, _("Ob %(name)s gerade Zeit hat, ist nicht bekannt."), facts)
    if candidate.capacity == "later":
        yield Catch(0.7, _("%(name)s hat erst später wieder Zeit."), facts)
    if candidate.kind == "creative" and candidate.employees == 1:
        sentence = _("%(name)s arbeitet allein; mehrere Dinge zugleich dauern.")
        yield Catch(0.35, sentence, facts)


def _unknown_budget(candidate: Profile) -> Catch:
    return Catch(0.0, _("Über Geld sagt das Profil von %(name)s nichts."), {"name": candidate.name})
