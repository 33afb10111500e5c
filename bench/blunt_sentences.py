"""Whether the translation book understands the bluntest things that firms say.

    python -m bench.blunt_sentences [--missed]

`bench/messy/sentences.tsv` holds sentences of a few words, and the situations of which a broker
would think. They were written from the titles of the situations alone, before the entries for
such sentences were. A sentence is understood when one of them is first or second, and clear.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load

SENTENCES = Path(__file__).with_name("messy") / "sentences.tsv"
LOOKED_AT = 2
CLEAR = 0.4
"""Strength from which a situation decides on suggestions."""


class Heard(NamedTuple):
    """A sentence, and the strongest situations that the book finds in it, with their strengths."""

    sentence: str
    found: list[tuple[str, float]]
    understood: bool


def hear(translator: Any, rows: Iterable[dict[str, str]]) -> Iterator[Heard]:
    for row in rows:
        firm = Profile(id="firm", kind="kmu", needs=(row["sentence"],))
        strengths = sorted(translator.words(firm).items(), key=lambda each: -each[1])
        found = [(translator.situations[n].id, strength) for n, strength in strengths[:LOOKED_AT]]
        wanted = row["situations"].split()
        understood = any(id in wanted and strength >= CLEAR for id, strength in found)
        yield Heard(row["sentence"], found, understood)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--missed", action="store_true", help="print what was not understood")
    asked = parser.parse_args()
    book = load(discover(BUNDLED_FOLDER)["translation_book"])().fit(Pool([]))
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        heard = list(hear(book.translator_, csv.DictReader(lines, delimiter="\t")))
    print(f"understood: {sum(each.understood for each in heard)} of {len(heard)}")
    for each in heard:
        if asked.missed and not each.understood:
            print(each.sentence, each.found)


if __name__ == "__main__":
    main()
