"""What a plugin says about itself, and what settings it accepts."""

import inspect
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from matchmaker.scoring.faults import LANGUAGES, LONGEST_TEXT, where_and_why
from matchmaker.scoring.plain import is_plain, is_plain_text, plain_text
from matchmaker.scoring.scorer import Scorer

LONGEST_LABEL = 100
"""Characters; it stands in tables, beside sliders and in notes."""

_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


class PluginError(Exception):
    """Why a plugin cannot be used as it is, in one sentence; `name` is the plugin's."""

    def __init__(self, name: str, sentence: str) -> None:
        self.sentence = plain_text(sentence)
        super().__init__(self.sentence)
        self.name = name


class Described(Protocol):
    """What has settings: a scorer class, a scorer, or a Description."""

    @property
    def name(self) -> str:
        """The plugin's name."""
        ...

    def default_settings(self) -> dict[str, Any]:
        """The settings with their defaults."""
        ...


@dataclass(frozen=True)
class Description:
    """A plugin's own words, as plain values: all that leaves the plugin host before ranking."""

    name: str
    label: Mapping[str, str]
    reasons: Mapping[str, Mapping[str, str]]
    learned: bool
    defaults: Mapping[str, Any]
    doc: str

    def default_settings(self) -> dict[str, Any]:
        return dict(self.defaults)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Description":
        return cls(**values)


def describe(scorer_class: type[Scorer]) -> Description:
    """The class attributes, the settings' defaults and the docstring of a scorer."""
    return Description(
        name=scorer_class.name,
        label=dict(scorer_class.label),
        reasons={code: dict(sentences) for code, sentences in scorer_class.reasons.items()},
        learned=scorer_class.learned,
        defaults=scorer_class.default_settings(),
        doc=plain_text(inspect.getdoc(scorer_class) or ""),
    )


def check_class(name: str, defined: Any) -> type[Scorer]:
    """The class, when it keeps what can be seen without an instance; else PluginError."""
    if not (isinstance(defined, type) and issubclass(defined, Scorer)):
        wanted = "must end in `scorer = YourClass`, a subclass of Scorer or PairScorer"
        raise PluginError(name, f"{name} {wanted}.")
    for problem in (
        _naming(name, defined),
        _methods(defined),
        text_problem(defined),
        _parameters(defined),
    ):
        if problem is not None:
            raise PluginError(name, f"{name} {problem}.")
    return defined


def create(scorer_class: type[Scorer], settings: Mapping[str, Any]) -> Scorer:
    """An unfitted scorer with these settings; PluginError when it does not accept them."""
    name, defaults = scorer_class.name, scorer_class.default_settings()
    values = {key: checked_setting(scorer_class, key, value) for key, value in settings.items()}
    try:
        return scorer_class(**{**defaults, **values})
    except ValueError as error:
        raise PluginError(name, f"{name} refuses these settings: {error}.") from error
    except (Exception, SystemExit) as error:
        raise PluginError(name, f"{name} cannot be set up: {where_and_why(error)}.") from error


def parse_setting(scorer: Described, key: str, text: str) -> Any:
    """The value of `key=text` on the command line, read by the type of the key's default.

    Texts are taken as they are, everything else is read as JSON ("40", "0.5", "true", "[1, 2]").
    """
    default = _default_of(scorer, key)
    if isinstance(default, str):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    return checked_setting(scorer, key, value)


def checked_setting(scorer: Described, key: str, value: Any) -> Any:
    """The value as the type of the key's default; a default of None accepts anything."""
    default = _default_of(scorer, key)
    kind = type(default)
    if kind not in (bool, int, float) and not is_plain(value):
        wanted = "plain: no NaN, nothing infinite, no broken text"
        raise PluginError(scorer.name, f"{scorer.name}: {key} must be {wanted}.")
    if default is None or (kind not in _KINDS and isinstance(value, kind)):
        return value
    if kind in (tuple, list) and isinstance(value, (list, tuple)):
        return kind(value)
    if _fits(kind, value):
        return kind(value)
    wanted = _KINDS.get(kind, f"a {kind.__name__}")
    raise PluginError(scorer.name, f"{scorer.name}: {key} must be {wanted}, not {value!r}.")


def _default_of(scorer: Described, key: str) -> Any:
    defaults = scorer.default_settings()
    if key in defaults:
        return defaults[key]
    valid = ", ".join(f"{name} ({default!r})" for name, default in defaults.items())
    valid = f"valid are, with their defaults: {valid}" if defaults else "it has none"
    raise PluginError(scorer.name, f"{scorer.name} has no setting {key}; {valid}.")


def _fits(kind: type, value: Any) -> bool:
    if kind in (bool, str) or isinstance(value, bool):
        return type(value) is kind
    if not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value) and (kind is float or (kind is int and value == int(value)))
    except OverflowError:  # an integer beyond every float
        return False


def _naming(name: str, scorer_class: type[Scorer]) -> str | None:
    own = getattr(scorer_class, "name", None)
    return None if own == name else f"is the plugin's name, but its class is named {own!r}"


def _methods(scorer_class: type[Scorer]) -> str | None:
    if scorer_class.explain is Scorer.explain:
        return "has no method explain"
    if scorer_class.score is Scorer.score:
        return "has no method score; a PairScorer needs none"
    return None


def text_problem(scorer_class: type[Scorer]) -> str | None:
    """What is missing of label, reasons and `learned`, as the rest of a sentence; None if fine."""
    label: Any = getattr(scorer_class, "label", None)
    if not _in_both_languages(label):
        return 'needs a label in both languages: label = {"de": "…", "en": "…"}'
    if not _plainly_written(label, LONGEST_LABEL):
        return f"needs labels of one line, at most {LONGEST_LABEL} letters, no control characters"
    if not isinstance(scorer_class.reasons, Mapping):
        return "needs reasons as a dictionary of codes and sentences"
    for code, sentences in scorer_class.reasons.items():
        if not isinstance(code, str) or not _in_both_languages(sentences):
            return f"needs a sentence in German (de) and English (en) for its reason {code!r}"
        if not (_plainly_written(sentences, LONGEST_TEXT) and is_plain_text(code, LONGEST_LABEL)):
            return (
                f"needs for its reason {code!r} sentences of one line, at most {LONGEST_TEXT} "
                "letters, no control characters"
            )
    return None if isinstance(scorer_class.learned, bool) else "must say learned = True or False"


def _in_both_languages(texts: Any) -> bool:
    return isinstance(texts, Mapping) and all(
        isinstance(texts.get(language), str) and texts[language].strip() for language in LANGUAGES
    )


def _plainly_written(texts: Mapping[str, str], longest: int) -> bool:
    return all(is_plain_text(texts[language], longest) for language in LANGUAGES)


def _parameters(scorer_class: type[Scorer]) -> str | None:
    for parameter in inspect.signature(scorer_class).parameters.values():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            return f"must name every parameter of its constructor, so not {parameter}"
        if parameter.default is parameter.empty:
            return f"needs a default for the parameter {parameter.name} of its constructor"
        if not is_plain(parameter.default):
            return f"needs a plain value as default of {parameter.name}"
    return None
