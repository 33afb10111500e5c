"""What is chosen from in the forms of a need, and how the choices are called."""

from collections.abc import Iterable, Mapping

from matchmaker.i18n import current_locale
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.needs.rules import ANYWHERE_KM, RADII_KM
from matchmaker.reference import submarkets

UNKNOWN = "unknown"
DONT_KNOW = _("weiß ich nicht")

RADII = {
    f"{RADII_KM[0]:g}": _("etwa 30 Minuten (25 km)"),
    f"{RADII_KM[1]:g}": _("etwa eine Stunde (60 km)"),
    f"{ANYWHERE_KM:g}": _("egal, auch von weiter weg"),
}
BUDGETS = {
    "under_500": _("bis 500 Euro"),
    "500_2000": _("500 bis 2.000 Euro"),
    "2000_10000": _("2.000 bis 10.000 Euro"),
    "over_10000": _("über 10.000 Euro"),
}
RETURNS = {
    "machine_time": _("Maschinenzeit"),
    "space": _("Fläche oder Raum"),
    "material": _("Material"),
    "knowledge": _("Wissen und Können"),
}
SEEN_BY = {
    "nameless": _("Ohne Namen"),
    "named": _("Mit Namen"),
    "office": _("Nur für die Wirtschaftsförderung"),
}
TRADES = {
    "A": _("Land- und Forstwirtschaft"),
    "C": _("Herstellung und produzierendes Handwerk"),
    "D": _("Energie"),
    "E": _("Wasser und Abfall"),
    "F": _("Bau und Ausbau"),
    "G": _("Handel und Werkstätten für Fahrzeuge"),
    "H": _("Verkehr und Lager"),
    "I": _("Gastgewerbe"),
    "J": _("IT, Verlage und Medien"),
    "M": _("Planung, Beratung und Forschung"),
    "N": _("Reisen, Vermietung, Reinigung, Garten"),
    "O": _("Städte und Gemeinden"),
    "P": _("Bildung"),
    "Q": _("Gesundheit, Pflege und Soziales"),
    "R": _("Museen, Kultur, Sport und Freizeit"),
    "S": _("Vereine und persönliche Dienste"),
}
"""Sections of WZ 2008 by everyday words."""

Choices = list[tuple[str, object]]


def wanted(kind: str) -> Choices:
    """Whom a profile of this kind may look for: submarkets a firm, sectors a creative."""
    if kind == "creative":
        return [*TRADES.items(), (UNKNOWN, DONT_KNOW)]
    return [*submarket_titles_by_key(), (UNKNOWN, DONT_KNOW)]


def submarket_titles_by_key() -> Choices:
    return [(key, submarkets.title(key, current_locale())) for key in submarkets.SUBMARKETS]


def named(choices: Mapping[str, object], keys: Iterable[str | None]) -> list[str]:
    return [str(choices[key]) for key in keys if key and key in choices]
