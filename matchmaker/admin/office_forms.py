"""The form of an office: who it is, where it helps, how it is reached, and who leads."""

import re
from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from matchmaker.accounts.leading import HIGHEST_PRIORITY
from matchmaker.accounts.models import OFFICE_KINDS
from matchmaker.accounts.service import LONGEST_NAME, LONGEST_SLUG
from matchmaker.accounts.territory import check_territory
from matchmaker.addresses import normalise_address
from matchmaker.desk.networks import KINDS
from matchmaker.errors import Refused
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.needs.forms import Showable
from matchmaker.web.forms import Form
from matchmaker.web.texts import outbound

LONGEST_TEXT = 2000
LONGEST_LINES = 500
PRIORITIES = _("Bitte schreiben Sie eine Zahl von 0 bis 100.")
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"


class PriorityField(IntegerField):
    """Up to three digits: of longer ones the check of the range would make a float."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        if not re.fullmatch(r"[0-9]{1,3}", typed):
            raise ValueError(str(PRIORITIES))
        self.data = int(typed)


class OfficeForm(Form):
    """Everything but the short name, which is in addresses and stays."""

    name = StringField(
        _("Name"),
        description=_(
            "So steht er auf allen Seiten, zum Beispiel: Wirtschaftsförderung Musterkreis."
        ),
        validators=[DataRequired(_("Bitte schreiben Sie den Namen.")), Showable(LONGEST_NAME)],
    )
    kind = SelectField(_("Art"), choices=[SelectChoice(kind, KINDS[kind]) for kind in OFFICE_KINDS])
    territory = TextAreaField(
        _("Gebiet"),
        description=_(
            "Postleitzahlen oder ihre ersten Ziffern (094), Länder (state:SN) oder amtliche "
            "Gemeindeschlüssel (ags:14521), mit Komma oder in eigenen Zeilen. Gebiete dürfen sich "
            "überschneiden."
        ),
    )
    priority = PriorityField(
        _("Vorrang"),
        description=_(
            "Von 0 bis 100. Wo mehrere Ämter helfen, führt das mit der größten Zahl; bei gleicher "
            "Zahl die Gemeinde vor dem Kreis, dann Region, Kammer, Verein."
        ),
        validators=[
            InputRequired(PRIORITIES),
            NumberRange(0, HIGHEST_PRIORITY, PRIORITIES),
        ],
    )
    about = TextAreaField(_("Wobei das Amt hilft"), validators=[Showable(LONGEST_TEXT)])
    people = TextAreaField(
        _("Menschen"),
        description=_("Eine Person je Zeile, so wie sie genannt werden möchte."),
        validators=[Showable(LONGEST_TEXT)],
    )
    phone = StringField(_("Telefon"), validators=[Showable(60)])
    email = StringField(_("E-Mail-Adresse"), validators=[Length(max=255)])
    website = StringField(
        _("Internetseite"),
        description=_("Mit https:// am Anfang."),
        validators=[Length(max=500)],
    )
    hours = TextAreaField(_("Wann jemand da ist"), validators=[Showable(LONGEST_LINES)])
    contact = TextAreaField(_("Anschrift"), validators=[Showable(LONGEST_LINES)])

    def validate_name(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())

    def validate_territory(self, field: TextAreaField) -> None:
        if not self.entries:
            raise ValidationError(_("Bitte schreiben Sie, für welches Gebiet das Amt da ist."))
        for entry in self.entries:
            try:
                check_territory([entry])
            except Refused:
                sentence = gettext(
                    "„%(entry)s“ ist kein Gebiet. Gemeindeschlüssel (ags:) gehen erst, wenn die "
                    "amtliche Gemeindedatei eingelesen ist.",
                    entry=entry[:40],
                )
                raise ValidationError(sentence) from None

    def validate_email(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        try:
            field.data = normalise_address(field.data) if field.data else ""
        except ValueError:
            raise ValidationError(_("Das ist keine E-Mail-Adresse.")) from None

    def validate_website(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data and not outbound(field.data):
            raise ValidationError(_("Eine Internetadresse beginnt mit https:// oder http://."))

    @property
    def entries(self) -> list[str]:
        """The territory, each entry once, in the order in which they were written."""
        return list(dict.fromkeys((self.territory.data or "").replace(",", " ").split()))

    def values(self) -> dict[str, Any]:
        """By the names of the columns; an empty phone, address or page is none."""
        plain = ("name", "kind", "priority", "about", "people", "hours", "contact")
        values: dict[str, Any] = {name: self[name].data or "" for name in plain}
        values |= {name: self[name].data or None for name in ("phone", "email", "website")}
        return values | {"priority": self.priority.data or 0, "territory": self.entries}


class NewOfficeForm(OfficeForm):
    slug = StringField(
        _("Kurzname in der Adresse"),
        description=_("Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel: musterkreis."),
        validators=[
            InputRequired(_("Bitte schreiben Sie einen Kurznamen.")),
            Length(max=LONGEST_SLUG),
            Regexp(SLUG, message=_("Nur Kleinbuchstaben, Ziffern und Bindestriche dazwischen.")),
        ],
    )
