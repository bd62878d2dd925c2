import numpy as np
import pytest
from scipy import special

from symmle.numerics import (
    DEFAULT_SETTINGS,
    ConvergenceError,
    Ending,
    Evaluation,
    Problem,
    conclude,
    curvature,
    maximise_closed,
    maximise_iterative,
)

FREE = (-np.inf, np.inf)


def exists(statistics):
    return ()


def start(statistics):
    return np.zeros(2)


def bernoulli(statistics):
    def assemble(theta, statistics, sums, order):
        (p,), (n, ones) = theta, statistics
        value = special.xlogy(ones, p) + special.xlog1py(n - ones, -p)
        score = np.array((ones / p - (n - ones) / (1.0 - p),))
        return Evaluation(float(value), score, np.array(((-ones / p**2 - (n - ones) / (1.0 - p) ** 2,),)))

    def complete(remaining, statistics, sums):
        return statistics[1:] / statistics[0]

    problem = Problem(("p",), ((0.0, 1.0),), exists, start, complete, assemble)
    return maximise_closed(problem, np.array(statistics), lambda theta, order: np.empty(0))


@pytest.mark.parametrize("ones", [0.0, 5.0])
def test_at_a_closed_end_the_value_is_given_without_standard_errors(ones):
    fit = bernoulli((5.0, ones))
    assert fit.status == "boundary"
    assert fit.theta.tolist() == [ones / 5.0]
    assert fit.covariance is None
    assert fit.log_likelihood == 0.0


def test_inside_the_covariance_is_the_inverse_information():
    fit = bernoulli((5.0, 2.0))
    assert fit.status == "converged"
    assert fit.covariance == pytest.approx(0.4 * 0.6 / 5.0)


def ending(score, hessian, theta=(1.0, 2.0), value=-3.0):
    evaluation = Evaluation(value, np.array(score, dtype=float), np.array(hessian, dtype=float))
    return Ending(np.array(theta), evaluation, "converged", -1, 0, (value,))


def problem(regular=True):
    nothing = Evaluation(0.0, np.zeros(2), np.eye(2))
    return Problem(
        ("a", "b"), (FREE, FREE), exists, start, lambda *_: np.zeros(2), lambda *_: nothing, regular
    )


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (ending((0.0, 0.0), ((-1.0, 0.0), (0.0, 1.0))), "not-a-maximum"),
        (ending((0.0, 0.0), ((-1.0, 2.0), (2.0, -1.0))), "not-a-maximum"),
        (ending((0.5, 0.0), ((-1.0, 0.0), (0.0, -1.0))), "not-stationary"),
        (ending((np.nan, 0.0), ((-1.0, 0.0), (0.0, -1.0))), "not-finite"),
        (ending((0.0, 0.0), ((-1.0, 0.0), (0.0, -np.inf))), "not-finite"),
        (ending((0.0, 0.0), ((-1.0, 0.0), (0.0, -1.0)), value=np.inf), "not-finite"),
    ],
)
def test_a_point_that_is_no_maximum_never_looks_like_one(end, status):
    with pytest.raises(ConvergenceError) as caught:
        conclude(end, 4.0, problem())
    assert caught.value.fit.status == status
    assert caught.value.fit.covariance is None
    assert str(caught.value).startswith(f"{status}: ")


def test_where_the_problem_is_not_regular_nothing_is_asked_of_the_score():
    fit = conclude(ending((7.0, 0.0), ((0.0, 0.0), (0.0, 0.0))), 4.0, problem(regular=False))
    assert fit.status == "converged"
    assert fit.covariance is None
    assert fit.warnings == ()


def test_a_singular_information_costs_the_standard_errors_and_says_so():
    fit = conclude(ending((0.0, 0.0), ((-1.0, 1.0), (1.0, -1.0))), 4.0, problem())
    assert fit.status == "converged"
    assert fit.covariance is None
    assert fit.warnings[0].category == "not-identifiable"


def test_units_do_not_matter_for_the_covariance():
    scale = np.array((1e-150, 1e120))
    unit = np.array(((2.0, 0.9), (0.9, 1.0)))
    scales, least, covariance = curvature(-unit / np.outer(scale, scale))
    np.testing.assert_allclose(covariance / np.outer(scale, scale), np.linalg.inv(unit), rtol=1e-12)
    np.testing.assert_allclose(scales, np.sqrt((2.0, 1.0)) / scale)
    assert 0.0 < least < 1.0


def regress(x, y):
    design = np.asarray(x, dtype=float)

    def assemble(theta, statistics, sums, order):
        d, v = y - design @ theta[:-1], theta[-1]
        n, s = len(y), float(d @ d)
        score = np.append(design.T @ d / v, 0.5 * s / v**2 - 0.5 * n / v)
        hessian = np.zeros((theta.size, theta.size))
        hessian[:-1, :-1] = -design.T @ design / v
        hessian[-1, :-1] = hessian[:-1, -1] = -design.T @ d / v**2
        hessian[-1, -1] = 0.5 * n / v**2 - s / v**3
        return Evaluation(-0.5 * n * np.log(2.0 * np.pi * v) - 0.5 * s / v, score, hessian)

    model = Problem(("v",), ((0.0, np.inf),), exists, start, lambda *_: np.zeros(0), assemble)
    origin = (*(np.zeros(1),) * design.shape[1], np.ones(1))
    return maximise_iterative(
        model,
        np.array((float(len(y)),)),
        lambda theta, order: np.empty(0),
        candidates=lambda statistics: origin,
        start=None,
        settings=DEFAULT_SETTINGS,
    )


def test_coefficients_come_first_and_their_number_is_known_when_running():
    rng = np.random.default_rng(2)
    x = np.column_stack((np.ones(60), rng.normal(size=(60, 3))))
    y = x @ (1.0, -2.0, 0.5, 0.0) + rng.normal(size=60)
    fit = regress(x, y)
    beta, residuals, *_ = np.linalg.lstsq(x, y, rcond=None)
    np.testing.assert_allclose(fit.theta, np.append(beta, residuals / 60), rtol=1e-10)
    np.testing.assert_allclose(fit.covariance[:4, :4], np.linalg.inv(x.T @ x) * fit.theta[-1], rtol=1e-9)


def test_columns_that_say_the_same_are_not_identifiable():
    rng = np.random.default_rng(2)
    x = rng.normal(size=60)
    with pytest.raises(ConvergenceError) as caught:
        regress(np.column_stack((x, 2.0 * x)), x + rng.normal(size=60))
    assert caught.value.fit.status == "flat"
    assert caught.value.fit.warnings[0].category == "not-identifiable"


def test_what_runs_off_is_named_with_where_to():
    with pytest.raises(ConvergenceError) as caught:
        regress([[1.0], [2.0], [3.0]], np.zeros(3))
    (finding,) = caught.value.fit.warnings
    assert (finding.category, finding.parameter, finding.limit) == ("boundary", "v", "v -> 0")
