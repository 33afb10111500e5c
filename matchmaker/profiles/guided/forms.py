"""The forms of the four steps. Each is filled from a profile and tells the values it stands for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, StringField

from matchmaker.i18n import current_locale, gettext
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
from matchmaker.profiles.guided.understanding import PlaceFound, SectorReading, read_place
from matchmaker.profiles.models import CAPACITIES, Profile
from matchmaker.profiles.titles import country_title, language_titles
from matchmaker.profiles.visibility import field_titles
from matchmaker.reference import skills, submarkets
from matchmaker.web.forms import Form

Values = dict[str, Any]

LANGUAGES = ("de", "en", "fr", "pl", "cs", "es", "it", "nl", "da", "tr", "uk", "ru", "ar")
COUNTRIES = ("DE", "AT", "CH", "LI", "LU", "BE", "NL", "FR", "DK", "PL", "CZ")
RADII_KM = (10, 25, 50, 100, 200, 500)
MOST_REQUESTS = 10
MOST_SKILLS = 60
SHOWS = "shows_"
"""Begins the names of the fields that say who sees a field."""


class StepForm(Form):
    """A step: `fill` takes what a profile holds, `values` what the fields stand for."""

    draft = HiddenField()
    """The key under which the browser keeps what is typed."""

    def fill(self, profile: Profile) -> None:
        raise NotImplementedError

    def values(self, profile: Profile) -> Values:
        raise NotImplementedError

    def prepare(self, profile: Profile) -> None:
        """Set choices that depend on the profile."""


class WhoForm(StepForm):
    name = LineField(_("Name"), render_kw={"autocomplete": "organization"})
    about = TextField("", render_kw={"rows": 3})
    about_label: Any = ""

    def prepare(self, profile: Profile) -> None:
        self.about.label.text = str(self.about_label)
        self.needs_text = not (profile.offers or profile.story)

    def fill(self, profile: Profile) -> None:
        self.name.data, self.about.data = profile.name, profile.about

    def values(self, profile: Profile) -> Values:
        return {"name": self.name.data, "about": self.about.data}

    def validate(self, *arguments: Any, **names: Any) -> bool:
        valid = super().validate(*arguments, **names)
        if not self.name.data and not self.name.errors:
            self.name.errors = [gettext("Bitte schreiben Sie einen Namen.")]
            valid = False
        if not self.about.data and not self.about.errors and self.needs_text:
            self.about.errors = [gettext("Bitte schreiben Sie einen Satz. Einer genügt.")]
            valid = False
        return valid


class FirmWhoForm(WhoForm):
    about_label = _("Was machen Sie? Ein Satz genügt.")
    trade = LineField(_("Ihre Branche, in Ihren Worten"), longest=200)
    read_as = HiddenField()
    """The words that the shown sectors were found for; other words are looked up anew."""
    sectors = BoxesField(_("Wir verstehen"))

    def prepare(self, profile: Profile) -> None:
        super().prepare(profile)
        words = (self.read_as.data or "").strip()[:200]
        self.reading = (
            SectorReading.of(words, current_locale())
            if words
            else SectorReading((), self.sectors.data or profile.sectors)
        )

    @staticmethod
    def reading_of(profile: Profile) -> SectorReading:
        return SectorReading((), profile.sectors)

    def fill(self, profile: Profile) -> None:
        super().fill(profile)
        self.sectors.data = list(profile.sectors)

    def look_up(self) -> None:
        """Show what the words of the trade may mean, the likeliest chosen."""
        words = (self.trade.data or "").strip()[:200]
        self.reading = SectorReading.of(words, current_locale())
        self.read_as.data = words
        self.sectors.data = [code for code, _label in self.reading.choices[:1]]

    def values(self, profile: Profile) -> Values:
        words = self.trade.data or ""
        if words and words != (self.read_as.data or "").strip():
            found = SectorReading.of(words, current_locale())
            chosen = [code for code, _label in found.choices[:1]]
        else:
            chosen = SectorReading.known(self.sectors.data or [])
        return super().values(profile) | {"sectors": chosen or []}


class CreativeWhoForm(WhoForm):
    about_label = _("Was machen Sie? Ein Satz genügt.")
    submarkets = BoxesField(_("Wo sind Sie zu Hause?"))
    skills = BoxesField(_("Was Sie können"))
    own_skills = LineField(_("Was fehlt in der Liste?"), longest=600)

    def prepare(self, profile: Profile) -> None:
        super().prepare(profile)
        keys = submarkets.SUBMARKETS
        self.submarkets.choices = [(key, submarkets.title(key, current_locale())) for key in keys]
        self.skills.choices = [(skill.id, _label_of(skill)) for skill in skills.offers()]

    def skill_groups(self) -> list[tuple[str, list[tuple[str, str]], bool]]:
        """Name of a submarket, its skills, and whether it is chosen or something of it is."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for skill in skills.offers():
            groups.setdefault(skill.group, []).append((skill.id, _label_of(skill)))
        chosen, homes = {*(self.skills.data or [])}, self.submarkets.data or []
        named = [
            (_group_title(key), entries, key in homes or any(id in chosen for id, _l in entries))
            for key, entries in groups.items()
        ]
        return sorted(named, key=lambda group: not group[2])

    def fill(self, profile: Profile) -> None:
        super().fill(profile)
        known = {skill.id for skill in skills.offers()}
        self.submarkets.data = list(profile.submarkets)
        self.skills.data = [skill for skill in profile.skills if skill in known]
        self.own_skills.data = ", ".join(skill for skill in profile.skills if skill not in known)

    def values(self, profile: Profile) -> Values:
        own = [word.strip()[:80] for word in (self.own_skills.data or "").split(",")]
        all_skills = [*(self.skills.data or []), *filter(None, own)]
        return super().values(profile) | {
            "submarkets": self.submarkets.data or [],
            "skills": list(dict.fromkeys(all_skills))[:MOST_SKILLS],
        }


def _label_of(skill: skills.Skill) -> str:
    return skill.label_en if current_locale() == "en" else skill.label_de


def _group_title(key: str) -> str:
    if key not in submarkets.SUBMARKETS:
        return gettext("Für alle Teilmärkte")
    return submarkets.title(key, current_locale())


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
    website = website_field(_("Eigene Internetseite"), render_kw={"inputmode": "url"})
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
        return {"visibility": self.visibility.data, "field_visibility": limited} | contact


def _with_fields(kind: str) -> type[VisibilityForm]:
    """The form with one choice for each field that a profile of this kind has."""
    fields = {SHOWS + name: ChoiceField(title) for name, title in field_titles(kind)}
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
