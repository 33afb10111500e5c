"""The forms of an account: registration, reset, password, address, language."""

from typing import Any

from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from matchmaker.accounts.passwords import LONGEST_PASSWORD, fault, normalise_password
from matchmaker.addresses import normalise_address
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.web.forms import Form, VisitorForm

NO_ADDRESS = _("Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@firma.de.")
ADDRESS = {"autocomplete": "email", "type": "email", "maxlength": 255}
NEW_PASSWORD = {"autocomplete": "new-password", "maxlength": LONGEST_PASSWORD}
OLD_PASSWORD = {"autocomplete": "current-password", "maxlength": LONGEST_PASSWORD}
HOW_LONG = _("Mindestens 10 Zeichen, zum Beispiel vier Wörter hintereinander.")
MISSING = _("Bitte füllen Sie dieses Feld aus.")
NO_ANSWER = _("Ihr Browser hat keinen Passkey geschickt.")


def _is_address(_form: Any, field: Any) -> None:
    try:
        field.data = normalise_address((field.data or "").strip()).lower()
    except ValueError:
        raise ValidationError(str(NO_ADDRESS)) from None


def _is_strong(form: Any, field: Any) -> None:
    address = form.email.data if "email" in form else ""
    if sentence := fault(field.data or "", address or ""):
        raise ValidationError(sentence)


def address_field(label: Any) -> StringField:
    return StringField(
        label, [InputRequired(NO_ADDRESS), Length(max=255, message=NO_ADDRESS), _is_address],
        render_kw=ADDRESS,
    )  # fmt: skip


def new_password_field(label: Any) -> PasswordField:
    checks = [InputRequired(_("Bitte schreiben Sie ein Passwort.")), _is_strong]
    return PasswordField(label, checks, description=HOW_LONG, render_kw=NEW_PASSWORD)


def manner_field() -> RadioField:
    choices = [SelectChoice("sie", _("Mit Sie")), SelectChoice("du", _("Mit du"))]
    return RadioField(_("Wie sollen wir Sie ansprechen?"), choices=choices, default="sie")


class RegisterForm(VisitorForm):
    email = address_field(_("E-Mail-Adresse"))
    password = new_password_field(_("Passwort"))
    manner = manner_field()
    next = HiddenField()


class ForgottenForm(VisitorForm):
    email = address_field(_("E-Mail-Adresse"))


class NewPasswordForm(VisitorForm):
    password = new_password_field(_("Neues Passwort"))


class PressForm(VisitorForm):
    """A button on the page behind a link in a mail."""


class WithOldPassword(Form):
    """What only the person with the password may do."""

    current = PasswordField(
        _("Ihr jetziges Passwort"),
        [InputRequired(_("Bitte schreiben Sie Ihr jetziges Passwort."))],
        render_kw=OLD_PASSWORD,
    )

    def __init__(self, user: Any, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.user = user

    def validate_current(self, field: Any) -> None:
        if not self.user.verify_and_update_password(normalise_password(field.data or "")):
            raise ValidationError(gettext("Das ist nicht Ihr jetziges Passwort."))


class CodeForm(VisitorForm):
    """For a session that does not count yet, whose token is its own."""

    code = StringField(
        _("Code"),
        [InputRequired(MISSING), Length(max=40)],
        description=_("Sechs Ziffern aus der App, oder einer der Codes auf Ihrem Papier."),
        render_kw={"autocomplete": "one-time-code", "maxlength": 40, "spellcheck": "false"},
    )


class SetUpForm(VisitorForm):
    secret = HiddenField()
    """Encrypted; what the picture on the page shows."""
    code = StringField(
        _("Die sechs Ziffern, die die App jetzt zeigt"),
        [InputRequired(_("Bitte tippen Sie die Ziffern aus der App.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 10},
    )


class OwnSetUpForm(WithOldPassword, SetUpForm):
    """Of somebody who is in already: whoever finds an open browser locks nobody out with it."""


class PasskeyForm(VisitorForm):
    name = StringField(
        _("Wie soll er heißen?"),
        [DataRequired(MISSING), Length(max=60)],
        filters=[lambda name: " ".join((name or "").split())],
        description=_("Damit Sie ihn wiedererkennen, zum Beispiel Telefon oder Schlüsselbund."),
        render_kw={"autocomplete": "off", "maxlength": 60},
    )


class OwnPasskeyForm(WithOldPassword, PasskeyForm):
    """Of somebody who is in already, as with the app."""


class AnswerForm(VisitorForm):
    """What a device signed; the script of the page puts it there."""

    answer = HiddenField(
        id="passkey", validators=[InputRequired(NO_ANSWER), Length(max=20_000, message=NO_ANSWER)]
    )
    """Its id is that of the button, where a mistake leads."""


class PasswordForm(WithOldPassword):
    password = new_password_field(_("Neues Passwort"))


class AddressForm(WithOldPassword):
    email = address_field(_("Neue E-Mail-Adresse"))

    def validate_email(self, field: Any) -> None:
        if field.data == self.user.email:
            raise ValidationError(gettext("Das ist schon Ihre Adresse."))


class SettingsForm(Form):
    locale = RadioField(
        _("Sprache unserer Mails"),
        choices=[SelectChoice("de", "Deutsch"), SelectChoice("en", "English")],
        default="de",
    )
    manner = manner_field()
