"""What ranks in tests that are about something else."""

from typing import Any

from matchmaker.config import ScorerSettings, Settings

HEAVY = ("text_similarity", "translation_book", "sector_affinity")


def by_distance_alone(settings: Settings, **others: Any) -> Settings:
    """The smallest scorer, whose order can be seen with the bare eye; `others` are set as well."""
    off = dict.fromkeys(HEAVY, ScorerSettings(enabled=False))
    return settings.model_copy(update={"scorers": off} | others)


def by_distance_and_trade(settings: Settings, **others: Any) -> Settings:
    """Two scorers with answers that can be worked out by hand; `others` are set as well."""
    weights = {"locality": 3.0, "sector_affinity": 1.0}
    off = dict.fromkeys(("text_similarity", "translation_book"), ScorerSettings(enabled=False))
    chosen = {name: ScorerSettings(weight=weight) for name, weight in weights.items()}
    return settings.model_copy(update={"scorers": chosen | off} | others)
