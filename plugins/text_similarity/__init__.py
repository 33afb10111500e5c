"""How much of what one side wants stands, in the same or kindred words, in what the other gives.

docs/decisions/010-text-similarity.md tells what was tried and measured.
"""

import copy
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import numpy as np
import scipy.sparse as sp

from matchmaker.scoring import ABSTAIN, Explanation, Pool, Profile, Scorer, Scores
from matchmaker.scoring.search.ingredients import Ingredient
from matchmaker.scoring.search.postings import slabs_of
from matchmaker.scoring.text import forget_words

from .calibration import CANDIDATES, SEEKERS, calibrated, evenly
from .corpus import Corpus, Side, kinship, lengths
from .fields import emphases, given, wanted
from .hubs import Pull
from .reading import Kinship, Reading, Text, Words
from .reasons import told
from .unit_rows import UnitRows
from .vocabulary import Column, Lexicon, Vocabulary, forget_grams


class TextSimilarity(Scorer):
    """Compares the words of both profiles: needs with offers, and what they say of themselves.

    Words count by their stems and the parts of compounds, listed names of one thing
    ("Homepage", "Webseite") as one, and words that look alike in part, which bridges typing
    errors and word forms. Numbers, and what a text refuses ("keine Werbung"), do not count.
    From the cosine each side's mean similarity to the other kind is taken away, so that nobody
    leads every list by common words alone; a logistic curve around a multiple of the 95 %
    quantile of the pool brings the rest to [0, 1]. NaN where one side has no usable word.

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
        "ticked": {
            "de": "Hier steht „{words}“, dort ist der passende Teilmarkt angekreuzt",
            "en": "“{words}” here, the submarket it belongs to is ticked there",
        },
    }

    def __init__(self, hubs: float = 1.0) -> None:
        number = isinstance(hubs, int | float) and not isinstance(hubs, bool)
        if not (number and 0 <= hubs <= 1):
            raise ValueError(f"hubs must be a number from 0 to 1, not {hubs!r}")
        self.hubs = hubs

    def fit(self, pool: Pool) -> Self:
        """Learn the words, hubs and quantiles of the pool; O(words) in Python, the rest sparse."""
        corpus = Corpus.of(pool)
        self.vocabulary_ = Vocabulary().fit(corpus.terms, corpus.holders(), len(pool))
        self.learnt_ = Lexicon.of(self.vocabulary_, corpus.terms)
        kin = kinship(self.learnt_, self.vocabulary_, corpus.terms)
        forget_words()
        forget_grams()
        rows = self._lay_out(pool, corpus, self.learnt_, kin)
        self.pull_of_wants_, self.pull_of_gives_ = (Pull(pool.kinds, side, kin) for side in rows)
        self._place_hubs(corpus.terms, *rows)
        self.calibration_ = calibrated(self._sample_of_leads(kin, *rows))
        return self

    def score(self, seeker: Profile) -> Scores:
        return self.ingredients(seeker)[0].everywhere()

    def score_back(self, seeker: Profile) -> Scores:
        return self.ingredients(seeker)[1].everywhere()

    def ingredients(self, seeker: Profile) -> tuple[Ingredient, Ingredient]:
        wants, gives = emphases(wanted(seeker)), emphases(given(seeker))
        kin = Kinship(self.vocabulary_, self.learnt_, self.lexicon_, {*wants, *gives})
        there = kin.spread(wants, seeker.kind, self.pull_of_gives_)
        back = kin.spread(gives, seeker.kind, self.pull_of_wants_)
        how = self.lexicon_, self.hubs, self.calibration_
        return self.gives_.asked(there, *how), self.wants_.asked(back, *how)

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        [(explanation, _)] = self.explain_list(seeker, [candidate])
        return explanation

    def explain_list(
        self, seeker: Profile, candidates: Iterable[Profile]
    ) -> Iterator[tuple[Explanation, Explanation]]:
        profiles = [seeker, *candidates]
        texts = [text for profile in profiles for text in self._texts(profile)]
        reading = Reading(self.vocabulary_, self.learnt_, texts)
        own_wants, own_gives, *sides = reading.words
        to_wants, to_gives = reading.kin_of(own_wants), reading.kin_of(own_gives)
        for wants, gives in zip(sides[::2], sides[1::2], strict=True):
            there = self._explain(own_wants, gives, to_wants.block(gives))
            yield there, self._explain(wants, own_gives, to_gives.block(wants).T)

    def _explain(self, own: Words, theirs: Words, kin: Column) -> Explanation:
        """`kin` says how alike their own terms are to the others'."""
        if not kin.size:
            return Explanation(ABSTAIN)
        parts = own.weights[:, np.newaxis] * kin * theirs.weights
        score = float(self.calibration_(parts.sum() - self.hubs * (own.hub + theirs.hub)))
        return Explanation(score, told(kin, parts, own.said, theirs.said))

    def rebase(self, pool: Pool) -> Self:
        """The same words, hubs and quantiles over another pool, whose words may be new."""
        corpus = Corpus.of(pool)
        lexicon = Lexicon.of(self.vocabulary_, corpus.terms)
        other = copy.copy(self)
        kin = kinship(lexicon, self.vocabulary_, corpus.terms)
        rows = other._lay_out(pool, corpus, lexicon, kin)
        other._place_hubs(corpus.terms, *rows)
        return other

    def _lay_out(
        self, pool: Pool, corpus: Corpus, lexicon: Lexicon, kin: sp.csr_array
    ) -> tuple[UnitRows, UnitRows]:
        """Bring the pool into two sides over the lexicon; the rows of both at length 1."""
        self.pool_, self.lexicon_ = pool, lexicon
        slabs, sides = slabs_of(pool.kinds), (corpus.wants, corpus.gives)
        long = lengths(sides, kin, lexicon.weights)
        self.wants_, self.gives_ = (Side(*each, slabs) for each in zip(sides, long, strict=True))
        return (
            UnitRows(corpus.wants, lexicon.weights, self.wants_.lengths),
            UnitRows(corpus.gives, lexicon.weights, self.gives_.lengths),
        )

    def _place_hubs(self, terms: Sequence[str], wants: UnitRows, gives: UnitRows) -> None:
        """How much of each profile's similarity to the other kind is taken away."""
        known = self.vocabulary_, self.learnt_
        for kind in np.unique(self.pool_.kinds).tolist():
            rows = self.pool_.kinds == kind
            to_gives = self.pull_of_gives_.on(kind, terms, *known)
            to_wants = self.pull_of_wants_.on(kind, terms, *known)
            self.wants_.hubs[rows] = self.hubs * wants.times(to_gives)[rows]
            self.gives_.hubs[rows] = self.hubs * gives.times(to_wants)[rows]

    def _sample_of_leads(self, kin: sp.csr_array, wants: UnitRows, gives: UnitRows) -> Column:
        """Leads of evenly chosen pairs of different kinds."""
        seekers = evenly(np.flatnonzero(self.wants_.speaks), SEEKERS)
        candidates = evenly(np.flatnonzero(self.gives_.speaks), CANDIDATES)
        similar = wants.some(seekers) @ kin @ gives.some(candidates).T
        hubs = self.wants_.hubs[seekers][:, np.newaxis] + self.gives_.hubs[candidates]
        of = self.pool_.kinds
        differ = of[seekers][:, np.newaxis] != of[candidates]
        return (similar.toarray() - hubs)[differ]

    def _texts(self, profile: Profile) -> tuple[Text, Text]:
        """What the profile wants and what it gives, with the pull on each."""
        return (
            Text(wanted(profile), profile.kind, self.pull_of_gives_),
            Text(given(profile), profile.kind, self.pull_of_wants_),
        )


scorer = TextSimilarity
