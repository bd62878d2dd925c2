"""Each named inequality holds in numbers, and the prover finds it where it stands and nowhere beside it."""

import random
from fractions import Fraction

import pytest
from mpmath import MPContext
from sympy import Rational, digamma, exp, log, polygamma, symbols

from symmle.notation import parse_domain
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean
from symmle.signs import Facts, Sign, sign
from symmle.signs.lemmas import LEMMAS, lemma_sign, lemmas_needed
from symmle.signs.prover import prover
from tests.densities import valued
from tests.signs.expressions import DOMAINS, SAMPLE, SYMBOLS, mean, row_of, total

mp = MPContext()
mp.dps = 40
FACTS = Facts.of(DOMAINS)
a, b, c, d, s, y = (SYMBOLS[name] for name in "abcdsy")
x, v, r, q = (SYMBOLS[name] for name in "xvrq")
GRID = [mp.mpf(10) ** (mp.mpf(power) / 8) for power in range(-64, 97)]  # 1e-8 to 1e12
DENSE = [mp.mpf(step) / 40 for step in range(1, 400)]


def arguments():
    chance = random.Random(0)
    return GRID + DENSE + [mp.mpf(chance.lognormvariate(0, 4)) for _ in range(300)]


def trigamma_bound(k):
    return mp.polygamma(1, k) - 1 / k


def digamma_bound(k):
    return mp.log(k) - mp.digamma(k)


@pytest.mark.parametrize("bound", [trigamma_bound, digamma_bound])
def test_a_bound_holds_on_the_half_line(bound):
    assert all(bound(k) > 0 for k in arguments())


def test_cauchy_schwarz_holds_for_weighted_sums():
    chance = random.Random(1)
    tight = 0
    for _ in range(400):
        rows = chance.randint(1, 5)
        g = [Fraction(chance.randint(1, 50), chance.randint(1, 9)) for _ in range(rows)]
        u = [Fraction(chance.randint(-20, 20), chance.randint(1, 9)) for _ in range(rows)]
        u = u[:1] * rows if chance.random() < 0.2 else u
        w = [Fraction(chance.randint(0, 3)) for _ in range(rows)]
        plain, mixed, square = (
            sum(w_ * g_ * u_**k for w_, g_, u_ in zip(w, g, u, strict=True)) for k in (0, 1, 2)
        )
        assert plain * square >= mixed**2
        tight += plain * square == mixed**2
    assert tight, "the bound is attained"


def test_every_lemma_has_a_reference_and_a_test_here():
    assert [lemma.name for lemma in LEMMAS] == [
        "trigamma bound",
        "digamma bound",
        "Cauchy-Schwarz",
        "polygamma order",
        "Bessel convexity",
        "zeta convexity",
        "softplus bound",
    ]
    assert all(lemma.reference and lemma.statement for lemma in LEMMAS)


ROW, STEEP = SYMBOLS["f"], exp(-SYMBOLS["a"] * SYMBOLS["x"])
gap = total(STEEP) * total(STEEP * x**2) - total(STEEP * x) ** 2

# an expression that a lemma covers, the sign it must find
COVERED = [
    (polygamma(1, a) - 1 / a, Sign.POSITIVE),
    (1 / a - polygamma(1, a), Sign.NEGATIVE),
    (3 * polygamma(1, a) - 3 / a, Sign.POSITIVE),
    (polygamma(1, a) - 1 / a + y, Sign.POSITIVE),  # the pair as it stands, and the rest
    (polygamma(1, a + mean(x)) - 1 / (a + mean(x)), Sign.POSITIVE),
    (log(a) - digamma(a), Sign.POSITIVE),
    (digamma(a) / 2 - log(a) / 2, Sign.NEGATIVE),
    (log(y) - digamma(y), Sign.POSITIVE),
    (gap, Sign.NONNEGATIVE),
    (-gap, Sign.NONPOSITIVE),
    (1 / a**2 + gap, Sign.POSITIVE),  # two of three terms
    (-1 / a**2 - gap / total(STEEP) ** 2, Sign.NEGATIVE),  # over one denominator
]


@pytest.mark.parametrize(("expression", "found"), COVERED, ids=str)
def test_a_lemma_is_found(expression, found):
    assert sign(expression, Facts.of(DOMAINS)) is found


# beside what a lemma says: its hypothesis is not there, or an argument is another one
BESIDE = [
    polygamma(1, b) - 1 / b,  # b is any real number
    polygamma(1, s) - 1 / s,  # a negative argument
    polygamma(1, a) - 1 / y,
    polygamma(1, a) - 2 / a,
    2 * polygamma(1, a) - 1 / a - 1 / a**2,  # false for small a? not for the lemma to say
    polygamma(1, d) - 1 / d,  # d may be zero
    log(a) - digamma(y),
    log(b) - digamma(b),
    log(a) - 2 * digamma(a),
    total(r) * total(r * x**2) - total(r * x) ** 2,  # the factor takes both signs
    total(x) * total(x**3) - 2 * total(x**2) ** 2,
    total(x) * total(x**4) - total(x**2) ** 2,
    total(x) * total(x) - total(v) ** 2,
]


@pytest.mark.parametrize("expression", BESIDE, ids=str)
def test_a_lemma_is_not_stretched(expression):
    assert lemma_sign(expression, prover(Facts.of(DOMAINS)), 6) is Sign.UNKNOWN


def test_cauchy_schwarz_asks_for_one_sample():
    one, other = Sample((x,), name="one"), Sample((x,), name="other")
    joined = SampleSum(x, one) * SampleSum(x**3, other) - SampleSum(x**2, one) ** 2
    assert sign(joined, Facts.of(DOMAINS)) is Sign.UNKNOWN


def test_means_over_two_samples_are_not_merged():
    one, other = Sample((x,), name="one"), Sample((x,), name="other")
    for first, second in ((one, other), (other, one)):
        assert sign(2 * SampleSum(x, first) - SampleSum(x, second), Facts.of(DOMAINS)) is Sign.UNKNOWN
        assert sign(2 * sample_mean(x, first) - sample_mean(x, second), Facts.of(DOMAINS)) is Sign.UNKNOWN


def needed(expression):
    facts = Facts.of(DOMAINS)
    found = lemmas_needed(lambda names: sign(expression, facts.with_lemmas(names)) is Sign.NEGATIVE)
    return [lemma.name for lemma in found]


def test_the_lemmas_needed_are_named():
    slope = 1 / a - polygamma(1, a)
    assert needed(slope) == ["trigamma bound"]
    assert needed(-1 / a**2 - gap) == ["Cauchy-Schwarz"]


def test_random_instances_of_cauchy_schwarz():
    chance, found = random.Random(9), 0
    for _ in range(60):
        g, u = row_of(chance, 1), row_of(chance, 1)
        expression = total(g) * total(g * u**2) - total(g * u) ** 2
        claimed = lemma_sign(expression, prover(Facts.of(DOMAINS)), 6)
        data = {
            symbol: [Fraction(chance.randint(1, 9), 10) for _ in range(3)] for symbol in SAMPLE.observations
        }
        found += claimed is not Sign.UNKNOWN
        value = valued(expression, data)
        assert claimed is Sign.UNKNOWN or value > Fraction(-1, 10**40)
    assert found >= 5


def test_lemmas_hold_for_statistics_as_arguments():
    place = symbols("p", positive=True)
    facts = Facts.of({place: parse_domain("> 0", {}), x: DOMAINS[x]})
    variance = Statistic("variance", (x,), SAMPLE)
    assert sign(log(variance) - digamma(variance), facts) is Sign.UNKNOWN, "a variance may be zero"
    assert sign(log(variance) - digamma(variance), facts.given(variance)) is Sign.POSITIVE
    assert sign(log(place + Rational(1, 2)) - digamma(place + Rational(1, 2)), facts) is Sign.POSITIVE


def test_a_closed_table_proves_less():
    slope = 1 / a - polygamma(1, a)
    facts = Facts.of(DOMAINS)
    assert sign(slope, facts) is Sign.NEGATIVE
    assert sign(slope, facts.without_lemmas()) is Sign.UNKNOWN
