"""The pure core: scorers, pools and rankings. Knows neither Flask nor a database.

Plugins import everything they need from here.
"""

from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.progress import followed
from matchmaker.scoring.scorer import (
    ABSTAIN,
    Explanation,
    PairScorer,
    Reason,
    Scorer,
    Scores,
)

__all__ = [
    "ABSTAIN",
    "Explanation",
    "PairScorer",
    "Pool",
    "Profile",
    "Reason",
    "Scorer",
    "Scores",
    "followed",
]
