"""Ratings by topics: a sketch is near enough to them to leave nobody out."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from matchmaker.scoring.search.bounds import MARGIN
from matchmaker.scoring.search.ingredients import Logistic, Ready, granted
from matchmaker.scoring.search.sparse import NarrowRows
from matchmaker.scoring.search.topics import TopicProduct, TopicRows

SIZE, TOPICS, CLASSES = 80, 7, 3


def product(rows: TopicRows, seed: int) -> TopicProduct:
    rng = np.random.default_rng(seed)
    return TopicProduct(
        rows,
        rng.random(TOPICS),
        rng.random((CLASSES, 2)),
        -rng.random(2),
        -rng.random(2),
        Logistic(rng.random(), 0.1 + rng.random()),
        1,
    )


def both_ways(seed: int) -> tuple[TopicProduct, TopicProduct]:
    rng = np.random.default_rng(seed)
    said = NarrowRows.of(sp.random_array((SIZE, TOPICS), density=0.5, rng=rng, format="csr"))
    rows = TopicRows(
        said,
        rng.integers(0, CLASSES, SIZE).astype(np.int32),
        rng.random((SIZE, 3, 2)).astype(np.float32),
        rng.integers(-1, 2, SIZE).astype(np.int8),
    )
    return product(rows, seed + 1), product(rows, seed + 2)


@pytest.mark.parametrize("seed", range(5))
def test_a_sketch_is_near_to_what_it_stands_for(seed: int) -> None:
    one, other = both_ways(seed)
    rows = np.arange(0, SIZE, 3)
    expected = granted(np.stack(one.beside(other, rows)))
    drawn = one.sketch(other, rows)
    assert drawn is not None
    assert np.abs(drawn - expected).max() < MARGIN / 5
    assert {1.0} == set(drawn[0][np.isnan(one.at(rows))].tolist())


def test_both_ways_at_once_are_rated_as_each_alone() -> None:
    one, other = both_ways(6)
    rows = np.arange(SIZE)
    for alone, beside in zip((one.at(rows), other.at(rows)), one.beside(other, rows), strict=True):
        np.testing.assert_array_equal(alone, beside)


def test_ways_over_other_rows_are_not_sketched_together() -> None:
    one, _ = both_ways(7)
    stranger = replace(one, rows=both_ways(8)[0].rows)
    assert one.sketch(stranger, np.arange(SIZE)) is None
    assert one.sketch(Ready(np.zeros(SIZE, dtype=np.float32)), np.arange(SIZE)) is None


@pytest.mark.parametrize("values", [[[-0.1, 0.0]], [[1.1, 0.0]]])
def test_narrow_rows_hold_values_from_0_to_1(values: list) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        NarrowRows.of(sp.csr_array(values))


def test_narrow_rows_give_back_what_they_were_made_of() -> None:
    rows = NarrowRows.of(sp.csr_array([[0.0, 0.25, 1.0], [0.5, 0.0, 0.0]]))
    assert rows.line(0, 3) == pytest.approx([0.0, 0.25, 1.0], abs=1e-5)
    assert rows.only(1).line(0, 3) == pytest.approx([0.5, 0.0, 0.0], abs=1e-5)
