"""How common words are, from wordfreq's short lists (words above one in a million).

The short lists open in milliseconds and hold about 68,000 words of both languages; the long
German list takes 75 MB and its rare words make compounds fall apart in the wrong places.
"""

from collections.abc import Mapping
from functools import cache

from matchmaker.scoring.text.clean import fold


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
