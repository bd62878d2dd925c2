"""Where the conditions hold the point wins; where one fails the likelihood climbs as it is told."""

from fractions import Fraction
from itertools import combinations_with_replacement, pairwise

import numpy as np
import pytest

import symmle as sm
from symmle import families
from symmle.generation import load
from symmle.notation import parse_domain
from tests.densities import FAMILIES, along_constraints, derived, log_likelihood
from tests.laws.samples import columns_of

EQUAL = {"x": np.array([2.0, 2.0, 2.0])}
ZEROS = {"x": np.zeros(3)}
UNDER = {"x": np.array([1.0, 2.0, 2.0, 1.0])}
LINE = np.array([1.0, 2.0, 4.0])

# family, data for which a condition fails, the category, where it climbs, the other parameters on the way
FAILING = [
    ("gaussian", EQUAL, "unbounded-likelihood", "v -> 0", lambda t: {"mu": 2}),
    ("normal_sd", EQUAL, "unbounded-likelihood", "sigma -> 0", lambda t: {"mu": 2}),
    ("log_normal", EQUAL, "unbounded-likelihood", "sigma -> 0", lambda t: {"mu": np.log(2)}),
    ("normal_known_mean", {**EQUAL, "m": 2.0}, "unbounded-likelihood", "v -> 0", lambda t: {}),
    ("normal_theta_theta2", ZEROS, "unbounded-likelihood", "theta -> 0", lambda t: {}),
    ("half_normal", ZEROS, "unbounded-likelihood", "sigma -> 0", lambda t: {}),
    ("exponential", ZEROS, "unbounded-likelihood", "rate -> oo", lambda t: {}),
    ("exponential_scale", ZEROS, "unbounded-likelihood", "scale -> 0", lambda t: {}),
    ("inverse_gaussian", EQUAL, "unbounded-likelihood", "lambda -> oo", lambda t: {"mu": 2}),
    ("pareto_known_minimum", {**EQUAL, "m": 2.0}, "unbounded-likelihood", "alpha -> oo", lambda t: {}),
    (
        "simple_regression",
        {"y": 1 + 2 * LINE, "t": LINE},
        "unbounded-likelihood",
        "v -> 0",
        lambda t: {"a": 1, "b": 2},
    ),
    ("gamma", EQUAL, "infinite-parameter", "k -> oo", lambda t: {"theta": 2 / t}),
    ("inverse_gamma", EQUAL, "infinite-parameter", "alpha -> oo", lambda t: {"beta": 2 * t}),
    ("nakagami", EQUAL, "infinite-parameter", "m -> oo", lambda t: {"Omega": 4}),
    ("weibull", EQUAL, "infinite-parameter", "shape -> oo", lambda t: {"scale": 2}),
    ("frechet", EQUAL, "infinite-parameter", "alpha -> oo", lambda t: {"s": 2}),
    ("gumbel", EQUAL, None, "beta -> 0", lambda t: {"mu": 2}),
    ("negative_binomial", UNDER, "infinite-parameter", "r -> oo", lambda t: {"p": t / (t + 1.5)}),
    ("negative_binomial", ZEROS, "boundary", "p -> 1", lambda t: {"r": 1}),
]
STEPS = {
    "oo": [2.0**k for k in range(12)],
    "0": [2.0**-k for k in range(12)],
    "1": [1 - 2.0 ** -(k + 1) for k in range(12)],
}


def names_of(part):
    return part if isinstance(part, str) else ""


@pytest.mark.parametrize(("name", "data", "category", "limit", "others"), FAILING, ids=names_of)
def test_where_a_condition_fails_the_likelihood_climbs_as_told(name, data, category, limit, others):
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(families.load(name), data)
    assert category is None or refused.value.category == category
    assert limit in refused.value.limit
    model = families.load(name)
    rows = {model.symbols[each]: list(data[each]) for each in (*model.data, *model.covariates)}
    known = {model.symbols[each]: data[each] for each in model.constants}
    parameter, _, end = limit.split()
    climbed = []
    for value in STEPS[end]:
        at = {model.symbols[each]: number for each, number in {parameter: value, **others(value)}.items()}
        climbed.append(log_likelihood(model, rows, {**known, **at}))
    assert all(later > earlier for earlier, later in pairwise(climbed)), climbed


def test_a_flat_direction_is_named():
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(families.simple_regression(), {"y": LINE, "t": np.ones(3)})
    assert refused.value.category == "not-identifiable"


@pytest.mark.parametrize("name", FAMILIES)
def test_a_fit_beats_its_neighbours(name):
    model, columns = families.load(name), columns_of(name)
    fit = sm.fit(model, columns)
    module = load(derived(name).program)
    arguments = [columns[column.name] for column in module.COLUMNS]
    theta = np.array([fit.estimates[parameter] for parameter in module.PARAMETERS])
    tolerance = 1e-12 * (1 + np.sum(np.abs(module.log_density(theta, *arguments))))
    for direction in directions(len(theta)):
        for distance in (1e-1, 1e-2, 1e-3):
            step = along_constraints(model, direction * np.maximum(np.abs(theta), 0.1))
            moved = theta + distance * step
            if all(low < one < high for one, (low, high) in zip(moved, bounds_of(module), strict=True)):
                assert module.log_likelihood(moved, *arguments) <= fit.log_likelihood + tolerance


def bounds_of(module):
    domains = [parse_domain(text, {}) for text in module.DOMAINS]
    return [(float(domain.lower), float(domain.upper)) for domain in domains]


def directions(size):
    chance = np.random.default_rng(3)
    yield from np.vstack([np.eye(size), -np.eye(size), chance.normal(size=(8, size))])


def samples(values, largest=4):
    for size in range(1, largest + 1):
        yield from combinations_with_replacement(values, size)


def mean(sample):
    return Fraction(sum(sample), len(sample))


BIT = "p**x*(1 - p)**(1 - x)"


def bernoulli(domain):
    return sm.Model(BIT, data={"x": "{0, 1}"}, parameters={"p": domain}, name="bits")


COUNT = "exp(-l)*l**x/factorial(x)"


def poisson(domain):
    return sm.Model(COUNT, data={"x": "integer >= 0"}, parameters={"l": domain}, name="counts")


# model, values of a row, constants, the estimate, the ends on which it may lie
COUNTED = {
    "bernoulli closed": (bernoulli("[0, 1]"), (0, 1), {}, mean, (0, 1)),
    "bernoulli open": (bernoulli("(0, 1)"), (0, 1), {}, mean, ()),
    "bernoulli half open": (bernoulli("(0, 1]"), (0, 1), {}, mean, (1,)),
    "poisson closed": (poisson(">= 0"), (0, 1, 2, 5), {}, mean, (0,)),
    "poisson open": (poisson("> 0"), (0, 1, 2, 5), {}, mean, ()),
    "geometric": (families.geometric(), (0, 1, 2, 5), {}, lambda x: 1 / (1 + mean(x)), (1,)),
    "binomial": (families.binomial(), (0, 1, 2, 3), {"m": 3.0}, lambda x: mean(x) / 3, (0, 1)),
}


@pytest.mark.parametrize("label", COUNTED)
def test_every_small_sample_of_counts(label):
    model, values, constants, answer, ends = COUNTED[label]
    (parameter,) = model.parameters
    domain = model.parameters[parameter]
    outcomes = set()
    for sample in samples(values):
        estimate = answer(sample)
        inside = domain.lower < estimate < domain.upper
        columns = {"x": [float(value) for value in sample], **constants}
        if inside or estimate in ends:
            fit = sm.fit(model, columns)
            assert fit.estimates[parameter] == pytest.approx(float(estimate), rel=1e-15, abs=1e-300)
            assert fit.status == ("converged" if inside else "boundary")
            assert inside or np.isnan(fit.standard_errors.get(parameter, np.nan))
            outcomes.add(fit.status)
        else:
            with pytest.raises(sm.NoMaximumError) as refused:
                sm.fit(model, columns)
            assert refused.value.category == "boundary"
            outcomes.add("refused")
    assert len(outcomes) > 1, "samples on both sides"
    assert ("boundary" in outcomes) == bool(ends)


def test_every_small_sample_of_negative_binomial_counts():
    model = families.negative_binomial()
    fitted = refused = 0
    for sample in samples((0, 1, 2, 4)):
        columns = {"x": [float(value) for value in sample]}
        spread = Fraction(sum(x * x for x in sample), len(sample)) - mean(sample) ** 2
        if spread > mean(sample):
            assert sm.fit(model, columns).converged
            fitted += 1
        else:
            with pytest.raises(sm.NoMaximumError):
                sm.fit(model, columns)
            refused += 1
    assert fitted > 8
    assert refused > 8


# samples that straddle a condition: a hair inside works, on it does not
@pytest.mark.parametrize("name", ["gaussian", "gamma", "weibull", "inverse_gaussian", "log_normal", "gumbel"])
def test_samples_that_straddle_a_condition(name):
    model = families.load(name)
    for hair in (1e-3, 1e-6):
        assert sm.fit(model, {"x": [1.0, 1.0 + hair, 1.0 - hair]}).status == "converged"
    with pytest.raises(sm.NoMaximumError):
        sm.fit(model, {"x": [1.0, 1.0, 1.0]})


# years, and other data whose spread is small beside their distance from zero
FAR = [[1998.0, 1999.0, 2000.0, 2003.5], [1e4, 1e4 + 2, 1e4 - 1], [1.0, 1.001, 0.999]]


@pytest.mark.parametrize("column", FAR, ids=str)
@pytest.mark.parametrize(
    "name", ["gaussian", "logistic", "gumbel", "gamma", "weibull", "frechet", "nakagami"]
)
def test_data_far_from_zero(name, column):
    fit = sm.fit(families.load(name), {"x": column})
    assert fit.converged
    assert np.isfinite(fit.log_likelihood)


# closed ends that are no ends of the support: the maximum is there
ENDS = [
    (bernoulli("[1/4, 3/4]"), [0, 0, 0], 0.25),
    (bernoulli("[1/4, 3/4]"), [1, 1, 1, 0, 1], 0.75),
    (bernoulli("[1/4, 3/4]"), [1, 0], 0.5),
    (poisson(">= 1"), [0, 0, 1], 1.0),
    (poisson(">= 1"), [3, 4], 3.5),
    (poisson("[1, 2]"), [9, 4], 2.0),
]


@pytest.mark.parametrize(("model", "column", "estimate"), ENDS)
def test_a_closed_end_holds_the_maximum(model, column, estimate):
    fit = sm.fit(model, {"x": [float(value) for value in column]})
    (parameter,) = model.parameters
    assert fit.estimates[parameter] == pytest.approx(estimate, rel=1e-12)
    assert fit.status == ("converged" if estimate in (0.5, 3.5) else "boundary")


NORMAL = "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)"
GAMMA = "x**(k - 1)*exp(-x/theta)/(gamma(k)*theta**k)"
NEGATIVE_BINOMIAL = "gamma(x + r)/(gamma(r)*factorial(x))*p**r*(1 - p)**x"
DISPERSED = [0.0] * 7 + [9.0]

# two parameters, one of them on its end: the density, its support and domains, the data, the estimates
ENDS_OF_TWO = [
    (NORMAL, "real", {"mu": ">= 0", "v": "> 0"}, [-1.0, -2.0, -3.5], {"mu": 0.0, "v": 17.25 / 3}),
    (GAMMA, "> 0", {"k": ">= 2", "theta": "> 0"}, [0.3, 1.2, 0.7, 2.5], {"k": 2.0, "theta": 1.175 / 2}),
    (NEGATIVE_BINOMIAL, "integer >= 0", {"r": ">= 1", "p": "(0, 1)"}, DISPERSED, {"r": 1.0, "p": 8 / 17}),
]


def two(density, support, parameters):
    return sm.Model(density, data={"x": support}, parameters=parameters, name="two", normalised=False)


@pytest.mark.parametrize(("density", "support", "parameters", "column", "expected"), ENDS_OF_TWO)
def test_a_closed_end_of_one_of_two_parameters(density, support, parameters, column, expected):
    fit = sm.fit(two(density, support, parameters), {"x": column})
    assert fit.estimates == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert fit.status == "boundary"


@pytest.mark.parametrize(("density", "support", "parameters", "column", "expected"), ENDS_OF_TWO)
def test_the_same_end_open(density, support, parameters, column, expected):
    (held,) = (name for name, text in parameters.items() if text.startswith(">="))
    opened = {**parameters, held: parameters[held].replace(">=", ">")}
    with pytest.raises(sm.SymmleError) as refused:
        sm.fit(two(density, support, opened), {"x": column})
    assert refused.value.category == "boundary"


# the same ends, open: no maximum, and where it climbs
OPEN_ENDS = [
    (bernoulli("(1/4, 3/4)"), [0, 0, 0], "p -> 1/4"),
    (bernoulli("(1/4, 3/4)"), [1, 1, 1, 0, 1], "p -> 3/4"),
    (poisson("> 1"), [0, 0, 1], "l -> 1"),
]


@pytest.mark.parametrize(("model", "column", "limit"), OPEN_ENDS)
def test_an_open_end_is_climbed_to(model, column, limit):
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(model, {"x": [float(value) for value in column]})
    assert (refused.value.category, refused.value.limit) == ("boundary", limit)


def test_an_estimate_that_ran_off_does_not_look_like_one():
    with pytest.raises(sm.SymmleError):
        sm.fit(families.lomax(), {"x": [1.0, 1.0, 1.0]})
    assert sm.fit(families.lomax(), {"x": [1.0, 1000.0]}).estimates == pytest.approx(
        {"alpha": 0.2404665170512, "lambda": 0.6315136463896}, rel=1e-6
    )
