"""What visitors send about claims: a wish for the link, or a code."""

from wtforms import StringField, ValidationError

from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.web.forms import VisitorForm

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
