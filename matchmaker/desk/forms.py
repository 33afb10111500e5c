"""The decision of an office: what, and in which words when it is no."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length

from matchmaker.desk.models import ACTIONS
from matchmaker.i18n import lazy_gettext as _
from matchmaker.web.forms import Form

LONGEST_REASON = 1000


class DecisionForm(Form):
    """`action` is the value of the button that was pressed."""

    action = HiddenField(validators=[AnyOf(ACTIONS, message=_("Bitte wählen Sie einen Knopf."))])
    reason = TextAreaField(
        _("Ihre Worte an die Person"),
        description=_("Nötig, wenn Sie zurückfragen oder ablehnen; die Person liest sie so."),
        validators=[Length(max=LONGEST_REASON, message=_("Bitte höchstens 1.000 Zeichen."))],
    )

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate()
        words = (self.reason.data or "").strip()
        if valid and self.action.data != "approved" and not words:
            self.reason.errors = [_("Bitte schreiben Sie der Person, woran es liegt.")]
            return False
        return valid


class UndoForm(Form):
    """A button; it holds nothing but proof of where it was pressed."""
