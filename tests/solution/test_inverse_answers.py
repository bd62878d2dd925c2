"""Estimators by Lambert's W, the inverse of digamma and other inverses: right numbers on awkward data."""

import mpmath
import numpy as np
import pytest

import symmle as sm

WORK = mpmath.mp.clone()
WORK.dps = 60


def model(density, x, parameter, domain, **more):
    return sm.Model(density, data={"x": x}, parameters={parameter: domain}, **more)


TRUNCATED = model("l**x*exp(-l)/(factorial(x)*(1 - exp(-l)))", "integer >= 1", "l", "> 0", name="truncated")
SERIES = model("-p**x/(x*log(1 - p))", "integer >= 1", "p", "(0, 1)", name="series")
GAMMA = model("x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)", "> 0", "k", "> 0", constants={"s": "> 0"}, name="shape")
CHI = model("x**(k - 1)*exp(-x**2/2)/(gamma(k/2)*2**(k/2 - 1))", "> 0", "k", "> 0", name="chi")

# counts of ones, and of one other value
SAMPLES = [(10**6, 1, 2), (10**4, 3, 2), (3, 2, 2), (1, 5, 9), (0, 2, 700), (1, 1, 10**5)]


def columns(ones, others, value):
    return {"x": np.array([1] * (ones > 0) + [value])}, np.array([float(ones)] * (ones > 0) + [float(others)])


def exact_mean(ones, others, value):
    return WORK.mpf(ones + others * value) / (ones + others)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_zero_truncated_poisson_to_the_last_digits(sample):
    data, weights = columns(*sample)
    fit = sm.fit(TRUNCATED, data, weights=weights)
    mean = exact_mean(*sample)
    with WORK.workdps(2 * int(mean) + 60 if mean < 10**4 else 60):
        rate = mean + (WORK.re(WORK.lambertw(-mean * WORK.exp(-mean))) if mean < 10**4 else 0)
    # what the mean of the data loses by being a double is lost
    lost = 2e-16 * float(mean / (mean - 1))
    assert fit.estimates["l"] == pytest.approx(float(rate), rel=4e-15 + 4 * lost)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_logarithmic_series_to_the_last_digits(sample):
    data, weights = columns(*sample)
    fit = sm.fit(SERIES, data, weights=weights)
    mean = exact_mean(*sample)
    with WORK.workdps(400):
        p = 1 - WORK.exp(1 / mean + WORK.re(WORK.lambertw(-WORK.exp(-1 / mean) / mean, -1)))
    lost = 2e-16 * float(mean / (mean - 1))
    assert fit.estimates["p"] == pytest.approx(float(p), rel=4e-15 + 4 * lost)


@pytest.mark.parametrize(("family", "limit"), [(TRUNCATED, "l -> 0"), (SERIES, "p -> 0")])
def test_all_ones_have_no_maximum(family, limit):
    (condition,) = sm.derive(family).estimator.conditions
    assert (str(condition), condition.limit, condition.category) == ("sum(x) > n (iff)", limit, "boundary")
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(family, {"x": [1, 1, 1]})
    assert caught.value.category == "boundary"
    assert sm.fit(family, {"x": [1, 1, 2]}).converged


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
@pytest.mark.parametrize("spread", [1e-6, 1.0, 30.0])
def test_a_gamma_shape_with_known_scale(scale, spread):
    x = scale * np.exp(spread * np.array([-1.0, 0.3, 0.9]))
    k = sm.fit(GAMMA, {"x": x, "s": scale}).estimates["k"]
    target = WORK.mpf(0)
    for each in x:
        target += WORK.log(WORK.mpf(float(each)) / WORK.mpf(scale)) / 3
    error = (WORK.digamma(WORK.mpf(k)) - target) / WORK.psi(1, WORK.mpf(k)) / WORK.mpf(k)
    assert abs(error) < 1e-13


def test_the_degrees_of_freedom_of_a_chi():
    x = np.array([0.2, 1.3, 2.9, 0.01])
    k = sm.fit(CHI, {"x": x}).estimates["k"]
    assert float(WORK.digamma(k / 2)) == pytest.approx(np.mean(np.log(x**2)) - np.log(2), rel=1e-12)


NORMAL = "exp(-(x - ({}))**2/2)/sqrt(2*pi)"
# a mean as a function of t, its domain, the function, data
MEANS = [
    ("t + exp(t)", "real", lambda t: t + np.exp(t), [700.0, 800.0]),
    ("t + exp(t)", "real", lambda t: t + np.exp(t), [-300.0, -310.0]),
    ("t + log(t)", "> 0", lambda t: t + np.log(t), [-30.0, -31.0]),
    ("t + log(t)", "> 0", lambda t: t + np.log(t), [1e6, 2e6]),
    ("t*exp(t)", "> 0", lambda t: t * np.exp(t), [1e-9, 3e-9]),
    ("t*exp(t)", "> 0", lambda t: t * np.exp(t), [1e9, 3e9]),
    ("t*log(t)", "> 1", lambda t: t * np.log(t), [2.0, 3.0]),
    ("t - log(t)", "(0, 1)", lambda t: t - np.log(t), [2.0, 3.0]),
    ("sinh(t)", "real", np.sinh, [-3.0, 4.0, 5.0]),
    ("atan(t)", "real", np.arctan, [0.3, 1.7]),
    ("tanh(t)", "real", np.tanh, [0.3, 1.2]),
    ("erf(t)", "real", lambda t: float(WORK.erf(t)), [-0.3, 1.2]),
    ("tan(t)", "(-pi/2, pi/2)", np.tan, [5.0, 7.0]),
    ("log(t/(1 - t))", "(0, 1)", lambda t: np.log(t / (1 - t)), [-1.0, 3.0]),
    ("1/(1 + t)", "> 0", lambda t: 1 / (1 + t), [0.2, 0.5]),
    ("t/(1 - t)", "(0, 1)", lambda t: t / (1 - t), [0.2, 3.0]),
    ("log(1 + exp(t))", "real", lambda t: np.log1p(np.exp(t)), [0.2, 3.0]),
    ("sqrt(1 + t)", "> 0", lambda t: np.sqrt(1 + t), [2.2, 3.0]),
    ("exp(-1/t)", "> 0", lambda t: np.exp(-1 / t), [0.2, 0.5]),
]


@pytest.mark.parametrize(("mean", "domain", "function", "x"), MEANS)
def test_the_mean_of_a_normal_is_undone(mean, domain, function, x):
    density = model(NORMAL.format(mean), "real", "t", domain)
    estimator = sm.derive(density).estimator
    assert (estimator.kind, estimator.certificate.grade) == ("closed form", "proved")
    t = sm.fit(density, {"x": x}).estimates["t"]
    assert function(t) == pytest.approx(np.mean(x), rel=1e-12)


# each condition straddled: a function that does not take every value
OUTSIDE = [
    ("atan(t)", "real", [1.7, 1.7], "infinite-parameter"),
    ("tanh(t)", "real", [1.0, 1.0], "infinite-parameter"),
    ("t*exp(t)", "> 0", [-1.0, 1.0], "boundary"),
    ("t/(1 - t)", "(0, 1)", [-1.0, 0.5], "boundary"),
]


@pytest.mark.parametrize(("mean", "domain", "x", "category"), OUTSIDE)
def test_a_mean_that_is_never_reached(mean, domain, x, category):
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(model(NORMAL.format(mean), "real", "t", domain), {"x": x})
    assert caught.value.category == category


# not one to one, or with a pole inside the domain: no closed form is claimed
@pytest.mark.parametrize(
    ("mean", "domain"),
    [
        ("t*log(t)", "> 0"),
        ("t - log(t)", "> 0"),
        ("t*exp(t)", "real"),
        ("t*exp(-t)", "> 0"),
        ("tan(t)", "(0, 3)"),
        ("cosh(t)", "real"),
        ("t - exp(t)", "real"),
    ],
)
def test_what_is_not_one_to_one_is_not_undone(mean, domain):
    assert sm.derive(model(NORMAL.format(mean), "real", "t", domain)).estimator.kind != "closed form"
