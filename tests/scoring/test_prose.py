"""Texts come back from their compressed column as they were written, whichever row is asked for."""

import pytest

from matchmaker.scoring.storage.columns import Files
from matchmaker.scoring.storage.prose import ProseColumn, ProseListColumn, ProseWriter

TEXTS = ["Wir bauen Möbel aus Eiche.", "", 'two\nlines, "quoted" \\ ', "\x00 \ud800 🎨", "ende"]


def written(folder, *chunks):
    with Files(folder) as files:
        writer = ProseWriter(files, "about")
        for chunk in chunks:
            writer.add(chunk)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 13])
def test_any_rows_are_read_as_they_were_written(tmp_path, count):
    rows = [TEXTS[number % len(TEXTS)] for number in range(count)]
    written(tmp_path, rows[:8], rows[8:])
    column = ProseColumn(tmp_path, "about")
    assert rows == list(column)
    assert rows == [column[row] for row in range(count)]
    assert all(
        rows[start:stop] == column.values(start, stop)
        for stop in range(count + 1)
        for start in range(stop + 1)
    )


def test_lists_of_texts_are_read_as_tuples(tmp_path):
    rows = [("first", "", "third"), (), ("one",), (), ("\ud800",)]
    written(tmp_path, rows)
    column = ProseListColumn(tmp_path, "about")
    assert rows == list(column)
    assert ("one",) == column[2]


def test_a_column_that_was_never_added_to_is_empty(tmp_path):
    written(tmp_path)
    assert [] == list(ProseColumn(tmp_path, "about"))


def test_texts_that_are_alike_take_little_room(tmp_path):
    rows = [f"Wir suchen jemanden, der uns {number} Fotos macht." for number in range(1000)]
    written(tmp_path, rows)
    taken = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert taken < sum(map(len, rows)) / 2 + 32_768
