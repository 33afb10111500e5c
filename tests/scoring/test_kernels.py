"""The loops in C and those in numpy find the same, and read nothing beside what they are given."""

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from matchmaker.scoring.kernels import Lists, Topics, Words, compiled, plain
from matchmaker.scoring.search.sparse import UNIT, NarrowRows
from tests.scoring.needs import needs_compiled

both = pytest.mark.parametrize(
    "module", [pytest.param(compiled, marks=needs_compiled, id="compiled"), plain]
)
on_seeds = pytest.mark.parametrize("seed", range(5))

SIZE = 100
CURVES = np.array([[0.5, 0.25], [0.75, 0.5]])


def singles(*values: object) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def some_lists(seed: int, slabs: tuple[int, ...] = (0, 70, SIZE)) -> Lists:
    """Four lists of two parts, some of them empty, of which some are added."""
    rng = np.random.default_rng(seed)
    sizes = np.diff(slabs).tolist()
    held = [np.sort(rng.choice(size, rng.integers(size), replace=False))
            for size in sizes for _ in range(4)]  # fmt: skip
    ends = np.cumsum([0, *map(len, held)])
    keys = np.sort(rng.choice(4, rng.integers(5), replace=False))
    return Lists(
        np.concatenate(held).astype(np.uint16),
        np.stack([ends[:5], ends[4:]], axis=1).astype(np.uint32),
        np.array(slabs),
        keys,
        rng.random(len(keys)),
    )


def some_words(seed: int) -> Words:
    rng, lists = np.random.default_rng(seed), some_lists(seed)
    lengths = rng.choice([0.5, 2.0], SIZE) * (plain.add_lists(lists) > 0)
    return Words(lists, singles(*lengths), singles(*rng.random(SIZE)), 0.3, 0.05)


def an_outline(seed: int) -> tuple:
    rng = np.random.default_rng(seed)
    ceilings = [
        (rng.integers(0, 5, SIZE).astype(np.int32), rng.random((5, 2)).astype(np.float32))
        for _ in range(2)
    ]
    ways = some_words(seed), some_words(seed + 100)
    return ways, tuple(ceilings), (0.4, 0.2), rng.random(SIZE) < 0.7


def some_topics(seed: int) -> Topics:
    rng = np.random.default_rng(seed)
    said = NarrowRows.of(sp.random_array((60, 9), density=0.4, rng=rng, format="csr"))
    return Topics(
        said.entries,
        rng.integers(0, 4, 60).astype(np.int32),
        rng.random((60, 3, 2)).astype(np.float32),
        (rng.random((9, 2)) * UNIT).astype(np.float32),
        rng.random((4, 2, 2)).astype(np.float32),
        rng.normal(size=(2, 2, 2)).astype(np.float32),
    )


def as_parts(matrix: sp.csr_array) -> tuple:
    ends, columns = matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32)
    return ends, columns, matrix.data.astype(np.float64)


@both
def test_lists_are_added_to_the_rows_that_they_hold(module: ModuleType) -> None:
    rows, ends = np.array([0, 2, 1, 0], dtype=np.uint16), np.array([[0, 3], [2, 3], [3, 4]])
    lists = Lists(
        rows, ends.astype(np.uint32), np.array([0, 3, 5]), np.array([0, 1]), np.array([0.5, 2.0])
    )
    assert [0.5, 2.0, 0.5, 2.0, 0.0] == module.add_lists(lists).tolist()


@both
def test_an_outline_tells_what_means_can_reach(module: ModuleType) -> None:
    """Three rows of one word: one in each class, one without words, one that is not allowed."""
    postings = np.arange(3, dtype=np.uint16), np.array([[0], [3]], dtype=np.uint32)
    lists = Lists(*postings, np.array([0, 3]), np.array([0]), np.array([1.0]))
    words = Words(lists, singles(2, 0, 2), singles(0.25, 0, 0.25), 0.25, 0.25)
    first = np.array([1, 0, 0], dtype=np.int32), singles([0, 0], [0.1, 0.2])
    second = np.array([0, 0, 0], dtype=np.int32), singles([0, 0])
    allowed = np.array([True, True, False])
    columns = module.outline((words, words), (first, second), (0.4, 0.1), allowed)
    assert columns[:2].tolist() == [[1, 1, 1]] * 2
    assert columns[2:4] == pytest.approx(singles([0.4, 0.5, 0.3], [0.5, 0.5, 0.3]), abs=1e-5)
    assert columns[4] == pytest.approx([2 * 0.4 * 0.5 / 0.9, 0.5, -1], abs=1e-5)


@both
def test_topics_count_by_what_a_row_says_and_what_its_class_hints_at(module: ModuleType) -> None:
    said = NarrowRows.of(sp.csr_array([[0.5, 0.0], [0.0, 1.0]]))
    topics = Topics(
        said.entries,
        np.array([0, 1], dtype=np.int32),
        singles([[0], [0], [0]], [[0.5], [0.2], [0.1]]),
        singles([4, 0], [2, 1]) * np.float32(UNIT),
        singles([[9, 9]], [[3, 0]]),
        singles([[-1, 0]], [[-2, 10]]),
    )
    leads = module.topic_leads(topics, np.array([1]))
    assert leads == pytest.approx(np.array([[2 + 1.5 - 0.2 - 0.2], [1 + 1.0]]))
    even = np.array([[3.1, 1.0], [2.0, 1.0]])
    kinds = np.array([1, 0], dtype=np.int8)
    ratings = module.topic_ratings(topics, np.array([0, 1]), even, kinds, 0)
    assert ratings == pytest.approx(np.array([[1, 0.5], [1, 0.5]]), abs=1e-5)


@needs_compiled
@on_seeds
def test_c_adds_lists_as_numpy_does_to_the_last_bit(seed: int) -> None:
    assert plain.add_lists(some_lists(seed)).tolist() == (
        compiled.add_lists(some_lists(seed)).tolist()
    )


@both
def test_a_quadratic_form_adds_up_all_pairs_of_a_row(module: ModuleType) -> None:
    metric = as_parts(sp.csr_array([[1.0, 0.5], [0.0, 2.0]]))
    rows = as_parts(sp.csr_array([[1.0, 3.0], [0.0, 0.0], [0.0, 1.0]]))
    assert [1 + 1.5 + 18, 0, 2] == module.quadratic_forms(rows, metric).tolist()


@needs_compiled
@on_seeds
def test_c_adds_up_pairs_as_numpy_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, metric = (
        as_parts(sp.random_array((size, 30), density=0.2, rng=rng, format="csr"))
        for size in (50, 30)
    )
    expected = plain.quadratic_forms(rows, metric)
    assert compiled.quadratic_forms(rows, metric) == pytest.approx(expected, rel=1e-12)


@both
def test_of_a_product_only_what_is_above_the_floor_is_kept(module: ModuleType) -> None:
    rows = as_parts(sp.csr_array([[1.0, 0.5], [0.0, 0.0], [0.0, 1.0]]))
    matrix = as_parts(sp.csr_array([[0.25, 0.0, 1.0], [0.5, 0.25, 0.0]]))
    ends, columns, values = module.products_above(rows, matrix, 3, 0.25)
    assert ends.tolist() == [0, 2, 2, 3]
    assert dict(zip(columns[:2].tolist(), values[:2].tolist(), strict=True)) == {0: 0.5, 2: 1.0}
    assert (columns[2], values[2]) == (0, 0.5)


@needs_compiled
@on_seeds
def test_c_keeps_of_products_what_numpy_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, matrix = (
        sp.random_array(shape, density=0.2, rng=rng, format="csr") for shape in ((30, 40), (40, 50))
    )
    expected, found = (
        sp.csr_array((values, columns, ends), shape=(30, 50)).toarray()
        for module in (plain, compiled)
        for ends, columns, values in [
            module.products_above(as_parts(rows), as_parts(matrix), 50, 0.3)
        ]
    )
    assert 0 < np.count_nonzero(expected) < np.count_nonzero((rows @ matrix).toarray())
    assert found.tolist() == expected.tolist()


@needs_compiled
@pytest.mark.parametrize("shape", [(2, 3), (2, 1)])
def test_c_is_never_given_a_product_that_it_would_read_beside(shape: tuple[int, int]) -> None:
    rows, matrix = as_parts(sp.csr_array(np.ones(shape))), as_parts(sp.eye_array(2).tocsr())
    if shape[1] < 2:
        matrix = matrix[0], matrix[1].astype(np.int64), matrix[2]
    with pytest.raises(ValueError, match="form or size"):
        compiled.products_above(rows, matrix, 2, 0.0)


@needs_compiled
def test_c_is_never_given_rows_that_are_wider_than_the_metric() -> None:
    metric, rows = as_parts(sp.eye_array(2).tocsr()), as_parts(sp.eye_array(3).tocsr())
    with pytest.raises(ValueError, match="form or size"):
        compiled.quadratic_forms(rows, metric)


@needs_compiled
@on_seeds
def test_c_outlines_as_numpy_does(seed: int) -> None:
    expected, found = plain.outline(*an_outline(seed)), compiled.outline(*an_outline(seed))
    assert expected[:2].tolist() == found[:2].tolist()
    assert found == pytest.approx(expected, abs=1e-5)


@needs_compiled
@on_seeds
def test_c_rates_by_topics_as_numpy_does(seed: int) -> None:
    topics, rows = some_topics(seed), np.arange(seed, 60, 2)
    kinds = np.random.default_rng(seed).integers(-1, 2, 60).astype(np.int8)
    expected = plain.topic_leads(topics, rows)
    assert compiled.topic_leads(topics, rows) == pytest.approx(expected, abs=1e-6)
    expected = plain.topic_ratings(topics, rows, CURVES, kinds, 1)
    found = compiled.topic_ratings(topics, rows, CURVES, kinds, 1)
    assert found == pytest.approx(expected, abs=1e-5)


@both
@pytest.mark.parametrize("chosen", [0, 1, 30])
def test_rows_have_the_same_leads_whoever_else_is_asked_for(
    module: ModuleType, chosen: int
) -> None:
    topics, rows = some_topics(1), np.random.default_rng(1).choice(60, chosen, replace=False)
    everybody = module.topic_leads(topics, np.arange(60))
    assert everybody[:, rows].tolist() == module.topic_leads(topics, rows).tolist()


@needs_compiled
@pytest.mark.parametrize(
    "wrong",
    [
        {"amounts": np.zeros((60, 3, 2))},
        {"amounts": np.zeros((60, 3, 1), dtype=np.float32)},
        {"gains": np.zeros((2, 9), dtype=np.float32).T},
        {"factors": np.zeros((2, 1, 2), dtype=np.float32)},
        {"classes": np.zeros(59, dtype=np.int32)},
    ],
)
def test_c_is_never_given_topics_that_it_would_read_beside(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="form or size"):
        compiled.topic_leads(replace(some_topics(2), **wrong), np.arange(60))


@needs_compiled
def test_c_is_never_given_entries_that_end_with_the_last_row() -> None:
    ends, *entries = some_topics(2).entries
    short = replace(some_topics(2), entries=(ends, *(each[: ends[-1]] for each in entries)))
    with pytest.raises(ValueError, match="form or size"):
        compiled.topic_leads(short, np.arange(60))


@needs_compiled
@pytest.mark.parametrize("rows", [[60], [-1], np.array([1], dtype=np.int32)])
def test_c_is_never_asked_for_rows_that_are_not_there(rows: Any) -> None:
    with pytest.raises(ValueError, match="form or size"):
        compiled.topic_leads(some_topics(2), np.asarray(rows))


@needs_compiled
@pytest.mark.parametrize("key", [4, -1])
def test_c_is_never_asked_for_lists_that_are_not_there(key: int) -> None:
    wrong = replace(some_lists(1), keys=np.array([key]), added=np.array([1.0]))
    with pytest.raises(ValueError, match="form or size"):
        compiled.add_lists(wrong)


@needs_compiled
def test_a_library_that_was_compiled_before_a_change_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert compiled.load() is not None
    monkeypatch.setattr(compiled, "VERSION", compiled.VERSION + 1)
    assert compiled.load() is None
