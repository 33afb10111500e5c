"""What codes and keys of a profile are called in the language of the page."""

from collections.abc import Iterable
from datetime import date

from babel import Locale
from flask_babel import format_date

from matchmaker.i18n import current_locale
from matchmaker.profiles.models import Profile
from matchmaker.reference import submarkets
from matchmaker.reference.sectors import get_sector
from matchmaker.reference.skills import get_skill


def field_titles(profile: Profile) -> list[str]:
    """What a profile does: submarkets of a creative, else sectors; at most three for a card."""
    titles = submarket_titles(profile.submarkets) or sector_titles(profile.sectors)
    return titles[:3]


def submarket_titles(keys: Iterable[str]) -> list[str]:
    return [submarkets.title(key, current_locale()) for key in keys]


def sector_titles(codes: Iterable[str]) -> list[str]:
    """Titles without repetition; a code that is unknown today stands for itself."""
    locale = current_locale()
    sectors = [(code, get_sector(code)) for code in codes]
    return list(dict.fromkeys(each.title(locale) if each else code for code, each in sectors))


def skill_titles(skills: Iterable[str]) -> list[str]:
    """Skills are free words or ids of the list; ids become their label."""
    known = [(skill, get_skill(skill)) for skill in skills]
    return [each.label(current_locale()) if each else own for own, each in known]


def language_titles(codes: Iterable[str]) -> list[str]:
    names = Locale.parse(current_locale()).languages
    return [names.get(code, code) for code in codes]


def country_title(code: str) -> str:
    return Locale.parse(current_locale()).territories.get(code, code)


def month(day: date) -> str:
    return format_date(day, "LLLL yyyy")
