"""Densities without a maximum for any data, and densities that look like them and have one."""

import numpy as np
import pytest
from scipy import stats

import symmle as sm
from symmle.proof import replay
from tests.proof.mutations import broken_orders, broken_steps

P, R, U = "> 0", "real", "(0, 1)"
STUDENT = "gamma((nu + 1)/2)/(gamma(nu/2)*sqrt(nu*pi)*s)*(1 + ((x - m)/s)**2/nu)**(-(nu + 1)/2)"


def normal(mean, variance, x="x"):
    return f"exp(-({x} - {mean})**2/(2*({variance})))/sqrt(2*pi*({variance}))"


def mixed(one, other):
    return f"p*{one} + (1 - p)*{other}"


# density, support, parameters, the path
UNBOUNDED = {
    "two variances": (
        mixed(normal("m1", "v1"), normal("m2", "v2")),
        R,
        {"p": U, "m1": R, "v1": P, "m2": R, "v2": P},
        "m1 = x_1, v1 -> 0",
    ),
    "standard deviations": (
        mixed(normal("m", "s**2"), normal("0", "1")),
        R,
        {"p": U, "m": R, "s": P},
        "m = x_1, s -> 0",
    ),
    "precision": (
        "p*sqrt(w/(2*pi))*exp(-w*(x - m)**2/2) + (1 - p)*exp(-x**2/2)/sqrt(2*pi)",
        R,
        {"p": U, "m": R, "w": P},
        "m = x_1, w -> oo",
    ),
    "log-normal": (
        mixed(normal("m", "v", "log(x)") + "/x", "exp(-x)"),
        P,
        {"p": U, "m": R, "v": P},
        "m = log(x_1), v -> 0",
    ),
    "Cauchy and normal": (
        mixed("1/(pi*s*(1 + ((x - m)/s)**2))", normal("0", "1")),
        R,
        {"p": U, "m": R, "s": P},
        "m = x_1, s -> 0",
    ),
}

# a spread that all rows share, a shape held away from zero, known spreads: nothing holds for every sample
BOUNDED = {
    "one variance": (mixed(normal("a", "v"), normal("b", "v")), R, {"p": U, "a": R, "b": R, "v": P}),
    "known variances": (mixed(normal("a", "1"), normal("b", "4")), R, {"p": U, "a": R, "b": R}),
    "variance held up": (mixed(normal("a", "v"), normal("0", "1")), R, {"p": U, "a": R, "v": "> 1/4"}),
    "Student t, shape above one": (STUDENT, R, {"m": R, "s": P, "nu": "> 1"}),
    "Student t, shape known": (STUDENT.replace("nu", "3"), R, {"m": R, "s": P}),
    "Cauchy": ("1/(pi*s*(1 + ((x - m)/s)**2))", R, {"m": R, "s": P}),
    "a mean that cannot reach the data": (
        mixed(normal("a", "v"), normal("0", "1")),
        R,
        {"p": U, "a": P, "v": P},
    ),
}


def declared(row):
    density, support, parameters, *_ = row
    return sm.Model(density, data={"x": support}, parameters=parameters)


@pytest.mark.parametrize("name", UNBOUNDED)
def test_there_is_no_maximum_and_the_path_is_told(name):
    derivation = sm.derive(declared(UNBOUNDED[name]))
    path = UNBOUNDED[name][-1]
    assert derivation.estimator.kind == "no maximum"
    assert set(derivation.estimator.kind_of.values()) == {"no maximum"}
    assert derivation.estimator.certificate.grade == "proved"
    assert path in derivation.to_text()
    assert "There is no maximum, whatever the data" in derivation.to_text()
    for data in ([1.0, 2.5, 4.0], [3.0], [2.0, 2.0]):
        with pytest.raises(sm.NoMaximumError) as raised:
            sm.fit(derivation.model, data)
        assert raised.value.category == "unbounded-likelihood"
        assert raised.value.limit == path


@pytest.mark.parametrize("name", UNBOUNDED)
def test_bad_data_are_told_before_the_density(name):
    with pytest.raises(sm.DataError):
        sm.fit(declared(UNBOUNDED[name]), [1.0, np.nan])


@pytest.mark.parametrize("name", BOUNDED)
def test_nothing_is_claimed_where_every_sample_has_no_such_path(name):
    estimator = sm.derive(declared(BOUNDED[name])).estimator
    assert estimator.kind != "no maximum"


@pytest.mark.parametrize("name", ["standard deviations", "Cauchy and normal"])
def test_a_broken_step_is_caught(name):
    derivation = sm.derive(declared(UNBOUNDED[name]))
    certificate, likelihood = derivation.estimator.certificate, derivation.reduction.likelihood
    assert all(found.holds for found in replay(certificate, likelihood))
    for label, broken in (*broken_steps(certificate, likelihood.parameters), *broken_orders(certificate)):
        assert not all(found.holds for found in replay(broken, likelihood)), label


def test_the_likelihood_does_climb_by_numbers():
    x = np.array([-1.0, 0.3, 0.5, 2.0, 6.0])
    scales = 10.0 ** -np.arange(2, 14)
    mixture = [
        np.sum(np.logaddexp(stats.norm.logpdf(x, x[1], s), stats.norm.logpdf(x)) - np.log(2)) for s in scales
    ]
    student = [np.sum(stats.t.logpdf(x, 0.1, x[1], s)) for s in scales]
    assert np.all(np.diff(mixture) > 0)
    assert np.all(np.diff(student) > 0)


def test_a_pole_that_can_be_moved_onto_an_observation():
    pole = "Abs(x - m)**(k - 1)*exp(-Abs(x - m))/(2*gamma(k))"
    with pytest.raises(sm.DerivationError) as raised:
        sm.derive(sm.Model(pole, data={"x": R}, parameters={"m": R, "k": P}))
    assert raised.value.category == "unbounded-likelihood"
    assert "m -> x_1" in raised.value.message
    with pytest.raises(sm.DerivationError) as raised:
        sm.derive(sm.Model(pole, data={"x": R}, parameters={"m": R, "k": "> 1"}))
    assert raised.value.category == "non-smooth"


def test_a_shape_that_runs_away_is_told_and_a_local_maximum_is_found():
    student = sm.Model(STUDENT, data={"x": R}, parameters={"m": R, "s": P, "nu": P})
    certificate = sm.derive(student).estimator.certificate
    assert certificate.grade == "unproved"
    assert "unbounded as m = x_1, nu near 0, s -> 0" in certificate.open_question
    x = stats.t.rvs(3, size=200, random_state=np.random.default_rng(5))
    found = sm.fit(student, x)
    assert found.optimality == "local"
    assert found.log_likelihood == pytest.approx(np.sum(stats.t.logpdf(x, *_scipy(x))), abs=1e-3)


def _scipy(x):
    return stats.t.fit(x)
