"""At each end of a profile interval, holding the parameter there costs exactly what the level allows."""

import math

import pytest

import symmle as sm
from symmle.estimation.intervals import normal_quantile

X = [1.0, 2.0, 3.0, 6.0, 4.5, 2.5]


@pytest.mark.parametrize(
    ("family", "parameter", "data"),
    [
        ("gaussian", "v", {"x": X}),
        ("gamma", "k", {"x": X}),
        ("weibull", "scale", {"x": X}),
        ("logistic", "mu", {"x": X}),
        ("simple_regression", "b", {"y": X, "t": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}),
        ("student_t", "sigma", {"x": X, "nu": 4}),
    ],
)
@pytest.mark.parametrize("end", ["lower", "upper"])
def test_the_drop_is_the_quantile(family, parameter, data, end):
    model = sm.families.load(family)
    fit = sm.fit(model, data)
    held = getattr(fit.confidence_intervals(0.9, method="profile")[parameter], end)
    restricted = sm.Model.from_dict({**model.to_dict(), "fixed": {parameter: held}, "name": "restricted"})
    drop = 2.0 * (fit.log_likelihood - sm.fit(restricted, data).log_likelihood)
    assert drop == pytest.approx(normal_quantile(0.9) ** 2, rel=1e-8)


@pytest.mark.parametrize("family", ["gaussian", "gamma", "weibull", "logistic", "exponential", "log_normal"])
def test_wald_and_profile_agree_in_large_samples(family):
    large = sm.fit(sm.families.load(family), X, weights=[4000.0] * len(X))
    wald, profile = (large.confidence_intervals(method=method) for method in ("wald", "profile"))
    for name, error in large.standard_errors.items():
        assert wald[name].lower < large.estimates[name] < wald[name].upper
        for one, other in zip(wald[name], profile[name], strict=True):
            assert math.isclose(one, other, abs_tol=0.02 * error)
