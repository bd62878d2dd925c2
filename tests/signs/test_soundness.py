"""Whatever sign the prover claims, exact evaluation at random points inside the domains agrees."""

import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sympy import S, exp, preorder_traversal

from symmle.exact import NotEvaluable
from symmle.sample_sum import Statistic
from symmle.sample_sum.evaluation import evaluate_sample_number
from symmle.signs import Facts, Sign, sign
from tests.signs.expressions import (
    DOMAINS,
    PARAMETERS,
    SAMPLE,
    SIZE,
    SYMBOLS,
    draws,
    mean,
    mixed,
    point,
    total,
)

NOT_REAL = (NotEvaluable, OverflowError, ZeroDivisionError)


def value(expression, at, digits=50):
    data, weights, values = at
    return evaluate_sample_number(expression, data, weights, values, digits=digits)


def is_extreme(number):
    """Infinite, or so large or small that a function of it loses all its digits."""
    return not isinstance(number, int | Fraction) and number != 0 and not 1e-150 < abs(number) < 1e150


def actual(expression, at):
    """The sign at a point; None where the expression is not real there, or too extreme to tell."""
    try:
        found = settled(expression, at)
    except NOT_REAL:
        return None
    if not found:
        return None if any_extreme(expression, at) else Sign.ZERO
    return Sign.POSITIVE if found > 0 else Sign.NEGATIVE if found < 0 else Sign.ZERO


def settled(expression, at):
    """A value that more digits do not change; None where all digits cancel each time."""
    found = value(expression, at)
    if found and isinstance(found, int | Fraction):
        return found
    for digits in (150, 500):
        finer = value(expression, at, digits)
        if (finer and isinstance(finer, int | Fraction)) or (
            finer != 0 and not is_extreme(finer) and abs(finer - found) <= abs(finer) * 1e-6
        ):
            return finer
        found = finer
    return None


def any_extreme(expression, at):
    """Whether a part of an expression is extreme, or not real, though the whole has a value."""
    for part in preorder_traversal(expression):
        try:
            found = value(part, at)
            if is_extreme(found) or (isinstance(part, exp) and not found):
                return True
        except NOT_REAL:
            return True
    return False


def disagreement(expression, facts, chance, points):
    """A point at which a claim is false, or None; and whether a claim was tried at all."""
    claimed = sign(expression, facts)
    if claimed is Sign.UNKNOWN:
        return None, "unknown"
    for _ in range(points):
        at = point(chance)
        if not all(actual(fact, at) is Sign.POSITIVE for fact in facts.positive if fact not in FROM_DOMAINS):
            continue
        found = actual(expression, at)
        if found is not None and not found & claimed:
            return (expression, claimed, found, at), "false"
    return None, claimed.name


FACTS = Facts.of(DOMAINS)
FROM_DOMAINS = FACTS.positive


@pytest.mark.parametrize("number", range(4))
def test_no_claim_is_false(number):
    chance, tally = random.Random(number), Counter()
    facts = Facts.of(DOMAINS)
    for expression in draws(number, 100):
        wrong, outcome = disagreement(expression, facts, chance, 5)
        assert wrong is None, wrong
        tally[outcome] += 1
    assert sum(tally.values()) - tally["unknown"] >= 20, "a test of claims needs claims"


@pytest.mark.slow
@pytest.mark.parametrize("number", range(100, 112))
def test_no_claim_is_false_in_a_long_search(number):
    chance, facts = random.Random(number), Facts.of(DOMAINS)
    for expression in draws(number, 250):
        wrong, _ = disagreement(expression, facts, chance, 8)
        assert wrong is None, wrong


@seed(20)
@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(0, 10**6))
def test_no_claim_is_false_wherever_hypothesis_looks(chance, number):
    try:
        expression = mixed(chance)
    except ValueError:
        return
    if not expression.is_number and not expression.has(
        S.ComplexInfinity, S.NaN, S.Infinity, S.NegativeInfinity
    ):
        wrong, _ = disagreement(expression, Facts.of(DOMAINS), random.Random(number), 4)
        assert wrong is None, wrong


a, b, c, d, e, u, w, y, z = (SYMBOLS[name] for name in "abcdeuwyz")
x, v, r, q, f, g, k = (SYMBOLS[name] for name in "xvrqfgk")
SPREAD = mean(x**2) - mean(x) ** 2
GIVEN = [
    (mean(r),),
    (SPREAD, 1 - mean(f)),
    (a - b, b - c),
    (total(r), mean(q) - a),
]


@pytest.mark.parametrize("given_facts", GIVEN)
def test_no_claim_is_false_under_conditions(given_facts):
    chance = random.Random(str(given_facts))
    facts = Facts.of(DOMAINS).given(*given_facts)
    for expression in draws(str(given_facts), 40):
        joined = chance.choice([expression, expression * given_facts[0], given_facts[-1] + expression])
        wrong, _ = disagreement(joined, facts, chance, 8)
        assert wrong is None, wrong


def test_no_claim_is_false_in_the_interior():
    chance, facts = random.Random(5), Facts.of(DOMAINS).inside(PARAMETERS)
    for expression in draws(5, 100):
        claimed = sign(expression, facts)
        for _ in range(4 if claimed is not Sign.UNKNOWN else 0):
            at = point(chance)
            if not any(
                at[2][s] in (DOMAINS[s].lower, DOMAINS[s].upper)
                for s in PARAMETERS
                if DOMAINS[s].members is None
            ):
                if at[2][w] in (0, at[2][a]):
                    continue
                found = actual(expression, at)
                assert found is None or found & claimed, (expression, claimed, found, at)


# what looks positive in every row, or in every sum, and is not: no claim may be made
NOT_SO = [
    x - mean(x),  # a free observation is not the bound one
    mean(x) - x,
    SPREAD - x,
    total(x - mean(x)),
    mean(x) - a,
    mean(x * v) - mean(x) * mean(v),  # a covariance takes both signs
    mean(x) ** 2 - mean(x),
    mean(x) * mean(1 / x) - 2,
    total(x) - 1,
    total(x) ** 2 - total(x**2) - a,
    u,
    u * a,
    1 - y * c,
    b**3,
    z,
    z - 1,
    a**b - 1,
    mean(x) - mean(v),
    e - c,
    g - k,
    mean(g) - mean(k * f),
    w - d,
]


@pytest.mark.parametrize("expression", NOT_SO, ids=str)
def test_what_takes_several_signs_is_not_claimed(expression):
    found = sign(expression, Facts.of(DOMAINS))
    seen, chance = Sign.NONE, random.Random(1)
    for _ in range(400):
        seen |= actual(expression, point(chance)) or Sign.NONE
    assert not seen & ~found
    assert found in (Sign.UNKNOWN, Sign.NONZERO, Sign.NONPOSITIVE, Sign.NONNEGATIVE)


def test_a_mean_inside_a_sum_is_not_opened():
    inside = total((Statistic("covariance", (x, v), SAMPLE) - v) * (mean(x * r) * SIZE + q))
    assert sign(SIZE * inside, Facts.of(DOMAINS)) is Sign.UNKNOWN


@pytest.mark.parametrize("false_fact", [-a, mean(r), x - 1, -mean(v)])
def test_the_search_finds_a_false_claim(false_fact):
    facts = Facts.of(DOMAINS).given(false_fact)
    wrong = False
    for number in range(40):
        chance = random.Random(number)
        claimed, found = sign(false_fact, facts), actual(false_fact, point(chance))
        wrong = wrong or (found is not None and not found & claimed)
    assert wrong
