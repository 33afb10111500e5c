"""The button behind the link in a mail, and the first question: firm or creative."""

from typing import Any

from wtforms import HiddenField, StringField

from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.models import KINDS
from matchmaker.profiles.needs import first_words
from matchmaker.web.forms import Form, VisitorForm


class CapacityForm(VisitorForm):
    """The word on free time still holds."""


def _sentence(typed: str | None) -> str:
    return first_words.read(typed or "")


def _place(typed: str | None) -> str:
    return first_words.read(typed or "", first_words.LONGEST_PLACE)


class KindForm(Form):
    kind = StringField(_("Wofür ist das Profil?"))
    sentence = HiddenField(name=first_words.ARGUMENT, filters=[_sentence])
    place = HiddenField(name=first_words.PLACE, filters=[_place])
    """What the person typed on the start page, if they came from there."""

    def validate(self, *arguments: Any, **names: Any) -> bool:
        valid = super().validate(*arguments, **names)
        if self.kind.data not in KINDS:
            self.kind.errors = [gettext("Bitte wählen Sie eines von beiden.")]
            return False
        return valid
