import numpy as np
import pytest

from symmle.numerics import (
    Column,
    DataError,
    Sample,
    blocks,
    compress_rows,
    drop_weightless,
    read_numbers,
    read_sample,
    read_weights,
    require,
)

X = Column("x", role="data", support="> 0")
T = Column("t", role="covariate", support="real")
M = Column("m", role="constant", support="integer >= 1")
O = Column("o", role="offset", support="real")  # noqa: E741
D = Column("eta", role="design", support="real")


def category(call, *arguments, **named):
    with pytest.raises(DataError) as caught:
        call(*arguments, **named)
    return caught.value.category, str(caught.value)


def test_float64_data_are_not_copied_and_not_frozen_for_their_owner():
    data = np.array([1.0, 2.0])
    (column,) = read_sample((X,), (data,), None).columns
    assert np.shares_memory(column, data)
    assert not column.flags.writeable
    assert data.flags.writeable


@pytest.mark.parametrize(
    "values", [[True, False], np.array([1, 0], dtype=np.int8), (1.0, 0.0), np.array([1, 0], dtype=object)]
)
def test_what_is_a_number_is_accepted(values):
    assert read_numbers("x", values).tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "values",
    [["a", "b"], ["1", "2"], [1 + 2j], [[1.0], [1.0, 2.0]], np.array(["2020-01-01"], "M8[D]")],
)
def test_what_is_no_number_is_refused(values):
    told, message = category(read_numbers, "x", values)
    assert told == "data-out-of-support"
    assert message.startswith("x must be")


@pytest.mark.parametrize("values", [3.0, [[1.0, 2.0]]])
def test_wrong_dimension_is_refused(values):
    assert category(read_numbers, "x", values)[0] == "data-out-of-support"


@pytest.mark.parametrize("big", [[2**53 + 1], [10**30], np.array([2**63 + 1], dtype=np.uint64)])
def test_integers_that_a_double_cannot_hold_are_refused(big):
    assert "2**53" in category(read_numbers, "x", big)[1]
    assert read_numbers("x", [2**53 - 1]).tolist() == [2.0**53 - 1.0]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, None])
def test_a_value_that_is_not_finite_is_told_with_its_row(bad):
    told, message = category(read_sample, (X,), ([1.0, 2.0, bad],), None)
    assert told == "data-nonfinite"
    assert "row 2" in message


def test_a_masked_value_counts_as_missing():
    masked = np.ma.MaskedArray([1, 2, 3], mask=[False, True, False])
    told, message = category(read_sample, (X,), (masked,), None)
    assert told == "data-nonfinite"
    assert "row 1" in message


def test_empty_and_unequal_columns():
    assert category(read_sample, (X,), ([],), None)[0] == "data-empty"
    told, message = category(read_sample, (X, T), ([1.0, 2.0], [1.0]), None)
    assert told == "missing-column"
    assert "t has 1 rows where x has 2" in message


def test_roles_give_shapes():
    sample = read_sample((X, M, D, O), ([1.0, 2.0], 3, [[1.0, 2.0], [3.0, 4.0]], None), None)
    assert [column.shape for column in sample.columns] == [(2,), (), (2, 2), ()]
    assert category(read_sample, (X, M), ([1.0], [2.0]), None)[0] == "data-out-of-support"
    assert category(read_sample, (X, T), ([1.0], None), None)[0] == "data-out-of-support"


@pytest.mark.parametrize(
    "weights",
    [[1.0, -1.0], [1.0, np.nan], [np.inf, 1.0], [0.0, 0.0], [1.0], [1.0, 1.0, 1.0], ["a", "b"], 2.0],
)
def test_bad_weights(weights):
    told, message = category(read_weights, weights, 2)
    assert told == "weights-invalid"
    assert "weights" in message


def test_rows_of_weight_zero_are_deleted_before_they_can_offend():
    sample = read_sample((X,), ([1.0, np.nan, -3.0, 2.0],), [1.0, 0.0, 0.0, 0.5])
    (x,) = sample.columns
    require(sample, X, x, x > 0.0)
    kept = drop_weightless(sample)
    assert kept.columns[0].tolist() == [1.0, 2.0]
    assert kept.weights.tolist() == [1.0, 0.5]
    assert kept.rows == 2


def test_the_first_row_outside_the_support_is_named():
    sample = read_sample((X,), ([1.0, -2.0, -3.0],), None)
    told, message = category(require, sample, X, sample.columns[0], sample.columns[0] > 0.0)
    assert told == "data-out-of-support"
    assert message == "x must be > 0: row 1 has -2.0"
    fixed = read_sample((X, M), ([1.0], -3), None)
    assert "it is -3.0" in category(require, fixed, M, fixed.columns[1], fixed.columns[1] >= 1.0)[1]


@pytest.mark.parametrize("weights", [None, [1.0, 2.0, 0.5, 1.0]])
def test_compressed_rows_stand_for_the_rows_given(weights):
    sample = read_sample((X, M), ([2, 1, 2, 1], 3), weights)
    short = compress_rows(sample)
    assert short.columns[0].tolist() == [1.0, 2.0]
    assert short.weights.tolist() == ([2.0, 2.0] if weights is None else [3.0, 1.5])
    assert short.rows == 4
    pairs = compress_rows(read_sample((X, T), ([2, 1, 2, 1], [0, 0, 0, 1]), weights))
    assert sorted(zip(*pairs.columns, strict=True)) == [(1.0, 0.0), (1.0, 1.0), (2.0, 0.0)]
    assert sum(pairs.weights) == (4.0 if weights is None else 4.5)


def test_blocks_hold_every_row_once():
    sample = Sample((np.arange(10.0), np.array(3.0)), np.arange(10.0) + 1.0, 10)
    parts = list(blocks(sample, 4))
    assert [part.rows for part in parts] == [4, 4, 2]
    assert np.concatenate([part.columns[0] for part in parts]).tolist() == list(range(10))
    assert np.concatenate([part.weights for part in parts]).tolist() == sample.weights.tolist()
    assert all(part.columns[1] == 3.0 for part in parts)
    assert next(blocks(sample)) is sample
