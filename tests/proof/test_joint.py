"""Several parameters at once: what is proved unique, when it exists, and what must not be proved."""

import numpy as np
import pytest
from scipy import optimize, special, stats

import symmle as sm
from symmle.proof import replay
from tests.proof.mutations import broken_orders, broken_steps

P, R = "> 0", "real"
BETA = "x**(a - 1)*(1 - x)**(b - 1)/beta(a, b)"
HALF_LINE = "exp(-(x - m)**2/(2*v))/(sqrt(2*pi*v)*(1 + erf(m/sqrt(2*v)))/2)"
LOGISTIC = "exp(-(x - m)/s)/(s*(1 + exp(-(x - m)/s))**2)"
SECH = "1/(2*s*cosh(pi*(x - m)/(2*s)))"
LOG_LOGISTIC = "b/a*(x/a)**(b - 1)/(1 + (x/a)**b)**2"
BETA_MEAN = "x**(m*f - 1)*(1 - x)**((1 - m)*f - 1)/beta(m*f, (1 - m)*f)"
DIRICHLET = "gamma(a + b + c)/(gamma(a)*gamma(b)*gamma(c))*x**(a - 1)*y**(b - 1)*(1 - x - y)**(c - 1)"
CURVED = "exp(-(x - t)**2/(2*t**2*s**2))/(sqrt(2*pi)*t*s)*exp(-(y - t*s)**2/2)/sqrt(2*pi)"
LOGIT = "exp(y*(a + b*t))/(1 + exp(a + b*t))"

# density, data, parameters, covariates, grade, whether existence is known
PROVED = {
    "beta": (BETA, {"x": "(0, 1)"}, {"a": P, "b": P}, {}, "proved under lemma", True),
    "beta, mean and size": (
        BETA_MEAN,
        {"x": "(0, 1)"},
        {"m": "(0, 1)", "f": P},
        {},
        "proved under lemma",
        True,
    ),
    "beta prime": (
        "x**(a - 1)*(1 + x)**(-a - b)/beta(a, b)",
        {"x": P},
        {"a": P, "b": P},
        {},
        "proved under lemma",
        True,
    ),
    "half-line normal": (HALF_LINE, {"x": P}, {"m": R, "v": P}, {}, "proved under lemma", True),
    "logistic": (LOGISTIC, {"x": R}, {"m": R, "s": P}, {}, "proved", True),
    "hyperbolic secant": (SECH, {"x": R}, {"m": R, "s": P}, {}, "proved", True),
    "log-logistic": (LOG_LOGISTIC, {"x": P}, {"a": P, "b": P}, {}, "proved", True),
    "fourth power": ("exp(-((x - m)/s)**4)/(2*gamma(5/4)*s)", {"x": R}, {"m": R, "s": P}, {}, "proved", True),
    "logistic line": (
        LOGISTIC.replace("x - m", "x - a - b*t"),
        {"x": R},
        {"a": R, "b": R, "s": P},
        {"t": R},
        "proved",
        False,
    ),
    "logit": (LOGIT, {"y": "{0, 1}"}, {"a": R, "b": R}, {"t": R}, "proved", False),
    "Poisson line": (
        "exp(y*(a + b*t) - exp(a + b*t))/factorial(y)",
        {"y": "integer >= 0"},
        {"a": R, "b": R},
        {"t": R},
        "proved",
        False,
    ),
}

# a stationary point may not be the only one, or nothing of the kind is known
UNPROVED = {
    "Cauchy": ("1/(pi*s*(1 + ((x - m)/s)**2))", {"x": R}, {"m": R, "s": P}, {}),
    "Student t": (
        "gamma(2)/(gamma(3/2)*sqrt(3*pi)*s)*(1 + ((x - m)/s)**2/3)**(-2)",
        {"x": R},
        {"m": R, "s": P},
        {},
    ),
    "curved": (CURVED, {"x": R, "y": R}, {"t": P, "s": P}, {}),
    "mixture": (
        "p*exp(-(x - m)**2/2)/sqrt(2*pi) + (1 - p)*exp(-x**2/2)/sqrt(2*pi)",
        {"x": R},
        {"p": "(0, 1)", "m": R},
        {},
    ),
    "no logarithmic concavity": ("exp(-sqrt(1 + log(1 + ((x - m)/s)**2)))/s", {"x": R}, {"m": R, "s": P}, {}),
}


def model(row):
    density, data, parameters, covariates, *_ = row
    unknown_mass = "sqrt(1 + log" in density or "(5/4)" in density
    return sm.Model(
        density, data=data, parameters=parameters, covariates=covariates, normalised=not unknown_mass
    )


@pytest.mark.parametrize("name", PROVED)
def test_a_stationary_point_is_the_only_maximum(name):
    *_, grade, known = PROVED[name]
    derivation = sm.derive(model(PROVED[name]))
    certificate = derivation.estimator.certificate
    assert certificate.grade == grade
    assert certificate.existence_known is known
    assert bool(certificate.lemmas) == (grade == "proved under lemma")
    assert all(found.holds for found in replay(certificate, derivation.reduction.likelihood))


@pytest.mark.parametrize("name", UNPROVED)
def test_nothing_is_claimed_that_is_not_so(name):
    certificate = sm.derive(model(UNPROVED[name])).estimator.certificate
    assert certificate.grade == "unproved"
    assert certificate.open_question


@pytest.mark.parametrize("name", ["half-line normal", "beta, mean and size", "log-logistic", "logistic line"])
def test_a_broken_step_is_caught(name):
    derivation = sm.derive(model(PROVED[name]))
    certificate, likelihood = derivation.estimator.certificate, derivation.reduction.likelihood
    for label, broken in (*broken_steps(certificate, likelihood.parameters), *broken_orders(certificate)):
        assert not all(found.holds for found in replay(broken, likelihood)), label


def test_a_density_without_mass_one_is_not_argued_from_its_family():
    density = sm.Model(BETA, data={"x": "(0, 1)"}, parameters={"a": P, "b": P}, normalised=False)
    assert sm.derive(density).estimator.certificate.grade == "unproved"


@pytest.mark.parametrize("domain", [">= 1", "(0, 5)", "> 1"])
def test_a_restricted_space_tells_nothing_of_existence(domain):
    estimator = sm.derive(sm.Model(BETA, data={"x": "(0, 1)"}, parameters={"a": domain, "b": P})).estimator
    assert estimator.certificate.grade == "proved under lemma"
    assert not estimator.certificate.existence_known


def test_dirichlet_is_unique_and_its_existence_left_open():
    density = sm.Model(DIRICHLET, data={"x": "(0, 1)", "y": "(0, 1 - x)"}, parameters=dict.fromkeys("abc", P))
    certificate = sm.derive(density).estimator.certificate
    assert certificate.grade == "proved under lemma"
    assert not certificate.existence_known


def best(log_density, starts):
    return max(
        -optimize.minimize(lambda t: -np.sum(log_density(t)), s, method="Nelder-Mead").fun for s in starts
    )


def test_the_fit_is_the_best_of_many_searches():
    x = np.array([0.08, 0.3, 0.35, 0.62, 0.7, 0.91])
    found = sm.fit(model(PROVED["beta"]), x)
    reached = best(lambda t: stats.beta.logpdf(x, *np.exp(t)), [(0, 0), (1, 2), (-1, -1)])
    assert found.log_likelihood >= reached - 1e-9
    y = np.array([-3.0, 0.4, 0.5, 2.0, 8.0])
    found = sm.fit(model(PROVED["hyperbolic secant"]), y)
    reached = best(
        lambda t: stats.hypsecant.logpdf((y - t[0]) * np.pi / 2 / np.exp(t[1])) + np.log(np.pi / 2) - t[1],
        [(0, 0), (3, 1)],
    )
    assert found.log_likelihood == pytest.approx(reached, abs=1e-8)


@pytest.mark.parametrize("name", ["beta", "beta prime", "logistic", "log-logistic", "beta, mean and size"])
def test_equal_data_have_no_maximum(name):
    with pytest.raises(sm.NoMaximumError) as raised:
        sm.fit(model(PROVED[name]), [0.25, 0.25, 0.25])
    assert raised.value.category == "unbounded-likelihood"
    assert "->" in raised.value.limit


def half_line_likelihood(x, m, v):
    tail = special.log_ndtr(m / np.sqrt(v))
    return np.sum(-((x - m) ** 2) / (2 * v) - np.log(2 * np.pi * v) / 2 - tail)


@pytest.mark.parametrize("spread", [0.2, 0.6, 0.9])
def test_the_half_line_normal_is_fitted_below_a_coefficient_of_variation_of_one(spread):
    x = np.array([1 - spread, 1 + spread])
    found = sm.fit(model(PROVED["half-line normal"]), x)
    reached = best(
        lambda t: np.array([half_line_likelihood(x, t[0], np.exp(t[1]))]), [(1, 0), (-2, 2), (0.5, -1)]
    )
    assert found.log_likelihood >= reached - 1e-9
    assert found.optimality == "global, proved under lemma"


@pytest.mark.parametrize("x", [[0.1, 0.2, 0.3, 5.0], [0.1, 1.0, 9.0], [0.01, 3.0, 0.02]])
def test_the_half_line_normal_climbs_to_the_exponential_above(x):
    x = np.array(x)
    assert np.std(x) > np.mean(x)
    with pytest.raises(sm.NoMaximumError) as raised:
        sm.fit(model(PROVED["half-line normal"]), x)
    assert raised.value.category == "infinite-parameter"
    assert raised.value.limit == "v -> oo"
    path = [half_line_likelihood(x, -v / np.mean(x), v) for v in 10.0 ** np.arange(1, 7)]
    exponential = -len(x) * (np.log(np.mean(x)) + 1)
    assert np.all(np.diff(path) > 0)
    assert path[-1] == pytest.approx(exponential, abs=1e-3)
    reached = best(lambda t: half_line_likelihood(x, t[0], np.exp(t[1])), [(1, 0), (-2, 2)])
    assert reached <= exponential + 1e-9
