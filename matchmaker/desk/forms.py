"""The decision of an office: what, in which words when it is no, and words that it corrects."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional, Regexp

from matchmaker.addresses import normalise_address
from matchmaker.desk.models import ACTIONS, REASONS, REPORT_ACTIONS
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.interchange.texts import LONGEST_TEXT
from matchmaker.profiles.needs.forms import LONGEST_RETURN, LONGEST_TITLE, Showable
from matchmaker.web.forms import Form, VisitorForm

LONGEST_REASON = 1000
LONGEST_REPORT = 2000
CHOOSE = _("Bitte wählen Sie einen Knopf.")
REASON_NAMES = {
    "false": _("Angaben stimmen nicht"),
    "impersonation": _("Jemand gibt sich als jemand anderes aus"),
    "unlawful": _("Beleidigend, verletzend oder gegen das Gesetz"),
    "rights": _("Bild oder Text gehört jemand anderem"),
    "advertising": _("Reine Werbung, gehört nicht hierher"),
    "other": _("Etwas anderes"),
}


class DecisionForm(Form):
    """`action` is the value of the button that was pressed; `reason` the words to the person."""

    action = HiddenField(validators=[AnyOf(ACTIONS, message=CHOOSE)])
    reason = TextAreaField(
        _("Ihre Worte an die Person"),
        description=_("Nötig, wenn Sie zurückfragen oder ablehnen; die Person liest sie so."),
        validators=[Showable(LONGEST_REASON)],
    )
    seen = HiddenField()
    """The words of the thing as the card showed them, by `corrections.seen`."""
    wordless = "approved"
    """The action that needs no words."""

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate()
        words = (self.reason.data or "").strip()
        if valid and self.action.data != self.wordless and not words:
            self.reason.errors = [_("Bitte schreiben Sie der Person, woran es liegt.")]
            return False
        return valid

    def texts(self) -> Mapping[str, str]:
        """The fields of the thing as they were sent."""
        return {
            field.name: field.data or ""
            for field in self
            if field.name not in ("action", "reason", "seen", "csrf_token")
        }


class ProfileDecisionForm(DecisionForm):
    about = TextAreaField(validators=[Showable(LONGEST_TEXT)])
    story = TextAreaField(validators=[Showable(LONGEST_TEXT)])
    offers = TextAreaField(validators=[Showable(LONGEST_TEXT)])
    working_style = TextAreaField(validators=[Showable(LONGEST_TEXT)])


class NeedDecisionForm(DecisionForm):
    title = StringField(validators=[Showable(LONGEST_TITLE, lines=False)])
    text = TextAreaField(validators=[Showable(LONGEST_TEXT)])
    in_return = StringField(validators=[Showable(LONGEST_RETURN, lines=False)])


class ReportDecisionForm(DecisionForm):
    action = HiddenField(validators=[AnyOf(REPORT_ACTIONS, message=CHOOSE)])
    reason = TextAreaField(
        _("Ihre Worte an die Person, der das Profil gehört"),
        description=_(
            "Nötig, wenn Sie fragen oder verbergen; wer gemeldet hat, wird nicht genannt."
        ),
        validators=[Showable(LONGEST_REASON)],
    )
    wordless = "dismissed"


FORMS: dict[str, type[DecisionForm]] = {
    "profile": ProfileDecisionForm,
    "need": NeedDecisionForm,
    "report": ReportDecisionForm,
}


class ReportForm(VisitorForm):
    """What is wrong with a profile, from anybody."""

    uid = HiddenField(validators=[Optional(), Regexp(r"^[0-9a-f]{32}\Z")])
    """The name the report will have: a form that is sent twice makes one report."""
    reason = RadioField(
        _("Worum geht es?"),
        choices=[SelectChoice(value=key, label=REASON_NAMES[key]) for key in REASONS],
        validators=[InputRequired(_("Bitte wählen Sie, worum es geht."))],
    )
    text = TextAreaField(_("Was ist Ihnen aufgefallen?"), validators=[Showable(LONGEST_REPORT)])
    address = StringField(_("E-Mail-Adresse für eine Antwort (freiwillig)"))

    def validate_text(self, field: TextAreaField) -> None:
        if self.reason.data == "other" and not field.data:
            raise ValidationError(gettext("Bitte schreiben Sie in einem Satz, worum es geht."))

    def validate_address(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        try:
            field.data = normalise_address(typed).lower() if typed else ""
        except ValueError:
            message = gettext("Diese Adresse können wir nicht lesen; ein Beispiel: name@firma.de")
            raise ValidationError(message) from None
