"""Scorers that each break one promise of the interface and keep all others.

`BROKEN` says by which check each is to be caught: by that one and by no other.
"""

import threading

import numpy as np

from matchmaker.scoring import ABSTAIN, Explanation, Reason, Scorer


class Sound(Scorer):
    """Rates by the number of people, relative to the largest of the pool."""

    name = "sound"
    label = {"de": "Leute", "en": "People"}
    reasons = {"people": {"de": "{count} Leute", "en": "{count} people"}}

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor

    def fit(self, pool):
        self.pool_ = pool
        self.largest_ = max((p.employees or 0 for p in pool), default=0) or 1
        return self

    def rating(self, candidate):
        if candidate.employees is None:
            return ABSTAIN
        return float(self.factor) * min(1.0, candidate.employees / self.largest_)

    def score(self, seeker):
        return np.array([self.rating(p) for p in self.pool_], dtype=np.float32)

    def score_back(self, seeker):
        return (1 - self.score(seeker)).astype(np.float32)

    def explain(self, seeker, candidate):
        reasons = (Reason("people", count=candidate.employees),) if candidate.employees else ()
        return Explanation(self.rating(candidate), reasons)

    def explain_back(self, seeker, candidate):
        return Explanation(1 - self.rating(candidate))


class BadName(Sound):
    name = "Bad-Name"


class GermanOnly(Sound):
    label = {"de": "Leute"}


class UntranslatedReason(Sound):
    reasons = {**Sound.reasons, "never_given": {"de": "Nie gesagt", "en": " "}}


class NoDefault(Sound):
    def __init__(self, factor) -> None:
        self.factor = factor


class ConvertsParameter(Sound):
    def __init__(self, factor: float = 1.0) -> None:
        self.factor = str(factor)


class FitChangesParameter(Sound):
    def __init__(self, factor: float = 1.0, unused: int = 0) -> None:
        super().__init__(factor)
        self.unused = unused

    def fit(self, pool):
        self.unused = len(pool)
        return super().fit(pool)


class KeepsASet(Sound):
    def __init__(self, factor: float = 1.0, words=frozenset()) -> None:
        super().__init__(factor)
        self.words = words


class FitReturnsNothing(Sound):
    def fit(self, pool):
        super().fit(pool)


class Remembers(Sound):
    def fit(self, pool):
        before = getattr(self, "largest_", 0)
        super().fit(pool)
        self.largest_ = max(before, self.largest_)
        return self


class Doubles(Sound):
    def score(self, seeker):
        return super().score(seeker).astype(np.float64)


class TooHigh(Sound):
    """Rates twice as high for one seeker."""

    def score(self, seeker):
        return super().score(seeker) * np.float32(2 if seeker.id == "dairy" else 1)

    def score_back(self, seeker):
        return (1 - super().score(seeker)).astype(np.float32)

    def explain(self, seeker, candidate):
        told = super().explain(seeker, candidate)
        return Explanation(told.score * (2 if seeker.id == "dairy" else 1), told.reasons)


class WantsToKnowSomething(Sound):
    def explain(self, seeker, candidate):
        if not candidate.languages and candidate.employees is None:
            raise LookupError(candidate.id)
        return super().explain(seeker, candidate)


class SilenceIsZero(Sound):
    """Abstains on the silent in score, and rates them 0 in explain."""

    def explain(self, seeker, candidate):
        return super().explain(seeker, candidate) if candidate.languages else Explanation(0.0)


class ExplainsLess(Sound):
    def explain(self, seeker, candidate):
        told = super().explain(seeker, candidate)
        return Explanation(told.score * 0.9, told.reasons)

    def rebase(self, pool):
        other = Sound(self.factor)
        other.pool_, other.largest_ = pool, self.largest_
        return other


class ExplainsForwardsOnly(Sound):
    def explain_back(self, seeker, candidate):
        return self.explain(seeker, candidate)


class UnknownReason(Sound):
    def explain_back(self, seeker, candidate):
        told = super().explain_back(seeker, candidate)
        return Explanation(told.score, (Reason("other"),))


class MissingFact(Sound):
    def explain_back(self, seeker, candidate):
        told = super().explain_back(seeker, candidate)
        return Explanation(told.score, (Reason("people"),))


class Tires(Sound):
    """Rates lower from the third time on that it is asked by the same seeker."""

    def fit(self, pool):
        self.asked_ = {}
        return super().fit(pool)

    def score(self, seeker):
        self.asked_[seeker.id] = self.asked_.get(seeker.id, 0) + 1
        return super().score(seeker) * np.float32(1 if self.asked_[seeker.id] < 3 else 0.9)


class FirstComesFirst(Sound):
    def rating(self, candidate):
        first = len(self.pool_) > 3 and candidate.id == self.pool_[0].id
        return 0.75 if first else super().rating(candidate)


class ChangesProfile(Sound):
    def score(self, seeker):
        object.__setattr__(seeker, "about", seeker.about.lower())
        return super().score(seeker)


class ChangesColumn(Sound):
    def fit(self, pool):
        pool.latitude.flags.writeable = True  # or it would not get that far
        np.nan_to_num(pool.latitude, copy=False)
        return super().fit(pool)


class KnowsMembersOnly(Sound):
    def score(self, seeker):
        if len(self.pool_) > 1:
            self.pool_.ids.index(seeker.id)
        return super().score(seeker)


class NeedsTwo(Sound):
    def fit(self, pool):
        self.mean_ = 1 / (len(pool) - 1)
        return super().fit(pool)


class NeedsSomebody(Sound):
    def fit(self, pool):
        self.last_ = pool[len(pool) - 1]
        return super().fit(pool)


class FearsControlCharacters(Sound):
    def score(self, seeker):
        if "\x00" in seeker.about:
            raise ValueError("embedded null byte")
        return super().score(seeker)


class FormatsTexts(Sound):
    """Puts a text of a profile where a sentence is due."""

    def explain(self, seeker, candidate):
        candidate.country.format() if candidate.country else None
        if "{" in candidate.about:
            candidate.about.format(km=1)
        return super().explain(seeker, candidate)


class LendsItsArray(Sound):
    def fit(self, pool):
        super().fit(pool)
        self.scores_ = super().score(None)
        return self

    def score(self, seeker):
        return self.scores_


class RebaseLearnsAnew(Sound):
    def rebase(self, pool):
        return type(self)(self.factor).fit(pool)


class RebaseIgnoresPool(Sound):
    def rebase(self, pool):
        return self


class OneThreadOnly(Sound):
    def fit(self, pool):
        self.thread_ = threading.get_ident()
        return super().fit(pool)

    def score(self, seeker):
        if threading.get_ident() != self.thread_:
            raise RuntimeError("made in another thread")
        return super().score(seeker)


BROKEN = {
    BadName: "check_name_is_an_identifier",
    GermanOnly: "check_label_and_reasons_in_both_languages",
    UntranslatedReason: "check_label_and_reasons_in_both_languages",
    NoDefault: "check_constructor_has_defaults",
    ConvertsParameter: "check_parameters_kept_untouched",
    FitChangesParameter: "check_parameters_kept_untouched",
    KeepsASet: "check_rebuilt_from_its_settings",
    FitReturnsNothing: "check_fit_returns_self",
    Remembers: "check_fit_forgets_last_pool",
    Doubles: "check_score_shape_and_dtype",
    TooHigh: "check_scores_lie_in_range_or_are_nan",
    WantsToKnowSomething: "check_an_empty_profile_does_not_raise",
    SilenceIsZero: "check_an_empty_profile_does_not_raise",
    ExplainsLess: "check_explain_repeats_score",
    ExplainsForwardsOnly: "check_explain_back_repeats_score_back",
    UnknownReason: "check_reasons_have_sentences",
    MissingFact: "check_reasons_have_sentences",
    Tires: "check_deterministic",
    FirstComesFirst: "check_order_of_pool_does_not_matter",
    ChangesProfile: "check_profiles_are_not_changed",
    ChangesColumn: "check_profiles_are_not_changed",
    KnowsMembersOnly: "check_seeker_outside_pool",
    NeedsTwo: "check_pool_of_one_and_of_none",
    NeedsSomebody: "check_pool_of_one_and_of_none",
    FearsControlCharacters: "check_hostile_text",
    FormatsTexts: "check_hostile_text",
    LendsItsArray: "check_scores_belong_to_the_caller",
    RebaseLearnsAnew: "check_rebase_keeps_what_was_learnt",
    RebaseIgnoresPool: "check_rebase_keeps_what_was_learnt",
    OneThreadOnly: "check_asked_from_another_thread",
}
