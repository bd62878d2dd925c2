"""Each rewrite: what stands before and after, that the value stays, and that the digits do."""

import math

import mpmath
import numpy as np
import pytest
from scipy import special
from sympy import (
    Abs,
    Integer,
    LambertW,
    Symbol,
    besseli,
    besselk,
    beta,
    binomial,
    erf,
    erfc,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
    symbols,
    zeta,
)

from symmle import numerics
from symmle.exact import evaluate
from symmle.generation.printing import numpy_text
from symmle.generation.stabilise import REWRITES, ClosedEnds, stabilise

x, y, u = symbols("x y u", real=True)
k, r, s, n = symbols("k r s n", positive=True)
p = Symbol("p", nonnegative=True)
j = Symbol("j", integer=True, nonnegative=True)
ENDS = ClosedEnds({p: (Integer(0), Integer(1))})

#: before, after as it is printed
TABLE = [
    (k * (2 * x - 2 * y) / 3, "2.0 * k * (x - y) / 3.0"),
    (k * (2 * x - 2 * y) ** 2, "4.0 * k * np.square(x - y)"),
    (k * log(2) + k * log(pi), "k * np.log(2.0 * np.pi)"),
    (log(x * factorial(j) ** -2), "np.log(x) - 2.0 * special.gammaln(j + 1.0)"),
    (log(gamma(k)), "special.gammaln(k)"),
    (loggamma(k), "special.gammaln(k)"),
    (loggamma(j + 1), "special.gammaln(j + 1.0)"),
    (log(factorial(j)), "special.gammaln(j + 1.0)"),
    (log(binomial(n, j)), "-special.betaln(n + 1.0 - j, j + 1.0) - np.log1p(n)"),
    (log(beta(k, r)), "special.betaln(k, r)"),
    (log(besseli(0, k)), "k + np.log(special.ive(0.0, k))"),
    (log(besselk(r, k)), "np.log(special.kve(r, k)) - k"),
    (log(erfc(x)), "special.log_ndtr(-np.sqrt(2.0) * x) + np.log(2.0)"),
    (log(1 + erf(x)), "special.log_ndtr(np.sqrt(2.0) * x) + np.log(2.0)"),
    (log(1 - erf(x)), "special.log_ndtr(-np.sqrt(2.0) * x) + np.log(2.0)"),
    (log(1 + exp(x)), "softplus(x)"),
    (log(1 - exp(-k)), "log1mexp(-k)"),
    (log(exp(k) - 1), "log_expm1(k)"),
    (log(1 + x), "np.log1p(x)"),
    (log(1 - p), "np.log1p(-p)"),
    (1 / (1 + exp(-u)), "special.expit(u)"),
    (exp(u) / (1 + exp(u)), "special.expit(u)"),
    (exp(u) / (1 + exp(u)) ** 2, "special.expit(-u) * special.expit(u)"),
    (1 - 1 / (1 + exp(-u)), "special.expit(-u)"),
    (exp(-(x**2)) / erfc(x), "1.0 / special.erfcx(x)"),
    (exp(-2 * x**2) / erfc(x) ** 2, "1.0 / np.square(special.erfcx(x))"),
    (besseli(1, k) / besseli(0, k), "special.ive(1.0, k) / special.ive(0.0, k)"),
    (besselk(1, k) / besselk(0, k), "special.kve(1.0, k) / special.kve(0.0, k)"),
    (j * log(p), "special.xlogy(j, p)"),
    (j * log(1 - p), "special.xlog1py(j, -p)"),
    (j * log(k), "j * np.log(k)"),
    (3 * log(p), "3.0 * np.log(p)"),
    (n * log(1 - p) - n * j * log(1 - p), "special.xlog1py(n - j * n, -p)"),
    (n * log(p) + j * log(p), "special.xlogy(j + n, p)"),
    (polygamma(0, k), "special.digamma(k)"),
    (polygamma(1, k), "special.zeta(2.0, k)"),
    (polygamma(2, k), "-2.0 * special.zeta(3.0, k)"),
    (zeta(s).diff(s), "zeta_derivative(1.0, s)"),
    (zeta(s).diff(s, 2), "zeta_derivative(2.0, s)"),
    (exp(x) - 1, "np.expm1(x)"),
    (3 - 3 * exp(-x), "-3.0 * np.expm1(-x)"),
    (n * log(k) - n * polygamma(0, k), "n * log_minus_digamma(k)"),
    (n / k - n * polygamma(1, k), "-n * trigamma_minus_reciprocal(k)"),
    (loggamma(k) + loggamma(r) - loggamma(k + r), "special.betaln(k, r)"),
    (polygamma(0, j + r) - polygamma(0, r), "digamma_difference(j, r)"),
    (polygamma(1, r) - polygamma(1, j + r), "-trigamma_difference(j, r)"),
    (loggamma(j + r) - loggamma(r), "gammaln_difference(j, r)"),
    (k + LambertW(-k * exp(-k)), "-lambert_difference(-k, 0.0, 0.0)"),
    (
        2 * x - 2 * LambertW(-exp(x - 2), -1),
        "2.0 * lambert_difference(-np.exp(-2.0), x + np.exp(-2.0), -1.0)",
    ),
    (x - LambertW(k * exp(x)), "lambert_difference(k, x - k, 0.0)"),
    (LambertW(k * exp(x)), "special.wrightomega(x + np.log(k))"),
    (loggamma(x + r) - loggamma(r), "special.gammaln(r + x) - special.gammaln(r)"),
]
POINT = {x: 0.7, y: -0.4, u: 1.3, k: 2.25, r: 0.6, s: 1.7, n: 11.5, p: 0.35, j: 3}


@pytest.mark.parametrize(("before", "after"), TABLE, ids=[str(before) for before, _ in TABLE])
def test_what_stands_after(before, after):
    assert numpy_text(stabilise(before, ENDS)) == after


@pytest.mark.parametrize("before", [before for before, _ in TABLE], ids=str)
def test_the_value_stays(before):
    code = numpy_text(stabilise(before, ENDS))
    assert compute(code, POINT) == pytest.approx(float(evaluate(before, POINT)), rel=2e-14)


def compute(code, point):
    names = {name: getattr(numerics, name) for name in numerics.__all__}
    values = {symbol.name: np.float64(value) for symbol, value in point.items()}
    scope = {"np": np, "special": special, **names, **values}
    with np.errstate(all="ignore"):
        return float(eval(compile(code, "<test>", "eval"), scope))


def test_every_rewrite_says_what_stands_before_and_after_and_is_tested():
    assert len({rewrite.__name__ for rewrite in REWRITES}) == len(REWRITES)
    for rewrite in REWRITES:
        before, _, after = rewrite.__doc__.partition(" -> ")
        assert before, rewrite.__name__
        assert after, rewrite.__name__


def test_every_rewrite_is_used_by_the_table(monkeypatch):
    used = set()
    from symmle.generation.stabilise import table

    def watched(rewrite):
        def run(expression, ends):
            result = rewrite(expression, ends)
            if result is not None and result != expression:
                used.add(rewrite.__name__)
            return result

        return run

    monkeypatch.setattr(table, "REWRITES", tuple(watched(each) for each in REWRITES))
    for before, _ in TABLE:
        table.stabilise(before, ENDS)
    assert {rewrite.__name__ for rewrite in REWRITES} - used == set()


#: where the textbook's form overflows, underflows or cancels
HOSTILE = [
    (log(gamma(k)), {k: 1e5}),
    (log(1 + exp(x)), {x: 800.0}),
    (log(1 + exp(x)), {x: -800.0}),
    (1 / (1 + exp(-u)), {u: -800.0}),
    (exp(u) / (1 + exp(u)) ** 2, {u: 700.0}),
    (log(1 + x), {x: 1e-18}),
    (exp(x) - 1, {x: 1e-18}),
    (log(erfc(x)), {x: 40.0}),
    (exp(-(x**2)) / erfc(x), {x: 40.0}),
    (log(k) - polygamma(0, k), {k: 1e12}),
    (1 / k - polygamma(1, k), {k: 1e12}),
    (polygamma(0, j + r) - polygamma(0, r), {j: 2, r: 1e13}),
    (loggamma(j + r) - loggamma(r), {j: 2, r: 1e13}),
    (log(besseli(0, k)), {k: 2000.0}),
    (besseli(1, k) / besseli(0, k), {k: 2000.0}),
    (log(binomial(n, j)), {n: 5000.0, j: 2500}),
]


@pytest.mark.parametrize(("before", "point"), HOSTILE, ids=[f"{e} at {v}" for e, v in HOSTILE])
def test_the_digits_stay(before, point):
    with mpmath.workdps(60):
        truth = float(evaluate(before, point))
    assert compute(numpy_text(stabilise(before)), point) == pytest.approx(truth, rel=1e-13)


def test_a_probability_of_zero_or_one_has_its_finite_limit():
    bernoulli = j * log(p) + (1 - j) * log(1 - p)
    code = numpy_text(stabilise(bernoulli, ENDS))
    assert compute(code, {j: 0, p: 0.0}) == 0.0
    assert compute(code, {j: 1, p: 1.0}) == 0.0
    assert compute(code, {j: 1, p: 0.0}) == -math.inf
    open_ends = numpy_text(stabilise(bernoulli))
    assert "xlogy" not in open_ends


def test_a_rewrite_reaches_what_another_one_made():
    once = stabilise(-log(1 / factorial(j)) + Abs(x))
    assert stabilise(once) == once
    assert numpy_text(once) == "special.gammaln(j + 1.0) + np.abs(x)"
