"""Known masses and known means, also where the density is singular, narrow, heavy-tailed or far away."""

import math
import time

import pytest
import sympy
from sympy import Abs, Rational, Symbol, beta, binomial, cos, exp, factorial, gamma, log, loggamma, pi, zeta

from symmle.exact import NotEvaluable, expectation, total_mass
from symmle.exact.integrand import integrand
from symmle.notation import Domain

x = Symbol("x", real=True)
a, b, k, m, p, s, v = (Symbol(name, positive=True) for name in "abkmpsv")
REAL, POSITIVE, UNIT = (
    Domain(),
    Domain(lower=sympy.S.Zero, lower_open=True),
    Domain(sympy.S.Zero, sympy.S.One, True, True),
)
COUNTS = Domain(lower=sympy.S.Zero, integer=True)

NORMAL = -((x - m) ** 2) / (2 * v) - log(2 * pi * v) / 2
GAMMA = (k - 1) * log(x) - x / s - loggamma(k) - k * log(s)
BETA = (a - 1) * log(x) + (b - 1) * log(1 - x) - log(beta(a, b))
LOG_NORMAL = -((log(x) - m) ** 2) / (2 * v) - log(2 * pi * v) / 2 - log(x)
STUDENT = log(gamma((k + 1) / 2)) - log(gamma(k / 2)) - log(k * pi) / 2 - (k + 1) / 2 * log(1 + x**2 / k)
POISSON = x * log(m) - m - log(factorial(x))
NEGATIVE_BINOMIAL = loggamma(x + k) - loggamma(k) - log(factorial(x)) + k * log(p) + x * log(1 - p)
BINOMIAL = log(binomial(20, x)) + x * log(p) + (20 - x) * log(1 - p)
BERNOULLI = x * log(p) + (1 - x) * log(1 - p)
INVERSE_GAUSSIAN = log(k / (2 * pi * x**3)) / 2 - k * (x - m) ** 2 / (2 * m**2 * x)
KUMARASWAMY = log(a * b) + (a - 1) * log(x) + (b - 1) * log(1 - x**a)
TWO_NORMALS = log(exp(-(x**2) / 2) / 2 + exp(-((x - m) ** 2) / (2 * v)) / sympy.sqrt(v) / 2) - log(2 * pi) / 2
ZERO_OR_ONE = Domain(members=(sympy.S.Zero, sympy.S.One))
TO_TWENTY = Domain(sympy.S.Zero, sympy.S(20), integer=True)

MASS_ONE = [
    ("normal", NORMAL, REAL, {m: Rational(3, 10), v: 1}),
    ("normal, wide and far", NORMAL, REAL, {m: -5000, v: 10**8}),
    ("normal, narrow and far", NORMAL, REAL, {m: 1000, v: Rational(1, 10**6)}),
    ("normal as a density", log(exp(-((x - m) ** 2) / (2 * v)) / sympy.sqrt(2 * pi * v)), REAL, {m: 1, v: 2}),
    ("gamma", GAMMA, POSITIVE, {k: 2, s: 3}),
    ("gamma, singular", GAMMA, POSITIVE, {k: Rational(1, 10), s: 3}),
    ("gamma, nearly normal", GAMMA, POSITIVE, {k: 1000, s: Rational(1, 100)}),
    ("beta", BETA, UNIT, {a: 2, b: 3}),
    ("beta, singular at both ends", BETA, UNIT, {a: Rational(1, 10), b: Rational(1, 10)}),
    ("beta, narrow", BETA, UNIT, {a: 500, b: 900}),
    ("Cauchy", -log(pi * s * (1 + (x - m) ** 2 / s**2)), REAL, {m: 3, s: Rational(1, 100)}),
    ("Student", STUDENT, REAL, {k: Rational(3, 10)}),
    ("Laplace", -Abs(x - m) / s - log(2 * s), REAL, {m: Rational(17, 10), s: Rational(1, 5)}),
    ("Pareto", log(a) + a * log(k) - (a + 1) * log(x), Domain(lower=k), {a: Rational(1, 5), k: 3}),
    ("log-normal", LOG_NORMAL, POSITIVE, {m: 2, v: 9}),
    ("Gumbel", -(x - m) / s - exp(-(x - m) / s) - log(s), REAL, {m: 4, s: 3}),
    ("inverse Gaussian", INVERSE_GAUSSIAN, POSITIVE, {m: 3, k: Rational(1, 10)}),
    ("uniform", -log(m), Domain(sympy.S.Zero, m), {m: Rational(5, 2)}),
    ("arcsine", -log(pi) - log(x * (m - x)) / 2, Domain(sympy.S.Zero, m, True, True), {m: Rational(7, 3)}),
    ("von Mises", k * cos(x - m) - log(2 * pi * sympy.besseli(0, k)), Domain(-pi, pi), {k: 30, m: 1}),
    ("Kumaraswamy", KUMARASWAMY, UNIT, {a: Rational(3, 10), b: Rational(1, 5)}),
    ("two normals far apart", TWO_NORMALS, REAL, {m: 100, v: Rational(1, 100)}),
    ("negative half-line", x, Domain(upper=sympy.S.Zero), {}),
    ("Poisson", POISSON, COUNTS, {m: Rational(5, 2)}),
    ("Poisson, large", POISSON, COUNTS, {m: 10**5}),
    ("geometric", log(p) + x * log(1 - p), COUNTS, {p: Rational(1, 1000)}),
    ("zeta", -a * log(x) - log(zeta(a)), Domain(lower=sympy.S.One, integer=True), {a: Rational(6, 5)}),
    ("negative binomial", NEGATIVE_BINOMIAL, COUNTS, {k: Rational(1, 10), p: Rational(1, 1000)}),
    ("binomial", BINOMIAL, TO_TWENTY, {p: Rational(3, 10)}),
    ("Bernoulli at its end", BERNOULLI, ZERO_OR_ONE, {p: 1}),
    (
        "two-sided geometric",
        log((1 - p) / (1 + p)) + Abs(x) * log(p),
        Domain(integer=True),
        {p: Rational(7, 10)},
    ),
]


@pytest.mark.parametrize(
    ("log_density", "domain", "values"), [pytest.param(*row[1:], id=row[0]) for row in MASS_ONE]
)
def test_a_density_has_mass_one(log_density, domain, values):
    mass = total_mass(log_density, x, domain, values)
    assert abs(mass.value - 1) < 1e-9
    assert mass.error < 1e-8


def test_a_wrong_constant_shows():
    mass = total_mass(NORMAL + log(Rational(101, 100)), x, REAL, {m: 0, v: 1})
    assert mass.value == pytest.approx(1.01, abs=1e-12)
    assert total_mass(-sympy.Integer(1) * x, x, Domain(lower=sympy.S.One), {}).value == pytest.approx(
        math.exp(-1), rel=1e-12
    )


@pytest.mark.parametrize(
    ("log_density", "domain"),
    [(-log(x), POSITIVE), (-log(x), Domain(lower=sympy.S.One)), (sympy.S.Zero, REAL)],
)
def test_a_mass_that_is_infinite_is_not_called_finite(log_density, domain):
    mass = total_mass(log_density, x, domain, {})
    assert math.isinf(mass.value) or mass.error > 1e-3 * mass.value


def test_a_truncated_tail_is_owned_up_to():
    mass = total_mass(GAMMA, x, POSITIVE, {k: Rational(1, 100), s: 1})
    assert abs(mass.value - 1) <= mass.error


def test_a_density_that_is_undefined_inside_its_support_is_refused():
    with pytest.raises(NotEvaluable):
        total_mass(log(x), x, Domain(lower=-sympy.S.One), {})


@pytest.mark.parametrize(
    ("function", "log_density", "domain", "values", "expected"),
    [
        (x, NORMAL, REAL, {m: Rational(3, 10), v: 2}, 0.3),
        ((x - m) ** 2, NORMAL, REAL, {m: Rational(3, 10), v: 2}, 2.0),
        (x, GAMMA, POSITIVE, {k: Rational(1, 2), s: 3}, 1.5),
        (log(x), GAMMA, POSITIVE, {k: 1, s: 1}, -0.5772156649015329),
        (x**2, POISSON, COUNTS, {m: 3}, 12.0),
        (
            x,
            x * log(p) + (1 - x) * log(1 - p),
            Domain(members=(sympy.S.Zero, sympy.S.One)),
            {p: Rational(1, 3)},
            1 / 3,
        ),
        (GAMMA.diff(k), GAMMA, POSITIVE, {k: Rational(7, 3), s: 2}, 0.0),
        (-NORMAL.diff(v, 2), NORMAL, REAL, {m: 1, v: 2}, 1 / 8),
    ],
)
def test_known_expectations(function, log_density, domain, values, expected):
    mean = expectation(function, log_density, x, domain=domain, values=values)
    assert mean.value == pytest.approx(expected, abs=1e-9)


def test_an_evaluation_costs_milliseconds():
    total_mass(GAMMA, x, POSITIVE, {k: 2, s: 3})
    begin = time.process_time()
    for _ in range(5):
        total_mass(GAMMA, x, POSITIVE, {k: 2, s: 3})
    assert time.process_time() - begin < 1.0  # some 0.05 on an idle machine; a table of mpmath calls takes 5


@pytest.mark.parametrize("scale", [Rational(4, 7), Rational(7, 5), Rational(9, 4)])
def test_a_bounded_function_under_a_heavy_tail_has_a_finite_mean(scale):
    log_density = log(2 / pi) - log(s) - log(1 + x**2 / s**2)
    square = expectation(log_density.diff(s) ** 2, log_density, x, domain=POSITIVE, values={s: scale})
    assert square.value == pytest.approx(1 / (2 * scale**2), rel=1e-12)


def test_a_bessel_function_of_whole_order_below_zero():
    order = Symbol("order", integer=True)
    values = [integrand(sympy.besseli(order, 3), order, {})(k) for k in (-2, -1, 1, 2)]
    assert values[:2] == values[:1:-1]
    odd = [integrand(sympy.besselj(order, 3), order, {})(k) for k in (-1, 1)]
    assert odd[0] == -odd[1]
