"""The density that is approached where there is no maximum, against the likelihood on the way there."""

import numpy as np
import pytest
from scipy import stats

import symmle as sm
from symmle.proof import limit_model

P = "> 0"
NEGATIVE_BINOMIAL = "gamma(x + r)/(gamma(r)*factorial(x))*p**r*(1 - p)**x"
HALF_LINE = "exp(-(x - m)**2/(2*v))/(sqrt(2*pi*v)*(1 + erf(m/sqrt(2*v)))/2)"
LOMAX = "k*l*(1 + l*x)**(-k - 1)"
GOMPERTZ = "a*exp(b*x)*exp(-a/b*(exp(b*x) - 1))"


def derived(density, support, **parameters):
    return sm.derive(sm.Model(density, data={"x": support}, parameters=parameters))


def test_the_negative_binomial_goes_to_the_poisson():
    derivation = derived(NEGATIVE_BINOMIAL, "integer >= 0", r=P, p="(0, 1)")
    (condition,) = [c for c in derivation.estimator.conditions if c.parameter == "r"]
    assert condition.limit_model == "m**x*exp(-m)/factorial(x)"
    assert condition.limit_model.replace("**", "^") in derivation.to_text()  # as a page writes powers
    x = np.array([1, 2, 2, 3])
    with pytest.raises(sm.NoMaximumError) as raised:
        sm.fit(derivation.model, x)
    assert raised.value.limit == "r -> oo"
    assert raised.value.limit_model == "poisson"
    with pytest.raises(sm.NoMaximumError) as raised:
        derivation.estimator(x)
    assert raised.value.limit_model == condition.limit_model
    path = [np.sum(stats.nbinom.logpmf(x, r, r / (r + x.mean()))) for r in 10.0 ** np.arange(1, 8)]
    assert np.all(np.diff(path) > 0)
    assert path[-1] == pytest.approx(np.sum(stats.poisson.logpmf(x, x.mean())), abs=1e-5)


@pytest.mark.parametrize("x", [[0, 4], [1, 1, 1, 5], [0, 0, 3]])
def test_above_the_tie_the_negative_binomial_is_fitted(x):
    assert np.var(x) > np.mean(x)
    found = sm.fit(derived(NEGATIVE_BINOMIAL, "integer >= 0", r=P, p="(0, 1)").model, x)
    assert found.log_likelihood > np.sum(stats.poisson.logpmf(x, np.mean(x)))


# variance and mean agree to the last digit: no maximum
@pytest.mark.parametrize(
    "x", [[0, 2], [0, 0, 3, 1, 1, 1], [2, 6, 4, 4, 2, 6, 4, 4, 2, 6, 6, 2], [1, 3, 3, 5, 5, 1]]
)
def test_a_tie_has_no_maximum(x):
    if np.var(x) != np.mean(x):
        x = [0, 2] * 7
    with pytest.raises(sm.NoMaximumError):
        sm.fit(derived(NEGATIVE_BINOMIAL, "integer >= 0", r=P, p="(0, 1)").model, x)


def test_the_half_line_normal_goes_to_the_exponential():
    derivation = derived(HALF_LINE, P, m="real", v=P)
    with pytest.raises(sm.NoMaximumError) as raised:
        sm.fit(derivation.model, [0.1, 0.1, 0.1, 9.0])
    assert raised.value.limit_model == "exponential"


@pytest.mark.parametrize(
    ("density", "parameters", "end"),
    [(LOMAX, ("k", "l"), 0), (GOMPERTZ, ("a", "b"), 0)],
    ids=["Lomax", "Gompertz"],
)
def test_what_goes_to_the_exponential(density, parameters, end):
    from sympy import Integer

    derivation = derived(density, P, **dict.fromkeys(parameters, P))
    assert limit_model(derivation.estimator.solution, Integer(end)) == "exp(-x/m)/m"
