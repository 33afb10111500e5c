"""Invented pairs of firms and creatives who would get along; nobody here exists.

To see what the book recognises in words that it was not made for. Pools of so few say little:
by chance ten of 24 are among the first ten.
"""

from typing import NamedTuple

from matchmaker.scoring import Profile


class Pair(NamedTuple):
    firm: Profile
    creative: Profile


def invented(
    name: str, firm: str, creative: str, submarkets: str, offers: str = "", wish: str = ""
) -> Pair:
    return Pair(
        Profile(f"{name}-firm", "kmu", about=firm, offers=offers),
        Profile(
            f"{name}-creative",
            "creative",
            about=creative,
            needs=(wish,) if wish else (),
            submarkets=frozenset(submarkets.split()),
        ),
    )


SEEN = (
    invented(
        "dachdecker",
        "Wir decken Dächer, neun Leute. Seit drei Jahren hat sich kein einziger Lehrling mehr "
        "gemeldet, dabei zahlen wir ordentlich. In der Schule kennt uns keiner.",
        "Ich drehe kurze Filme mit jungen Menschen, am liebsten dort, wo sie arbeiten. Daraus "
        "werden Clips, die im Netz laufen, und manchmal eine ganze Kampagne.",
        "film advertising",
    ),
    invented(
        "imkerei",
        "Unser Honig ist gut, aber im Regal greift jeder zum Glas daneben. Die Aufkleber haben "
        "wir vor Jahren selbst am Rechner gemacht.",
        "Etiketten und Schachteln für Dinge, die man isst und trinkt. Ich zeichne von Hand und "
        "betreue den Druck.",
        "design",
    ),
    invented(
        "pflegedienst",
        "Auf unserem Demenzbereich laufen die Bewohner unruhig umher. Die Flure sehen alle gleich "
        "aus, das Licht ist hart.",
        "Farben, Licht und Möbel für Häuser, in denen Menschen gepflegt werden. Ich plane Räume, "
        "in denen man sich zurechtfindet.",
        "architecture design",
    ),
    invented(
        "sondermaschinen",
        "We build sorting machines for recycling plants. At trade fairs we cannot bring them "
        "along, and brochures do not show what happens inside.",
        "3D artist. I make animated films and interactive models of machines, so that customers "
        "grasp them in a minute.",
        "film software_games",
    ),
    invented(
        "heimatverein",
        "In unserer Heimatstube stehen tausend Dinge und keiner kommt. Die Schilder sind mit "
        "Schreibmaschine geschrieben.",
        "Ich gestalte Ausstellungen: Räume, Vitrinen, Stationen zum Anfassen. Kleine Häuser mit "
        "wenig Geld sind mir am liebsten.",
        "design",
    ),
    invented(
        "weberei",
        "Wir weben Möbelstoffe, die Muster sind von 1985. Der Handel fragt nach Neuem, aber wir "
        "haben niemanden, der entwirft.",
        "Textildesignerin. Kollektionen für Heimtextil, Rapport, Farbstellungen, auch am Webstuhl.",
        "design crafts",
    ),
    invented(
        "winzer",
        "Zur Weinprobe kommen die Leute einmal im Sommer. Wir hätten gern Abende im Keller, an "
        "denen mehr passiert als Trinken.",
        "Wir sind ein Trio, Geige, Akkordeon, Bass, und spielen dort, wo sonst niemand spielt. "
        "Dazu liest unser Bassist vor.",
        "music performing_arts",
        offers="Gewölbekeller, Hof, sechzig Stühle",
        wish="Ungewöhnliche Orte für Konzerte im Umkreis",
    ),
    invented(
        "kunststoff",
        "Spritzguss für die Autoindustrie. Die Abrufe gehen zurück, wir brauchen etwas Eigenes, "
        "das wir selbst verkaufen können.",
        "Produktdesigner. Von der ersten Skizze bis zum Werkzeug, besonders Dinge für Küche und "
        "Garten.",
        "design",
        offers="Zwei Maschinen sind nachts frei, Werkzeugbau im Haus",
        wish="Ein Hersteller, der kleine Stückzahlen aus Rezyklat spritzt",
    ),
    invented(
        "forst",
        "Waldbesitzer, zusammengeschlossen zu 400 Leuten. Wir wollen Schulkindern zeigen, warum "
        "man Bäume fällt, Vorträge ziehen nicht.",
        "Kleines Studio für Lernspiele. Wir übersetzen schwierige Sachen in Regeln, am Bildschirm "
        "und auf dem Tisch.",
        "software_games",
    ),
    invented(
        "stadtwerke",
        "Beim neuen Wärmenetz laufen uns die Nachbarn Sturm. Die Pläne sind für Laien nicht zu "
        "lesen.",
        "Visualisierungen von Bauvorhaben und verständliche Grafiken zu Energie und Verkehr, auch "
        "als Aushang im Rathaus.",
        "design architecture",
    ),
    invented(
        "gasthof",
        "Gasthof seit 1890, die Gaststube hallt, dass man sich nicht versteht, und die Polster "
        "sind durch.",
        "Innenarchitektin, ich richte Wirtshäuser und kleine Hotels ein, Akustik und Möbel vom "
        "Handwerker nebenan.",
        "architecture",
    ),
    invented(
        "chronik",
        "Im November wird die Firma 75. Vater hat alles aufgehoben, Briefe, Pläne, Fotos, und "
        "niemand hat Zeit, daraus etwas zu machen.",
        "Ich schreibe die Geschichten von Familien und Betrieben auf, führe Gespräche mit den "
        "Alten und mache ein Buch daraus.",
        "books press",
    ),
    invented(
        "therapie",
        "Praxis für Ergotherapie. Zu Hause machen die Kinder ihre Übungen nicht, weil die Zettel "
        "langweilig sind.",
        "Illustratorin für Kinder. Bildergeschichten, Spiele auf Papier, auch für Kliniken.",
        "design books",
    ),
    invented(
        "landmaschinen",
        "Die Steuerung unseres Futtermischers hat zwanzig Tasten und kein Landwirt findet die "
        "richtige. Dauernd klingelt der Service.",
        "Ich entwerfe Bedienoberflächen und teste sie mit denen, die sie benutzen. Gern in "
        "Gummistiefeln.",
        "design software_games",
    ),
    invented(
        "filz",
        "Beim Stanzen bleiben uns jeden Tag zwei Säcke Filzränder. Wegwerfen tut weh.",
        "Taschen, Lampen und Schmuck aus Dingen, die andere entsorgen. Kleine Auflagen.",
        "crafts design",
        wish="Filz- und Lederreste, regelmäßig",
    ),
    invented(
        "buergerbus",
        "Unser Bürgerbus fährt, aber keiner weiß wann und wohin. Der Plan hängt als Tabelle an der "
        "Haltestelle.",
        "Ich mache Karten, Pläne und Schilder, mit denen sich auch Fremde auskennen.",
        "design",
    ),
    invented(
        "metzgerei",
        "Butcher, third generation. My daughter takes over next year and wants everything to look "
        "fresh without losing the old customers.",
        "Brand designer for family businesses: logo, shop front, wrapping paper, vans.",
        "design advertising",
    ),
    invented(
        "kreisverkehr",
        "Der Kreisverkehr vor dem Werk ist eine Kieswüste. Die Stadt würde uns machen lassen, was "
        "Ordentliches aus Stahl vielleicht.",
        "Bildhauer, Stahl und Stein, große Formate für Plätze und Straßen.",
        "art",
        offers="Schweißerei, Kran, Stahlplatten",
        wish="Ein Betrieb, bei dem ich große Stücke schweißen kann",
    ),
    invented(
        "spedition",
        "Unsere Fahrer kommen aus elf Ländern. Die Sicherheitsbelehrung versteht höchstens die "
        "Hälfte.",
        "Piktogramme und Comics, die ohne Worte auskommen, für Baustellen und Fabriken.",
        "design art",
    ),
    invented(
        "ferienhof",
        "Ferienhof mit Ziegen. Bei Regen sitzen die Kinder herum und quengeln.",
        "Puppenspielerin mit Wagen, ich spiele in Scheunen und baue mit Kindern Figuren.",
        "performing_arts",
        offers="Scheune, Strom, im Winter vier leere Zimmer",
        wish="Ein Ort zum Proben und Wohnen im Winter",
    ),
    invented(
        "hoergeraete",
        "Hörakustik, drei Läden. Alle erklären uns, wir bräuchten einen Podcast oder so, "
        "jedenfalls soll man von uns hören.",
        "Radio habe ich gelernt. Heute produziere ich Gesprächsreihen für kleine Häuser und leihe "
        "meine Stimme.",
        "broadcasting",
    ),
    invented(
        "keramik",
        "Fliesen und Ofenkacheln. Unser Brennofen ist selten voll, und die Formen kennt man schon.",
        "Keramikerin. Gefäße und Wandreliefs, ich arbeite gern groß.",
        "crafts art",
        offers="Platz im Brennofen, Ton aus eigener Grube",
        wish="Ein Ofen, der größer ist als meiner",
    ),
    invented(
        "uebersetzung",
        "Unsere Melktechnik verkaufen wir jetzt nach Frankreich, die Handbücher gibt es bloß auf "
        "Deutsch.",
        "Fachübersetzerin für Französisch und Englisch, Landtechnik ist mein Alltag.",
        "books",
    ),
    invented(
        "kaufhaus",
        "Das alte Kaufhaus am Markt gehört jetzt der Stadt und steht leer. Abreißen will es "
        "niemand, füllen kann es keiner.",
        "Wir beleben leere Häuser auf Zeit: Werkstätten, Ausstellungen, ein Café, und suchen dann "
        "gemeinsam, was bleibt.",
        "architecture art",
    ),
)
"""Looked at while the book grew, so that they flatter it."""
