"""Data on either side of each condition: a fit on one, the right refusal or the right end on the other."""

import pickle
import time

import numpy as np
import pytest
from sympy import Symbol, exp, pi, sqrt, symbols

import symmle as sm

POISSON = "exp(-l)*l**x/factorial(x)"
NORMAL = "exp(-(x - m)**2/(2*v))/sqrt(2*pi*v)"
LINE = "exp(-(y - a - b*t)**2/(2*v))/sqrt(2*pi*v)"

# density, data, parameters, other words, columns with a maximum, columns without one, what the error says
STRADDLED = {
    "log_rate": (
        "exp(-exp(a))*exp(a*x)/factorial(x)", {"x": "integer >= 0"}, {"a": "real"}, {},
        {"x": [0, 0, 1]}, {"x": [0, 0]}, "infinite-parameter",
    ),
    "odds": (
        "(t/(1 + t))**x*(1/(1 + t))**(1 - x)", {"x": "{0, 1}"}, {"t": "> 0"}, {},
        {"x": [1, 0, 1]}, {"x": [1, 1]}, "infinite-parameter",
    ),
    "above_background": (
        "exp(-(s + c))*(s + c)**x/factorial(x)", {"x": "integer >= 0"}, {"s": "> 0"},
        {"constants": {"c": "> 0"}}, {"x": [1, 2], "c": 1.4}, {"x": [1, 2], "c": 1.5}, "boundary",
    ),
    "outbreak": (
        "exp(-u*x)*(u*x)**(x - 1)/factorial(x)", {"x": "integer >= 1"}, {"u": "(0, 1)"}, {},
        {"x": [1, 2]}, {"x": [1, 1, 1]}, "boundary",
    ),
    "positive_mean": (
        "exp(-(x - exp(t))**2/2)/sqrt(2*pi)", {"x": "real"}, {"t": "real"}, {},
        {"x": [-1.0, 1.5]}, {"x": [-1.0, 1.0]}, "infinite-parameter",
    ),
    "spread": (
        NORMAL, {"x": "real"}, {"m": "real", "v": "> 0"}, {},
        {"x": [1e8, 1e8 + 1]}, {"x": [1e8, 1e8]}, "unbounded-likelihood",
    ),
    "line": (
        LINE, {"y": "real"}, {"a": "real", "b": "real", "v": "> 0"}, {"covariates": {"t": "real"}},
        {"y": [0.0, 1.0, 3.0], "t": [0.0, 0.0, 1.0]}, {"y": [0.0, 1.0, 3.0], "t": [2.0, 2.0, 2.0]},
        "not-identifiable",
    ),
    "events": (
        "l**e*exp(-l*y)", {"y": "> 0", "e": "{0, 1}"}, {"l": "> 0"}, {"normalised": False},
        {"y": [1.0, 2.0], "e": [0, 1]}, {"y": [1.0, 2.0], "e": [0, 0]}, "boundary",
    ),
}  # fmt: skip


def model_of(name):
    density, data, parameters, more, *_ = STRADDLED[name]
    return sm.Model(density, data=data, parameters=parameters, name=name, **more)


@pytest.mark.parametrize("name", STRADDLED)
def test_on_one_side_there_is_a_maximum(name):
    fit = sm.fit(model_of(name), STRADDLED[name][4])
    assert fit.converged
    assert np.all(np.isfinite(list(fit.estimates.values())))


@pytest.mark.parametrize("name", STRADDLED)
def test_on_the_other_side_there_is_none(name):
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(model_of(name), STRADDLED[name][5])
    assert refused.value.category == STRADDLED[name][6]


@pytest.mark.parametrize("name", STRADDLED)
def test_a_row_of_weight_nothing_changes_no_side(name):
    """The data without a maximum, with the others' rows beside them at weight zero: still none."""
    good, bad = STRADDLED[name][4], STRADDLED[name][5]
    rows = {k: (len(good[k]), len(bad[k])) for k in good if np.ndim(good[k])}
    both = {k: np.concatenate([bad[k], good[k]]) if k in rows else bad[k] for k in good}
    kept, left_out = next(iter(rows.values()))[1], next(iter(rows.values()))[0]
    with pytest.raises(sm.NoMaximumError):
        sm.fit(model_of(name), both, weights=[1.0] * kept + [0.0] * left_out)


# the maximum is on a closed end for the second data, inside for the first
ENDS = {
    "background": (
        "exp(-(s + c))*(s + c)**x/factorial(x)", {"x": "integer >= 0"}, {"s": ">= 0"},
        {"constants": {"c": "> 0"}}, ({"x": [2, 2], "c": 1.5}, 0.5), ({"x": [1, 2], "c": 2.5}, 0.0),
    ),
    "answers": (
        "(4*w/5 + (1 - w)/5)**x*(1 - 4*w/5 - (1 - w)/5)**(1 - x)", {"x": "{0, 1}"}, {"w": "[0, 1]"}, {},
        ({"x": [1, 0]}, 0.5), ({"x": [1, 1, 1]}, 1.0),
    ),
    "box": (
        "exp(-(x - m)**2/2)/sqrt(2*pi)", {"x": "real"}, {"m": "[-1, 1]"}, {},
        ({"x": [0.25]}, 0.25), ({"x": [-3.0, -2.0]}, -1.0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_a_closed_end_is_an_estimate(name):
    density, data, parameters, more, inside, at_end = ENDS[name]
    model = sm.Model(density, data=data, parameters=parameters, name=name, **more)
    for (columns, wanted), status in ((inside, "converged"), (at_end, "boundary")):
        fit = sm.fit(model, columns)
        assert next(iter(fit.estimates.values())) == pytest.approx(wanted, rel=1e-12, abs=1e-12)
        assert fit.status == status


# a search that runs off is no fit
RUNS_OFF = {
    "counts_of_little_spread": (
        "gamma(x + k)/(gamma(k)*factorial(x))*(k/(k + u))**k*(u/(k + u))**x",
        {"x": "integer >= 0"}, {"u": "> 0", "k": "> 0"}, {"x": [3, 1]},
    ),
    "negative_mean": (
        "exp(-(x - u)**2/(2*f*u))/sqrt(2*pi*f*u)", {"x": "real"}, {"u": "> 0", "f": "> 0"},
        {"x": [-1.5, -0.5]},
    ),
    "equal_times": (
        "(b/a)*(x/a)**(b - 1)/(1 + (x/a)**b)**2", {"x": "> 0"}, {"a": "> 0", "b": "> 0"},
        {"x": [1.428, 1.428, 1.428, 1.428, 1.428]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS_OFF)
def test_a_search_that_runs_off_is_no_fit(name):
    density, data, parameters, columns = RUNS_OFF[name]
    model = sm.Model(density, data=data, parameters=parameters, name=name)
    with pytest.raises((sm.NoMaximumError, sm.ConvergenceError)):
        sm.fit(model, columns)


@pytest.mark.parametrize(
    ("density", "parameters", "category"),
    [
        ("exp(-Abs(x - m))/2", {"m": "real"}, "non-smooth"),
        ("exp(-Max(x - m, 2*m - 2*x))*2/3", {"m": "real"}, "non-smooth"),
        (
            "Piecewise((exp(-(x - m)**2/2)/sqrt(2*pi), Ne(x, m)), (1/sqrt(2*pi), True))",
            {"m": "real"},
            "non-smooth",
        ),
        ("exp(-(x - a*b)**2/2)/sqrt(2*pi)", {"a": "> 0", "b": "> 0"}, "not-identifiable"),
    ],
)
def test_what_no_score_can_solve_is_refused(density, parameters, category):
    with pytest.raises((sm.DerivationError, sm.DeclarationError)) as refused:
        sm.derive(sm.Model(density, data={"x": "real"}, parameters=parameters, name="refused"))
    assert refused.value.category == category


@pytest.mark.parametrize(
    ("density", "data", "parameters"),
    [
        ("exp(-(x - c)/s)/s", {"x": "> c"}, {"s": "> 0", "c": "real"}),
        ("1/t", {"x": "[0, t]"}, {"t": "> 0"}),
        ("a*c**a/x**(a + 1)", {"x": ">= c"}, {"a": "> 0", "c": "> 0"}),
    ],
)
def test_a_support_that_moves_is_refused(density, data, parameters):
    with pytest.raises(sm.DerivationError) as refused:
        sm.derive(sm.Model(density, data=data, parameters=parameters, name="moving"))
    assert refused.value.category == "support-depends-on-parameter"


CLASHES = {
    "beta*gamma*exp(-beta*gamma*E)": ({"E": "> 0"}, {"beta": "> 0"}, {"gamma": "> 0"}),
    "lambda*exp(-lambda*N)": ({"N": "> 0"}, {"lambda": "> 0"}, {}),
    "exp(-(n - pi)**2/2)*sqrt(1/(2*3.141592653589793))": ({"n": "real"}, {"pi": "real"}, {}),
    "S*exp(-S*Q)": ({"Q": "> 0"}, {"S": "> 0"}, {}),
    "I*exp(-I*sum)": ({"sum": "> 0"}, {"I": "> 0"}, {}),
}


@pytest.mark.parametrize("density", CLASHES)
def test_names_that_mean_something_elsewhere_are_names_here(density):
    data, parameters, constants = CLASHES[density]
    model = sm.Model(density, data=data, parameters=parameters, constants=constants, name="names")
    columns = {name: [1.0, 2.0, 4.5] for name in data} | dict.fromkeys(constants, 2.0)
    estimate = next(iter(sm.fit(model, columns).estimates.values()))
    wanted = 2.5 if "pi" in parameters else 1 / 2.5 / (2.0 if constants else 1.0)
    assert estimate == pytest.approx(wanted, rel=1e-12)


def test_symbols_of_any_assumptions_are_taken_by_name():
    x, m = symbols("x m")
    v = Symbol("v", integer=True)
    density = exp(-((x - m) ** 2) / (2 * v)) / sqrt(2 * pi * v)
    model = sm.Model(density, data={"x": "real"}, parameters={"m": "real", "v": "> 0"})
    fit = sm.fit(pickle.loads(pickle.dumps(model)), {"x": [1.0, 2.0, 6.0]})
    assert list(fit.estimates.values()) == pytest.approx([3.0, 14 / 3])
    assert pickle.loads(pickle.dumps(sm.derive(model))).estimator.kind == "closed form"


@pytest.mark.parametrize("terms", [6, 12])
def test_a_hopeless_density_ends(terms):
    """A long log density in one parameter: iterative, with what was tried, in seconds."""
    waves = " + ".join(f"sin(a*x/{k})**2/{k}" for k in range(1, terms))
    model = sm.Model(
        log_density=f"-log(1 + a**2*x**2) - ({waves})",
        data={"x": "real"},
        parameters={"a": "> 0"},
        normalised=False,
        name="hopeless",
    )
    begun = time.process_time()
    estimator = sm.derive(model).estimator
    assert time.process_time() - begun < 20
    assert (estimator.kind, estimator.certificate.grade) == ("iterative", "unproved")
    assert estimator.solution.attempts
