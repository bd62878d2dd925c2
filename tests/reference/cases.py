"""The cases of newton.json in symmle's words: which family, which columns, which parameter is which."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import symmle as sm

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "examples" / "data"
NEWTON = json.loads((HERE / "newton.json").read_text(encoding="utf-8"))
PEERS = json.loads((HERE / "r.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Case:
    """A family with the columns it reads: model's name -> file's name."""

    family: str
    columns: dict[str, str]
    names: dict[str, str]  # reference's parameter -> expression in the family's parameters
    constants: dict[str, int]


def column(file: str, name: str) -> list[float]:
    """A numeric column of one of the example files."""
    with (DATA / file).open(newline="", encoding="ascii") as stream:
        return [float(line[name]) for line in csv.DictReader(stream)]


CASES = {
    "gamma": Case("gamma", {"x": "serving"}, {"k": "k", "theta": "theta"}, {}),
    "weibull": Case("weibull", {"x": "serving"}, {"k": "k", "lambda": "lambda"}, {}),
    "lognormal": Case("lognormal", {"x": "serving"}, {"mu": "mu", "v": "v"}, {}),
    "inverse_gaussian": Case("inverse_gaussian", {"x": "serving"}, {"mu": "mu", "lambda": "lambda"}, {}),
    "logistic": Case("logistic", {"x": "speed"}, {"mu": "mu", "s": "s"}, {}),
    "gaussian": Case("gaussian", {"x": "speed"}, {"mu": "mu", "v": "v"}, {}),
    "student_t": Case("student_t", {"x": "speed"}, {"mu": "mu", "sigma": "sigma"}, {"nu": 4}),
    "negative_binomial": Case("negative_binomial", {"x": "days"}, {"r": "r", "p": "p"}, {}),
    "simple_regression": Case("simple_regression", {"y": "y", "t": "x"}, {n: n for n in ("a", "b", "v")}, {}),
}


def fitted(name: str):
    """Fit of a case's family to its data."""
    case, file = CASES[name], NEWTON[name]["file"]
    data = {ours: column(file, theirs) for ours, theirs in case.columns.items()}
    return sm.fit(getattr(sm.families, case.family)(), {**data, **case.constants})
