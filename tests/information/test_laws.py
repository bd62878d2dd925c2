"""Information and bias against quadrature, partial sums and the enumeration of all samples."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from sympy import Symbol

from symmle import families
from symmle.declaration.mass import generic_points
from symmle.derivation import derive
from symmle.exact import evaluate
from symmle.sample_sum import sample_size
from tests.densities import FAMILIES, close, derived, exactly, log_density, sample_of, valued

# families of which an entry of the information has no closed form; the list may only shrink
NOT_FOUND = {
    *("beta_binomial", "birnbaum_saunders", "ex_gaussian", "exponential_censored", "folded_normal"),
    *("exponentiated_exponential", "exponentiated_weibull", "generalised_poisson", "gompertz"),
    *("half_logistic", "kumaraswamy", "logit_normal", "negative_binomial", "rice", "skellam"),
    *("truncated_normal", "von_mises_direction", "weibull_censored", "yule_simon"),
}


def row_of(derivation, seed=0):
    """One observed symbol with its domain, and numbers for everything else."""
    model = derivation.model
    data, values = sample_of(model, 1, seed)
    (name,) = model.data
    rest = {symbol: column[0] for symbol, column in data.items() if symbol.name in model.covariates}
    return model.symbols[name], model.data[name], {**values, **rest}


# where the expression is a row's contribution and no density, there is nothing to take a mean with
CONTRIBUTIONS = {"exponential_censored", "weibull_censored"}
# off its constraints such a density has another mass, so that no entry has a meaning by itself
CONSTRAINED = {"categorical"}
DENSITIES = [name for name in FAMILIES if name not in CONTRIBUTIONS | CONSTRAINED]

# families that are not exponential: lists, as a name is known before anything is derived
NOT_EXPONENTIAL = {
    *("beta_binomial", "birnbaum_saunders", "burr", "categorical", "cauchy", "ex_gaussian"),
    *(
        "exponential_censored",
        "exponentiated_exponential",
        "exponentiated_weibull",
        "folded_normal",
        "frechet",
        "gamma_regression",
    ),
    *("generalised_gamma", "generalised_normal", "generalised_poisson", "gompertz", "gumbel"),
    *("half_cauchy", "half_logistic", "hyperbolic_secant", "inverse_burr", "kumaraswamy", "log_logistic"),
    *("logistic", "lomax", "negative_binomial", "paralogistic", "poisson_exposure", "rice"),
    *("simple_regression", "skellam", "student_t", "student_t_free", "two_samples", "weibull"),
    *("weibull_censored", "yule_simon"),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_the_lists_are_right(name):
    assert (name in CONTRIBUTIONS) != families.load(name).normalised
    assert (name in CONSTRAINED) == bool(families.load(name).constraints)
    assert (name in NOT_EXPONENTIAL) == (derived(name).exponential_family is None)


def test_the_lists_name_families():
    assert set(FAMILIES) >= NOT_FOUND | NOT_EXPONENTIAL | CONTRIBUTIONS


def at_generic_points(derivation):
    """Numbers for parameters, constants and covariates, by name."""
    symbols = derivation.model.domains
    data = {derivation.model.symbols[name] for name in derivation.model.data}
    for values in generic_points({s: domain for s, domain in symbols.items() if s not in data}):
        yield {symbol.name: value for symbol, value in values.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", DENSITIES)
def test_the_score_has_mean_zero_and_the_information_equality_holds(name):
    """At three points, by quadrature; the closed form is the same number."""
    derivation = derived(name)
    information = derivation.expected_information
    for values in at_generic_points(derivation):
        found = information.at(values)
        assert found.why == ""
        scale = np.sqrt(np.diag(found.matrix))
        told = scale > 0  # a row that tells nothing of a parameter has no score for it
        assert np.all(found.mean_score[~told] == 0.0)
        assert np.all(found.matrix[~told] == 0.0)
        assert np.all(found.mean_curvature[~told] == 0.0)
        sizes, among = np.outer(scale, scale)[np.ix_(told, told)], np.ix_(told, told)
        assert np.abs(found.mean_score[told] / scale[told]).max() < 1e-9
        assert np.abs((found.matrix - found.mean_curvature)[among] / sizes).max() < 1e-9
        assert (found.error[among] / sizes).max() < 1e-7
        known = {derivation.model.symbols[each]: value for each, value in values.items()}
        for (one, other), entry in information.per_observation.items():
            if entry is not None:
                size = np.sqrt(found[one] * found[other])
                assert (
                    abs(float(evaluate(entry, known)) - found[one, other]) <= 1e-11 * size
                )  # exactly, where nothing is told
                assert (one, other) in information.sources


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in NOT_FOUND | CONSTRAINED])
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
        assert bias.order == "exact"
        at = {observed: [0] * rows}
        assert close(valued(bias.expectation, at, None, values), means[parameter])
        truth = means[parameter] - values[derivation.model.symbols[parameter]]
        assert close(valued(bias.bias, at, None, values), truth)
    assert set(derivation.bias) == set(means)


# family, parameter, what textbooks say
BIAS = [
    ("gaussian", "mu", 0),
    ("gaussian", "v", lambda v, n: -v / n),
    ("poisson", "rate", 0),
    ("exponential_scale", "scale", 0),
    ("gamma_known_shape", "theta", 0),
    ("normal_known_variance", "mu", 0),
    ("bernoulli", "p", 0),
]


@pytest.mark.parametrize(("name", "parameter", "bias"), BIAS)
def test_known_biases(name, parameter, bias):
    derivation = derived(name)
    found = derivation.bias[parameter].bias
    n = sample_size(derivation.reduction.likelihood.sample)
    known = bias(derivation.model.symbols[parameter], n) if callable(bias) else bias
    replaced = dict.fromkeys(found.atoms(type(n)), n)
    assert (found.xreplace(replaced) - known).expand() == 0


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


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in NOT_EXPONENTIAL])
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
