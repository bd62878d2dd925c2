import numpy as np
import pytest

from symmle.numerics import DEFAULT_SETTINGS, Evaluation, Settings, all_bounds, ascend

FREE = (-np.inf, np.inf)
POSITIVE = (0.0, np.inf)


def climb(evaluate, start, bounds, settings=DEFAULT_SETTINGS):
    start = np.array(start, dtype=float)
    ending = ascend(evaluate, start, all_bounds(bounds, start.size), settings, n=1.0)
    rounding = 8 * np.finfo(float).eps * np.maximum(1.0, np.abs(ending.trace[:-1]))
    assert np.all(np.diff(ending.trace) >= -rounding)
    return ending


def rosenbrock(theta):
    x, y = theta
    value = -100.0 * (y - x * x) ** 2 - (1.0 - x) ** 2
    score = np.array((400.0 * x * (y - x * x) + 2.0 * (1.0 - x), -200.0 * (y - x * x)))
    hessian = np.array(((400.0 * (y - 3.0 * x * x) - 2.0, 400.0 * x), (400.0 * x, -200.0)))
    return Evaluation(value, score, hessian)


def quadratic(matrix, peak):
    return lambda theta: Evaluation(
        float(-0.5 * (theta - peak) @ matrix @ (theta - peak)), -matrix @ (theta - peak), -matrix
    )


def logistic_regression(x, y):
    design = np.column_stack((np.ones_like(x), x))

    def evaluate(beta):
        eta = design @ beta
        p = 1.0 / (1.0 + np.exp(-eta))
        value = float(np.sum(y * eta - np.logaddexp(0.0, eta)))
        return Evaluation(value, design.T @ (y - p), -(design.T * (p * (1.0 - p))) @ design)

    return evaluate


def poisson(theta, total=7.0, n=3.0):
    (rate,) = theta
    return Evaluation(
        total * np.log(rate) - n * rate, np.array((total / rate - n,)), np.array(((-total / rate**2,),))
    )


@pytest.mark.parametrize("start", [(-1.2, 1.0), (10.0, -10.0), (0.0, 0.0), (-3.0, 200.0)])
def test_a_curved_valley(start):
    ending = climb(rosenbrock, start, (FREE, FREE))
    assert ending.status == "converged"
    np.testing.assert_allclose(ending.theta, 1.0, rtol=1e-9)


def test_units_do_not_matter():
    matrix = np.diag((1e-20, 1.0, 1e20))
    matrix[0, 2] = matrix[2, 0] = 0.9
    peak = np.array((1e10, 1.0, 1e-10))
    ending = climb(quadratic(matrix, peak), (0.0, 0.0, 0.0), (FREE,) * 3)
    assert ending.status == "converged"
    np.testing.assert_allclose(ending.theta, peak, rtol=1e-9)


@pytest.mark.parametrize("start", [1e-12, 0.1, 50.0])
def test_a_positive_parameter_from_far_off(start):
    ending = climb(poisson, (start,), (POSITIVE,))
    assert ending.status == "converged"
    assert ending.theta[0] == pytest.approx(7.0 / 3.0, rel=1e-12)


def test_a_saddle_is_left():
    def evaluate(theta):
        x, y = theta
        value = x * x - x**4 / 4 - y * y
        return Evaluation(value, np.array((2 * x - x**3, -2 * y)), np.diag((2 - 3 * x * x, -2.0)))

    ending = climb(evaluate, (0.0, 1.0), (FREE, FREE))
    assert ending.status == "converged"
    assert abs(ending.theta[0]) == pytest.approx(np.sqrt(2.0), rel=1e-9)


def test_separated_data_run_off():
    x = np.array([-2.0, -1.0, 1.0, 2.0])
    ending = climb(logistic_regression(x, (x > 0).astype(float)), (0.0, 0.0), (FREE, FREE))
    assert ending.status == "infinite-parameter"
    assert ending.culprit == 1


def test_a_likelihood_without_bound_runs_off():
    def evaluate(theta):
        return Evaluation(-np.log(theta[0]), -1.0 / theta, np.array(((1.0 / theta[0] ** 2,),)))

    assert climb(evaluate, (1.0,), (POSITIVE,)).status == "infinite-parameter"


def test_a_supremum_at_infinity_is_no_maximum():
    def evaluate(theta):
        return Evaluation(-1.0 / theta[0], 1.0 / theta**2, np.array(((-2.0 / theta[0] ** 3,),)))

    assert climb(evaluate, (1.0,), (POSITIVE,)).status == "infinite-parameter"


def test_overlapping_data_converge():
    rng = np.random.default_rng(5)
    x = rng.normal(size=200)
    y = (rng.random(200) < 1.0 / (1.0 + np.exp(-1.0 - 2.0 * x))).astype(float)
    evaluate = logistic_regression(x, y)
    ending = climb(evaluate, (0.0, 0.0), (FREE, FREE))
    assert ending.status == "converged"
    assert np.max(np.abs(evaluate(ending.theta).score)) < 1e-8


def test_points_that_are_not_finite_are_refused():
    def evaluate(theta):
        inside = theta[0] < 3.0
        value = np.log(3.0 - theta[0]) + 5.0 * theta[0] if inside else np.nan
        slope = 5.0 - 1.0 / (3.0 - theta[0]) if inside else np.nan
        return Evaluation(float(value), np.array((slope,)), np.array(((-1.0 / (3.0 - theta[0]) ** 2,),)))

    ending = climb(evaluate, (0.0,), (FREE,))
    assert ending.status == "converged"
    assert ending.theta[0] == pytest.approx(2.8, rel=1e-10)
    assert climb(evaluate, (4.0,), (FREE,)).status == "not-finite"


def test_the_limit_of_iterations_is_kept():
    ending = climb(rosenbrock, (-1.2, 1.0), (FREE, FREE), Settings(iterations=3))
    assert ending.status == "iteration-limit"
    assert len(ending.trace) == 4


def test_an_interruption_carries_the_best_point():
    calls = []

    def evaluate(theta):
        calls.append(theta)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return rosenbrock(theta)

    with pytest.raises(KeyboardInterrupt) as caught:
        climb(evaluate, (-1.2, 1.0), (FREE, FREE))
    best = caught.value.best
    assert best.status == "interrupted"
    assert best.evaluation.value == max(best.trace) > rosenbrock(np.array((-1.2, 1.0))).value
