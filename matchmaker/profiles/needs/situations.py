"""Situations to start from: what firms and creatives say when they are asked what should change."""

from dataclasses import dataclass
from typing import Any

from matchmaker.i18n import lazy_gettext as _

SHOWN_FIRST = 8


@dataclass(frozen=True)
class Situation:
    key: str
    title: Any
    """A lazy text; it becomes the heading of the need."""


_OF_FIRMS = (
    Situation("unseen", _("Keiner sieht, was wir können")),
    Situation("apprentices", _("Azubis und Fachkräfte kommen nicht")),
    Situation("website", _("Unser Internetauftritt ist veraltet")),
    Situation("explain", _("Was wir machen, ist schwer zu erklären")),
    Situation("product", _("Wir wollen ein neues Produkt entwickeln")),
    Situation("customers", _("Wir brauchen andere oder jüngere Kunden")),
    Situation("rooms", _("Unsere Räume laden nicht ein")),
    Situation("anniversary", _("Ein Jubiläum oder Fest steht an")),
    Situation("packaging", _("Verpackung oder Etikett passen nicht mehr")),
    Situation("succession", _("Der Betrieb soll in neue Hände")),
    Situation("price", _("Wir werden nur über den Preis verglichen")),
    Situation("stories", _("Unsere Geschichte kennt niemand")),
    Situation("digital", _("Abläufe sollen digital und einfacher werden")),
    Situation("visitors", _("Es kommen zu wenig Gäste oder Besucher")),
    Situation("leftovers", _("Wir haben Reste und Material, die zu schade zum Wegwerfen sind")),
    Situation("empty_rooms", _("Räume oder Maschinen stehen leer")),
    Situation("season", _("Außerhalb der Saison ist zu wenig los")),
    Situation("photos", _("Wir brauchen gute Bilder oder einen Film")),
    Situation("team", _("Im Team soll etwas anders werden")),
    Situation("neighbours", _("Wir wollen mit Nachbarn etwas auf die Beine stellen")),
)
_OF_CREATIVES = (
    Situation("workshop", _("Ich brauche eine Werkstatt oder Maschine auf Zeit")),
    Situation("maker", _("Ich suche einen Betrieb, der meinen Entwurf baut")),
    Situation("material", _("Ich suche Material oder Reste zum Weiterverwenden")),
    Situation("space", _("Ich brauche einen Raum für Arbeit, Probe oder Ausstellung")),
    Situation("partner", _("Ich suche einen Betrieb für ein gemeinsames Vorhaben")),
    Situation("small_series", _("Aus einem Einzelstück soll eine kleine Serie werden")),
    Situation("long_term", _("Ich suche Zusammenarbeit statt einzelner Aufträge")),
    Situation("sales", _("Meine Arbeit soll andere Menschen erreichen")),
    Situation("knowledge", _("Mir fehlt handwerkliches oder technisches Wissen")),
    Situation("place", _("Ich suche einen besonderen Ort für ein Projekt")),
    Situation("printing", _("Ich suche jemanden, der druckt, näht, gießt oder schweißt")),
    Situation("advice", _("Ich brauche Rat zu Zahlen, Recht oder Vertrieb")),
)
OF_KIND = {"kmu": _OF_FIRMS, "creative": _OF_CREATIVES}


def find_situation(kind: str, key: str) -> Situation | None:
    return next((each for each in OF_KIND[kind] if each.key == key), None)
