"""Textbook estimators, each against a formula written here from the data."""

from fractions import Fraction

import pytest
from mpmath import MPContext

from symmle.solution import Kind
from tests.densities import FAMILIES, derived, valued

mp = MPContext()
mp.dps = 60
POSITIVE = [Fraction(1, 3), Fraction(5, 2), Fraction(7, 8), Fraction(4), Fraction(9, 5)]
UNIT = [Fraction(1, 3), Fraction(5, 9), Fraction(7, 8), Fraction(1, 10), Fraction(4, 5)]
REAL = [Fraction(-3, 2), Fraction(5, 2), Fraction(7, 8), Fraction(-4), Fraction(9, 5)]
COUNTS = [0, 3, 1, 1, 4]
ABOVE = [Fraction(7, 3), Fraction(5, 2), Fraction(4), Fraction(17, 8), Fraction(12)]
TIMES = [Fraction(0), Fraction(1), Fraction(3, 2), Fraction(5), Fraction(7, 3)]


def real(value):
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mp.mpf(value)


def mean(values):
    values = [real(v) for v in values]
    return mp.fsum(values) / len(values)


def spread(values):
    centre = mean(values)
    return mean([(real(v) - centre) ** 2 for v in values])


def logs(values):
    return [mp.log(real(v)) for v in values]


def regression(columns):
    t, y = ([real(v) for v in columns[name]] for name in "ty")
    slope = mp.fsum((a - mean(t)) * (b - mean(y)) for a, b in zip(t, y, strict=True)) / (len(t) * spread(t))
    level = mean(y) - slope * mean(t)
    return {
        "b": slope,
        "a": level,
        "v": mean([(b - level - slope * a) ** 2 for a, b in zip(t, y, strict=True)]),
    }


def lindley(x):
    m = mean(x)
    return (1 - m + mp.sqrt((m - 1) ** 2 + 8 * m)) / (2 * m)


def curved(x):
    m, s = mean(x), mean([real(v) ** 2 for v in x])
    return (mp.sqrt(m**2 + 4 * s) - m) / 2


def inverse_gaussian(x):
    return {"mu": mean(x), "lambda": 1 / (mean([1 / real(v) for v in x]) - 1 / mean(x))}


# family: data, constants, what the textbook says
CLOSED = {
    "bernoulli": ([0, 1, 1, 0, 1], {}, lambda x: {"p": mean(x)}),
    "binomial": ([0, 3, 1, 1, 4], {"m": 7}, lambda x: {"p": mean(x) / 7}),
    "poisson": (COUNTS, {}, lambda x: {"rate": mean(x)}),
    "geometric": (COUNTS, {}, lambda x: {"p": 1 / (1 + mean(x))}),
    "exponential": (POSITIVE, {}, lambda x: {"rate": 1 / mean(x)}),
    "exponential_scale": (POSITIVE, {}, lambda x: {"scale": mean(x)}),
    "gaussian": (REAL, {}, lambda x: {"mu": mean(x), "v": spread(x)}),
    "normal_sd": (REAL, {}, lambda x: {"mu": mean(x), "sigma": mp.sqrt(spread(x))}),
    "normal_known_mean": (
        REAL,
        {"m": Fraction(1, 3)},
        lambda x: {"v": mean([(real(v) - mp.one / 3) ** 2 for v in x])},
    ),
    "normal_known_variance": (REAL, {"v": Fraction(2)}, lambda x: {"mu": mean(x)}),
    "normal_theta_theta2": (REAL, {}, lambda x: {"theta": curved(x)}),
    "log_normal": (POSITIVE, {}, lambda x: {"mu": mean(logs(x)), "sigma": mp.sqrt(spread(logs(x)))}),
    "rayleigh": (POSITIVE, {}, lambda x: {"sigma": mp.sqrt(mean([real(v) ** 2 for v in x]) / 2)}),
    "maxwell": (POSITIVE, {}, lambda x: {"a": mp.sqrt(mean([real(v) ** 2 for v in x]) / 3)}),
    "half_normal": (POSITIVE, {}, lambda x: {"sigma": mp.sqrt(mean([real(v) ** 2 for v in x]))}),
    "levy": (POSITIVE, {}, lambda x: {"c": 1 / mean([1 / real(v) for v in x])}),
    "inverse_gaussian": (POSITIVE, {}, inverse_gaussian),
    "gamma_known_shape": (POSITIVE, {"k": Fraction(3, 2)}, lambda x: {"theta": mean(x) * 2 / 3}),
    "weibull_known_shape": (
        POSITIVE,
        {"k": 3},
        lambda x: {"scale": mp.cbrt(mean([real(v) ** 3 for v in x]))},
    ),
    "pareto_known_minimum": (ABOVE, {"m": 2}, lambda x: {"alpha": 1 / (mean(logs(x)) - mp.log(2))}),
    "power_function": (UNIT, {}, lambda x: {"a": -1 / mean(logs(x))}),
    "topp_leone": (UNIT, {}, lambda x: {"a": -1 / mean(logs([real(v) * (2 - real(v)) for v in x]))}),
    "lindley": (POSITIVE, {}, lambda x: {"theta": lindley(x)}),
    "simple_regression": ({"y": REAL, "t": TIMES}, {}, regression),
}
PROFILES = """
gamma weibull negative_binomial nakagami inverse_gamma gumbel frechet lomax kumaraswamy
"""
LEFT = [
    *((Kind.PROFILE, name) for name in PROFILES.split()),
    *((Kind.ITERATIVE, name) for name in ("logistic", "student_t", "beta")),
]


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_form_is_the_textbook_s(name):
    derivation, (columns, constants, answer) = derived(name), CLOSED[name]
    model, expected = derivation.model, answer(columns)
    columns = columns if isinstance(columns, dict) else {next(iter(model.data)): columns}
    data = {model.symbols[column]: columns[column] for column in (*model.data, *model.covariates)}
    values = {model.symbols[constant]: number for constant, number in constants.items()}
    assert derivation.estimator.kind is Kind.CLOSED
    assert set(expected) == set(model.parameters)
    for parameter, truth in expected.items():
        found = valued(derivation.estimator[parameter], data, None, values)
        assert abs(real(found) - truth) <= abs(truth) * mp.mpf(10) ** -45


@pytest.mark.parametrize(("kind", "name"), LEFT)
def test_what_is_not_closed_says_so(kind, name):
    estimator = derived(name).estimator
    assert estimator.kind is kind
    assert len(estimator.remaining) == (
        1 if kind is Kind.PROFILE else len(tuple(derived(name).model.parameters))
    )
    assert (estimator.equation is not None) == (len(estimator.remaining) == 1)


def test_the_tables_name_families():
    known = {*CLOSED, *(name for _, name in LEFT)}
    assert known <= set(FAMILIES)


# profile: what is closed given the rest, and the equation that is left, as textbooks have it
def gamma_equation(x, k):
    return mp.log(k) - mp.digamma(k) - mp.log(mean(x)) + mean(logs(x))


def weibull_equation(x, k):
    powers = [real(v) ** k for v in x]
    return (
        1 / k + mean(logs(x)) - mp.fsum(p * e for p, e in zip(powers, logs(x), strict=True)) / mp.fsum(powers)
    )


def negative_binomial_equation(x, r):
    return mean([mp.digamma(v + r) for v in x]) - mp.digamma(r) + mp.log(r) - mp.log(r + mean(x))


EQUATIONS = {
    "gamma": (POSITIVE, gamma_equation),
    "weibull": (POSITIVE, weibull_equation),
    "negative_binomial": (COUNTS, negative_binomial_equation),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_profile_equation_vanishes_where_the_textbook_s_does(name):
    derivation, (column, equation) = derived(name), EQUATIONS[name]
    (left,) = derivation.estimator.remaining
    (observed,) = (derivation.model.symbols[column] for column in derivation.model.data)
    ratios = []
    for place in (Fraction(1, 2), Fraction(3, 2), Fraction(9)):
        at = {derivation.model.symbols[left]: place}
        found = valued(derivation.estimator.equation, {observed: column}, None, at)
        ratios.append(real(found) / equation(column, real(place)))
    assert all(ratio > 0 for ratio in ratios)
    scaled = [abs(ratio / ratios[0]) for ratio in ratios]
    powers = [mp.log(ratio) / mp.log(place) for ratio, place in zip(scaled[1:], (3, 18), strict=True)]
    assert abs(powers[0] - powers[1]) < mp.mpf(10) ** -40, "they differ by a power of the parameter at most"


@pytest.mark.parametrize("name", CLOSED)
def test_a_root_put_back_makes_the_score_vanish(name):
    derivation, (columns, constants, _) = derived(name), CLOSED[name]
    model = derivation.model
    columns = columns if isinstance(columns, dict) else {next(iter(model.data)): columns}
    data = {model.symbols[column]: columns[column] for column in (*model.data, *model.covariates)}
    values = {model.symbols[constant]: number for constant, number in constants.items()}
    for parameter in model.parameters:
        values[model.symbols[parameter]] = valued(derivation.estimator[parameter], data, None, values, 60)
    for parameter in model.parameters:
        assert abs(valued(derivation.score[parameter], data, None, values)) < Fraction(1, 10**40)
