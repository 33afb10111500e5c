"""Finding an account by its address, inviting somebody, and what an account may do."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from matchmaker.accounts.roles import ROLES
from matchmaker.addresses import normalise_address
from matchmaker.i18n import lazy_gettext as _
from matchmaker.web.forms import Form

ROLE_NAMES = {"member": _("Mitglied"), "office": _("Amt"), "admin": _("Verwaltung")}


class AddressForm(Form):
    """In a form that is sent, not in an address: that would stand in logs and in the history."""

    email = StringField(
        _("E-Mail-Adresse"),
        description=_("Ganz und genau; Adressen zeigen wir nirgends an."),
        validators=[InputRequired(_("Bitte schreiben Sie die Adresse.")), Length(max=255)],
    )

    def validate_email(self, field: StringField) -> None:
        try:
            field.data = normalise_address((field.data or "").strip())
        except ValueError:
            raise ValidationError(_("Das ist keine E-Mail-Adresse.")) from None


class _WithRole(Form):
    role = SelectField(
        _("Rolle"),
        choices=[SelectChoice(role, ROLE_NAMES[role]) for role in ROLES],
        description=_(
            "Mitglieder haben Profile, ein Amt gibt sie frei, die Verwaltung darf alles."
        ),
    )
    office = SelectField(_("An welchem Schreibtisch"), description=_("Nur für die Rolle Amt."))

    def __init__(self, offices: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.office.choices = [
            SelectChoice("", _("an keinem")),
            *(SelectChoice(slug, name) for slug, name in offices.items()),
        ]

    def validate_office(self, field: SelectField) -> None:
        if self.role.data == "office" and not field.data:
            raise ValidationError(_("Wer für ein Amt arbeitet, braucht dessen Schreibtisch."))


class InviteForm(_WithRole, AddressForm):
    pass


class StandingForm(_WithRole):
    active = SelectField(
        _("Zugang"),
        choices=[SelectChoice("yes", _("offen")), SelectChoice("no", _("gesperrt"))],
        description=_("Wer gesperrt ist, kann sich nicht anmelden; Profile und Daten bleiben."),
    )
    factor = SelectField(
        _("Zweiter Faktor"),
        choices=[SelectChoice("keep", _("bleibt")), SelectChoice("remove", _("entfernen"))],
        default="keep",
        description=_(
            "Entfernen Sie ihn nur, wenn die Person Geräte und Papier verloren hat und Sie sie "
            "kennen. App, Passkeys und Codes gehen zusammen."
        ),
    )
