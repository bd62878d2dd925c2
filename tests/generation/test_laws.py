"""What MODULE promises of every module, held for every family."""

from itertools import pairwise

import numpy as np
import pytest

from symmle import families
from symmle.derivation import derive
from symmle.exact import evaluate
from symmle.generation import load
from tests.densities import along_constraints
from tests.generation.samples import columns_of, theta_of

NAMES = families.names()
PUBLIC = """
INTERFACE NAME KIND COLUMNS PREDICTORS PARAMETERS DOMAINS COORDINATES REMAINING SUM_PARAMETERS STATISTICS SUMS
MERGEABLE REGULAR SOURCE Sample Evaluation Finding Settings Fit DataError NoMaximumError ConvergenceError
check compress statistics merge sums assemble exists start complete maximise fit log_likelihood score hessian
log_density row_scores names
"""


def module_of(name):
    return load(derive(families.load(name)).program)


def fitted(module, run):
    """The fit, or the error in its place: what is compared is the same either way."""
    try:
        return run()
    except (module.NoMaximumError, module.ConvergenceError) as error:
        return error


def equal(module, one, other, tolerance=0.0):
    assert type(one) is type(other)
    if isinstance(one, module.Fit):
        np.testing.assert_allclose(one.theta, other.theta, rtol=tolerance, atol=tolerance)
        assert one.status == other.status
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=tolerance, abs=tolerance)
        assert (one.covariance is None) == (other.covariance is None)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_offers_the_whole_interface(name):
    module = module_of(name)
    model = families.load(name)
    assert [word for word in PUBLIC.split() if not hasattr(module, word)] == []
    assert hasattr(module, "profile") == hasattr(module, "bracket") == (module.KIND == "profile")
    assert tuple(module.PARAMETERS) == tuple(model.parameters)
    assert tuple(column.name for column in module.COLUMNS) == (
        *model.data,
        *model.covariates,
        *model.constants,
    )
    assert (module.REMAINING == ()) == (module.KIND == "closed")
    assert set(module.SUM_PARAMETERS) <= set(module.PARAMETERS)
    assert (module.SUMS == ()) <= (module.SUM_PARAMETERS == ())


@pytest.mark.parametrize("name", NAMES)
def test_fit_is_maximise_of_statistics_and_sums(name):
    module = module_of(name)
    columns = columns_of(families.load(name))
    sample = module.check(*columns)
    whole = fitted(module, lambda: module.fit(*columns))
    apart = fitted(
        module, lambda: module.maximise(module.statistics(sample), lambda t, k: module.sums(t, sample, k))
    )
    equal(module, whole, apart, 1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_any_split_into_blocks_gives_the_same(name):
    module = module_of(name)
    assert module.MERGEABLE
    columns = columns_of(families.load(name))
    blocks = [module.check(*part) for part in split(columns, (1, 3, 8))]
    merged = module.statistics(blocks[0])
    for block in blocks[1:]:
        merged = module.merge(merged, module.statistics(block))
    np.testing.assert_allclose(merged, module.statistics(module.check(*columns)), rtol=1e-12, atol=1e-13)
    total = lambda t, k: sum(module.sums(t, block, k) for block in blocks)  # noqa: E731
    whole = fitted(module, lambda: module.fit(*columns))
    equal(module, whole, fitted(module, lambda: module.maximise(merged, total)), 1e-9)


def split(columns, cuts):
    edges = [0, *cuts, 12]
    for first, last in pairwise(edges):
        yield [column[first:last] if isinstance(column, np.ndarray) else column for column in columns]


@pytest.mark.parametrize("name", NAMES)
def test_whole_weights_are_repetition_and_no_weight_is_deletion(name):
    module = module_of(name)
    columns = columns_of(families.load(name))
    weights = np.array([2, 1, 0, 3, 1, 1, 2, 0, 1, 1, 4, 1])
    repeated = [np.repeat(each, weights) if isinstance(each, np.ndarray) else each for each in columns]
    theta = theta_of(families.load(name))
    for function in (module.log_likelihood, module.score, module.hessian):
        np.testing.assert_allclose(
            function(theta, *columns, weights=weights), function(theta, *repeated), rtol=1e-11, atol=1e-12
        )


@pytest.mark.parametrize("name", NAMES)
def test_value_score_and_hessian_equal_the_exact_ones(name):
    model = families.load(name)
    module, columns = module_of(name), columns_of(model)
    exact = ExactRows(model, columns)
    for turn in (0, 1):
        theta = theta_of(model, turn)
        value, score, hessian = exact.at(theta)
        scale = max(1.0, exact.size(theta))
        assert module.log_likelihood(theta, *columns) == pytest.approx(value, rel=1e-12, abs=1e-13 * scale)
        np.testing.assert_allclose(module.score(theta, *columns), score, rtol=1e-11, atol=1e-12 * scale)
        np.testing.assert_allclose(module.hessian(theta, *columns), hessian, rtol=1e-10, atol=1e-11 * scale)
        rows = module.row_scores(theta, *columns)
        np.testing.assert_allclose(rows.sum(axis=0), score, rtol=1e-10, atol=1e-11 * scale)
        assert module.log_density(theta, *columns).sum() == pytest.approx(value, rel=1e-11, abs=1e-12 * scale)


class ExactRows:
    """The log density of each row and its derivatives, differentiated and evaluated by SymPy alone."""

    def __init__(self, model, columns):
        likelihood = derive(model).reduction.likelihood
        self.parameters = likelihood.parameters
        names = (*model.data, *model.covariates, *model.constants)
        known = [model.symbols[name] for name in names]
        self.rows = [
            dict(zip(known, [c[i] if isinstance(c, np.ndarray) else c for c in columns], strict=True))
            for i in range(12)
        ]
        self.row = likelihood.row
        self.first = [self.row.diff(parameter) for parameter in self.parameters]
        self.second = [[each.diff(parameter) for parameter in self.parameters] for each in self.first]

    def _sum(self, expression, theta):
        values = dict(zip(self.parameters, map(float, theta), strict=True))
        return float(sum(evaluate(expression, {**row, **values}) for row in self.rows))

    def size(self, theta):
        values = dict(zip(self.parameters, map(float, theta), strict=True))
        return float(sum(abs(evaluate(self.row, {**row, **values})) for row in self.rows))

    def at(self, theta):
        score = [self._sum(each, theta) for each in self.first]
        return self._sum(self.row, theta), score, [[self._sum(e, theta) for e in row] for row in self.second]


@pytest.mark.parametrize("name", NAMES)
def test_an_order_computes_what_it_needs_and_no_more(name):
    model = families.load(name)
    module = module_of(name)
    sample, theta = module.check(*columns_of(model)), theta_of(model)
    sizes = [len(module.sums(theta, sample, order)) for order in (0, 1, 2)]
    assert sizes == sorted(sizes)
    assert sizes[2] == len(module.SUMS)
    statistics = module.statistics(sample)
    for order in (0, 1, 2):
        sums = module.sums(theta, sample, order)
        assert np.array_equal(sums, module.sums(theta, sample)[: len(sums)])
        value, score, hessian = module.assemble(theta, statistics, sums, order)
        assert np.isfinite(value)
        assert np.isfinite(score).all() == (order >= 1)
        assert np.isfinite(hessian).all() == (order >= 2)
        assert score.shape == (len(theta),)
        assert hessian.shape == (len(theta), len(theta))


@pytest.mark.parametrize("name", NAMES)
def test_a_fit_is_no_lower_than_its_neighbours(name):
    model = families.load(name)
    module, columns = module_of(name), columns_of(model)
    fit = fitted(module, lambda: module.fit(*columns))
    if not isinstance(fit, module.Fit):
        assert module.exists(module.statistics(module.check(*columns))) or name in MAY_RUN_OFF
        return
    if fit.status == "boundary":
        return
    assert fit.status == "converged"
    scale = np.sqrt(np.diag(fit.covariance))
    for index in range(len(fit.theta)):
        for sign in (-1.0, 1.0):
            step = along_constraints(model, np.eye(len(fit.theta))[index])
            near = fit.theta + sign * 1e-3 * scale[index] * step
            assert module.log_likelihood(near, *columns) <= fit.log_likelihood


#: on the sample made here the maximum is at infinity, or nothing proves that there is one
MAY_RUN_OFF = {"lomax", "student_t_free"}
