"""Reference values by Newton's method in 160-digit arithmetic, written with mpmath alone.

    python tests/reference/newton.py

writes newton.json beside this file: for each case the estimates, the standard errors from the observed
information, and the log-likelihood, with 40 digits. Nothing of symmle is used: the log-densities below are
written by hand, and their derivatives are central differences with a step of 1e-35, whose error at 160 digits
is near 1e-70. Each case ends when a Newton step changes no parameter by more than 1e-55, relatively. Data are
read as decimal numbers.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 160
STEP = mpf(10) ** -35
TOLERANCE = mpf(10) ** -55
DIGITS = 40
HERE = Path(__file__).parent
DATA = HERE.parents[1] / "examples" / "data"


# ── log-densities of one row ─────────────────────────────────────────────────


def gaussian(row, mu, v):
    return -mp.log(2 * mp.pi * v) / 2 - (row[0] - mu) ** 2 / (2 * v)


def gamma(row, k, theta):
    return (k - 1) * mp.log(row[0]) - row[0] / theta - k * mp.log(theta) - mp.loggamma(k)


def weibull(row, shape, scale):
    x = row[0] / scale
    return mp.log(shape / scale) + (shape - 1) * mp.log(x) - x**shape


def log_normal(row, mu, sigma):
    return gaussian((mp.log(row[0]),), mu, sigma**2) - mp.log(row[0])


def inverse_gaussian(row, mu, lam):
    x = row[0]
    return mp.log(lam / (2 * mp.pi * x**3)) / 2 - lam * (x - mu) ** 2 / (2 * mu**2 * x)


def logistic(row, mu, s):
    z = (row[0] - mu) / s
    return -z - mp.log(s) - 2 * mp.log(1 + mp.exp(-z))


def student_t_4(row, mu, sigma):
    z = (row[0] - mu) / sigma
    return mp.log(mpf(3) / 8) - mp.log(sigma) - mpf(5) / 2 * mp.log(1 + z**2 / 4)


def negative_binomial(row, r, p):
    y = row[0]
    return mp.loggamma(y + r) - mp.loggamma(r) - mp.loggamma(y + 1) + r * mp.log(p) + y * mp.log(1 - p)


def simple_regression(row, a, b, v):
    return gaussian((row[0] - a - b * row[1],), mpf(0), v)


# ── the cases ────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Case:
    """A log-density on a data file, with the names of its parameters and a place to start from."""

    file: str
    columns: tuple[str, ...]
    log_density: Callable
    start: dict[str, str]


SERVING = ("groundbeef.csv", ("serving",))
SPEED = ("michelson.csv", ("speed",))
CASES = {
    "gamma": Case(*SERVING, gamma, {"k": "4", "theta": "18"}),
    "weibull": Case(*SERVING, weibull, {"shape": "2.2", "scale": "83"}),
    "log_normal": Case(*SERVING, log_normal, {"mu": "4.2", "sigma": "0.5"}),
    "inverse_gaussian": Case(*SERVING, inverse_gaussian, {"mu": "73", "lambda": "200"}),
    "logistic": Case(*SPEED, logistic, {"mu": "299.85", "s": "0.045"}),
    "gaussian": Case(*SPEED, gaussian, {"mu": "299.85", "v": "0.006"}),
    "student_t": Case(*SPEED, student_t_4, {"mu": "299.85", "sigma": "0.07"}),
    "negative_binomial": Case("quine.csv", ("days",), negative_binomial, {"r": "1.1", "p": "0.065"}),
    "simple_regression": Case("norris.csv", ("y", "x"), simple_regression, {"a": "0", "b": "1", "v": "0.74"}),
}


def rows(case: Case) -> Counter:
    """Distinct rows of a case with their counts, read as decimals."""
    with (DATA / case.file).open(newline="") as stream:
        return Counter(tuple(mpf(line[name]) for name in case.columns) for line in csv.DictReader(stream))


def log_likelihood(case: Case, table: Counter, point: Sequence) -> mpf:
    """Sum of the log-densities over all rows."""
    return mp.fsum(count * case.log_density(row, *point) for row, count in table.items())


# ── derivatives and Newton ───────────────────────────────────────────────────


def _moved(point: Sequence, *moves: tuple[int, int]) -> list:
    moved = list(point)
    for index, sign in moves:
        moved[index] += sign * STEP * (1 + abs(point[index]))
    return moved


def gradient(function: Callable, point: Sequence):
    """Central first differences."""
    size = len(point)
    result = mp.matrix(size, 1)
    for i in range(size):
        width = 2 * STEP * (1 + abs(point[i]))
        result[i] = (function(_moved(point, (i, 1))) - function(_moved(point, (i, -1)))) / width
    return result


def hessian(function: Callable, point: Sequence):
    """Central second differences."""
    size = len(point)
    result = mp.matrix(size, size)
    for i in range(size):
        for j in range(size):
            corners = ((1, 1), (1, -1), (-1, 1), (-1, -1))
            total = mp.fsum(a * b * function(_moved(point, (i, a), (j, b))) for a, b in corners)
            result[i, j] = total / (4 * STEP**2 * (1 + abs(point[i])) * (1 + abs(point[j])))
    return result


def maximum(function: Callable, start: Sequence) -> tuple:
    """Newton from a start that is close by, each step halved until the log-likelihood rises."""
    point = list(start)
    for _ in range(60):
        step = list(mp.lu_solve(-hessian(function, point), gradient(function, point)))
        if all(abs(move) <= TOLERANCE * (1 + abs(old)) for move, old in zip(step, point, strict=True)):
            return tuple(old + move for old, move in zip(point, step, strict=True))
        point = _uphill(function, point, step)
    raise ArithmeticError("Newton did not settle in 60 steps")


def _uphill(function: Callable, point: list, step: list) -> list:
    level = function(point) - mpf(10) ** -100
    for halvings in range(30):
        trial = [old + move / 2**halvings for old, move in zip(point, step, strict=True)]
        value = function(trial)
        if isinstance(value, mpf) and value >= level:
            return trial
    raise ArithmeticError(f"no way up from {point}: choose a better start")


def solve(case: Case) -> dict:
    """Estimates, standard errors and log-likelihood of a case as decimal text."""
    table = rows(case)

    def function(point: Sequence) -> mpf:
        return log_likelihood(case, table, point)

    point = maximum(function, [mpf(value) for value in case.start.values()])
    information = -hessian(function, point)
    mp.cholesky(information)  # refuses a point that is not a strict maximum
    covariance = information**-1
    return {
        "file": case.file,
        "columns": list(case.columns),
        "n": sum(table.values()),
        "estimates": _texts(case, point),
        "standard_errors": _texts(case, [mp.sqrt(covariance[i, i]) for i in range(len(point))]),
        "log_likelihood": mp.nstr(function(point), DIGITS),
    }


def _texts(case: Case, numbers: Sequence) -> dict[str, str]:
    return {name: mp.nstr(number, DIGITS) for name, number in zip(case.start, numbers, strict=True)}


if __name__ == "__main__":
    values = {name: solve(case) for name, case in CASES.items()}
    (HERE / "newton.json").write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
