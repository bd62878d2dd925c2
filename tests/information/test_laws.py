"""Information and bias against quadrature, partial sums and the enumeration of all samples."""

from fractions import Fraction
from itertools import product

import pytest
from sympy import Symbol

from symmle import families
from symmle.derivation import derive
from symmle.exact import evaluate, expectation
from symmle.sample_sum import sample_size
from tests.densities import FAMILIES, close, derived, exactly, log_density, sample_of, valued

# families whose information the score identities give; the list may only grow
FOUND = """
bernoulli binomial exponential exponential_scale gamma gamma_known_shape gaussian geometric half_normal
inverse_gamma inverse_gaussian levy log_normal maxwell nakagami normal_known_variance normal_sd
pareto_known_minimum poisson power_function rayleigh simple_regression weibull_known_shape
"""


def row_of(derivation, seed=0):
    """One observed symbol with its domain, and numbers for everything else."""
    model = derivation.model
    data, values = sample_of(model, 1, seed)
    (name,) = model.data
    rest = {symbol: column[0] for symbol, column in data.items() if symbol.name in model.covariates}
    return model.symbols[name], model.data[name], {**values, **rest}


def expected(derivation, function, seed=0):
    observed, domain, values = row_of(derivation, seed)
    return expectation(function, log_density(derivation.model), observed, domain=domain, values=values).value


# far out in the tail these scores are inf/inf, which quadrature cannot weigh
HEAVY = [
    *("ex_gaussian", "exponentiated_logistic", "gompertz", "hyperbolic_secant"),
    *("logistic", "proportional_hazards", "skellam"),
]
# where the expression is a row's contribution and no density, there is nothing to take a mean with
DENSITIES = [name for name in FAMILIES if families.load(name).normalised]
QUADRATURE = [name for name in DENSITIES if name not in HEAVY]


@pytest.mark.parametrize("name", QUADRATURE)
def test_the_score_has_mean_zero(name):
    derivation = derived(name)
    for row in derivation.derivatives.row_score.values():
        size = expected(derivation, row**2) ** 0.5
        assert abs(expected(derivation, row)) <= 1e-6 * max(size, 1)


@pytest.mark.parametrize("name", [name for name in DENSITIES if name not in HEAVY[1:]])
def test_the_information_is_minus_the_mean_of_the_second_derivative(name):
    derivation = derived(name)
    information = derivation.expected_information
    _, _, values = row_of(derivation)
    for (one, other), entry in information.per_observation.items():
        if entry is not None:
            place = derivation.model.symbols[other]
            curved = expected(derivation, -derivation.derivatives.row_score[one].diff(place))
            outer = expected(
                derivation, derivation.derivatives.row_score[one] * derivation.derivatives.row_score[other]
            )
            found = float(evaluate(entry, values))
            assert found == pytest.approx(curved, rel=1e-6, abs=1e-7)
            assert found == pytest.approx(outer, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("name", FOUND.split())
def test_the_information_is_found(name):
    information = derived(name).expected_information
    assert all(entry is not None for entry in information.per_observation.values()), information.why
    assert information.matrix().is_symmetric()


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_not_found_has_a_reason(name):
    information = derived(name).expected_information
    missing = [pair for pair, entry in information.sample.items() if entry is None]
    assert bool(missing) == bool(information.why)
    assert bool(missing) == (information.matrix() is None)
    with pytest.raises(KeyError):
        information["no such parameter"]


def test_the_sample_has_n_times_the_information_of_a_row():
    derivation = derived("gaussian")
    n = sample_size(derivation.reduction.likelihood.sample)
    v = derivation.model.symbols["v"]
    assert derivation.expected_information["v"] == n / (2 * v**2)
    assert derivation.expected_information["mu", "v"] == 0
    assert derivation.expected_information["mu"] == n / v


def enumerated(name, rows, constants):
    """The mean of each estimator over every sample of so many rows, weighed by its probability."""
    derivation = derived(name)
    model = derivation.model
    (observed,) = (model.symbols[column] for column in model.data)
    parameters = {model.symbols[parameter]: Fraction(2, 7) for parameter in model.parameters}
    known = {model.symbols[constant]: number for constant, number in constants.items()}
    top = constants.get("m", 1)
    mass = {x: exactly(evaluate(model.density, {observed: x, **parameters, **known})) for x in range(top + 1)}
    means = dict.fromkeys(model.parameters, Fraction(0))
    for sample in product(mass, repeat=rows):
        chance = Fraction(1)
        for x in sample:
            chance *= mass[x]
        for parameter in means:
            means[parameter] += chance * valued(
                derivation.estimator[parameter], {observed: sample}, None, known
            )
    return derivation, means, {**parameters, **known}


@pytest.mark.parametrize(("name", "constants"), [("bernoulli", {}), ("binomial", {"m": 3})])
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_bias_is_the_bias_over_all_samples(name, constants, rows):
    derivation, means, values = enumerated(name, rows, constants)
    (observed,) = (derivation.model.symbols[column] for column in derivation.model.data)
    for parameter, bias in derivation.bias.items():
        at = {observed: [0] * rows}
        assert close(valued(bias.expectation, at, None, values), means[parameter])
        truth = means[parameter] - values[derivation.model.symbols[parameter]]
        assert close(valued(bias.bias, at, None, values), truth)
    assert set(derivation.bias) == set(means)


n = sample_size(derived("gaussian").reduction.likelihood.sample)


def symbol(name, of):
    return derived(of).model.symbols[name]


# family, parameter, what textbooks say
BIAS = [
    ("gaussian", "mu", 0),
    ("gaussian", "v", -symbol("v", "gaussian") / n),
    ("poisson", "rate", 0),
    ("exponential_scale", "scale", 0),
    ("gamma_known_shape", "theta", 0),
    ("normal_known_variance", "mu", 0),
    ("bernoulli", "p", 0),
]


@pytest.mark.parametrize(("name", "parameter", "bias"), BIAS)
def test_known_biases(name, parameter, bias):
    found = derived(name).bias[parameter].bias
    replaced = dict.fromkeys(found.atoms(type(n)), n)
    assert (found.xreplace(replaced) - bias).expand() == 0


@pytest.mark.parametrize("name", ["exponential", "geometric", "normal_sd", "gamma", "logistic"])
def test_a_bias_that_is_not_affine_is_not_told(name):
    told = derived(name).bias
    assert not set(told) & {"rate", "p", "sigma", "k", "theta", "s"}


# family: natural statistics, is it full
EXPONENTIAL = [
    ("bernoulli", {"x"}, True),
    ("gaussian", {"x", "x**2"}, True),
    ("gamma", {"x", "log(x)"}, True),
    ("beta", {"log(x)", "log(1 - x)"}, True),
    ("poisson", {"x"}, True),
    ("normal_theta_theta2", {"x", "x**2"}, False),  # curved: two statistics, one parameter
    ("inverse_gaussian", {"x", "1/x"}, True),
    ("rayleigh", {"x**2"}, True),
]


@pytest.mark.parametrize(("name", "statistics", "full"), EXPONENTIAL)
def test_exponential_families_are_shown(name, statistics, full):
    shown = derived(name).exponential_family
    assert {str(statistic) for statistic in shown.T} == statistics
    assert shown.full is full
    assert shown.minimal


@pytest.mark.parametrize("name", [name for name in FAMILIES if derived(name).exponential_family is not None])
def test_the_shown_form_is_the_density(name):
    derivation = derived(name)
    shown, (observed, _, values) = derivation.exponential_family, row_of(derivation)
    data, _ = sample_of(derivation.model, 3, 5)
    for x in data[observed]:
        at = {**values, observed: x}
        form = sum(eta * t for eta, t in zip(shown.eta, shown.T, strict=True)) - shown.A + shown.h
        assert close(exactly(evaluate(form, at)), exactly(evaluate(log_density(derivation.model), at)))


@pytest.mark.parametrize("name", ["weibull", "logistic", "student_t", "lomax", "gumbel"])
def test_not_shown_is_none(name):
    assert derived(name).exponential_family is None


def test_symbols_of_information_are_the_model_s():
    information = derive(derived("gamma").model).expected_information
    names = set().union(*(entry.free_symbols for entry in information.per_observation.values()))
    assert names <= {derived("gamma").model.symbols[name] for name in ("k", "theta")}
    assert Symbol("k") not in names
