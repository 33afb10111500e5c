"""The first step: a name, a sentence, and the field of a firm or of a creative."""

from typing import Any

from wtforms import HiddenField

from matchmaker.i18n import current_locale, gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.guided.fields import BoxesField, LineField, TextField
from matchmaker.profiles.guided.step_form import StepForm, Values
from matchmaker.profiles.guided.understanding import SectorReading
from matchmaker.profiles.models import Profile
from matchmaker.reference import skills, submarkets

MOST_SKILLS = 60


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
        self.name.render_kw["autocomplete"] = "name"
        keys, locale = submarkets.SUBMARKETS, current_locale()
        self.submarkets.choices = [(key, submarkets.title(key, locale)) for key in keys]
        self.skills.choices = [(skill.id, skill.label(locale)) for skill in skills.offers()]

    def skill_groups(self) -> list[tuple[str, list[tuple[str, str]], bool]]:
        """Name of a submarket, its skills, and whether it is chosen or something of it is."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for skill in skills.offers():
            groups.setdefault(skill.group, []).append((skill.id, skill.label(current_locale())))
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


def _group_title(key: str) -> str:
    if key not in submarkets.SUBMARKETS:
        return gettext("Für alle Teilmärkte")
    return submarkets.title(key, current_locale())
