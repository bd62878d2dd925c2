import csv
import pickle
from functools import reduce
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symmle.numerics import ConvergenceError, DataError, NoMaximumError, Settings, blocks
from tests.numerics.samples import gamma, logistic, normal, weibull

MODULES = (normal, gamma, weibull, logistic)
EXAMPLES = Path(__file__).parents[2] / "examples" / "data"


def draw(module, n=500, seed=11):
    rng = np.random.default_rng(seed)
    return {
        "normal": lambda: rng.normal(3.0, 2.0, n),
        "gamma": lambda: rng.gamma(2.5, 4.0, n),
        "weibull": lambda: 7.0 * rng.weibull(1.7, n),
        "logistic": lambda: rng.logistic(-4.0, 0.5, n),
    }[module.NAME]()


def evaluate(module, theta, x, weights=None):
    sample = module.check(x, weights=weights)
    return module.assemble(theta, module.statistics(sample), module.sums(theta, sample))


def same(left, right, digits=1e-12):
    np.testing.assert_allclose(left.theta, right.theta, rtol=digits)
    np.testing.assert_allclose(left.covariance, right.covariance, rtol=100 * digits, atol=1e-12)
    np.testing.assert_allclose(left.log_likelihood, right.log_likelihood, rtol=digits)
    assert left.n == pytest.approx(right.n)
    assert left.status == right.status


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.NAME)
class TestEveryModule:
    def test_the_point_is_a_stationary_maximum(self, module):
        x = draw(module)
        fit = module.fit(x)
        assert fit.status == "converged"
        assert fit.warnings == ()
        value, score, hessian = evaluate(module, fit.theta, x)
        assert fit.log_likelihood == value == fit.trace[-1]
        assert np.all(np.abs(score) * np.sqrt(np.diag(fit.covariance)) < 1e-9)
        np.testing.assert_allclose(fit.covariance @ -hessian, np.eye(2), atol=1e-10)
        rng = np.random.default_rng(0)
        for step in rng.normal(scale=0.05, size=(20, 2)):
            assert evaluate(module, fit.theta * np.exp(step), x).value < value

    def test_score_and_hessian_are_derivatives_of_the_value(self, module):
        x = draw(module, 50)
        theta = module.fit(x).theta * 1.1
        _, score, hessian = evaluate(module, theta, x)
        for index in range(2):
            h = np.zeros(2)
            h[index] = 1e-6 * abs(theta[index])
            up, down = evaluate(module, theta + h, x), evaluate(module, theta - h, x)
            assert (up.value - down.value) / (2 * h[index]) == pytest.approx(score[index], rel=1e-5, abs=1e-6)
            np.testing.assert_allclose(
                (up.score - down.score) / (2 * h[index]), hessian[index], rtol=1e-5, atol=1e-5
            )

    def test_fit_is_maximise_over_statistics_and_sums(self, module):
        sample = module.check(draw(module))
        again = module.maximise(module.statistics(sample), lambda t, order: module.sums(t, sample, order))
        fit = module.fit(draw(module))
        assert np.array_equal(fit.theta, again.theta)
        assert fit.log_likelihood == again.log_likelihood

    @pytest.mark.parametrize("size", [1, 7, 499])
    def test_any_split_gives_the_same(self, module, size):
        sample = module.check(draw(module), weights=np.linspace(0.5, 2.0, 500))
        parts = list(blocks(sample, size))
        statistics = reduce(module.merge, [module.statistics(part) for part in parts])
        merged = module.maximise(
            statistics, lambda t, order: np.sum([module.sums(t, part, order) for part in parts], axis=0)
        )
        same(merged, module.fit(draw(module), weights=np.linspace(0.5, 2.0, 500)))

    def test_weights_are_repetition_and_zero_is_deletion(self, module):
        x = draw(module, 60)
        counts = np.arange(60) % 4
        same(module.fit(x, weights=counts), module.fit(np.repeat(x, counts)))
        same(module.fit(x, weights=np.ones(60)), module.fit(x))

    def test_a_start_does_not_change_the_end(self, module):
        x = draw(module)
        fit = module.fit(x)
        same(module.fit(x, start=fit.theta * [0.9, 1.5]), fit, 1e-9)

    def test_a_bad_start_is_refused(self, module):
        if module is normal:
            pytest.skip("a closed form has no use for a start")
        for start in ([1.0], [1.0, -1.0], [1.0, np.nan], ["a", "b"], [1.0, np.inf]):
            with pytest.raises(DataError) as caught:
                module.fit(draw(module), start=start)
            assert caught.value.column == "start"

    @pytest.mark.parametrize("constant", [[2.0], [0.1] * 10, [1e8 + 0.5] * 3])
    def test_constant_data_have_no_maximum(self, module, constant):
        with pytest.raises(NoMaximumError) as caught:
            module.fit(constant)
        assert caught.value.findings[0].limit
        assert str(caught.value) == "x must not be constant"
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    @pytest.mark.parametrize(
        ("x", "category"),
        [([], "data-empty"), ([1.0, np.nan], "data-nonfinite"), ([[1.0], [2.0]], "data-out-of-support")],
    )
    def test_hostile_data_are_told(self, module, x, category):
        with pytest.raises(DataError) as caught:
            module.fit(x)
        assert caught.value.category == category
        assert pickle.loads(pickle.dumps(caught.value)).category == category

    def test_units_of_measurement_scale_the_answer(self, module):
        x = draw(module)
        fit = module.fit(x)
        power = {"normal": (1, 2), "gamma": (0, 1), "weibull": (0, 1), "logistic": (1, 1)}[module.NAME]
        for unit in (1e-6, 1e9):
            scaled = module.fit(x * unit)
            np.testing.assert_allclose(scaled.theta, fit.theta * unit ** np.array(power), rtol=1e-9)

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.floats(0.01, 100.0), min_size=2, max_size=8).filter(lambda x: np.ptp(x) > 1e-3 * max(x))
    )
    def test_small_samples_end_at_a_maximum(self, module, x):
        fit = module.fit(x)
        value = fit.log_likelihood
        assert fit.status == "converged"
        for factor in ((1.01, 1.0), (1.0, 1.01), (0.99, 1.0), (1.0, 0.99)):
            assert evaluate(module, fit.theta * factor, x).value <= value + 1e-9


@pytest.mark.parametrize("module", [normal, gamma, logistic], ids=lambda module: module.NAME)
def test_data_at_1e8_plus_or_minus_1(module):
    x = 1e8 + np.array([-1.0, 0.0, 1.0])
    fit = module.fit(x)
    assert fit.status == "converged"
    if module is gamma:
        shape = 1.5e16  # 1 / (2 gap) and gap = variance / (2 mean^2) as far as doubles go
        np.testing.assert_allclose(fit.theta, (shape, 1e8 / shape), rtol=1e-14)
        assert fit.covariance is None
        assert fit.warnings[0].category == "not-identifiable"
        assert fit.log_likelihood == pytest.approx(normal.fit(x).log_likelihood, rel=1e-7)
    else:
        np.testing.assert_allclose(fit.theta[0], 1e8, rtol=1e-15)
        moved = module.fit([-1.0, 0.0, 1.0]).theta + np.array((1e8, 0.0))
        np.testing.assert_allclose(fit.theta, moved, rtol=1e-14)


def test_what_overflows_is_an_error_and_no_number():
    with pytest.raises(ConvergenceError) as caught:
        weibull.fit(1e8 + np.array([-1.0, 0.0, 1.0]))
    assert caught.value.fit.status == "not-finite"
    assert "not finite" in str(caught.value)
    with pytest.raises(DataError) as refused, np.errstate(over="ignore", invalid="ignore"):
        normal.fit([1e308, 1e308, -1e308])
    assert refused.value.category == "data-nonfinite"


def test_michelson_agrees_with_the_certified_values():
    with (EXAMPLES / "michelson.csv").open(encoding="utf-8") as lines:
        x = [float(row["speed"]) for row in csv.DictReader(lines)]
    fit = normal.fit(x)
    assert fit.theta[0] == pytest.approx(299.8524, rel=1e-15)
    assert np.sqrt(fit.theta[1] * 100 / 99) == pytest.approx(0.0790105478190518, rel=2e-13)


def test_an_early_end_is_an_error_that_holds_the_point():
    for module in (weibull, logistic):
        with pytest.raises(ConvergenceError) as caught:
            module.fit(draw(module), start=[50.0, 20.0], settings=Settings(iterations=2))
        assert caught.value.fit.status == "iteration-limit"
        assert caught.value.fit.covariance is None
        assert len(caught.value.fit.trace) >= 2
        assert "iteration-limit" in str(pickle.loads(pickle.dumps(caught.value)))


@pytest.mark.parametrize("module", [weibull, gamma, logistic], ids=lambda module: module.NAME)
def test_an_interruption_carries_the_best_fit(module):
    sample = module.check(draw(module))
    calls = []

    def total(theta, order):
        calls.append(order)
        if order == 2 and calls.count(2) == 3:
            raise KeyboardInterrupt
        return module.sums(theta, sample, order)

    with pytest.raises(KeyboardInterrupt) as caught:
        module.maximise(module.statistics(sample), total)
    best = caught.value.best
    assert best.status == "interrupted"
    assert np.all(np.isfinite(best.theta))
    assert best.log_likelihood <= module.fit(draw(module)).log_likelihood
