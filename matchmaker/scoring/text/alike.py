"""Different words of everyday German that the stemmer takes for one: Rinde and Rinder.

Found by going through the words of the translation book that share a stem. Each line names the
forms that have a stem of their own; the other word keeps the usual one.
"""

from collections.abc import Mapping
from functools import cache

from matchmaker.scoring.text.clean import fold

_OWN_STEMS = """
Akte: Akten
Blüte: Blüten
Bürger: Bürgern Bürgers
Eisen: Eisens
Fehler: Fehlern Fehlers
Gründer: Gründern Gründers gründen gründet Gründung Gründungen
Hafer: Hafers
Halle: Hallen
Herbst: Herbste Herbsten Herbstes herbstlich herbstliche herbstlichen herbstlicher herbstliches
Herde: Herden
Käfer: Käfern Käfers
Kammer: Kammern
Kohle: Kohlen
Lager: Lagern Lagers
Leder: Leders
Lehrer: Lehrern Lehrers
Meister: Meistern Meisters
Messer: Messern Messers
Meter: Metern Meters
Müller: Müllern Müllers Müllerei
nähen: näht genäht Näherei Näherin Näherinnen
Oper: Opern
Poster: Postern Posters
Reis:
Reise: Reisen reist
Rinde: Rinden
Saale:
Schale: Schalen
Schiefer: Schiefers
Schlager: Schlagern Schlagers
Schloss: Schlösser Schlössern Schlosses
Schlosser: Schlossern Schlossers Schlosserei Schlossereien
Sorte: Sorten
sticken: stickt gestickt Stickerei Stickereien
Tüte: Tüten
wandern: Wanderer Wanderung Wanderungen wandert wander
Weber: Webern Webers Weberei Webereien weben webt gewebt
weinen: weint
Wetter: Wetters
Zimmerer: Zimmerern Zimmerei Zimmereien
"""
"""Not of Akt, Blut, Burg, Café, Eis, fehlen, Grund, Hafen, Hall, herb, Herd, Kamm, Kohl, Lage, LED,
Lehre, meist, Messe, Met, Müll, nah, operate, Post, Rinder, Saal, Schal, schief, Schlag, Schlosser,
sortieren, Sticker, tut, Wand, Web, Wein, Wette, Zimmer."""


@cache
def own_stems() -> Mapping[str, str]:
    """By each form of these words, folded, the stem that only they have."""
    lines = (line.partition(":") for line in _OWN_STEMS.split("\n") if line)
    return {fold(form): fold(word) for word, _, forms in lines for form in (word, *forms.split())}
