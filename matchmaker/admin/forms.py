"""The form of one scorer: whether it counts, its weight, and its settings as it takes them."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, ValidationError

from matchmaker.errors import PluginProblem
from matchmaker.i18n import lazy_gettext as _
from matchmaker.matching.published_rules import SETTINGS
from matchmaker.matching.scorers import ScorerState
from matchmaker.scoring.description import Described, PluginError, parse_setting
from matchmaker.scoring.scorer import Scorer
from matchmaker.web.forms import STALE

PREFIX = "setting_"
HIGHEST_WEIGHT = 1000
LONGEST = 500
"""Characters of one setting."""
WANTED = {
    int: _("Hier braucht es eine ganze Zahl, zum Beispiel %(default)s."),
    float: _("Hier braucht es eine Zahl, zum Beispiel %(default)s."),
    str: _("Bitte kürzen Sie auf höchstens 500 Zeichen."),
}
OTHERWISE = _("Hier braucht es eine Angabe von der Art %(default)s.")


class WeightField(StringField):
    """A number above 0, with comma or point; `number` once it is valid."""

    number = 0.0

    def pre_validate(self, form: Any) -> None:
        text = (self.data or "").strip().replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?", text):
            raise ValidationError(_("Das Gewicht braucht eine Zahl, zum Beispiel 1,5."))
        self.number = float(text)
        if not 0 < self.number <= HIGHEST_WEIGHT:
            raise ValidationError(
                _("Das Gewicht liegt über 0 und höchstens bei 1000. Abschalten können Sie oben.")
            )


class SettingField(StringField):
    """One parameter of the constructor, read by the type of its default; empty is the default."""

    def __init__(self, label: Any, described: Described, key: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.described, self.key = described, key
        self.default_value = described.default_settings()[key]
        self.parsed = self.default_value

    def pre_validate(self, form: Any) -> None:
        text = self.data or ""
        if text.strip() == "" and not isinstance(self.default_value, str):
            self.parsed = self.default_value
            return
        if isinstance(self.default_value, int | float):
            text = text.strip().replace(",", ".")
        try:
            self.parsed = self._parsed(text)
        except (PluginError, OverflowError, RecursionError):
            wanted = WANTED.get(type(self.default_value), OTHERWISE)
            raise ValidationError(str(wanted) % {"default": written(self.default_value)}) from None

    def _parsed(self, text: str) -> Any:
        if len(text) > LONGEST:
            raise OverflowError
        return parse_setting(self.described, self.key, text)


class ScorerForm(FlaskForm):
    """Made for one scorer by `scorer_form`, which adds a field for each setting."""

    enabled = SelectField(
        _("Dieser Baustein"),
        choices=["on", "off"],
    )
    weight = WeightField(_("Gewicht"))
    refusal: str = ""
    """What the scorer itself has against these settings, in its author's words."""
    kept: Mapping[str, Any] = {}
    """Settings of a scorer that cannot be loaded: nobody can edit them, and none gets lost."""

    @property
    def counts(self) -> bool:
        return self.enabled.data == "on"

    @property
    def setting_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def settings(self) -> dict[str, Any]:
        """Those that differ from their defaults."""
        given = {field.key: field for field in self.setting_fields}
        own = {key: field.parsed for key, field in given.items()}
        differing = {k: v for k, v in own.items() if v != given[k].default_value}
        return dict(self.kept) | differing

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Field id and sentence, in the order of the page."""
        stale = [(self.enabled.id, str(STALE))] if self.errors.get("csrf_token") else []
        named = [
            (field.id, f"{field.label.text}: {field.errors[0]}")
            for field in self
            if field.errors and field.name != "csrf_token"
        ]
        return stale + named

    def accepted_by(self, make: Callable[[Mapping[str, Any]], Scorer]) -> bool:
        """Whether every field is well-formed and the scorer takes the settings as a whole."""
        if not self.validate_on_submit():
            return False
        if not self.counts:
            return True
        try:
            make(self.settings)
        except PluginProblem as problem:
            self.refusal = problem.sentence
            words = _("Mit diesen Angaben lässt sich der Baustein nicht einschalten.")
            self.enabled.errors = [*self.enabled.errors, str(words)]
        return not self.refusal


def scorer_form(state: ScorerState, make: Callable[[Mapping[str, Any]], Scorer]) -> ScorerForm:
    """The form with what was sent, else with what holds now."""
    try:
        described: Described | None = make({})
    except PluginProblem:
        described = None
    fields = _setting_fields(described, state.settings) if described else {}
    form = type("FormOfOneScorer", (ScorerForm,), fields)(
        enabled="on" if state.chosen else "off", weight=written(state.weight)
    )
    form.kept = {} if described else dict(state.settings)
    return form


def _setting_fields(described: Described, settings: Mapping[str, Any]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, default in described.default_settings().items():
        label = SETTINGS.get(key, key)
        value = written(settings.get(key, default))
        fields[PREFIX + key] = SettingField(label, described, key, default=value)
    return fields


def written(value: Any) -> str:
    """A setting as it is typed into the form: texts as they are, numbers with the decimal mark of
    the page's language and nothing to spare, the rest as JSON would be."""
    if isinstance(value, float):
        return format_decimal(
            value, locale=get_locale(), decimal_quantization=False, group_separator=False
        )
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
