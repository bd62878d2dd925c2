"""What a user may call data, and what is said about what is none."""

import sys
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from symmle.errors import Category, DataError
from symmle.observations import read_observations

Column = namedtuple("Column", "name role")

X = (Column("x", "data"),)
XY = (Column("x", "data"), Column("y", "covariate"))
XM = (Column("x", "data"), Column("m", "constant"))


@pytest.mark.parametrize(
    "data",
    [
        {"x": [1.0, 2.0, 4.0]},
        {"x": (1, 2, 4)},
        {"x": np.array([1, 2, 4], dtype=np.int8)},
        {"x": np.array([1, 2, 4], dtype=np.float32)},
        {"x": [Fraction(1), Decimal(2), 4]},
        {"x": np.array([1, 2, 4], dtype=object)},
        {"x": pd.Series([1, 2, 4], index=[7, 8, 9])},
        {"x": pd.Series([1, 2, 4], dtype="Int64")},
        {"x": pd.Index([1, 2, 4])},
        [1, 2, 4],
        np.array([1.0, 2.0, 4.0]),
        pd.Series([1.0, 2.0, 4.0], name="anything"),
        pd.DataFrame({"unused": ["a", "b", "c"], "x": [1, 2, 4]}),
        np.array([(1.0, 0), (2.0, 0), (4.0, 0)], dtype=[("x", float), ("other", int)]),
    ],
    ids=lambda data: type(data).__name__,
)
def test_one_column_is_read_from_whatever_holds_it(data):
    observations = read_observations(X, data)
    assert observations.columns[0].tolist() == [1.0, 2.0, 4.0]
    assert observations.weights is None
    assert observations.dropped == 0


def test_an_array_is_viewed_and_not_copied():
    x = np.array([1.0, 2.0])
    assert np.shares_memory(read_observations(X, {"x": x}).columns[0], x)


def test_columns_stand_in_the_order_of_the_model():
    observations = read_observations(XY, {"y": [3.0, 4.0], "x": [1.0, 2.0]})
    assert [column.tolist() for column in observations.columns] == [[1.0, 2.0], [3.0, 4.0]]
    assert observations.names == ("x", "y")


@pytest.mark.parametrize("m", [10, 10.0, np.int64(10), np.array(10), [10, 10], pd.Series([10, 10])])
def test_a_constant_is_one_number(m):
    observations = read_observations(XM, {"x": [1, 2], "m": m})
    assert observations.columns[1] == 10.0
    assert observations.constants == {"m": 10.0}


def test_a_constant_may_be_a_column_of_a_frame_that_repeats_it():
    frame = pd.DataFrame({"x": [1, 2], "m": [10, 10]})
    assert read_observations(XM, frame).constants == {"m": 10.0}


def test_a_constant_that_varies_is_refused_with_advice():
    with pytest.raises(DataError, match="covariates=") as caught:
        read_observations(XM, {"x": [1, 2], "m": [10, 11]})
    assert caught.value.category == Category.DATA_DEGENERATE
    assert caught.value.column == "m"


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        ([1.0, None, 3.0], "list"),
        ([1.0, float("nan"), 3.0], "list"),
        (np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, True, False]), "masked"),
        (np.ma.masked_array([1, 2, 3], mask=[False, True, False]), "masked integers"),
        (pd.Series([1, None, 3], dtype="Int64"), "nullable"),
        (pd.Series([1.0, pd.NA, 3.0], dtype=object), "objects"),
    ],
)
def test_gaps_become_nan_or_are_dropped_with_their_rows(gap, kind):
    kept = read_observations(XY, {"x": gap, "y": [4.0, 5.0, 6.0]})
    assert np.isnan(kept.columns[0]).tolist() == [False, True, False], kind
    dropped = read_observations(XY, {"x": gap, "y": [4.0, 5.0, 6.0]}, weights=[1.0, 2.0, 3.0], missing="drop")
    assert [column.tolist() for column in dropped.columns] == [[1.0, 3.0], [4.0, 6.0]]
    assert dropped.weights.tolist() == [1.0, 3.0]
    assert dropped.dropped == 1


def test_a_gap_in_the_weights_drops_its_row():
    found = read_observations(X, {"x": [1, 2]}, weights=[1.0, None], missing="drop")
    assert found.columns[0].tolist() == [1]
    assert found.dropped == 1


def test_weights_may_be_a_column_of_the_data():
    found = read_observations(X, {"x": [1, 2], "w": [3, 4]}, weights="w")
    assert found.weights.tolist() == [3, 4]
    with pytest.raises(DataError, match="'w' is missing"):
        read_observations(X, {"x": [1, 2]}, weights="w")


@pytest.mark.parametrize(
    ("columns", "data", "category", "told"),
    [
        (XY, {"x": [1.0]}, "missing-column", "column 'y' is missing; there is 'x'"),
        (XY, pd.DataFrame({"x": [1.0], "yy": [1.0]}), "missing-column", "did you mean 'yy'"),
        (XY, [1.0, 2.0], "missing-column", "the model reads 'x', 'y'; give a mapping"),
        (XY, {}, "missing-column", "column 'x' is missing; there is no column"),
        (
            X,
            {"x": [1.0], "weight": [1.0]},
            "missing-column",
            "the model has no column 'weight'; it reads 'x'",
        ),
        (X, {"xx": [1.0]}, "missing-column", "did you mean 'x'"),
        (X, {"x": "1, 2, 3"}, "data-out-of-support", "column 'x' is text"),
        (X, {"x": ["1", "2"]}, "data-out-of-support", "row 0 is '1'"),
        (X, {"x": [1.0, "two"]}, "data-out-of-support", "row 1 is 'two'"),
        (X, {"x": [1.0, 2j]}, "data-out-of-support", "complex"),
        (X, {"x": [[1.0], [2.0]]}, "data-out-of-support", "give x[:, 0]"),
        (X, {"x": [[1.0], [2.0, 3.0]]}, "data-out-of-support", "ragged"),
        (X, {"x": 3.0}, "data-out-of-support", "single number"),
        (X, 3.0, "data-out-of-support", "single number"),
        (X, "data.csv", "data-out-of-support", "text"),
        (X, None, "data-out-of-support", "NoneType"),
        (X, {"x": None}, "data-out-of-support", "NoneType"),
        (X, {"x": {1.0: 2.0}}, "data-out-of-support", "dict"),
        (X, {"x": np.array(["2020-01-01"], dtype="datetime64[D]")}, "data-out-of-support", "datetime64"),
        (X, {"x": pd.Series(["a", "b"])}, "data-out-of-support", "type"),
        (X, {"x": pd.Series(pd.to_datetime(["2020-01-01"]))}, "data-out-of-support", "type"),
        (X, {"x": [object()]}, "data-out-of-support", "row 0 is <object"),
        (XM, {"x": [1], "m": []}, "data-empty", "constant 'm' is empty"),
        (XM, {"x": [1], "m": "ten"}, "data-out-of-support", "text"),
    ],
)
def test_what_is_no_data_is_refused_with_its_name(columns, data, category, told):
    with pytest.raises(DataError) as caught:
        read_observations(columns, data)
    assert caught.value.category == category
    assert told in caught.value.message


def test_polars_frames_and_series_are_read_lazy_or_not():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"x": [1, None, 4], "y": [1.0, 2.0, 3.0], "unused": ["a", "b", "c"]})
    for data in (frame, frame.lazy(), {"x": frame["x"], "y": frame["y"]}):
        found = read_observations(XY, data, missing="drop")
        assert [column.tolist() for column in found.columns] == [[1.0, 4.0], [1.0, 3.0]]
    assert np.isnan(read_observations(X, frame["x"]).columns[0]).tolist() == [False, True, False]


def test_arrow_tables_and_arrays_are_read():
    arrow = pytest.importorskip("pyarrow")
    table = arrow.table({"x": [1, None, 4], "y": [1.0, 2.0, 3.0]})
    for data in (table, {"x": table["x"], "y": table["y"]}):
        found = read_observations(XY, data, missing="drop")
        assert [column.tolist() for column in found.columns] == [[1.0, 4.0], [1.0, 3.0]]


def test_an_unknown_word_for_missing_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="'error' or 'drop'"):
        read_observations(X, [1.0], missing="ignore")


def test_plain_arrays_do_not_pay_for_frames(monkeypatch):
    monkeypatch.setitem(sys.modules, "narwhals", None)  # importing it now fails
    assert read_observations(X, {"x": np.ones(3)}).columns[0].size == 3
    with pytest.raises(ImportError):
        read_observations(X, pd.DataFrame({"x": [1.0]}))
