"""What processes share of words that is made before they are forked."""

from matchmaker.scoring.text import compounds, forget_words, frequencies, load_words


def test_loaded_words_leave_no_table_to_be_made_later() -> None:
    tables = (
        frequencies.everyday,
        compounds._parts,
        compounds._own_pieces,
        compounds._closing,
        compounds._pieces,
    )
    forget_words()
    for table in tables:
        table.cache_clear()
    load_words()
    assert [1] * len(tables) == [table.cache_info().currsize for table in tables]
