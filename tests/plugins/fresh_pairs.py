"""Further invented pairs, written after the book was; nobody here exists."""

from tests.plugins.translation_pairs import invented

FRESH = (
    invented(
        "fahrschule",
        "Fahrschule auf dem Land, Theorie ist für viele Schüler eine Quälerei, die schalten nach "
        "zehn Minuten ab. Die Bögen auswendig lernen bringt doch nichts.",
        "Wir entwickeln kleine Programme, in denen man Regeln ausprobiert statt sie zu pauken, "
        "drei Leute, ein ehemaliger Lehrer ist dabei.",
        "software_games",
    ),
    invented(
        "steinmetz",
        "Grabmale laufen aus, die Leute wollen Urnenwiesen. Ich hab den Hof voll Sandstein und "
        "zwei Gesellen, denen langweilig wird.",
        "Skulpturen und Brunnen aus Naturstein. Zeichnen kann ich, zum Heben fehlt mir alles.",
        "art",
        wish="Eine Werkstatt mit Hebezeug, gern bei einem Steinmetz",
    ),
    invented(
        "zahnarzt",
        "Kinder weinen bei uns schon im Warteraum. Weiße Wände, Neonröhre, Plastikstühle.",
        "Ich male Wandbilder und mache aus kahlen Zimmern Orte, an denen Kinder sich trauen.",
        "art design",
    ),
    invented(
        "solarteur",
        "Solaranlagen und Speicher. Auf der Baustelle suchen wir seit einem Jahr Elektriker, auf "
        "die Anzeige kam einer.",
        "Porträts von Menschen an ihrem Arbeitsplatz, Foto und kurzer Text, für Stellenseiten und "
        "Plakate.",
        "design press",
    ),
    invented(
        "kaeserei",
        "Small goat dairy. Our cheese sells well at the market, but delicatessen shops say the "
        "paper looks cheap.",
        "Wrapping, boxes and labels for farms and small makers. I also carve my own type.",
        "design crafts",
    ),
    invented(
        "baumarkt",
        "Eisenwaren Schrauben Farben, Laden seit 1921. Im Netz ist alles billiger, junge Leute "
        "kommen nur noch zum Schlüssel nachmachen.",
        "Läden, in die man gern geht: ich baue Verkaufsräume um, oft mit dem, was da ist.",
        "architecture design",
    ),
    invented(
        "wasserwerk",
        "Wir haben einen alten Hochbehälter, rund, zwölf Meter hoch, innen leer. Schade drum, "
        "aber was macht man damit?",
        "Konzerte und Klanginstallationen in leeren Bauwerken. Je länger der Nachhall, desto "
        "besser.",
        "music art",
    ),
    invented(
        "reinigung",
        "Gebäudereinigung, 80 Leute, viele ohne Deutsch. Welches Mittel wohin gehört, steht auf "
        "einem Blatt, das niemand liest.",
        "Zeichnerin. Am liebsten Abläufe ganz ohne Text, Schritt für Schritt, wetterfest gedruckt.",
        "design",
    ),
    invented(
        "brennerei",
        "Obstbrände, vielfach prämiert, nur steht das nirgends. Meine Frau sagt, die Flaschen "
        "sehen aus wie Hustensaft.",
        "Grafikerin mit Schwäche für Schrift und Schnaps. Flaschen, Karten, Schilder.",
        "design",
    ),
    invented(
        "pumpen",
        "Hersteller von Dosierpumpen. Das Gehäuse stammt vom Werkzeugmacher, funktioniert, aber "
        "der Wettbewerb aus Italien gewinnt die Blicke.",
        "Industrial design für Investitionsgüter, Gehäuse, Griffe, Farbkonzepte.",
        "design",
    ),
    invented(
        "freibad",
        "Das Freibad hat acht Monate im Jahr zu. Förderverein 200 Leute, die immer gleichen fünf "
        "machen alles.",
        "Theater im Freien, mit Laien aus dem Ort. Wir bringen Bühne und Licht, der Ort bringt "
        "Leute.",
        "performing_arts",
        wish="Spielorte unter freiem Himmel",
    ),
    invented(
        "moebelhaus",
        "Küchenstudio. Vorm Kauf können sich die Kunden ihre Küche nicht vorstellen, die Bilder "
        "aus dem Planungsprogramm schrecken ab.",
        "Begehbare 3D-Modelle von Räumen, mit Brille oder im Browser.",
        "software_games",
    ),
    invented(
        "schaefer",
        "Schäferei mit 300 Tieren. Für die Wolle kriege ich weniger, als der Scherer kostet, sie "
        "liegt im Stall.",
        "Ich filze und webe: Teppiche, Sitzkissen, Wandbehänge.",
        "crafts",
        wish="Rohwolle aus der Nähe",
    ),
    invented(
        "bestattung",
        "Familiäres Bestattungshaus. Die Urnen aus dem Katalog sehen alle nach Aktenschrank aus.",
        "Drechsler, Gefäße aus heimischem Holz.",
        "crafts",
    ),
    invented(
        "gemeinde",
        "Unser Dorfplatz soll neu werden. Auf der letzten Versammlung haben sich alle angeschrien.",
        "Planerin und Moderatorin. Ich baue mit den Leuten Modelle, bevor jemand etwas zeichnet.",
        "architecture",
    ),
    invented(
        "ergo-stuhl",
        "We make stools for milking parlours and workshops. Users say their knees hurt, engineers "
        "say it is fine.",
        "Product designer focused on how people sit, grip and lift. I test with real workers.",
        "design",
    ),
    invented(
        "buchhandlung",
        "Kleine Buchhandlung mit Kellergewölbe, dort stehen nur Kartons. Abends ist die Stadt tot.",
        "Erzählabende mit Kontrabass, Krimis und Balladen für dreißig Leute.",
        "performing_arts books",
        wish="Kleine Räume für dreißig Zuhörer",
    ),
    invented(
        "metallbau",
        "Zäune, Tore, Treppen. Wir könnten mehr als das übliche Gitter, aber vom Zeichnen haben "
        "wir keine Ahnung.",
        "Metallgestalterin, Entwürfe für Geländer und Tore, schmieden kann ich auch.",
        "crafts",
    ),
    invented(
        "klinik",
        "Kreisklinik, 300 Betten. Angehörige irren durch die Gänge, die Pförtnerin zeichnet Pläne "
        "auf Zettel.",
        "Orientierung in großen Häusern: Zeichen, Farben, Türschilder, getestet mit alten Leuten.",
        "design",
    ),
    invented(
        "saatgut",
        "Alte Gemüsesorten, Versand. Zu jeder Sorte gibt es eine Geschichte, die kenne bloß ich, "
        "und ich werde siebzig.",
        "Ich nehme Menschen auf, wenn sie erzählen, und mache Hörstücke und Hefte daraus.",
        "broadcasting books",
    ),
)
"""Written when the words of the book were there, so that none was chosen for them."""
