"""What stands in the ranking process for a scorer that runs in the plugin host."""

import weakref
from collections.abc import Container, Mapping
from itertools import count
from typing import Any, ClassVar, Protocol, Self

from matchmaker.scoring.description import Description
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.loader import FoundPlugin
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.scorer import Explanation, Scorer, Scores


class Host(Protocol):
    """What a stand-in needs of the plugin host."""

    released_scorers: list[int]

    def fit(self, scorer: "HostedScorer") -> None: ...

    def score(self, scorer: "HostedScorer", method: str, seeker: Profile) -> Scores: ...

    def explain(
        self, scorer: "HostedScorer", method: str, seeker: Profile, candidate: Profile
    ) -> Explanation: ...


class HostedScorer(Scorer):
    """Passes every call to the host; raises ScorerFault for whatever goes wrong there.

    Made by `PluginHost.load`. It can be neither copied nor pickled: what it knows lives in the
    host. `lost` is the fault that kept it from being fitted, until the next `fit`.
    """

    found: ClassVar[FoundPlugin]
    description: ClassVar[Description]

    def __init__(self, host: Host, settings: Mapping[str, Any]) -> None:
        self.host = host
        self.given = dict(settings)
        self.base: HostedScorer | None = None
        self.lost: ScorerFault | None = None
        self.handle = next(_handles)
        weakref.finalize(self, host.released_scorers.append, self.handle)

    @classmethod
    def of(cls, found: FoundPlugin, description: Description) -> "type[HostedScorer]":
        """The class that bears the plugin's name, label and reasons."""
        texts = {
            "name": description.name,
            "label": description.label,
            "reasons": description.reasons,
            "learned": description.learned,
            "found": found,
            "description": description,
            "__doc__": description.doc,
        }
        return type(f"Hosted_{description.name}", (cls,), texts)

    @classmethod
    def default_settings(cls) -> dict[str, Any]:
        return cls.description.default_settings()

    def settings(self) -> dict[str, Any]:
        return self.default_settings() | self.given

    def fit(self, pool: Pool) -> Self:
        self.base, self.pool_ = None, pool
        self.host.fit(self)
        return self

    def rebase(self, pool: Pool) -> "HostedScorer":
        other = type(self)(self.host, self.given)
        other.base, other.pool_ = self, pool
        self.host.fit(other)
        return other

    def score(self, seeker: Profile) -> Scores:
        return self.host.score(self, "score", seeker)

    def score_back(self, seeker: Profile) -> Scores:
        return self.host.score(self, "score_back", seeker)

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        return self.host.explain(self, "explain", seeker, candidate)

    def explain_back(self, seeker: Profile, candidate: Profile) -> Explanation:
        return self.host.explain(self, "explain_back", seeker, candidate)

    def ready_in(self, held: Container[int]) -> bool:
        """Whether there is nothing left to do before it is asked: it is held there, or lost."""
        return self.lost is not None or self.handle in held

    def __reduce__(self) -> str:
        raise TypeError(f"{self.name} runs in the plugin host and cannot be pickled")


_handles = count(1)
