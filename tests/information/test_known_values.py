"""Informations, biases and bounds that textbooks print, and numbers from programs that share no code."""

import math

import mpmath
import numpy as np
import pytest
from scipy import integrate, special, stats

import symmle as sm
from symmle.derivation import derive
from symmle.exact import evaluate
from symmle.sample_sum import sample_size
from tests.densities import derived

GAMMA = float(np.euler_gamma)

# family, point, information of one observation
KNOWN = [
    ("gaussian", {"mu": 1, "v": 3}, [[1 / 3, 0], [0, 1 / 18]]),
    ("gamma", {"k": 2.5, "theta": 2}, [[special.polygamma(1, 2.5), 0.5], [0.5, 2.5 / 4]]),
    (
        "weibull",
        {"shape": 2, "scale": 3},
        [[((1 - GAMMA) ** 2 + math.pi**2 / 6) / 4, -(1 - GAMMA) / 3], [-(1 - GAMMA) / 3, 4 / 9]],
    ),
    ("logistic", {"mu": 0, "s": 2}, [[1 / 12, 0], [0, (3 + math.pi**2) / 36]]),
    ("student_t", {"nu": 1, "mu": 5, "sigma": 2}, [[1 / 8, 0], [0, 1 / 8]]),  # Cauchy
    ("student_t", {"nu": 4, "mu": 5, "sigma": 2}, [[5 / 28, 0], [0, 8 / 28]]),
    ("poisson", {"rate": 2.5}, [[0.4]]),
    ("normal_theta_theta2", {"theta": 2}, [[3 / 4]]),
]


@pytest.mark.parametrize(("name", "values", "matrix"), KNOWN)
def test_informations_in_books(name, values, matrix):
    derivation = derived(name)
    information = derivation.expected_information
    assert information.at(values).matrix == pytest.approx(np.array(matrix), rel=1e-12, abs=1e-13)
    known = {derivation.model.symbols[each]: value for each, value in values.items()}
    closed = information.row_matrix().applyfunc(lambda entry: evaluate(entry, known))
    assert np.array(closed.tolist(), dtype=float) == pytest.approx(np.array(matrix), rel=1e-14, abs=1e-15)


def test_the_beta_information_is_made_of_trigammas():
    found = derived("beta").expected_information.at({"a": 2, "b": 0.5}).matrix
    both = special.polygamma(1, 2.5)
    wanted = [[special.polygamma(1, 2) - both, -both], [-both, special.polygamma(1, 0.5) - both]]
    assert found == pytest.approx(np.array(wanted), rel=1e-12)


def test_the_negative_binomial_information_by_summation():
    r, p = 2.5, 0.3
    k = np.arange(4000)
    score = special.digamma(k + r) - special.digamma(r) + math.log(p)
    wanted = float((stats.nbinom.pmf(k, r, p) * score**2).sum())
    assert derived("negative_binomial").expected_information.at({"r": r, "p": p})["r"] == pytest.approx(
        wanted, rel=1e-9
    )


def test_the_kumaraswamy_information_by_mpmath():
    a, b = 2, 3

    def squared(x):
        u = x**a
        score = 1 / mpmath.mpf(a) + mpmath.log(x) - (b - 1) * u * mpmath.log(x) / (1 - u)
        return a * b * x ** (a - 1) * (1 - u) ** (b - 1) * score**2

    found = derived("kumaraswamy").expected_information.at({"a": a, "b": b})
    assert found["a"] == pytest.approx(float(mpmath.quad(squared, [0, 0.5, 1])), rel=1e-11)
    assert derived("kumaraswamy").expected_information["a"] is None


# densities that are no family here: text, data, parameters, point, information of one observation
OWN = [
    ("Laplace by its scale", "exp(-Abs(x)/b)/(2*b)", "real", {"b": "> 0"}, {"b": 3}, 1 / 9),
    ("logit", "exp(t*x)/(1 + exp(t))", "{0, 1}", {"t": "real"}, {"t": 1}, math.e / (1 + math.e) ** 2),
    ("three points", "exp(t*x)/(1 + exp(t) + exp(2*t))", "{0, 1, 2}", {"t": "real"}, {"t": 0}, 2 / 3),
    ("von Mises", "exp(k*cos(x - 1))/(2*pi*besseli(0, k))", "(-pi, pi]", {"k": "> 0"}, {"k": 2}, None),
    ("log-logistic", "(k/x)*x**k/(1 + x**k)**2", "> 0", {"k": "> 0"}, {"k": 2}, (3 + math.pi**2) / 36),
    ("Burr", "a*b*x**(a - 1)/(1 + x**a)**(b + 1)", "> 0", {"b": "> 0"}, {"b": 2, "a": 3}, 0.25),
    ("Gompertz", "b*exp(x - b*(exp(x) - 1))", "> 0", {"b": "> 0"}, {"b": 2}, 0.25),
]


@pytest.mark.parametrize("density", OWN, ids=[row[0] for row in OWN])
def test_informations_of_other_densities(density):
    title, text, support, parameters, values, wanted = density
    constants = {"a": "> 0"} if "a" in values else {}
    model = sm.Model(text, data={"x": support}, parameters=parameters, constants=constants)
    (name,) = parameters
    found = derive(model).expected_information
    number = found.at(values)[name]
    if wanted is None:
        ratio = special.iv(1, 2) / special.iv(0, 2)
        wanted = 1 - ratio / 2 - ratio**2
    assert number == pytest.approx(wanted, rel=1e-10)
    known = {model.symbols[each]: value for each, value in values.items()}
    assert found.per_observation[name, name] is not None, title
    assert float(evaluate(found.per_observation[name, name], known)) == pytest.approx(wanted, rel=1e-10)


def test_a_contribution_that_is_no_density_has_no_information():
    model = sm.Model(
        "(r*exp(-r*x))**d*exp(-r*x*(1 - d))",
        data={"x": "> 0"},
        covariates={"d": "{0, 1}"},
        parameters={"r": "> 0"},
        normalised=False,
    )
    derivation = derive(model)
    assert derivation.expected_information["r"] is None
    assert "not a density" in derivation.expected_information.why
    assert dict(derivation.bias) == {}
    assert "not a density" in derivation.bias.why


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"mu": 0}, "needed for v"),
        ({"mu": 0, "v": -1}, "outside"),
        ({"mu": 0, "v": 1, "w": 2}, "unknown name"),
    ],
)
def test_a_point_must_be_whole_and_inside(values, complaint):
    with pytest.raises(sm.DeclarationError, match=complaint):
        derived("gaussian").expected_information.at(values)


# family, parameter, exact expectation at a point for n rows, by the law of the estimator
EXACT = [
    ("exponential", "rate", {"rate": 2}, lambda n: 2 * n / (n - 1)),
    ("power_function", "a", {"a": 2}, lambda n: 2 * n / (n - 1)),
    ("topp_leone", "a", {"a": 2}, lambda n: 2 * n / (n - 1)),
    ("pareto_known_minimum", "alpha", {"alpha": 2, "m": 3}, lambda n: 2 * n / (n - 1)),
    ("levy", "c", {"c": 2, "mu": 0}, lambda n: 2 * n / (n - 2)),
    ("half_normal", "sigma", {"sigma": 2}, lambda n: 2 * stats.chi(n).mean() / math.sqrt(n)),
    ("normal_sd", "sigma", {"mu": 1, "sigma": 2}, lambda n: 2 * stats.chi(n - 1).mean() / math.sqrt(n)),
    ("log_normal", "sigma", {"mu": 1, "sigma": 2}, lambda n: 2 * stats.chi(n - 1).mean() / math.sqrt(n)),
    ("rayleigh", "sigma", {"sigma": 2}, lambda n: 2 * stats.chi(2 * n).mean() / math.sqrt(2 * n)),
    ("maxwell", "a", {"a": 2}, lambda n: 2 * stats.chi(3 * n).mean() / math.sqrt(3 * n)),
    (
        "weibull_known_shape",
        "scale",
        {"scale": 2, "k": 3},
        lambda n: 2 * n ** (-1 / 3) * special.gamma(n + 1 / 3) / special.gamma(n),
    ),
]


@pytest.mark.parametrize(("name", "parameter", "values", "expected"), EXACT)
@pytest.mark.parametrize("n", [3, 8])
def test_exact_expectations(name, parameter, values, expected, n):
    derivation = derived(name)
    found = derivation.bias[parameter]
    size = sample_size(derivation.reduction.likelihood.sample)
    symbols = derivation.model.symbols
    known = {symbols[each]: value for each, value in values.items() if each in symbols}
    assert found.order == "exact"
    value = float(evaluate(found.expectation.xreplace({size: n}), known))
    assert value == pytest.approx(expected(n), rel=1e-12)


def test_where_an_expectation_is_infinite_is_told():
    size = sample_size(derived("levy").reduction.likelihood.sample)
    condition = derived("levy").bias["c"].condition
    assert [bool(condition.subs(size, n)) for n in (1, 2, 3)] == [False, False, True]
    assert derived("normal_sd").bias["sigma"].condition is None


def test_the_second_moments_of_a_regression():
    bias = derived("simple_regression").bias
    n = sample_size(derived("simple_regression").reduction.likelihood.sample)
    v = derived("simple_regression").model.symbols["v"]
    assert (bias["a"].bias, bias["b"].bias) == (0, 0)
    assert (bias["v"].bias + 2 * v / n).expand() == 0


def test_an_end_of_the_domain_makes_the_formula_no_estimator():
    model = sm.Model("exp(-(x - mu)**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"mu": ">= 0"})
    assert derive(model).bias["mu"].order == "first order"  # max(0, mean) is biased, exponentially little
    assert derived("bernoulli").bias["p"].order == "exact"  # its formula gives the ends as well


def test_first_order_biases_in_papers():
    bias = derived("weibull").bias["shape"]
    assert bias.order == "first order"
    derivation = derived("weibull")
    size = sample_size(derivation.reduction.likelihood.sample)
    known = {derivation.model.symbols["shape"]: 1, size: 1}
    wanted = 18 * (math.pi**2 - 2 * special.zeta(3)) / math.pi**4  # 1.3795
    assert float(evaluate(bias.bias, known)) == pytest.approx(wanted, rel=1e-14)
    assert derivation.bias.at({"shape": 1, "scale": 5}, n=10)["shape"] == pytest.approx(wanted / 10, rel=1e-9)


@pytest.mark.parametrize(
    "name", ["gamma", "beta", "lomax", "logistic", "gumbel", "geometric", "lindley", "frechet"]
)
def test_the_first_order_bias_is_that_of_quadrature(name):
    derivation = derived(name)
    values = dict.fromkeys(derivation.model.parameters, 0.75)
    numbers = derivation.bias.at(values, n=1)
    size = sample_size(derivation.reduction.likelihood.sample)
    known = {derivation.model.symbols[each]: value for each, value in values.items()} | {size: 1}
    for parameter, bias in derivation.bias.items():
        assert float(evaluate(bias.bias, known)) == pytest.approx(numbers[parameter], rel=1e-8, abs=1e-10)


def test_the_first_order_bias_of_a_rate_leads_the_exact_one():
    exact = derived("exponential").bias["rate"].bias
    size = sample_size(derived("exponential").reduction.likelihood.sample)
    numbers = derived("exponential").bias.at({"rate": 3}, n=1000)
    symbol = derived("exponential").model.symbols["rate"]
    assert float(exact.subs({size: 1000, symbol: 3})) == pytest.approx(numbers["rate"], rel=2e-3)
    assert float(exact.subs({size: 1000, symbol: 3})) != pytest.approx(numbers["rate"], rel=1e-6)


def test_a_simulated_bias_agrees_with_the_first_order():
    chance = np.random.default_rng(20240)
    rows = 40
    samples = chance.gamma(2.0, 1.5, (20_000, rows))
    gap = np.log(samples.mean(axis=1)) - np.log(samples).mean(axis=1)
    k = (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(6):
        k -= (np.log(k) - special.digamma(k) - gap) / (1 / k - special.polygamma(1, k))
    told = derived("gamma").bias.at({"k": 2, "theta": 1.5}, n=rows)["k"]
    assert k.mean() - 2 == pytest.approx(told, abs=4 * k.std() / math.sqrt(len(k)) + 3 * told / rows)


def test_a_cubic_of_the_mean_has_the_moments_of_the_normal_law():
    model = sm.Model(
        "exp(-(x - m**(1/3))**2/2)/sqrt(2*pi)", data={"x": "> 0"}, parameters={"m": "> 0"}, normalised=False
    )
    assert dict(derive(model).bias) == {}  # no density, no expectation


def test_the_mean_of_a_score_of_any_density_is_quadrature():
    """An independent quadrature, on a density that is no family."""
    model = sm.Model("exp(-x**2/(2*s**2))*sqrt(2/pi)/s", data={"x": ">= 0"}, parameters={"s": "> 0"})
    found = derive(model).expected_information.at({"s": 1.5})

    def squared(x):
        return (x**2 / 1.5**3 - 1 / 1.5) ** 2 * math.sqrt(2 / math.pi) / 1.5 * math.exp(-(x**2) / 4.5)

    assert found["s"] == pytest.approx(integrate.quad(squared, 0, 30)[0], rel=1e-10)
