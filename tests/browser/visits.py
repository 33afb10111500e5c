"""The pages that the browser tests walk through: every template in some state."""

from playwright.sync_api import Page, expect

PAGES = (
    "/",
    "/en/",
    "/verzeichnis",
    "/en/verzeichnis?q=Tishler",
    "/verzeichnis?kind=creative&submarket=music&place=Chemnitz&radius=25",
    "/verzeichnis?q=Tischler&place=Neustadt",
    "/verzeichnis?q=xyzzy",
    "/verzeichnis?q=xyzzy&kind=chef&place=Xyzzyburg",
    "/karte",
    "/en/karte?q=Holz&submarket=design",
    "/kultur-und-kreativwirtschaft",
    "/en/kultur-und-kreativwirtschaft",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
    "/en/barrierefreiheit",
    "/barrierefreiheit/melden",
    "/leichte-sprache",
    "/registrieren",
    "/bedarfe",
    "/en/bedarfe?submarket=design&place=Chemnitz",
    "/bedarfe?place=Neustadt",
    "/beanspruchen/code",
    "/netzwerke",
    "/en/netzwerke?ort=09437",
    "/netzwerke?ort=80331",
    "/netzwerke?ort=Neustadt",
    "/netzwerke?ort=Xyzzyburg",
    "/netzwerk/erzgebirge-beispiel",
    "/spielregeln",
    "/en/spielregeln",
    "/probieren",
    "/probieren?q=qqqq",
    "/en/probieren?q=Keiner+sieht+unsere+Treppen&kind=creative&place=Aue",
    "/anmelden",
    "/nirgends",
)
"""Beside them one profile of each kind, whose addresses the demo region decides."""

MOVING_MAP = "/en/karte?submarket=music"
"""The map after a visitor asked to move it."""

MEMBER_PAGES = {
    "account": (),
    "a need that stands there": ("Warum die Treppe so viel kostet",),
    "a new need": ("Neuer Bedarf",),
    "a new profile": ("Profil anlegen",),
    "first step": ("Bearbeiten",),
    "second step": ("Bearbeiten", "Wo und wann"),
    "third step": ("Bearbeiten", "Was Sie mitbringen"),
    "last step": ("Bearbeiten", "Wer was sieht"),
    "suggestions": ("Alle Vorschläge ansehen",),
    "list to print": ("Alle Vorschläge ansehen", "Liste drucken"),
    "why": ("Alle Vorschläge ansehen", "Warum?"),
    "sheet to print": ("Alle Vorschläge ansehen", "Gesprächsblatt"),
    "setting up a second factor": ("Zweiter Faktor",),
    "what is stored": ("Was wir über Sie speichern",),
    "erasing the account": ("Was wir über Sie speichern", "Zugang und alles andere löschen"),
}
"""Pages of somebody with a profile, by the links that lead there from the account."""

OFFICE_PAGES = {
    "desk": (),
    "a profile that waits": ("Profil: Metallbau Grimmelreiter",),
    "a need that waits": ("Bedarf: Bäckerei Mehlbeer",),
    "a report that waits": ("Meldung: Verlag Hinterm Pochwerk",),
}
"""Pages of an office, by the links that lead there from its desk."""

ADMIN_PAGES = {
    "administration": (),
    "scorers": ("Bausteine und Gewichte",),
    "a scorer": ("Bausteine und Gewichte", "Nähe"),
    "unknown words": ("Wörter, die das Übersetzungsbuch nicht kennt",),
    "offices": ("Ämter und Netzwerke",),
    "an office": ("Ämter und Netzwerke", "Wirtschaftsförderung"),
    "a new office": ("Ämter und Netzwerke", "Amt anlegen"),
    "accounts": ("Zugänge",),
    "an account": ("Zugänge", "Nummer"),
    "an invitation": ("Zugänge", "Jemanden einladen"),
    "feedback": ("Rückmeldungen",),
    "texts": ("Texte",),
    "a text": ("Texte", "Impressum"),
    "mails and jobs": ("Mails und Aufgaben",),
    "log": ("Protokoll",),
}
"""Pages of the operator, by the links that lead there from the administration."""

STARTS = {"member": "/konto", "office": "/schreibtisch", "admin": "/admin"}
BEHIND_SIGN_IN = {"member": MEMBER_PAGES, "office": OFFICE_PAGES, "admin": ADMIN_PAGES}
"""By role: where it starts, and the pages that only it sees."""


def let_the_map_move(page: Page) -> None:
    page.locator("[data-move]").click()
    expect(page.locator(".pin").first).to_be_visible()
