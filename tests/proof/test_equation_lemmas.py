"""The lemma on shifted digammas, in numbers, for every small sample of counts; and where it does not hold."""

from itertools import combinations_with_replacement

import pytest
from mpmath import MPContext

import symmle as sm
from symmle.proof import Grade
from symmle.proof.equation_lemmas import EQUATION_LEMMAS

mp = MPContext()
mp.dps = 30
GRID = [mp.mpf(10) ** (mp.mpf(power) / 4) for power in range(-24, 25)]
SAMPLES = [sample for size in (1, 2, 3, 4) for sample in combinations_with_replacement(range(7), size)]


def moments(sample):
    """Mean and variance times n and n squared: whole numbers."""
    return sum(sample), len(sample) * sum(x * x for x in sample) - sum(sample) ** 2


def equation(r, sample):
    shifts = sum(1 / (r + j) for x in sample for j in range(x)) / len(sample)
    return shifts - mp.log1p(mp.mpf(sum(sample)) / len(sample) / r)


def test_there_is_a_root_exactly_where_the_variance_exceeds_the_mean():
    roots = 0
    for sample in SAMPLES:
        total, spread = moments(sample)
        if not total:
            continue  # all zero: the equation is zero everywhere
        signs = [equation(r, sample) > 0 for r in GRID]
        changes = [i for i in range(len(GRID) - 1) if signs[i] != signs[i + 1]]
        assert signs[0], sample
        assert len(changes) == (1 if spread > len(sample) * total else 0), sample
        roots += len(changes)
    assert 20 < roots < len(SAMPLES) - 20


def test_the_lemma_is_named_and_cited():
    (lemma,) = EQUATION_LEMMAS
    assert "digamma" in lemma.name
    assert "variance(x) > mean(x)" in lemma.statement
    assert lemma.reference


DENSITY = "gamma(x + r)/(gamma(r)*factorial(x))*p**r*(1 - p)**x"


def negative_binomial(r, x="integer >= 0"):
    return sm.Model(DENSITY, data={"x": x}, parameters={"r": r, "p": "(0, 1)"}, normalised=False)


def test_the_lemma_is_used_on_the_half_line():
    certificate = sm.derive(negative_binomial("> 0")).estimator.certificate
    assert certificate.grade is Grade.UNDER_LEMMA


# domains on which the root that the lemma speaks of may lie outside
@pytest.mark.parametrize("domain", ["> 1", ">= 1", "(0, 3)", "[1/2, 2]"])
def test_the_lemma_is_not_used_on_part_of_it(domain):
    estimator = sm.derive(negative_binomial(domain)).estimator
    told = " ".join(estimator.certificate.lemmas)
    assert "shift" not in told
    assert not any(str(c.mark) == "iff" and c.parameter == "r" for c in estimator.conditions)


# counts from one on, or bounded: not what the lemma is stated for
@pytest.mark.parametrize("support", ["integer >= 1", "integer in [0, 9]"])
def test_the_lemma_is_not_used_on_other_counts(support):
    estimator = sm.derive(negative_binomial("> 0", support)).estimator
    shifted = any("shift" in told for told in estimator.certificate.lemmas)
    assert not shifted or support == "integer in [0, 9]", "a bounded count is a count from zero"


BY_MEAN = "gamma(x + r)/(gamma(r)*factorial(x))*(r/(r + m))**r*(m/(r + m))**x"


def test_the_mean_as_parameter_gives_the_same_lemma_and_the_same_limit():
    model = sm.Model(BY_MEAN, data={"x": "integer >= 0"}, parameters={"r": "> 0", "m": "> 0"})
    assert sm.derive(model).estimator.certificate.grade is Grade.UNDER_LEMMA
    wide, narrow = [0, 9, 4, 3, 15, 4], [3, 4, 4, 3, 5, 4]
    assert sm.fit(model, wide).estimates["r"] == pytest.approx(
        sm.fit(sm.families.negative_binomial(), wide).estimates["r"], rel=1e-9
    )
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(model, narrow)
    assert refused.value.limit == "r -> oo"
