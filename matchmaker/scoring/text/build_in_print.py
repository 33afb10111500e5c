"""The checksums of all words in print, out of wordfreq's long lists (build time only).

    python -m matchmaker.scoring.text.build_in_print

To read the lists takes a second and 75 MB, which no process of the service shall pay.
"""

import gzip

import numpy as np
import wordfreq

from matchmaker.scoring.text.clean import fold
from matchmaker.scoring.text.frequencies import IN_PRINT, checksum

RAREST = 1.5
"""Zipf frequency from which a word is kept; of those that are rarer many are slips."""


def packed() -> bytes:
    """What the file holds."""
    lists = wordfreq.available_languages("large")
    found: set[int] = set()
    for language in ("de", "en"):
        # By hundredths of Zipf, from 9 down.
        by_frequency = wordfreq.read_cBpack(lists[language])
        for words in by_frequency[: round((9 - RAREST) * 100) + 1]:
            found.update(checksum(fold(word)) for word in words if word.isalpha())
    gaps = np.diff(np.array(sorted(found), dtype="<u4"), prepend=np.zeros(1, dtype="<u4"))
    return gzip.compress(gaps.astype("<u4").tobytes(), mtime=0)


if __name__ == "__main__":
    IN_PRINT.write_bytes(packed())
