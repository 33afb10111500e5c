"""Things that a text names in two or three words and turns down in the next breath: Werbung?
Brauchen wir nicht.

A reply counts where it ends its sentence, so that "Haben wir schon, gefällt aber keinem" turns
nothing down, and what is only missed is no reply: "Fotos? Haben wir keine."
"""

import re
from collections.abc import Iterator

_NOT = r"(?:nicht|nich|net|ned|nit|nid|nimmer)"
_WE = r"(?:ich|wir|ma|mer|mia|mir)"
_END = r"(?=\s*(?:[.;!|\n]|$))"

_TO_A_QUESTION = rf"""
      (?: (?:ach|oh|hm+|na|tja|puh|um\s+(?:gottes|himmels)\s+willen|bloß|also) \s* [,.!…]* \s* )?
      (?: nein | nee+ | nö+ | naa+ | nope ) \b
    | um \s+ (?:gottes|himmels) \s+ willen
    | auf \s+ keinen \s+ fall
    | (?: (?:hm+|na|tja|puh) \s* [,.…]* \s* )?
      (?: eher | lieber | bitte | bloß | wirklich | (?: ganz \s+ )? (?:sicher|bestimmt) | auch )
      \s+ {_NOT} {_END}
    | (?: brauch | ben(?:ö|oe)tig | will | woll | woin | m(?:ö|oe)(?:cht|g) | mag | such ) \w*
      (?: \s+ \w+ ){{0,3}}? \s+ (?: {_NOT} | kein\w* | nix | nichts )
      (?: \s+ (?:mehr|wirklich|unbedingt|danke) )? {_END}
    | (?: brauch | will | mag ) \w* (?: \s+ (?:hier|da|bei\s+uns) )?
      \s+ (?: keiner | niemand | kein\s+mensch ) {_END}
    | (?: hab | ham ) \w* \s+ {_WE} (?: \s+ (?:doch|alle|alles) )?
      \s+ (?: schon | bereits | längst | laengst | genug | selbst | selber ) {_END}
    | interessier \w* \s+ (?:mich|mi|uns) (?: \s+ \w+ )? \s+ {_NOT} {_END}
    | (?: muss | müssen | muessen | braucht ) (?: \s+ \w+ )? \s+ {_NOT} \s+ sein {_END}
    | kein (?:en)? \s+ (?:bedarf|interesse) {_END}
    | nicht \s+ (?: nötig | noetig | mit \s+ (?:uns|mir) | für \s+ (?:uns|mich) ) {_END}
    | ohne \s+ (?:uns|mich) {_END}
    | (?: macht | machen ) (?: \s+ \w+ ){{0,3}} \s+ (?: schon | selbst | selber ) {_END}
    | (?: no \s+ (?:thanks|thank\s+you|need|way) | not \s+ (?:needed|for\s+us|interested) ) {_END}
    | (?: we \s+ )? (?: already \s+ )? (?:have|got) \s+ (?:one|it|that|enough)
      (?: \s+ already )? {_END}
    | (?: we \s+ )? (?: do \s+ not | don['’]t ) \s+ (?:need|want) \s+ (?:one|it|that|any) {_END}
"""

_TO_ANYTHING = rf"""
      nein \s* ,? \s* danke {_END}
    | bitte \s+ {_NOT} {_END}
    | no \s*,? \s* (?:thanks|thank\s+you) {_END}
    | (?: lass | lasst | laßt | lassen\s+sie ) \s+ (?:mich|mi|uns) \s+ (?:damit|do\s+mit)
      (?: \s+ (?:bloß|bitte) )? \s+ in \s+ (?:ruhe|ruh|frieden)
    | (?: bleibt? | geht? | bleiben\s+sie | gehen\s+sie ) \s+ (?:mir|uns|ma) (?: \s+ bloß )?
      \s+ (?: weg \s+ damit | damit \s+ weg )
    | (?: h(?:ö|oe)rt? | h(?:ö|oe)ren\s+sie ) \s+ (?:mir|uns|ma) (?: \s+ bloß )?
      \s+ (?: auf \s+ damit | damit \s+ auf )
"""

_NAMED = r"(?:^|(?<=[.;:!?|\n,]))[^\S\n]*(?P<{0}>[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*){{0,3}})\s*"
_TURNED_DOWN = re.compile(
    _NAMED.format("asked") + rf"\? \s* (?: {_TO_A_QUESTION} | {_TO_ANYTHING} )"
    "|" + _NAMED.format("named") + rf"[.,:!–—-]+ \s* (?: {_TO_ANYTHING} )",
    re.IGNORECASE | re.VERBOSE,
)
_MARKS = re.compile(r"\?|dank|thank|bitte\s|\bdamit\b", re.IGNORECASE)
"""One of these is in every text that turns something down so."""


def turned_down_at_once(cleaned: str) -> Iterator[tuple[int, int]]:
    """Where a cleaned text names things and turns them down: start and end of the naming words."""
    if _MARKS.search(cleaned):
        for match in _TURNED_DOWN.finditer(cleaned):
            yield match.span("asked" if match["asked"] else "named")
