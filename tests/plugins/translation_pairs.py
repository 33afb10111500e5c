"""Invented pairs of firms and creatives who would get along; nobody here exists.

To see what the book recognises in words that it was not made for. Pools of so few say little:
by chance ten of 24 are among the first ten.
"""

from typing import NamedTuple

from matchmaker.scoring import Profile


class Pair(NamedTuple):
    firm: Profile
    creative: Profile


def _pair(
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
    _pair(
        "dachdecker",
        "Wir decken Dächer, neun Leute. Seit drei Jahren hat sich kein einziger Lehrling mehr "
        "gemeldet, dabei zahlen wir ordentlich. In der Schule kennt uns keiner.",
        "Ich drehe kurze Filme mit jungen Menschen, am liebsten dort, wo sie arbeiten. Daraus "
        "werden Clips, die im Netz laufen, und manchmal eine ganze Kampagne.",
        "film advertising",
    ),
    _pair(
        "imkerei",
        "Unser Honig ist gut, aber im Regal greift jeder zum Glas daneben. Die Aufkleber haben "
        "wir vor Jahren selbst am Rechner gemacht.",
        "Etiketten und Schachteln für Dinge, die man isst und trinkt. Ich zeichne von Hand und "
        "betreue den Druck.",
        "design",
    ),
    _pair(
        "pflegedienst",
        "Auf unserem Demenzbereich laufen die Bewohner unruhig umher. Die Flure sehen alle gleich "
        "aus, das Licht ist hart.",
        "Farben, Licht und Möbel für Häuser, in denen Menschen gepflegt werden. Ich plane Räume, "
        "in denen man sich zurechtfindet.",
        "architecture design",
    ),
    _pair(
        "sondermaschinen",
        "We build sorting machines for recycling plants. At trade fairs we cannot bring them "
        "along, and brochures do not show what happens inside.",
        "3D artist. I make animated films and interactive models of machines, so that customers "
        "grasp them in a minute.",
        "film software_games",
    ),
    _pair(
        "heimatverein",
        "In unserer Heimatstube stehen tausend Dinge und keiner kommt. Die Schilder sind mit "
        "Schreibmaschine geschrieben.",
        "Ich gestalte Ausstellungen: Räume, Vitrinen, Stationen zum Anfassen. Kleine Häuser mit "
        "wenig Geld sind mir am liebsten.",
        "design",
    ),
    _pair(
        "weberei",
        "Wir weben Möbelstoffe, die Muster sind von 1985. Der Handel fragt nach Neuem, aber wir "
        "haben niemanden, der entwirft.",
        "Textildesignerin. Kollektionen für Heimtextil, Rapport, Farbstellungen, auch am Webstuhl.",
        "design crafts",
    ),
    _pair(
        "winzer",
        "Zur Weinprobe kommen die Leute einmal im Sommer. Wir hätten gern Abende im Keller, an "
        "denen mehr passiert als Trinken.",
        "Wir sind ein Trio, Geige, Akkordeon, Bass, und spielen dort, wo sonst niemand spielt. "
        "Dazu liest unser Bassist vor.",
        "music performing_arts",
        offers="Gewölbekeller, Hof, sechzig Stühle",
        wish="Ungewöhnliche Orte für Konzerte im Umkreis",
    ),
    _pair(
        "kunststoff",
        "Spritzguss für die Autoindustrie. Die Abrufe gehen zurück, wir brauchen etwas Eigenes, "
        "das wir selbst verkaufen können.",
        "Produktdesigner. Von der ersten Skizze bis zum Werkzeug, besonders Dinge für Küche und "
        "Garten.",
        "design",
        offers="Zwei Maschinen sind nachts frei, Werkzeugbau im Haus",
        wish="Ein Hersteller, der kleine Stückzahlen aus Rezyklat spritzt",
    ),
    _pair(
        "forst",
        "Waldbesitzer, zusammengeschlossen zu 400 Leuten. Wir wollen Schulkindern zeigen, warum "
        "man Bäume fällt, Vorträge ziehen nicht.",
        "Kleines Studio für Lernspiele. Wir übersetzen schwierige Sachen in Regeln, am Bildschirm "
        "und auf dem Tisch.",
        "software_games",
    ),
    _pair(
        "stadtwerke",
        "Beim neuen Wärmenetz laufen uns die Nachbarn Sturm. Die Pläne sind für Laien nicht zu "
        "lesen.",
        "Visualisierungen von Bauvorhaben und verständliche Grafiken zu Energie und Verkehr, auch "
        "als Aushang im Rathaus.",
        "design architecture",
    ),
    _pair(
        "gasthof",
        "Gasthof seit 1890, die Gaststube hallt, dass man sich nicht versteht, und die Polster "
        "sind durch.",
        "Innenarchitektin, ich richte Wirtshäuser und kleine Hotels ein, Akustik und Möbel vom "
        "Handwerker nebenan.",
        "architecture",
    ),
    _pair(
        "chronik",
        "Im November wird die Firma 75. Vater hat alles aufgehoben, Briefe, Pläne, Fotos, und "
        "niemand hat Zeit, daraus etwas zu machen.",
        "Ich schreibe die Geschichten von Familien und Betrieben auf, führe Gespräche mit den "
        "Alten und mache ein Buch daraus.",
        "books press",
    ),
    _pair(
        "therapie",
        "Praxis für Ergotherapie. Zu Hause machen die Kinder ihre Übungen nicht, weil die Zettel "
        "langweilig sind.",
        "Illustratorin für Kinder. Bildergeschichten, Spiele auf Papier, auch für Kliniken.",
        "design books",
    ),
    _pair(
        "landmaschinen",
        "Die Steuerung unseres Futtermischers hat zwanzig Tasten und kein Landwirt findet die "
        "richtige. Dauernd klingelt der Service.",
        "Ich entwerfe Bedienoberflächen und teste sie mit denen, die sie benutzen. Gern in "
        "Gummistiefeln.",
        "design software_games",
    ),
    _pair(
        "filz",
        "Beim Stanzen bleiben uns jeden Tag zwei Säcke Filzränder. Wegwerfen tut weh.",
        "Taschen, Lampen und Schmuck aus Dingen, die andere entsorgen. Kleine Auflagen.",
        "crafts design",
        wish="Filz- und Lederreste, regelmäßig",
    ),
    _pair(
        "buergerbus",
        "Unser Bürgerbus fährt, aber keiner weiß wann und wohin. Der Plan hängt als Tabelle an der "
        "Haltestelle.",
        "Ich mache Karten, Pläne und Schilder, mit denen sich auch Fremde auskennen.",
        "design",
    ),
    _pair(
        "metzgerei",
        "Butcher, third generation. My daughter takes over next year and wants everything to look "
        "fresh without losing the old customers.",
        "Brand designer for family businesses: logo, shop front, wrapping paper, vans.",
        "design advertising",
    ),
    _pair(
        "kreisverkehr",
        "Der Kreisverkehr vor dem Werk ist eine Kieswüste. Die Stadt würde uns machen lassen, was "
        "Ordentliches aus Stahl vielleicht.",
        "Bildhauer, Stahl und Stein, große Formate für Plätze und Straßen.",
        "art",
        offers="Schweißerei, Kran, Stahlplatten",
        wish="Ein Betrieb, bei dem ich große Stücke schweißen kann",
    ),
    _pair(
        "spedition",
        "Unsere Fahrer kommen aus elf Ländern. Die Sicherheitsbelehrung versteht höchstens die "
        "Hälfte.",
        "Piktogramme und Comics, die ohne Worte auskommen, für Baustellen und Fabriken.",
        "design art",
    ),
    _pair(
        "ferienhof",
        "Ferienhof mit Ziegen. Bei Regen sitzen die Kinder herum und quengeln.",
        "Puppenspielerin mit Wagen, ich spiele in Scheunen und baue mit Kindern Figuren.",
        "performing_arts",
        offers="Scheune, Strom, im Winter vier leere Zimmer",
        wish="Ein Ort zum Proben und Wohnen im Winter",
    ),
    _pair(
        "hoergeraete",
        "Hörakustik, drei Läden. Alle erklären uns, wir bräuchten einen Podcast oder so, "
        "jedenfalls soll man von uns hören.",
        "Radio habe ich gelernt. Heute produziere ich Gesprächsreihen für kleine Häuser und leihe "
        "meine Stimme.",
        "broadcasting",
    ),
    _pair(
        "keramik",
        "Fliesen und Ofenkacheln. Unser Brennofen ist selten voll, und die Formen kennt man schon.",
        "Keramikerin. Gefäße und Wandreliefs, ich arbeite gern groß.",
        "crafts art",
        offers="Platz im Brennofen, Ton aus eigener Grube",
        wish="Ein Ofen, der größer ist als meiner",
    ),
    _pair(
        "uebersetzung",
        "Unsere Melktechnik verkaufen wir jetzt nach Frankreich, die Handbücher gibt es bloß auf "
        "Deutsch.",
        "Fachübersetzerin für Französisch und Englisch, Landtechnik ist mein Alltag.",
        "books",
    ),
    _pair(
        "kaufhaus",
        "Das alte Kaufhaus am Markt gehört jetzt der Stadt und steht leer. Abreißen will es "
        "niemand, füllen kann es keiner.",
        "Wir beleben leere Häuser auf Zeit: Werkstätten, Ausstellungen, ein Café, und suchen dann "
        "gemeinsam, was bleibt.",
        "architecture art",
    ),
)
"""Looked at while the book grew, so that they flatter it."""

FRESH = (
    _pair(
        "fahrschule",
        "Fahrschule auf dem Land, Theorie ist für viele Schüler eine Quälerei, die schalten nach "
        "zehn Minuten ab. Die Bögen auswendig lernen bringt doch nichts.",
        "Wir entwickeln kleine Programme, in denen man Regeln ausprobiert statt sie zu pauken, "
        "drei Leute, ein ehemaliger Lehrer ist dabei.",
        "software_games",
    ),
    _pair(
        "steinmetz",
        "Grabmale laufen aus, die Leute wollen Urnenwiesen. Ich hab den Hof voll Sandstein und "
        "zwei Gesellen, denen langweilig wird.",
        "Skulpturen und Brunnen aus Naturstein. Zeichnen kann ich, zum Heben fehlt mir alles.",
        "art",
        wish="Eine Werkstatt mit Hebezeug, gern bei einem Steinmetz",
    ),
    _pair(
        "zahnarzt",
        "Kinder weinen bei uns schon im Warteraum. Weiße Wände, Neonröhre, Plastikstühle.",
        "Ich male Wandbilder und mache aus kahlen Zimmern Orte, an denen Kinder sich trauen.",
        "art design",
    ),
    _pair(
        "solarteur",
        "Solaranlagen und Speicher. Auf der Baustelle suchen wir seit einem Jahr Elektriker, auf "
        "die Anzeige kam einer.",
        "Porträts von Menschen an ihrem Arbeitsplatz, Foto und kurzer Text, für Stellenseiten und "
        "Plakate.",
        "design press",
    ),
    _pair(
        "kaeserei",
        "Small goat dairy. Our cheese sells well at the market, but delicatessen shops say the "
        "paper looks cheap.",
        "Wrapping, boxes and labels for farms and small makers. I also carve my own type.",
        "design crafts",
    ),
    _pair(
        "baumarkt",
        "Eisenwaren Schrauben Farben, Laden seit 1921. Im Netz ist alles billiger, junge Leute "
        "kommen nur noch zum Schlüssel nachmachen.",
        "Läden, in die man gern geht: ich baue Verkaufsräume um, oft mit dem, was da ist.",
        "architecture design",
    ),
    _pair(
        "wasserwerk",
        "Wir haben einen alten Hochbehälter, rund, zwölf Meter hoch, innen leer. Schade drum, "
        "aber was macht man damit?",
        "Konzerte und Klanginstallationen in leeren Bauwerken. Je länger der Nachhall, desto "
        "besser.",
        "music art",
    ),
    _pair(
        "reinigung",
        "Gebäudereinigung, 80 Leute, viele ohne Deutsch. Welches Mittel wohin gehört, steht auf "
        "einem Blatt, das niemand liest.",
        "Zeichnerin. Am liebsten Abläufe ganz ohne Text, Schritt für Schritt, wetterfest gedruckt.",
        "design",
    ),
    _pair(
        "brennerei",
        "Obstbrände, vielfach prämiert, nur steht das nirgends. Meine Frau sagt, die Flaschen "
        "sehen aus wie Hustensaft.",
        "Grafikerin mit Schwäche für Schrift und Schnaps. Flaschen, Karten, Schilder.",
        "design",
    ),
    _pair(
        "pumpen",
        "Hersteller von Dosierpumpen. Das Gehäuse stammt vom Werkzeugmacher, funktioniert, aber "
        "der Wettbewerb aus Italien gewinnt die Blicke.",
        "Industrial design für Investitionsgüter, Gehäuse, Griffe, Farbkonzepte.",
        "design",
    ),
    _pair(
        "freibad",
        "Das Freibad hat acht Monate im Jahr zu. Förderverein 200 Leute, die immer gleichen fünf "
        "machen alles.",
        "Theater im Freien, mit Laien aus dem Ort. Wir bringen Bühne und Licht, der Ort bringt "
        "Leute.",
        "performing_arts",
        wish="Spielorte unter freiem Himmel",
    ),
    _pair(
        "moebelhaus",
        "Küchenstudio. Vorm Kauf können sich die Kunden ihre Küche nicht vorstellen, die Bilder "
        "aus dem Planungsprogramm schrecken ab.",
        "Begehbare 3D-Modelle von Räumen, mit Brille oder im Browser.",
        "software_games",
    ),
    _pair(
        "schaefer",
        "Schäferei mit 300 Tieren. Für die Wolle kriege ich weniger, als der Scherer kostet, sie "
        "liegt im Stall.",
        "Ich filze und webe: Teppiche, Sitzkissen, Wandbehänge.",
        "crafts",
        wish="Rohwolle aus der Nähe",
    ),
    _pair(
        "bestattung",
        "Familiäres Bestattungshaus. Die Urnen aus dem Katalog sehen alle nach Aktenschrank aus.",
        "Drechsler, Gefäße aus heimischem Holz.",
        "crafts",
    ),
    _pair(
        "gemeinde",
        "Unser Dorfplatz soll neu werden. Auf der letzten Versammlung haben sich alle angeschrien.",
        "Planerin und Moderatorin. Ich baue mit den Leuten Modelle, bevor jemand etwas zeichnet.",
        "architecture",
    ),
    _pair(
        "ergo-stuhl",
        "We make stools for milking parlours and workshops. Users say their knees hurt, engineers "
        "say it is fine.",
        "Product designer focused on how people sit, grip and lift. I test with real workers.",
        "design",
    ),
    _pair(
        "buchhandlung",
        "Kleine Buchhandlung mit Kellergewölbe, dort stehen nur Kartons. Abends ist die Stadt tot.",
        "Erzählabende mit Kontrabass, Krimis und Balladen für dreißig Leute.",
        "performing_arts books",
        wish="Kleine Räume für dreißig Zuhörer",
    ),
    _pair(
        "metallbau",
        "Zäune, Tore, Treppen. Wir könnten mehr als das übliche Gitter, aber vom Zeichnen haben "
        "wir keine Ahnung.",
        "Metallgestalterin, Entwürfe für Geländer und Tore, schmieden kann ich auch.",
        "crafts",
    ),
    _pair(
        "klinik",
        "Kreisklinik, 300 Betten. Angehörige irren durch die Gänge, die Pförtnerin zeichnet Pläne "
        "auf Zettel.",
        "Orientierung in großen Häusern: Zeichen, Farben, Türschilder, getestet mit alten Leuten.",
        "design",
    ),
    _pair(
        "saatgut",
        "Alte Gemüsesorten, Versand. Zu jeder Sorte gibt es eine Geschichte, die kenne bloß ich, "
        "und ich werde siebzig.",
        "Ich nehme Menschen auf, wenn sie erzählen, und mache Hörstücke und Hefte daraus.",
        "broadcasting books",
    ),
)
"""Written when the words of the book were there, so that none was chosen for them."""
