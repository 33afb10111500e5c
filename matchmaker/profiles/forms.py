"""The choices of the directory's form, with how many profiles stand behind each."""

from collections.abc import Mapping

from matchmaker.i18n import current_locale, gettext
from matchmaker.reference import submarkets

Choices = list[tuple[str, str]]
Counts = Mapping[str, int]

RADII_KM = (10, 25, 50, 100, 200)


def kinds(counts: Counts) -> Choices:
    names = {"creative": gettext("Kreative"), "kmu": gettext("Betriebe")}
    counted = [(kind, f"{name} ({counts.get(kind, 0)})") for kind, name in names.items()]
    return [("", gettext("Beide")), *counted]


def submarket_choices(counts: Counts, selected: str) -> Choices:
    """Submarkets in which there is somebody, and the selected one."""
    keys = [key for key in submarkets.SUBMARKETS if counts.get(key) or key == selected]
    named = [(key, submarkets.title(key, current_locale())) for key in keys]
    return [
        ("", gettext("Alle")),
        *((key, f"{name} ({counts.get(key, 0)})") for key, name in named),
    ]


def radii(selected: str) -> Choices:
    """The usual radii, and the selected one if it is another."""
    usual = [str(km) for km in RADII_KM]
    extra = [selected] if selected and selected not in usual else []
    return [(km, f"{km} km") for km in [*usual, *extra]]
