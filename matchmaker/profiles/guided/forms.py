"""The forms of the four steps. Each is filled from a profile and tells the values it stands for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import StringField

from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.guided.fields import (
    BoxesField,
    ChoiceField,
    CountField,
    LineField,
    TextField,
    email_field,
    months_ahead,
    phone_field,
    website_field,
)
from matchmaker.profiles.guided.step_form import StepForm, Values
from matchmaker.profiles.guided.understanding import PlaceFound, read_place
from matchmaker.profiles.guided.who_forms import CreativeWhoForm, FirmWhoForm
from matchmaker.profiles.models import CAPACITIES, Profile
from matchmaker.profiles.titles import country_title, language_titles
from matchmaker.profiles.visibility import named_fields

LANGUAGES = ("de", "en", "fr", "pl", "cs", "es", "it", "nl", "da", "tr", "uk", "ru", "ar")
COUNTRIES = ("DE", "AT", "CH", "LI", "LU", "BE", "NL", "FR", "DK", "PL", "CZ")
RADII_KM = (10, 25, 50, 100, 200, 500)
MOST_REQUESTS = 10
SHOWS = "shows_"
"""Begins the names of the fields that say who sees a field."""


class WhereForm(StepForm):
    place = LineField(_("Ort oder Postleitzahl"), render_kw={"autocomplete": "postal-code"})
    place_choice = StringField()
    country = ChoiceField(_("Land"))
    employees = CountField(_("Wie viele Menschen arbeiten bei Ihnen?"))
    radius_km = ChoiceField(_("Wie weit darf es sein?"))
    remote = ChoiceField(_("Geht es auch aus der Ferne?"))
    languages = BoxesField(_("Sprachen"))
    capacity = ChoiceField(_("Wann haben Sie Zeit?"))
    capacity_from = ChoiceField(_("Ab welchem Monat?"))
    most_requests = ChoiceField(_("Wie viele offene Anfragen höchstens?"))
    found = PlaceFound()

    def prepare(self, profile: Profile) -> None:
        if profile.kind != "kmu":
            del self.employees
        radii = {*RADII_KM, *filter(None, [profile.radius_km and round(profile.radius_km)])}
        self.radius_km.choices = [("", gettext("weiß ich nicht / egal"))]
        for km in sorted(radii):
            self.radius_km.choices.append((str(km), gettext("bis %(km)s km", km=km)))
        both = ("1", gettext("vor Ort und aus der Ferne"))
        self.remote.choices = [("", gettext("vor Ort")), both]
        codes = [*LANGUAGES, *(code for code in profile.languages if code not in LANGUAGES)]
        self.languages.choices = list(zip(codes, language_titles(codes), strict=True))
        self.country.choices = _countries(profile.country)
        self.capacity.choices = [("", gettext("weiß ich nicht")), *_capacities()]
        self.capacity_from.choices = [("", "–"), *months_ahead(profile.capacity_from)]
        counts = range(1, MOST_REQUESTS + 1)
        self.most_requests.choices = [(str(count), str(count)) for count in counts]

    def fill(self, profile: Profile) -> None:
        self.place.data = " ".join(filter(None, [profile.postal_code, profile.place]))
        self.country.data = profile.country
        if "employees" in self:
            self.employees.data = str(profile.employees or "")
        self.radius_km.data = str(round(profile.radius_km)) if profile.radius_km else ""
        self.remote.data = "1" if profile.remote else ""
        self.languages.data = list(profile.languages)
        self.capacity.data = profile.capacity or ""
        self.capacity_from.data = profile.capacity_from.isoformat() if profile.capacity_from else ""
        self.most_requests.data = str(profile.most_requests)

    def validate(self, *arguments: Any, **names: Any) -> bool:
        if self.most_requests.data in ("", None):
            self.most_requests.data = "3"
        if self.country.data in ("", None):
            self.country.data = "DE"
        valid = super().validate(*arguments, **names)
        if self.place.errors:
            return False
        self.found = read_place(self.place.data or "", self.country.data, self.place_choice.data)
        if self.found.problem:
            self.place.errors = [self.found.problem]
        return valid and not self.found.problem

    def values(self, profile: Profile) -> Values:
        capacity = self.capacity.data if self.capacity.data in CAPACITIES else None
        month = self.capacity_from.data if capacity == "later" else ""
        values = {
            "address": self.found.address,
            "radius_km": float(self.radius_km.data) if self.radius_km.data else None,
            "remote": self.remote.data == "1",
            "languages": self.languages.data or ["de"],
            "capacity": capacity,
            "capacity_from": date.fromisoformat(month) if month else None,
            "most_requests": int(self.most_requests.data),
        }
        return values | ({"employees": self.employees.number} if "employees" in self else {})


def _capacities() -> list[tuple[str, str]]:
    return [
        ("now", gettext("sofort")),
        ("soon", gettext("in etwa 4 Wochen")),
        ("later", gettext("erst ab einem Monat, den ich nenne")),
        ("closed", gettext("zurzeit gar nicht")),
    ]


def _countries(kept: str) -> list[tuple[str, str]]:
    codes = [*COUNTRIES, *([kept] if kept not in COUNTRIES else [])]
    return [(code, country_title(code)) for code in codes]


class OfferForm(StepForm):
    offers = TextField(_("Was bringen Sie mit?"), render_kw={"rows": 4})
    website = website_field(
        _("Eigene Internetseite"), render_kw={"inputmode": "url", "autocomplete": "url"}
    )
    names: Sequence[str] = ("offers", "website")

    def fill(self, profile: Profile) -> None:
        for name in self.names:
            self[name].data = getattr(profile, name) or ""

    def values(self, profile: Profile) -> Values:
        values = {name: self[name].data or "" for name in self.names}
        return values | {"website": values["website"] or None}


class CreativeOfferForm(OfferForm):
    story = TextField(
        _("Was hat sich bei jemandem durch Ihre Arbeit verändert?"), render_kw={"rows": 6}
    )
    working_style = TextField(_("Wie arbeiten Sie?"), render_kw={"rows": 3})
    names = ("story", "offers", "working_style", "website")

    def prepare(self, profile: Profile) -> None:
        self.offers.label.text = gettext("Was bieten Sie an?")


class VisibilityForm(StepForm):
    """Who sees what; the two ways to reach somebody are asked of the owner alone."""

    visibility = ChoiceField(_("Wer darf das Profil sehen?"))
    email = email_field(_("E-Mail"), render_kw={"autocomplete": "email", "type": "email"})
    phone = phone_field(_("Telefon"), render_kw={"autocomplete": "tel", "type": "tel"})

    def prepare(self, profile: Profile) -> None:
        self.visibility.choices = [
            ("public", gettext("alle")),
            ("members", gettext("nur wer angemeldet ist")),
            ("hidden", gettext("niemand: ich will zurzeit nicht gefunden werden")),
        ]
        for field in self.field_choices():
            field.choices = [
                ("public", gettext("alle")),
                ("members", gettext("nur Angemeldete")),
                ("nobody", gettext("niemand")),
            ]

    def field_choices(self) -> list[ChoiceField]:
        return [field for field in self if field.name.startswith(SHOWS)]

    def fill(self, profile: Profile) -> None:
        self.visibility.data = profile.visibility
        for field in self.field_choices():
            name = field.name.removeprefix(SHOWS)
            field.data = profile.field_visibility.get(name, "public")
        for name in ("email", "phone"):
            if name in self:
                self[name].data = getattr(profile, name) or ""

    def without_contact(self) -> None:
        """For an office that fills in a profile for somebody."""
        del self.email, self.phone

    def values(self, profile: Profile) -> Values:
        contact = {name: self[name].data or None for name in ("email", "phone") if name in self}
        shown = {field.name.removeprefix(SHOWS): field.data for field in self.field_choices()}
        limited = {name: seen for name, seen in shown.items() if seen in ("members", "nobody")}
        visibility = self.visibility.data or profile.visibility  # nothing chosen changes nothing
        return {"visibility": visibility, "field_visibility": limited} | contact


def _with_fields(kind: str) -> type[VisibilityForm]:
    """The form with one choice for each field that a profile of this kind has."""
    fields = {SHOWS + name: ChoiceField(title) for name, title in named_fields(kind)}
    return type(f"{kind.title()}VisibilityForm", (VisibilityForm,), fields)


FORMS: dict[str, dict[str, type[StepForm]]] = {
    "kmu": {
        "wer": FirmWhoForm,
        "wo": WhereForm,
        "angebot": OfferForm,
        "sichtbar": _with_fields("kmu"),
    },
    "creative": {
        "wer": CreativeWhoForm,
        "wo": WhereForm,
        "angebot": CreativeOfferForm,
        "sichtbar": _with_fields("creative"),
    },
}
"""Kind of profile and step to its form."""
