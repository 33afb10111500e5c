"""The buttons and the one field of claims."""

from wtforms import StringField, ValidationError

from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.web.forms import Form, VisitorForm

LONGEST_CODE = 60


class AskForm(VisitorForm):
    """A visitor asks for the link; nothing to fill in."""


class CodeForm(VisitorForm):
    code = StringField(_("Ihr Code"))

    def validate_code(self, field: StringField) -> None:
        plain = "".join((field.data or "").lower().replace("-", "").split())
        if not plain.isascii() or not plain.isalnum() or len(plain) > LONGEST_CODE:
            message = gettext("Der Code hat 16 Buchstaben und Ziffern, wie abcd-efgh-2345-qrst.")
            raise ValidationError(message)
        field.data = plain


class TakeForm(Form):
    """The button that takes a profile over."""


class HandOutForm(Form):
    """The two buttons of an office."""
