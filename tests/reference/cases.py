"""The cases of newton.json in symmle's words: which family reads which columns."""

import csv
import json
from functools import cache
from pathlib import Path

import symmle as sm

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "examples" / "data"
NEWTON = json.loads((HERE / "newton.json").read_text(encoding="utf-8"))
PEERS = json.loads((HERE / "r.json").read_text(encoding="utf-8"))


def column(file: str, name: str) -> list[float]:
    """A numeric column of one of the example files."""
    with (DATA / file).open(newline="", encoding="ascii") as stream:
        return [float(line[name]) for line in csv.DictReader(stream)]


# Family -> its column: the file's column.
COLUMNS = {
    "gamma": {"x": "serving"},
    "weibull": {"x": "serving"},
    "log_normal": {"x": "serving"},
    "inverse_gaussian": {"x": "serving"},
    "logistic": {"x": "speed"},
    "gaussian": {"x": "speed"},
    "student_t": {"x": "speed"},
    "negative_binomial": {"x": "days"},
    "simple_regression": {"y": "y", "t": "x"},
}
CONSTANTS = {"student_t": {"nu": 4}}


@cache
def fitted(family: str):
    """Fit of a family to the data of its case."""
    file = NEWTON[family]["file"]
    data = {ours: column(file, theirs) for ours, theirs in COLUMNS[family].items()}
    return sm.fit(sm.families.load(family), {**data, **CONSTANTS.get(family, {})})
