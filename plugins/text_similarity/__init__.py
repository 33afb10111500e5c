"""How much of what one side wants stands, in the same or kindred words, in what the other gives.

docs/decisions/010-text-similarity.md tells what was tried and measured.
"""

import copy
from collections.abc import Sequence
from typing import Self

import numpy as np
import scipy.sparse as sp

from matchmaker.scoring import ABSTAIN, Explanation, Pool, Profile, Scorer, Scores

from .calibration import CANDIDATES, SEEKERS, Calibration, evenly
from .corpus import Emphases, Side, Words, kinship, weighted
from .fields import emphases, given, spellings, wanted
from .hubs import Pull
from .reasons import told
from .vocabulary import Column, Lexicon, Vocabulary


class TextSimilarity(Scorer):
    """Compares the words of both profiles: needs with offers, and what they say of themselves.

    Words count by their stems and the parts of compounds, and words that look alike count in
    part, which bridges typing errors and word forms. What a text refuses ("keine Werbung") does
    not count. From the cosine each side's mean similarity to the other kind is taken away, so
    that nobody leads every list by common words alone; a logistic curve around the 95 % quantile
    of the pool brings the rest to [0, 1]. NaN where one side has no usable word.

    Parameters
    ----------
    hubs : float from 0 to 1
        How much of the mean similarity is taken away; 0 leaves the plain cosine.
    """

    name = "text_similarity"
    label = {"de": "Ähnliche Worte", "en": "Similar words"}
    reasons = {
        "words": {"de": "Beide schreiben von: {words}", "en": "Both write of: {words}"},
        "related": {
            "de": "Hier steht „{words}“, dort „{theirs}“",
            "en": "“{words}” here, “{theirs}” there",
        },
    }

    def __init__(self, hubs: float = 1.0) -> None:
        number = isinstance(hubs, int | float) and not isinstance(hubs, bool)
        if not (number and 0 <= hubs <= 1):
            raise ValueError(f"hubs must be a number from 0 to 1, not {hubs!r}")
        self.hubs = hubs

    def fit(self, pool: Pool) -> Self:
        """Learn the words, hubs and quantiles of the pool; O(words) in Python, the rest sparse."""
        wants, gives = _read(pool)
        pairs = zip(wants, gives, strict=True)
        self.vocabulary_ = Vocabulary().fit([want.keys() | give.keys() for want, give in pairs])
        terms = self.vocabulary_.terms
        self.learnt_ = Lexicon(self.vocabulary_, terms)
        kin = self._lay_out(pool, wants, gives, self.learnt_, terms)
        kinds = [profile.kind for profile in pool]
        self.pull_of_wants_ = Pull(kinds, self.wants_, kin)
        self.pull_of_gives_ = Pull(kinds, self.gives_, kin)
        self._place_hubs(pool, terms)
        self.calibration_ = Calibration.of(self._sample_of_leads(pool, kin))
        return self

    def score(self, seeker: Profile) -> Scores:
        own = Words(self.vocabulary_, emphases(wanted(seeker)))
        hub = self._hub(self.pull_of_gives_, seeker.kind, own)
        return self._rate(own, self.gives_, hub + self.give_hubs_)

    def score_back(self, seeker: Profile) -> Scores:
        own = Words(self.vocabulary_, emphases(given(seeker)))
        hub = self._hub(self.pull_of_wants_, seeker.kind, own)
        return self._rate(own, self.wants_, hub + self.want_hubs_)

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        own = Words(self.vocabulary_, emphases(wanted(seeker)))
        theirs = Words(self.vocabulary_, emphases(given(candidate)))
        if not (len(own) and len(theirs)):
            return Explanation(ABSTAIN)
        kin = Lexicon(self.vocabulary_, theirs.terms).kin(self.vocabulary_, own.terms).toarray()
        parts = own.weights[:, np.newaxis] * kin * theirs.weights
        hubs = self._hub(self.pull_of_gives_, seeker.kind, own)
        hubs += self._hub(self.pull_of_wants_, candidate.kind, theirs)
        score = float(self.calibration_.rate(parts.sum() - self.hubs * hubs))
        written = spellings(wanted(seeker)), spellings(given(candidate))
        return Explanation(score, told(kin, parts, *written))

    def rebase(self, pool: Pool) -> Self:
        """The same words, hubs and quantiles over another pool, whose words may be new."""
        wants, gives = _read(pool)
        terms = sorted({term for row in [*wants, *gives] for term in row})
        other = copy.copy(self)
        other._lay_out(pool, wants, gives, Lexicon(self.vocabulary_, terms), terms)
        other._place_hubs(pool, terms)
        return other

    def _lay_out(
        self,
        pool: Pool,
        wants: Sequence[Emphases],
        gives: Sequence[Emphases],
        lexicon: Lexicon,
        terms: Sequence[str],
    ) -> sp.csr_array:
        """Bring the pool into matrices over the lexicon; the kinship of its terms."""
        kin = kinship(lexicon, self.vocabulary_, terms)
        weights = self.vocabulary_.weigh(terms)
        self.pool_, self.lexicon_ = pool, lexicon
        self.wants_, self.gives_ = (
            Side(weighted(rows, terms, weights), kin) for rows in (wants, gives)
        )
        return kin

    def _place_hubs(self, pool: Pool, terms: Sequence[str]) -> None:
        """Each profile's mean similarity to the other kind."""
        kinds = np.array([profile.kind for profile in pool], dtype=np.str_)
        self.want_hubs_, self.give_hubs_ = np.zeros(len(pool)), np.zeros(len(pool))
        known = self.vocabulary_, self.learnt_
        for kind in np.unique(kinds):
            rows = kinds == kind
            to_gives = self.pull_of_gives_.on(kind, terms, *known)
            to_wants = self.pull_of_wants_.on(kind, terms, *known)
            self.want_hubs_[rows] = np.asarray(self.wants_.matrix @ to_gives)[rows]
            self.give_hubs_[rows] = np.asarray(self.gives_.matrix @ to_wants)[rows]

    def _sample_of_leads(self, pool: Pool, kin: sp.csr_array) -> Column:
        """Leads of evenly chosen pairs of different kinds."""
        seekers = evenly(np.flatnonzero(self.wants_.speaks), SEEKERS)
        candidates = evenly(np.flatnonzero(self.gives_.speaks), CANDIDATES)
        similar = self.wants_.matrix[seekers] @ kin @ self.gives_.matrix[candidates].T
        hubs = self.want_hubs_[seekers][:, np.newaxis] + self.give_hubs_[candidates]
        kinds = np.array([profile.kind for profile in pool], dtype=np.str_)
        differ = kinds[seekers][:, np.newaxis] != kinds[candidates]
        return (similar.toarray() - self.hubs * hubs)[differ]

    def _rate(self, own: Words, side: Side, hubs: Column) -> Scores:
        if not len(own):
            return np.full(len(hubs), ABSTAIN, dtype=np.float32)
        similar = side.matrix @ own.spread_over(self.lexicon_, self.vocabulary_)
        rated = self.calibration_.rate(similar - self.hubs * hubs).astype(np.float32)
        rated[~side.speaks] = ABSTAIN
        return rated

    def _hub(self, pull: Pull, kind: str, words: Words) -> float:
        on_words = pull.on(kind, words.terms, self.vocabulary_, self.learnt_)
        return float(words.weights @ on_words)


def _read(pool: Pool) -> tuple[list[Emphases], list[Emphases]]:
    """What each profile wants, and what it gives, as emphasised terms."""
    return [emphases(wanted(profile)) for profile in pool], [
        emphases(given(profile)) for profile in pool
    ]


scorer = TextSimilarity
