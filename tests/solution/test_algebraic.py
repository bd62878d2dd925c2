"""Scores that are polynomials of degree three or more: all roots isolated, likelihoods compared."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import symmle as sm
from symmle.solution import Kind, Mark

NORMAL = "exp(-(x - ({mean}))**2/(2*({variance})))/sqrt(2*pi*({variance}))"
LINKAGE = "a*log((2 + t)/8) + b*log((1 - t)/4) + c*log(t/4) + d*log((1 + t)/4) + e*log((3 - t)/8)"
CELLS = dict.fromkeys("abcde", "integer >= 0")


def normal(mean, variance, domain):
    return sm.Model(NORMAL.format(mean=mean, variance=variance), data={"x": "real"}, parameters={"t": domain})


def correlation():
    return sm.Model(
        "exp(-(x**2 - 2*r*x*y + y**2)/(2*(1 - r**2)))/(2*pi*sqrt(1 - r**2))",
        data={"x": "real", "y": "real"},
        parameters={"r": "(-1, 1)"},
    )


def linkage(domain="(0, 1)"):
    return sm.Model(log_density=LINKAGE, normalised=False, data=CELLS, parameters={"t": domain})


def on_a_grid(log_likelihood, low, high):
    """The highest of many points, polished: the likelihood itself, written by hand."""
    grid = np.linspace(low, high, 4001)[1:-1]
    with np.errstate(all="ignore"):
        heights = np.array([log_likelihood(t) for t in grid])
    heights[~np.isfinite(heights)] = -np.inf
    best = int(np.argmax(heights))
    ends = grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)]
    found = minimize_scalar(lambda t: -log_likelihood(t), bounds=ends, method="bounded")
    return max(-found.fun, heights[best])


def log_normal_density(x, mean, variance):
    return float(np.sum(-((x - mean) ** 2) / (2 * variance) - 0.5 * np.log(2 * np.pi * variance)))


@pytest.mark.parametrize("seed", range(20))
def test_the_correlation_is_the_best_of_all_roots(seed):
    chance = np.random.default_rng(seed)
    x, y = chance.normal(size=(2, 4)) * chance.uniform(0.1, 1.5)

    def by_hand(r):
        square = np.sum(x * x - 2 * r * x * y + y * y)
        return -square / (2 * (1 - r * r)) - 4 * np.log(2 * np.pi) - 2 * np.log(1 - r * r)

    fit = sm.fit(correlation(), {"x": x, "y": y})
    assert fit.log_likelihood == pytest.approx(by_hand(fit.theta[0]), abs=1e-9)
    assert fit.log_likelihood >= on_a_grid(by_hand, -1, 1) - 1e-9
    assert fit.optimality == "global, proved"


def test_small_spread_has_three_stationary_points_and_the_larger_wins():
    x, y = np.array([0.3, -0.2, 0.1]), np.array([0.15, 0.2, 0.1])
    fit = sm.fit(correlation(), {"x": x, "y": y})
    assert len(fit.trace) == 3  # two peaks, and the one that was taken
    assert fit.trace[0] != pytest.approx(fit.trace[1])
    assert fit.log_likelihood == max(fit.trace)


def test_a_tie_is_told():
    x, y = np.array([0.3, -0.3]), np.array([0.2, 0.2])
    fit = sm.fit(correlation(), {"x": x, "y": y})
    assert fit.theta[0] > 0
    (told,) = fit.warnings
    assert told.category == "not-identifiable"
    assert float(told.message.split()[2]) == pytest.approx(-fit.theta[0])


def test_the_correlation_exists_unless_one_column_repeats_the_other():
    estimator = sm.derive(correlation()).estimator
    assert estimator.kind is Kind.ALGEBRAIC
    assert estimator.kind_of["r"] is Kind.ALGEBRAIC
    assert estimator.certificate.grade == "proved"
    assert [c.mark for c in estimator.conditions] == [Mark.IFF, Mark.IFF]
    assert estimator.solution.critical.points == 3
    x = np.array([1.0, 2.0, 4.0])
    for turn in (1, -1):
        with pytest.raises(sm.NoMaximumError) as refused:
            sm.fit(correlation(), {"x": x, "y": turn * x})
        assert refused.value.category == "unbounded-likelihood"
    assert abs(sm.fit(correlation(), {"x": x, "y": x + 1e-3}).theta[0]) < 1


def test_the_root_has_no_formula_and_the_equation_is_told():
    estimator = sm.derive(correlation()).estimator
    with pytest.raises(sm.DerivationError, match="polynomial"):
        estimator["r"]
    assert estimator.equation.is_polynomial()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("mean", "variance", "domain", "ends"),
    [
        ("t", "t**3", "> 0", (0, 12)),
        ("t + t**3", "1", "real", (-4, 4)),
        ("t**3 - t", "1", "real", (-4, 4)),
        ("t**2", "1 + t**2", "real", (-6, 6)),
        ("t - t**4", "2", "(0, 1)", (0, 1)),
    ],
)
def test_curved_normals(mean, variance, domain, ends, seed):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=5) * chance.uniform(0.1, 2) + chance.normal()
    functions = [eval(f"lambda t: {text}") for text in (mean, variance)]

    def by_hand(t):
        return log_normal_density(x, *(function(t) for function in functions))

    model = normal(mean, variance, domain)
    assert sm.derive(model).estimator.certificate.grade == "proved"
    best = on_a_grid(by_hand, *ends)
    try:
        fit = sm.fit(model, x)
    except sm.NoMaximumError:
        low, high = max(ends[0], -1e3), min(ends[1], 1e3)
        assert domain == "(0, 1)"
        assert max(by_hand(low), by_hand(high)) >= best - 1e-12
        return
    assert fit.log_likelihood == pytest.approx(by_hand(fit.theta[0]), abs=1e-9)
    assert fit.log_likelihood >= best - 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_five_cells(seed):
    counts = np.random.default_rng(seed).integers(0, 4, size=5)
    data = {name: [count] for name, count in zip("abcde", counts, strict=True)}

    def by_hand(t):
        cells = np.array([(2 + t) / 8, (1 - t) / 4, t / 4, (1 + t) / 4, (3 - t) / 8])
        return float(np.sum(counts[counts > 0] * np.log(cells[counts > 0])))

    best = on_a_grid(by_hand, 0, 1)
    closed = sm.fit(linkage("[0, 1]"), data) if counts.any() else None
    try:
        fit = sm.fit(linkage(), data)
    except sm.NoMaximumError:
        assert max(by_hand(1e-9), by_hand(1 - 1e-9)) >= best - 1e-9
        assert closed is None or closed.status == "boundary"
        return
    assert fit.log_likelihood >= best - 1e-9
    assert closed.theta[0] == pytest.approx(fit.theta[0])
