"""What processes share of words that is made before they are forked."""

from matchmaker.scoring.text import compounds, forget_words, frequencies, load_words, misspelt


def test_loaded_words_leave_no_table_to_be_made_later() -> None:
    tables = (
        frequencies.everyday,
        compounds.known_parts,
        compounds._own_pieces,
        compounds.last_pieces,
        compounds.first_pieces,
        frequencies._checksums,
        misspelt._beside,
    )
    forget_words()
    for table in tables:
        table.cache_clear()
    load_words()
    assert [1] * len(tables) == [table.cache_info().currsize for table in tables]
