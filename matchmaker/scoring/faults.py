"""What a scorer can do wrong, told in one sentence.

Everything a scorer returns passes `validate_scores` or `validate_explanation` before it is used,
so that nonsense costs the scorer's own part and never the ranking.
"""

import math
import signal
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, Literal

import numpy as np

from matchmaker.scoring.plain import is_plain, is_plain_text, plain_text
from matchmaker.scoring.scorer import Explanation, Reason, Scorer, Scores

FaultKind = Literal["raised", "nonsense", "too_slow", "died", "memory", "restarting", "unasked"]

OVERSHOOT = 1e-6
"""Rounding may carry a score this far out of [0, 1]; it is clipped, more is nonsense."""

LANGUAGES = ("de", "en")

MOST_REASONS = 50
"""Of one explanation."""
LONGEST_TEXT = 1_000
"""Characters of a fact, and of a reason's sentence with its facts."""

_NOBODYS = ("matchmaker", "importlib", "_frozen_importlib", "_frozen_importlib_external")
"""Packages whose lines are on the way to a scorer's own."""


class ScorerFault(Exception):
    """One failed call of one scorer.

    `sentence` is for operators and logs: it names the scorer and never holds text of a profile.
    `kind` is what pages translate. Two are nobody's fault: "restarting", as the plugin host comes
    back after another scorer's fault, and "unasked", as others have used up the time of a request.
    """

    def __init__(self, name: str, kind: FaultKind, sentence: str) -> None:
        self.sentence = plain_text(sentence)
        super().__init__(self.sentence)
        self.name = name
        self.kind: FaultKind = kind

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
    """The exception's type and the innermost line of the scorer's own that it came from.

    A library that was handed nonsense is not where its author has to look.
    """
    lines = [*traceback.walk_tb(error.__traceback__)]
    if not lines:
        return type(error).__name__
    theirs = [(_package(frame), frame, line) for frame, line in lines]
    theirs = [each for each in theirs if each[0] not in _NOBODYS]
    own = [each for each in theirs if each[0] == theirs[0][0]]
    frame, line = own[-1][1:] if own else lines[-1]
    file = frame.f_code.co_filename.rpartition("/")[2]
    return f"{type(error).__name__} in {file}, line {line}"


def where_and_why(error: BaseException) -> str:
    """The same with the exception's message: for its author, who has called this code."""
    return f"{where(error)}: {error}".rstrip(": ")


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


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
    if len(explanation.reasons) > MOST_REASONS:
        told = f"gave {len(explanation.reasons)} reasons, at most {MOST_REASONS} are due"
        raise _nonsense(scorer.name, told)
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
    if not all(is_plain_text(key, LONGEST_TEXT) for key in reason.facts):
        raise _nonsense(scorer.name, f"gave a fact of {reason.code!r} no plain name")
    facts = {key: _plain_fact(scorer.name, key, value) for key, value in reason.facts.items()}
    _check_sentences(scorer.name, reason.code, sentences, facts)
    return Reason(reason.code, **facts)


def _plain_fact(name: str, key: str, value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, (str, int, float, type(None))):
        raise _nonsense(name, f"gave {_kind_of(value)} as the fact {key!r}, not a plain value")
    if not is_plain(value):
        what = {str: "broken text", int: "a number beyond all bounds"}.get(type(value), value)
        raise _nonsense(name, f"gave {what} as the fact {key!r}")
    if not isinstance(value, str):
        return value
    _check_length(name, value, f"the fact {key!r}")
    return plain_text(value)


def _check_sentences(
    name: str, code: str, sentences: Mapping[str, str], facts: Mapping[str, Any]
) -> None:
    for language in LANGUAGES:
        try:
            told = sentences[language].format(**facts)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            sentence = f"gave facts that do not fit the {language} sentence of {code!r}"
            raise _nonsense(name, sentence) from error
        _check_length(name, told, f"the {language} sentence of {code!r}")


def _check_length(name: str, text: str, what: str) -> None:
    if len(text) > LONGEST_TEXT:
        told = f"gave {len(text)} characters as {what}, at most {LONGEST_TEXT} are due"
        raise _nonsense(name, told)


def _nonsense(name: str, sentence: str) -> ScorerFault:
    return ScorerFault(name, "nonsense", f"{name} {sentence}.")


def _kind_of(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
