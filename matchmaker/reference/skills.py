"""What creatives offer and what firms need: a list to choose from, free text beside it."""

import functools
from dataclasses import dataclass

from matchmaker.reference.phrases import PhraseIndex
from matchmaker.reference.tables import read_table


@dataclass(frozen=True)
class Skill:
    """An offer of creatives or a need of firms. ``group`` is a submarket key or a field of need."""

    id: str
    kind: str
    group: str
    label_de: str
    label_en: str

    def label(self, locale: str = "de") -> str:
        """The label that people see. German unless the locale is English."""
        return self.label_en if locale[:2] == "en" else self.label_de


def offers() -> tuple[Skill, ...]:
    """What creatives offer, grouped by submarket (``across`` for what belongs to none)."""
    return tuple(skill for skill in _all() if skill.kind == "offer")


def needs() -> tuple[Skill, ...]:
    """What firms need, grouped by product, brand, staff, space, digital and innovation."""
    return tuple(skill for skill in _all() if skill.kind == "need")


def get_skill(id: str) -> Skill | None:
    """The skill of an id, None if there is none."""
    return _by_id().get(id)


def find_skills(words: str, limit: int = 8) -> tuple[Skill, ...]:
    """Offers and needs that the words speak of, best first."""
    hits = _index().search(words)
    return tuple(dict.fromkeys(hit.item for hit in hits))[: max(0, limit)]


@functools.cache
def _all() -> tuple[Skill, ...]:
    return tuple(Skill(**row) for row in read_table("skills.csv"))


@functools.cache
def _by_id() -> dict[str, Skill]:
    return {skill.id: skill for skill in _all()}


@functools.cache
def _index() -> PhraseIndex[Skill]:
    german = [(skill.label_de, skill) for skill in _all()]
    return PhraseIndex(german + [(skill.label_en, skill) for skill in _all()])
