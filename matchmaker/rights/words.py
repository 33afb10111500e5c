"""What the keys of stored data are called on the page "What we store about you"."""

from datetime import datetime
from typing import Any

from flask_babel import format_datetime, format_decimal

from matchmaker.i18n import lazy_gettext as _

WORDS = {
    "about": _("Worum es geht"),
    "action": _("Was"),
    "address": _("Adresse für die Antwort"),
    "alternative": _("Bildbeschreibung"),
    "approved": _("Freigegeben"),
    "at": _("Wann"),
    "browser": _("Browser"),
    "budget": _("Budget"),
    "by_yourself": _("Von Ihnen selbst"),
    "capacity": _("Freie Zeit"),
    "capacity_confirmed_at": _("Freie Zeit zuletzt bestätigt"),
    "capacity_from": _("Freie Zeit ab"),
    "claimed_at": _("Übernommen"),
    "code": _("Nummer"),
    "confirmed": _("Bestätigt"),
    "corrected": _("Berichtigt"),
    "country": _("Land"),
    "created": _("Angelegt"),
    "created_at": _("Angelegt"),
    "credential": _("Kennung des Geräts dafür"),
    "data": _("Eingaben"),
    "decision": _("Entscheidung"),
    "decision_reason": _("Begründung"),
    "email": _("E-Mail-Adresse"),
    "employees": _("Größe"),
    "expires": _("Gilt bis"),
    "expires_at": _("Gilt bis"),
    "external_id": _("Kennung"),
    "facts": _("Angaben"),
    "fair": _("Anteil, der gerecht wäre"),
    "field_visibility": _("Wer welches Feld sieht"),
    "form": _("Formular"),
    "hidden": _("Ausgeblendet"),
    "in_return": _("Gegenleistung in Worten"),
    "informal": _("Anrede mit du"),
    "kind": _("Art"),
    "known": _("Bekannt"),
    "language": _("Sprache"),
    "languages": _("Sprachen"),
    "last_seen": _("Zuletzt benutzt"),
    "latitude": _("Geografische Breite"),
    "link": _("Internetadresse"),
    "longitude": _("Geografische Länge"),
    "made_for": _("Gemacht für"),
    "most_requests": _("Höchstens offene Anfragen"),
    "name": _("Name"),
    "needs": _("Bedarfe"),
    "offers": _("Angebote"),
    "office": _("Amt"),
    "outcome": _("Was dabei herauskam"),
    "phone": _("Telefon"),
    "picture": _("Bilddatei"),
    "place": _("Ort"),
    "postal_code": _("Postleitzahl"),
    "profile": _("Profil"),
    "public_key": _("Öffentlicher Schlüssel"),
    "published_at": _("Veröffentlicht"),
    "radius_km": _("Umkreis in Kilometern"),
    "reason": _("Grund"),
    "recovery_codes": _("Codes auf Papier, noch nicht benutzt"),
    "remote": _("Aus der Ferne"),
    "return_kinds": _("Gegenleistung"),
    "roles": _("Rollen"),
    "room": _("Raum"),
    "scopes": _("Erlaubt"),
    "sectors": _("Branchen"),
    "seen_by": _("Wer es sieht"),
    "sign_count": _("Wie oft unterschrieben"),
    "skills": _("Können"),
    "slug": _("Kurzname in der Adresse"),
    "state": _("Stand"),
    "story": _("Was sich verändert hat"),
    "subject": _("Betreff"),
    "submarkets": _("Teilmärkte"),
    "submitted_at": _("Eingereicht"),
    "text": _("Text"),
    "title": _("Titel"),
    "transports": _("Wie Browser ihn erreichen"),
    "undone": _("Zurückgenommen"),
    "updated_at": _("Zuletzt geändert"),
    "used_at": _("Benutzt"),
    "visibility": _("Sichtbarkeit"),
    "wanted_sectors": _("Gesuchte Branchen"),
    "wanted_submarkets": _("Gesuchte Teilmärkte"),
    "wanted_until": _("Gebraucht bis"),
    "website": _("Eigene Seite"),
    "weights": _("Gewichte"),
    "working_style": _("Arbeitsweise"),
    "works": _("Arbeiten"),
}
"""Scorers and fields of drafts are named by their own keys; everything else is named here."""

SEEN = {
    "public": _("alle"),
    "members": _("Angemeldete"),
    "hidden": _("niemand"),
    "nobody": _("niemand"),
}
VALUES: dict[str, dict[str, Any]] = {
    "kind": {"kmu": _("Betrieb"), "creative": _("Kreative:r")},
    "language": {"de": _("Deutsch"), "en": _("Englisch")},
    "roles": {
        "member": _("Mitglied"),
        "office": _("Wirtschaftsförderung oder Netzwerk"),
        "admin": _("Verwaltung"),
    },
    "state": {
        "draft": _("Entwurf"),
        "published": _("veröffentlicht"),
        "closed": _("geschlossen"),
        "expired": _("abgelaufen"),
    },
    "seen_by": {
        "named": _("mit Namen"),
        "nameless": _("ohne Namen"),
        "office": _("nur die Wirtschaftsförderung"),
    },
    "visibility": SEEN,
    "field_visibility": SEEN,
    "capacity": {
        "now": _("sofort"),
        "soon": _("in etwa 4 Wochen"),
        "later": _("später"),
        "closed": _("zurzeit gar nicht"),
    },
    "decision": {"asked": _("zurückgefragt"), "refused": _("abgelehnt")},
}
"""Choices by the key they stand under; what people wrote themselves is told as it is."""


def readable(value: Any) -> Any:
    """A moment or a number as people write it; everything else as it is stored."""
    if isinstance(value, float):
        return format_decimal(value, format="0.######")
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        return format_datetime(datetime.fromisoformat(value), "short")
    except (ValueError, OverflowError):  # the last one of moments at the ends of the calendar
        return value
