"""Forms of one button, and the first question: firm or creative."""

from typing import Any

from wtforms import StringField

from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.models import KINDS
from matchmaker.web.forms import Form, VisitorForm


class Confirmation(Form):
    """A button that changes something."""


class CapacityForm(VisitorForm):
    """The button behind the link in a mail."""


class KindForm(Form):
    kind = StringField(_("Wofür ist das Profil?"))

    def validate(self, *arguments: Any, **names: Any) -> bool:
        valid = super().validate(*arguments, **names)
        if self.kind.data not in KINDS:
            self.kind.errors = [gettext("Bitte wählen Sie eines von beiden.")]
            return False
        return valid
