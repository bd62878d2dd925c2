"""What the prover must find: what the solution and the proofs rest on."""

import pytest
from sympy import Abs, Rational, cos, exp, gamma, log, polygamma, sin, sqrt, tan

from symmle.notation import parse_domain
from symmle.sample_sum import Statistic
from symmle.signs import Facts, Range, Sign, sign
from symmle.signs.factoring import factored
from tests.signs.expressions import DOMAINS, PARAMETERS, SAMPLE, SIZE, SYMBOLS, mean, total

a, b, c, d, e, k, s, u, z, y, i, j, w, h, m = (SYMBOLS[name] for name in "abcdeksuzyijwhm")
x, v, r, q, f, g = (SYMBOLS[name] for name in "xvrqfg")
FACTS = Facts.of(DOMAINS)

# an expression, its sign, the reason
FOUND = [
    (a, Sign.POSITIVE),  # domains
    (d, Sign.NONNEGATIVE),
    (s, Sign.NEGATIVE),
    (i, Sign.NONPOSITIVE),
    (z, Sign.NONZERO),
    (b, Sign.UNKNOWN),
    (u, Sign.UNKNOWN),
    (u + 1, Sign.NONNEGATIVE),  # the lower end is closed
    (2 - u, Sign.POSITIVE),  # the upper end is open
    (k, Sign.POSITIVE),  # an integer from one
    (k - 1, Sign.NONNEGATIVE),
    (j + 1, Sign.NONNEGATIVE),  # the least member
    (3 - j, Sign.POSITIVE),
    (j, Sign.UNKNOWN),
    (w, Sign.NONNEGATIVE),  # ends that are symbols
    (a - w, Sign.NONNEGATIVE),
    (h - a, Sign.POSITIVE),
    (h, Sign.POSITIVE),
    (m, Sign.NEGATIVE),
    (m - s, Sign.NEGATIVE),
    (k - g, Sign.NONNEGATIVE),  # rows within [0, k]
    (a * y, Sign.POSITIVE),  # products and powers
    (a * s, Sign.NEGATIVE),
    (d * s, Sign.NONPOSITIVE),
    (z**2, Sign.POSITIVE),
    (b**2, Sign.NONNEGATIVE),
    (s**3, Sign.NEGATIVE),
    (1 / z**2, Sign.POSITIVE),
    (1 / s, Sign.NEGATIVE),
    (a**b, Sign.POSITIVE),
    (d**a, Sign.NONNEGATIVE),
    (sqrt(y), Sign.POSITIVE),
    (1 - c**a, Sign.POSITIVE),  # a power of what lies in (0, 1)
    (1 - e**a, Sign.NONNEGATIVE),
    (y**a - 1, Sign.POSITIVE),
    (exp(b), Sign.POSITIVE),  # functions
    (exp(a) - 1, Sign.POSITIVE),
    (1 - exp(-d), Sign.NONNEGATIVE),
    (log(y), Sign.POSITIVE),
    (log(c), Sign.NEGATIVE),
    (log(1 + a), Sign.POSITIVE),
    (-log(1 - c), Sign.POSITIVE),
    (Abs(b), Sign.NONNEGATIVE),
    (Abs(z), Sign.POSITIVE),
    (gamma(a), Sign.POSITIVE),
    (gamma(b), Sign.UNKNOWN),
    (polygamma(1, a), Sign.POSITIVE),
    (polygamma(2, a), Sign.NEGATIVE),
    (polygamma(3, y), Sign.POSITIVE),
    (polygamma(0, a), Sign.UNKNOWN),
    (a + d, Sign.POSITIVE),  # sums
    (s - a, Sign.NEGATIVE),
    (a - y, Sign.UNKNOWN),
    (1 + b**2, Sign.POSITIVE),
    (SIZE, Sign.POSITIVE),  # statistics
    (mean(x), Sign.POSITIVE),
    (mean(q), Sign.NONNEGATIVE),
    (mean(r), Sign.UNKNOWN),
    (Statistic("variance", (r,), SAMPLE), Sign.NONNEGATIVE),
    (Statistic("covariance", (x, v), SAMPLE), Sign.UNKNOWN),
    (Statistic("gap", (x, log(x)), SAMPLE), Sign.NONNEGATIVE),
    (1 - mean(v), Sign.POSITIVE),  # rows
    (1 - mean(f), Sign.NONNEGATIVE),
    (k - mean(g), Sign.NONNEGATIVE),
    (k * SIZE - total(g), Sign.NONNEGATIVE),
    (SIZE - total(v), Sign.POSITIVE),
    (-mean(log(v)), Sign.POSITIVE),
    (-mean(log(2 - v)) - mean(log(v)), Sign.POSITIVE),  # v(2 - v) < 1
    (mean(x) + a / mean(x), Sign.POSITIVE),
    (total(x**2 * exp(-x / a)), Sign.POSITIVE),  # sums
    (total(log(1 + x / a)), Sign.POSITIVE),
    (-total(log(1 - v**a)), Sign.POSITIVE),
    (total(log(1 + q / a)), Sign.NONNEGATIVE),
    (total((r - b) ** 2), Sign.NONNEGATIVE),
    (log(y * a) - log(a), Sign.POSITIVE),  # logarithms and quotients
    (2 * log(a + y) - 2 * log(a), Sign.POSITIVE),
    (a / (a + y) - 1, Sign.NEGATIVE),
    (1 / a - 1 / (a + mean(x)), Sign.POSITIVE),
    (a * y - a * y**2, Sign.NEGATIVE),  # a common factor
]


@pytest.mark.parametrize(("expression", "found"), FOUND, ids=str)
def test_a_sign_is_found(expression, found):
    assert sign(expression, Facts.of(DOMAINS)) is found


def test_conditions_sharpen_signs_and_nothing_else():
    spread = Statistic("variance", (r,), SAMPLE)
    given = FACTS.given(spread, mean(q))
    assert sign(spread, given) is Sign.POSITIVE
    assert sign(-spread, given) is Sign.NEGATIVE
    assert sign(a * spread / mean(q), given) is Sign.POSITIVE
    assert sign(mean(r), given) is Sign.UNKNOWN
    assert sign(spread, Facts.of(DOMAINS)) is Sign.NONNEGATIVE


def test_the_interior_opens_ends_and_keeps_conditions():
    given = FACTS.given(mean(q)).inside([d, w])
    assert sign(d, given) is Sign.POSITIVE
    assert sign(w, given) is Sign.POSITIVE
    assert sign(a - w, given) is Sign.POSITIVE
    assert sign(mean(q), given) is Sign.POSITIVE
    assert sign(e, given) is Sign.NONNEGATIVE, "not among the symbols whose domains are opened"
    assert sign(1 - mean(f), FACTS.inside(PARAMETERS)) is Sign.NONNEGATIVE, "data stay on their ends"


def test_the_memory_of_facts_changes_no_answer():
    shared = Facts.of(DOMAINS)
    for _ in range(2):
        for expression, found in FOUND:
            assert sign(expression, shared) is found


def test_ranges_of_symbols():
    assert FACTS.range_of(u) == Range(-1, 2, False, True)
    assert FACTS.range_of(j) == Range(-1, 2, False, False)
    unknown = parse_domain("real", {}).symbol("unknown")
    assert sign(unknown, FACTS) is Sign.UNKNOWN


def test_an_empty_search_is_a_shrug():
    assert sign(a - a * c, Facts.of(DOMAINS), 0) is Sign.UNKNOWN
    assert sign(a - a * c, Facts.of(DOMAINS)) is Sign.POSITIVE
    assert sign(Rational(-1, 3) + 0 * a, FACTS) is Sign.NEGATIVE


@pytest.mark.parametrize(
    ("domain", "expression", "wanted"),
    [
        ("(0, pi/2)", sin, Sign.POSITIVE),
        ("(0, pi)", sin, Sign.POSITIVE),
        ("[0, pi]", sin, Sign.NONNEGATIVE),
        ("(0, 4)", sin, Sign.UNKNOWN),
        ("(0, pi/2)", cos, Sign.POSITIVE),
        ("(0, pi)", cos, Sign.UNKNOWN),
        ("[-pi/2, pi/2]", cos, Sign.NONNEGATIVE),
        ("(0, pi/2)", tan, Sign.POSITIVE),
        ("(0, pi)", tan, Sign.UNKNOWN),
        ("(0, pi/2)", lambda x: log(sin(x)), Sign.NEGATIVE),
        ("(0, pi)", lambda x: log(sin(x)), Sign.NONPOSITIVE),
    ],
)
def test_waves_between_their_zeros(domain, expression, wanted):
    found = parse_domain(domain, {})
    x = found.symbol("x")
    assert sign(expression(x), Facts.of({x: found})) is wanted


def test_opening_an_end_opens_no_table_of_lemmas():
    closed = FACTS.without_lemmas().inside([u])
    assert closed.lemmas == frozenset()
    assert closed.with_domain(u, closed.domains[u]).afresh().lemmas == frozenset()


def test_an_exponent_that_is_a_long_number_is_not_laid_out():
    """Factoring would make a polynomial of that degree, in one call that no count of calls ends."""
    long = Rational(1234567890123457, 10**15)
    row = exp(long / a) - exp(x / a)
    assert factored(row**2 - exp(2 * x / a)) == row**2 - exp(2 * x / a)
    assert sign(mean(row), FACTS) is Sign.UNKNOWN
