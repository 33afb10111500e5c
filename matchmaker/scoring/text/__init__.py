"""One analysis of German and English texts for matching, translation book and directory.

Pure and cached per distinct word; the word frequencies load with the first text.
"""

from matchmaker.scoring.text.analysis import (
    Token,
    analyse,
    refused,
    terms,
    terms_for_search,
)
from matchmaker.scoring.text.clean import clean, fold, fold_word
from matchmaker.scoring.text.language import language_of
from matchmaker.scoring.text.words import (
    forget_words,
    is_english,
    is_misspelt,
    load_words,
    rarity,
    terms_of_word,
)

__all__ = [
    "Token",
    "analyse",
    "clean",
    "fold",
    "fold_word",
    "forget_words",
    "is_english",
    "is_misspelt",
    "language_of",
    "load_words",
    "rarity",
    "refused",
    "terms",
    "terms_for_search",
    "terms_of_word",
]
