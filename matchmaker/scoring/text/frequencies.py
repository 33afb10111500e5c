"""How common words are, from wordfreq's short lists (words above one in a million).

The short lists open in milliseconds and hold about 68,000 words of both languages; the long
German list takes 75 MB and its rare words make compounds fall apart in the wrong places. Of the
long lists only checksums are kept, 1.6 MB: enough to tell a rare word from a misspelt one.
"""

import gzip
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from matchmaker.scoring.text.clean import fold

IN_PRINT = Path(__file__).with_name("in_print.gz")
"""Gaps between the ascending checksums of words, from 0 on; `build_in_print` writes them."""


def german(folded: str) -> float:
    """Zipf frequency (log10 per billion words, 3 to 8) of a folded word; 0 when not listed."""
    return listed("de").get(folded, 0.0)


def english(folded: str) -> float:
    """Zipf frequency of a folded word in English; 0 when not listed."""
    return listed("en").get(folded, 0.0)


@cache
def everyday() -> Mapping[str, float]:
    """Zipf frequency of every listed word in the language that uses it more."""
    both = dict(listed("de"))
    for word, zipf in listed("en").items():
        both[word] = max(zipf, both.get(word, 0.0))
    return both


@cache
def listed(language: str) -> dict[str, float]:
    """Zipf frequency of every folded word on the short list of a language ("de", "en")."""
    # Its import costs 0.2 s, which the start of a page shall not pay.
    import wordfreq

    found: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict(language, wordlist="small").items():
        if word.isalpha():
            zipf = wordfreq.freq_to_zipf(frequency)
            folded = fold(word)
            found[folded] = max(zipf, found.get(folded, 0.0))
    return found


def in_print(folded: str) -> bool:
    """True for a folded word that German or English texts hold, be it once in 30 million words.

    Of 10,000 others one is taken for such, since only checksums are kept.
    """
    checksums, own = _checksums(), checksum(folded)
    at = bisect_left(checksums, own)
    return at < len(checksums) and checksums[at] == own


@cache
def _checksums() -> "array[int]":
    gaps = np.frombuffer(gzip.decompress(IN_PRINT.read_bytes()), dtype="<u4")
    # Not as the array that numpy makes, whose search for one value takes several times as long.
    return array("I", np.cumsum(gaps, dtype=np.uint32).tobytes())


def checksum(folded: str) -> int:
    """What is kept of a folded word: 32 bits."""
    return zlib.crc32(folded.encode())
