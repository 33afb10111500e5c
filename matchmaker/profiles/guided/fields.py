"""Fields of the guided forms: what each takes, and the sentence where it cannot."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from wtforms import Field, StringField, ValidationError
from wtforms.widgets import TextArea

from matchmaker.i18n import lazy_gettext as _
from matchmaker.i18n import today
from matchmaker.profiles.interchange.fields import (
    MOST_EMPLOYEES,
    parse_email,
    parse_phone,
    parse_website,
)
from matchmaker.profiles.interchange.texts import LONGEST_TEXT, parse_text
from matchmaker.profiles.titles import month

MOST_BOXES = 100
"""Boxes of one list that are read."""
MONTHS_AHEAD = 12


class LineField(StringField):
    """One line as people write it, in normal form; spaces around do not count."""

    data: Any
    longest = 120
    lines = False

    def __init__(self, label: Any, *, longest: int | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.longest = longest or self.longest
        self.render_kw = {"maxlength": self.longest} | (options.get("render_kw") or {})

    def pre_validate(self, form: Any) -> None:
        text = self.data or ""
        if len(text.replace("\r\n", "\n").strip()) > self.longest:
            told = _("Das sind mehr als %(most)s Zeichen. Bitte kürzen Sie den Text.")
            raise ValidationError(str(told) % {"most": self.longest})
        try:
            self.data = parse_text(text, self.longest, lines=self.lines)
        except ValueError:
            raise ValidationError(
                _("Der Text enthält ein Zeichen, das sich nicht anzeigen lässt. Bitte entfernen.")
            ) from None


class TextField(LineField):
    """Several lines."""

    widget = TextArea()
    longest = LONGEST_TEXT
    lines = True


class ReadField(LineField):
    """A line that `read` turns into what is stored; ValueError is answered with `refusal`."""

    def __init__(
        self, label: Any, *, read: Callable[[str], str], refusal: Any, longest: int, **options: Any
    ) -> None:
        super().__init__(label, longest=longest, **options)
        self.read, self.refusal = read, refusal

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            try:
                self.data = self.read(self.data)
            except ValueError:
                raise ValidationError(self.refusal) from None


def website_field(label: Any, **options: Any) -> ReadField:
    refusal = _("Das ist keine Internetadresse. Schreiben Sie zum Beispiel: www.beispiel.de")
    return ReadField(label, read=read_website, refusal=refusal, longest=500, **options)


def read_website(text: str) -> str:
    """With https:// where somebody left it out, as most do."""
    return parse_website(text if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", text) else f"https://{text}")


def email_field(label: Any, **options: Any) -> ReadField:
    refusal = _("Das ist keine E-Mail-Adresse. Schreiben Sie zum Beispiel: name@beispiel.de")
    return ReadField(label, read=parse_email, refusal=refusal, longest=254, **options)


def phone_field(label: Any, **options: Any) -> ReadField:
    refusal = _("Eine Telefonnummer hat mindestens drei Ziffern.")
    return ReadField(label, read=parse_phone, refusal=refusal, longest=60, **options)


class CountField(StringField):
    """A whole number of people, or nothing; `number` once it is valid."""

    number: int | None = None

    def pre_validate(self, form: Any) -> None:
        text = (self.data or "").strip()
        if not text:
            return
        if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= MOST_EMPLOYEES:
            raise ValidationError(_("Hier braucht es eine ganze Zahl, zum Beispiel 12."))
        self.number = int(text)


class ChoiceField(Field):
    """One of few; nothing chosen is the empty choice, "weiß ich nicht"."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.choices: list[tuple[str, str]] = []
        """Value and words; the form sets them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        self.data = self.data or ""
        if self.data and self.data not in {value for value, _words in self.choices}:
            raise ValidationError(_("Bitte wählen Sie eine der Möglichkeiten."))


class BoxesField(Field):
    """Any of some; one without choices of its own is checked by the form."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.choices: list[tuple[str, str]] = []

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))[:MOST_BOXES]

    def pre_validate(self, form: Any) -> None:
        self.data = self.data or []
        if self.choices and not {*self.data} <= {value for value, _words in self.choices}:
            raise ValidationError(_("Bitte wählen Sie eine der Möglichkeiten."))


def months_ahead(kept: date | None = None) -> list[tuple[str, str]]:
    """The first days of the coming months, by their names; and one that was chosen before."""
    day = today()
    numbers = [day.year * 12 + day.month + ahead for ahead in range(MONTHS_AHEAD)]
    days = [date(number // 12, number % 12 + 1, 1) for number in numbers]
    if kept and kept not in days:
        days.insert(0, kept)
    return [(day.isoformat(), month(day)) for day in days]
