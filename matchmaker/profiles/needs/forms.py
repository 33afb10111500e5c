"""The three short steps in which a need is written."""

from collections.abc import Iterable
from typing import Any, Self

from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, Regexp

from matchmaker.i18n import gettext, today
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.interchange.texts import LONGEST_TEXT, parse_text
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs import choices
from matchmaker.profiles.needs.situations import OF_KIND, find_situation
from matchmaker.web.forms import Form

LONGEST_RETURN = 500
LONGEST_TITLE = 200
NO_SITUATION = "none"
UNREADABLE = _("Hier steht ein Zeichen, das sich nicht anzeigen lässt. Bitte schreiben Sie es neu.")


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class Showable:
    """Text that can be shown, at most so long, on one line unless it may have several; what people
    paste may hold anything."""

    def __init__(self, longest: int, *, lines: bool = True) -> None:
        self.longest, self.lines = longest, lines

    def __call__(self, _form: Any, field: Any) -> None:
        text = field.data or ""
        if len(text) > self.longest + text.count("\r\n"):
            sentence = gettext("Bitte kürzen Sie auf höchstens %(most)s Zeichen; es sind %(now)s.")
            raise ValidationError(sentence % {"most": self.longest, "now": len(text)})
        try:
            field.data = parse_text(text, self.longest, lines=self.lines)
        except ValueError:
            raise ValidationError(str(UNREADABLE)) from None


class WhatForm(Form):
    """Step 1: what should change, in own words or by a situation."""

    uid = HiddenField(validators=[Optional(), Regexp(r"^[0-9a-f]{32}\Z")])
    """The name the need will have: a form that is sent twice makes one need."""
    situation = RadioField(_("Womit lässt sich anfangen?"), default=NO_SITUATION)
    title = StringField(_("Überschrift"), validators=[Showable(LONGEST_TITLE, lines=False)])
    text = TextAreaField(_("Was würden Sie gern ändern?"), validators=[Showable(LONGEST_TEXT)])

    @classmethod
    def of(cls, profile: Profile, **data: Any) -> Self:
        form = cls(**data)
        form.kind = profile.kind
        keys = [each.key for each in OF_KIND[profile.kind]]
        form.situation.choices = options((key, "") for key in (NO_SITUATION, *keys))
        return form

    def add(self, sentence: str) -> None:
        """Write it below what stands there, unless it does already."""
        there = self.text.data or ""
        if sentence not in there:
            self.text.data = f"{there}\n{sentence}".strip()

    def validate_text(self, field: Any) -> None:
        if not field.data and self.chosen is None and not self.title.data:
            message = _("Schreiben Sie einen Satz, oder wählen Sie eine Lage aus. Einer genügt.")
            raise ValidationError(str(message))

    @property
    def chosen(self) -> str | None:
        """The words of the situation that was ticked."""
        found = find_situation(self.kind, self.situation.data or "")
        return str(found.title) if found else None

    @property
    def words(self) -> tuple[str, str]:
        """Heading and text: a ticked situation is the heading of what was written."""
        heading, text = self.chosen or self.title.data or "", self.text.data or ""
        return (heading, text) if text else ("", heading)


class WhereForm(Form):
    """Step 2: where, when, whom, what it may cost and what there is in return."""

    radius = RadioField(_("Wie weit darf es sein?"), choices=options(choices.RADII.items()))
    until = DateField(_("Bis wann?"), validators=[Optional()])
    wanted = SelectMultipleField(_("Wen suchen Sie?"))
    budget = RadioField(
        _("Was darf es kosten?"),
        choices=options([*choices.BUDGETS.items(), (choices.UNKNOWN, choices.DONT_KNOW)]),
    )
    returns = SelectMultipleField(
        _("Was bieten Sie im Gegenzug?"), choices=options(choices.RETURNS.items())
    )
    in_return = StringField(
        _("In eigenen Worten"), validators=[Showable(LONGEST_RETURN, lines=False)]
    )

    @classmethod
    def of(cls, need: Need, **more: Any) -> Self:
        form = cls(
            radius=f"{need.radius_km or 60:g}",
            until=need.wanted_until,
            wanted=need.wanted_submarkets or need.wanted_sectors or [choices.UNKNOWN],
            budget=need.budget or choices.UNKNOWN,
            returns=need.return_kinds,
            in_return=need.in_return,
            **more,
        )
        form.wanted.choices = options(choices.wanted(need.profile.kind))
        return form

    def validate_until(self, field: Any) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("Dieser Tag ist schon vorbei."))

    @property
    def chosen(self) -> list[str]:
        return [key for key in self.wanted.data or [] if key != choices.UNKNOWN]


class ShownForm(Form):
    """Step 3: who reads it, and out it goes."""

    seen_by = RadioField(_("Wer darf es lesen?"), choices=options(choices.SEEN_BY.items()))
