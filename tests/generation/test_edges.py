"""Data at the edge of what a model can fit: boundaries, constants, extremes, many rows, and no rows."""

import numpy as np
import pytest

from symmle import Model, families
from symmle.derivation import derive
from symmle.generation import load
from symmle.generation.loader import environment, template_folder


def module_of(name):
    return load(derive(families.load(name)).program)


@pytest.mark.parametrize(("outcome", "p"), [(0.0, 0.0), (1.0, 1.0)])
@pytest.mark.parametrize("weights", [None, [0.1, 0.2, 0.3, 0.7]])
def test_bernoulli_on_its_closed_ends(outcome, p, weights):
    module = module_of("bernoulli")
    fit = module.fit([outcome] * 4, weights=weights)
    assert (fit.theta[0], fit.status, fit.log_likelihood, fit.covariance) == (p, "boundary", 0.0, None)
    assert module.log_density([p], [outcome]).tolist() == [0.0]
    assert module.log_density([p], [1.0 - outcome]).tolist() == [-np.inf]


def test_poisson_of_zeros_alone():
    fit = module_of("poisson").fit([0, 0, 0])
    assert (fit.theta[0], fit.status, fit.log_likelihood, fit.covariance) == (0.0, "boundary", 0.0, None)


@pytest.mark.parametrize("value", [3.0, 0.1, 1e8 + 0.1, 1e-8])
@pytest.mark.parametrize(
    "name", ["gaussian", "normal_sd", "log_normal", "inverse_gaussian", "gamma", "weibull"]
)
def test_constant_data_have_no_spread_to_estimate(name, value):
    module = module_of(name)
    for weights in (None, np.linspace(0.1, 0.9, 7)):
        with pytest.raises(module.NoMaximumError) as caught:
            module.fit([value] * 7, weights=weights)
        (finding,) = caught.value.findings
        assert finding.category in {"unbounded-likelihood", "infinite-parameter", "data-degenerate"}
        assert "does not hold" in finding.message


def test_an_exact_line_leaves_no_variance():
    module = module_of("simple_regression")
    t = np.linspace(0.0, 1.0, 17) * 0.3 + 0.1
    with pytest.raises(module.NoMaximumError):
        module.fit(1.7 * t + 0.3, t)
    noisy = 1.7 * t + 0.3 + 1e-5 * np.cos(np.arange(17) * 2.3)
    assert module.fit(noisy, t).status == "converged"


def test_large_numbers_keep_their_variance():
    module = module_of("gaussian")
    x = 1e8 + np.array([-1.0, 1.0, -1.0, 1.0, 0.5, -0.5])
    fit = module.fit(x)
    centred = x - 1e8
    assert fit.theta[0] == pytest.approx(1e8 + centred.mean(), rel=1e-15)
    assert fit.theta[1] == pytest.approx(centred.var(), rel=1e-12)


@pytest.mark.parametrize("name", ["gaussian", "gamma", "weibull", "logistic"])
def test_many_rows_pass_in_blocks(name):
    module = module_of(name)
    x = np.random.default_rng(5).gamma(2.0, 1.5, size=150_000)
    fit = module.fit(x)
    part = x[:70_000], x[70_000:100_001], x[100_001:]
    samples = [module.check(each) for each in part]
    merged = module.merge(module.merge(*map(module.statistics, samples[:2])), module.statistics(samples[2]))
    again = module.maximise(merged, lambda t, k: sum(module.sums(t, each, k) for each in samples))
    np.testing.assert_allclose(again.theta, fit.theta, rtol=1e-10)
    assert again.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "category"),
    [
        ([], "data-empty"),
        ([1.0, float("nan")], "data-nonfinite"),
        ([1.0, -1.0], "data-out-of-support"),
        ([[1.0]], "data-out-of-support"),
        (["a"], "data-out-of-support"),
    ],
)
def test_what_cannot_be_data(given, category):
    module = module_of("gamma")
    with pytest.raises(module.DataError) as caught:
        module.check(given)
    assert (caught.value.category, caught.value.column) == (category, "x")


def test_equal_rows_are_counted_where_the_data_are_discrete():
    module = module_of("negative_binomial")
    x = np.array([0, 3, 1, 0, 0, 7, 3, 12, 0, 1])
    sample = module.check(x)
    small = module.compress(sample)
    assert len(small.columns[0]) == 5
    theta = np.array([0.8, 0.3])
    np.testing.assert_allclose(module.sums(theta, small), module.sums(theta, sample), rtol=1e-14)
    np.testing.assert_allclose(module.statistics(small), module.statistics(sample), rtol=1e-14)
    continuous = module_of("gamma")
    gamma_sample = continuous.check([1.0, 1.0])
    assert continuous.compress(gamma_sample) is gamma_sample


def test_a_constant_is_an_argument_and_a_statistic():
    model = Model(
        "binomial(m, x)*p**x*(1 - p)**(m - x)",
        data={"x": "integer in [0, m]"},
        constants={"m": "integer >= 1"},
        parameters={"p": "[0, 1]"},
        name="binomial",
    )
    module = load(derive(model).program)
    assert [(column.name, column.role) for column in module.COLUMNS] == [("x", "data"), ("m", "constant")]
    fit = module.fit([1, 2, 4], m=7)
    assert fit.theta[0] == pytest.approx(1 / 3)
    assert module.fit([7, 7], 7).status == "boundary"
    with pytest.raises(module.DataError) as caught:
        module.fit([1, 8], 7)
    assert caught.value.category == "data-out-of-support"
    kinds = {statistic.name: statistic.kind for statistic in module.STATISTICS}
    assert kinds["m"] == "constant"
    left, right = (module.statistics(module.check(x, 7)) for x in ([1, 2], [4]))
    np.testing.assert_allclose(module.merge(left, right), module.statistics(module.check([1, 2, 4], 7)))


def test_the_templates_are_found_and_what_is_missing_is_an_error():
    assert (template_folder() / "derived.py.jinja").is_file()
    with pytest.raises(Exception, match="is undefined"):
        environment().from_string("{{ nothing }}").render()
