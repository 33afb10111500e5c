"""The creative submarkets and the WZ 2008 sectors that belong to them."""

import functools
from dataclasses import dataclass

from matchmaker.reference.tables import Row, read_table

OTHER = "other"


@dataclass(frozen=True)
class Submarket:
    """A submarket with its name and one plain sentence, in German and English."""

    key: str
    title_de: str
    title_en: str
    explanation_de: str
    explanation_en: str


_ALL = (
    Submarket(
        "music", "Musikwirtschaft", "Music",
        "Wer Musik schreibt, spielt, aufnimmt, verlegt oder auf die Bühne bringt.",
        "People who write, play, record, publish or stage music.",
    ),
    Submarket(
        "books", "Buchmarkt", "Books",
        "Wer Bücher schreibt, übersetzt, lektoriert, verlegt oder verkauft.",
        "People who write, translate, edit, publish or sell books.",
    ),
    Submarket(
        "art", "Kunstmarkt", "Art",
        "Wer malt, zeichnet, bildhauert oder Kunst zeigt, vermittelt und verkauft.",
        "People who paint, draw, sculpt, or who show, explain and sell art.",
    ),
    Submarket(
        "film", "Filmwirtschaft", "Film",
        "Wer Filme und Videos plant, dreht, schneidet, vertont oder vorführt.",
        "People who plan, shoot, edit, score or screen films and videos.",
    ),
    Submarket(
        "broadcasting", "Rundfunk, Radio und Podcast", "Broadcasting",
        "Wer für Radio, Fernsehen oder Podcasts spricht, moderiert und produziert.",
        "People who speak, host and produce for radio, television or podcasts.",
    ),
    Submarket(
        "performing_arts", "Darstellende Künste", "Performing arts",
        "Wer Theater, Tanz, Zirkus oder Kleinkunst macht oder die Technik dafür stellt.",
        "People who make theatre, dance, circus or cabaret, or run the stage behind it.",
    ),
    Submarket(
        "design", "Designwirtschaft", "Design",
        "Wer Produkte, Mode, Räume, Schrift, Bilder oder Abläufe gestaltet.",
        "People who design products, fashion, rooms, type, images or services.",
    ),
    Submarket(
        "architecture", "Architekturmarkt", "Architecture",
        "Wer Häuser, Innenräume, Gärten und Orte plant oder Altes erhält.",
        "People who plan buildings, interiors, gardens and places, or preserve old ones.",
    ),
    Submarket(
        "press", "Pressemarkt", "Press",
        "Wer recherchiert, schreibt, fotografiert und Zeitungen oder Magazine herausgibt.",
        "People who research, write, photograph and publish newspapers or magazines.",
    ),
    Submarket(
        "advertising", "Werbemarkt", "Advertising",
        "Wer Marken aufbaut, Texte und Kampagnen macht und Öffentlichkeit schafft.",
        "People who build brands, write copy, run campaigns and make things known.",
    ),
    Submarket(
        "software_games", "Software und Games", "Software and games",
        "Wer Websites, Apps, Spiele und andere Software entwickelt.",
        "People who develop websites, apps, games and other software.",
    ),
    Submarket(
        "crafts", "Kunsthandwerk", "Arts and crafts",
        "Wer mit Holz, Ton, Glas, Metall oder Stoff von Hand eigene Stücke fertigt.",
        "People who make their own pieces by hand from wood, clay, glass, metal or cloth.",
    ),
    Submarket(
        OTHER, "Sonstige", "Other",
        "Wer kreativ arbeitet und in keinem der anderen Teilmärkte zu Hause ist.",
        "People who work creatively and are at home in none of the other submarkets.",
    ),
)  # fmt: skip
_BY_KEY = {submarket.key: submarket for submarket in _ALL}

SUBMARKETS: tuple[str, ...] = tuple(_BY_KEY)
"""The keys, in the order in which people are asked."""


def get_submarket(key: str) -> Submarket:
    """The submarket of a key; KeyError names an unknown one."""
    return _BY_KEY[key]


def title(key: str, locale: str = "de") -> str:
    """The name that people see. German unless the locale is English."""
    submarket = get_submarket(key)
    return submarket.title_en if locale[:2] == "en" else submarket.title_de


def wz_codes(key: str) -> tuple[str, ...]:
    """The WZ 2008 subclasses counted to a submarket; some belong to it only in part."""
    get_submarket(key)
    return tuple(row["code"] for row in _rows() if row["submarket"] == key)


@functools.cache
def _rows() -> tuple[Row, ...]:
    return tuple(read_table("submarket_sectors.csv"))
