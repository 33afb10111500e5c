"""Invented profiles on which the conformance kit tries a scorer."""

from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile


def speaking() -> Pool:
    """Eight profiles of both kinds, each of which says something; no two are alike."""
    return Pool([*_firms(), *_creatives()])


def silent() -> Profile:
    """A profile with nothing but an id."""
    return Profile("silent")


def sample_pool() -> Pool:
    """All of `speaking`, and one that is silent."""
    return Pool([*speaking(), silent()])


def stranger() -> Profile:
    """A profile that is in no sample pool."""
    return Profile(
        "stranger",
        about="Wir drehen Lampenfüße aus Esche und suchen ein Gesicht für unseren Laden.",
        needs=("Schaufenster gestalten",),
        sectors=frozenset({"16.29"}),
        languages=frozenset({"de", "pl"}),
        employees=7,
        latitude=50.7,
        longitude=13.3,
        country="DE",
    )


def hostile() -> Pool:
    """Profiles whose texts and numbers are allowed and unpleasant."""
    texts = (
        "\x00\x01\x1b[31m",
        "{0.__class__} {km} %s %(x)s ${y} \\",
        "<script>alert(1)</script> ' OR 1=1 --",
        "‮etsil‬ ﷽ Z͑ͫa̴l̶g̷o",
        "🪚" * 5000,
        "a" * 5000,
        "((((((((((a+)+)+)+)+)+)+)+)+)+)+$ *[",
        " \t\n\u2028\u00a0",
        "NaN inf 1e999 -0 ١٢٣",
    )
    plain = (_texted(f"hostile-{row}", text) for row, text in enumerate(texts))
    return Pool([*plain, *_extreme()])


def _texted(key: str, text: str) -> Profile:
    words = frozenset({text})
    return Profile(
        key,
        about=text,
        offers=text,
        needs=(text, "", text),
        sectors=words,
        submarkets=words,
        skills=words,
        languages=words,
        country=text[:2],
    )


def _extreme() -> list[Profile]:
    return [
        Profile("north-pole", latitude=90.0, longitude=180.0, radius_km=0.0, employees=1),
        Profile("antipode", latitude=-90.0, longitude=-180.0, radius_km=1e6, employees=2**62),
        Profile("half-a-place", latitude=50.0, capacity="now", languages=frozenset({"de"})),
    ]


def _firms() -> list[Profile]:
    return [
        Profile(
            "joiner",
            about="Möbeltischlerei im Dorf, zwölf Leute. Uns laufen die Lehrlinge weg.",
            needs=("Azubis finden", "Webseite von 2009 erneuern"),
            sectors=frozenset({"31.09", "43.32"}),
            languages=frozenset({"de"}),
            employees=12,
            latitude=50.58,
            longitude=13.0,
            radius_km=40.0,
            country="DE",
        ),
        Profile(
            "dairy",
            about="Hofmolkerei mit eigenem Laden.",
            offers="Räume für Lesungen, Milch und Käse",
            needs=("Ein Etikett, das man im Regal erkennt",),
            sectors=frozenset({"10.51"}),
            languages=frozenset({"de", "cs"}),
            employees=5,
            latitude=50.7,
            longitude=12.8,
            radius_km=60.0,
            country="DE",
            capacity="soon",
        ),
        Profile(
            "toolmaker",
            about="We build injection moulds and want to explain them to people who do not.",
            sectors=frozenset({"25.73"}),
            languages=frozenset({"de", "en"}),
            employees=80,
            latitude=50.83,
            longitude=12.92,
            country="DE",
            remote=True,
        ),
        Profile(
            "campsite",
            needs=("Schilder", "Ein Lied für den Platz"),
            sectors=frozenset({"55.30"}),
            languages=frozenset({"de", "nl"}),
            employees=3,
            country="DE",
        ),
    ]


def _creatives() -> list[Profile]:
    return [
        Profile(
            "designer",
            kind="creative",
            about="Grafikdesign für Handwerk: Marke, Webseite, Schrift.",
            offers="Arbeitgebermarke, Webseiten, Etiketten",
            needs=("Werkstatt zum Mitbenutzen",),
            submarkets=frozenset({"design", "advertising"}),
            skills=frozenset({"Grafikdesign", "Webdesign"}),
            languages=frozenset({"de", "en"}),
            employees=1,
            latitude=50.6,
            longitude=13.1,
            radius_km=30.0,
            country="DE",
            remote=True,
            capacity="now",
        ),
        Profile(
            "filmmaker",
            kind="creative",
            about="Kurze Filme über Berufe, gern mit Lehrlingen vor der Kamera.",
            submarkets=frozenset({"film"}),
            skills=frozenset({"Film", "Fotografie"}),
            sectors=frozenset({"31", "43"}),
            languages=frozenset({"de"}),
            employees=2,
            latitude=51.05,
            longitude=13.74,
            radius_km=150.0,
            country="DE",
            capacity="later",
        ),
        Profile(
            "composer",
            kind="creative",
            offers="Sound for places, songs, audio guides",
            submarkets=frozenset({"music"}),
            skills=frozenset({"Komposition"}),
            languages=frozenset({"en"}),
            latitude=52.52,
            longitude=13.4,
            country="DE",
            remote=True,
        ),
        Profile(
            "illustrator",
            kind="creative",
            about="Zeichne Etiketten und Wandbilder.",
            submarkets=frozenset({"art", "design"}),
            skills=frozenset({"Illustration"}),
            languages=frozenset({"cs", "de"}),
            latitude=50.4,
            longitude=12.9,
            radius_km=10.0,
            country="CZ",
            capacity="closed",
        ),
    ]
