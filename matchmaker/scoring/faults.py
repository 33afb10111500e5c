"""What a scorer can do wrong, told in one sentence.

Everything a scorer returns passes `validate_scores` or `validate_explanation` before it is used,
so that nonsense costs the scorer's own part and never the ranking.
"""

import math
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import numpy as np

from matchmaker.scoring.scorer import Explanation, Reason, Scorer, Scores

FaultKind = Literal["raised", "nonsense", "too_slow", "died", "memory", "restarting", "unasked"]

OVERSHOOT = 1e-6
"""Rounding may carry a score this far out of [0, 1]; it is clipped, more is nonsense."""

LANGUAGES = ("de", "en")


class ScorerFault(Exception):
    """One failed call of one scorer.

    `sentence` is for operators and logs: it names the scorer and never holds text of a profile.
    `kind` is what pages translate. Two are nobody's fault: "restarting", as the plugin host comes
    back after another scorer's fault, and "unasked", as others have used up the time of a request.
    """

    def __init__(self, name: str, kind: FaultKind, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.kind: FaultKind = kind
        self.sentence = sentence

    @property
    def counts(self) -> bool:
        """Whether the scorer itself is to blame, and paused for it in the end."""
        return self.kind not in ("restarting", "unasked")


@contextmanager
def blame(name: str) -> Iterator[None]:
    """Turn whatever a scorer raises into a ScorerFault that names it.

    The exception's message is left out, since it may quote a profile; its type and line stay.
    """
    try:
        yield
    except ScorerFault:
        raise
    except MemoryError as error:
        raise ScorerFault(name, "memory", f"{name} ran out of memory.") from error
    except Exception as error:
        raise ScorerFault(name, "raised", f"{name} raised {where(error)}.") from error


def died(name: str, what: str, code: int | None) -> ScorerFault:
    """That a process ended before it answered; `what` says which, `code` how: its exit code,
    minus the signal, or None where it lives on behind closed pipes."""
    if code is None:
        return ScorerFault(name, "died", f"{what} by closing its pipes.")
    if code == -signal.SIGKILL:
        return ScorerFault(name, "memory", f"{what}: the system killed it for its memory.")
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return ScorerFault(name, "died", f"{what} with {how}.")


def where(error: BaseException) -> str:
    """The exception's type and the innermost line it came from."""
    trace = error.__traceback__
    if trace is None:
        return type(error).__name__
    while trace.tb_next is not None:
        trace = trace.tb_next
    file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
    return f"{type(error).__name__} in {file}, line {trace.tb_lineno}"


def validate_scores(array: object, length: int, name: str = "scorer") -> Scores:
    """The array as float32 of `length`, every value in [0, 1] or NaN; else ScorerFault.

    Wider floats and integers are converted. `name` is who gets the blame.
    """
    if not isinstance(array, np.ndarray):
        raise _nonsense(name, f"returned {_kind_of(array)} where an array of scores is due")
    if array.dtype.kind not in "fiu":
        raise _nonsense(name, f"returned an array of {array.dtype}, not of numbers")
    if array.shape != (length,):
        raise _nonsense(name, f"returned scores of shape {array.shape}, due is ({length},)")
    lowest = float(np.fmin.reduce(array, initial=0.0))
    highest = float(np.fmax.reduce(array, initial=0.0))
    if lowest < -OVERSHOOT or highest > 1 + OVERSHOOT:
        worst = lowest if lowest < -OVERSHOOT else highest
        raise _nonsense(name, f"returned the score {worst:g}, which is outside 0 to 1")
    scores = array.astype(np.float32, copy=False)
    return scores.clip(0.0, 1.0) if lowest < 0 or highest > 1 else scores


def validate_explanation(scorer: Scorer | type[Scorer], explanation: object) -> Explanation:
    """The explanation with a plain float score and plain facts; else ScorerFault.

    Each reason's code must be one of `scorer.reasons`, each fact a finite JSON scalar, and the
    sentence of the code must accept the facts in every language.
    """
    if not isinstance(explanation, Explanation):
        raise _nonsense(scorer.name, f"explained with {_kind_of(explanation)}, not an Explanation")
    score = _plain_score(scorer.name, explanation.score)
    return Explanation(score, tuple(_plain_reason(scorer, item) for item in explanation.reasons))


def _plain_score(name: str, score: Any) -> float:
    if isinstance(score, bool) or not isinstance(score, (int, float, np.integer, np.floating)):
        raise _nonsense(name, f"explained with {_kind_of(score)} as score")
    if math.isnan(score):
        return math.nan
    if not -OVERSHOOT <= score <= 1 + OVERSHOOT:
        raise _nonsense(name, f"explained with the score {float(score):g}, outside 0 to 1")
    return min(1.0, max(0.0, float(score)))


def _plain_reason(scorer: Scorer | type[Scorer], reason: object) -> Reason:
    if not isinstance(reason, Reason):
        raise _nonsense(scorer.name, f"gave {_kind_of(reason)} as a reason")
    sentences = scorer.reasons.get(reason.code) if isinstance(reason.code, str) else None
    if sentences is None:
        raise _nonsense(scorer.name, "gave a reason whose code is not among its reasons")
    facts = {key: _plain_fact(scorer.name, key, value) for key, value in reason.facts.items()}
    _check_sentences(scorer.name, reason.code, sentences, facts)
    return Reason(reason.code, **facts)


def _plain_fact(name: str, key: str, value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, (str, int, float, type(None))):
        raise _nonsense(name, f"gave {_kind_of(value)} as the fact {key!r}, not a plain value")
    if isinstance(value, float) and not math.isfinite(value):
        raise _nonsense(name, f"gave {value} as the fact {key!r}")
    if isinstance(value, str) and not can_be_written(value):
        raise _nonsense(name, f"gave broken text as the fact {key!r}")
    return value


def can_be_written(text: str) -> bool:
    """Whether the text has no half of a surrogate pair, which no page could send."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_sentences(
    name: str, code: str, sentences: Mapping[str, str], facts: Mapping[str, Any]
) -> None:
    for language in LANGUAGES:
        try:
            sentences[language].format(**facts)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            sentence = f"gave facts that do not fit the {language} sentence of {code!r}"
            raise _nonsense(name, sentence) from error


def _nonsense(name: str, sentence: str) -> ScorerFault:
    return ScorerFault(name, "nonsense", f"{name} {sentence}.")


def _kind_of(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
