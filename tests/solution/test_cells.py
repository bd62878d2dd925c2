"""A function of an observation with two values is linear in it: saturated designs are closed, by any link."""

import numpy as np
import pytest

import symmle as sm

GROUP = np.array([0, 1, 1, 0, 1, 0, 1, 1])
LIFE = np.array([0.3, 1.2, 2.5, 0.7, 0.1, 1.9, 4.0, 0.8])
SUCCESS = np.array([1, 1, 0, 0, 1, 0, 0, 1])


def model(density, support, parameters=("a", "b")):
    return sm.Model(
        density,
        data={"y": support},
        parameters=dict.fromkeys(parameters, "real"),
        covariates={"g": "{0, 1}"},
    )


def means(y):
    return np.mean(y[GROUP == 0]), np.mean(y[GROUP == 1])


CASES = {
    "logit": ("exp((a + b*g)*y)/(1 + exp(a + b*g))", "{0, 1}", SUCCESS, lambda m: np.log(m / (1 - m))),
    "rate": ("exp(a + b*g)*exp(-y*exp(a + b*g))", "> 0", LIFE, lambda m: -np.log(m)),
    "mean": ("exp(-(a + b*g))*exp(-y*exp(-(a + b*g)))", "> 0", LIFE, np.log),
    "count": ("exp((a + b*g)*y - exp(a + b*g))/factorial(y)", "integer >= 0", np.arange(8), np.log),
}


@pytest.mark.parametrize("name", CASES)
def test_each_cell_has_the_link_of_its_mean(name):
    density, support, y, link = CASES[name]
    found = sm.derive(model(density, support))
    assert found.estimator.kind == "closed form"
    assert found.estimator.certificate.grade == "proved"
    first, second = (link(m) for m in means(y))
    fitted = found.estimator({"y": y, "g": GROUP})
    assert fitted == pytest.approx({"a": first, "b": second - first}, rel=1e-12)


def test_each_cell_has_a_mean_and_a_variance_of_its_own():
    density = "exp(-(y - a - b*g)**2/(2*exp(c + d*g)))/sqrt(2*pi*exp(c + d*g))"
    fitted = sm.derive(model(density, "real", ("a", "b", "c", "d"))).estimator({"y": LIFE, "g": GROUP})
    spreads = [np.log(np.var(LIFE[g == GROUP])) for g in (0, 1)]
    assert fitted["c"] == pytest.approx(spreads[0], rel=1e-10)
    assert fitted["d"] == pytest.approx(spreads[1] - spreads[0], rel=1e-10)


@pytest.mark.parametrize(
    ("group", "category"), [([1, 1, 1], "not-identifiable"), ([0, 0, 0], "not-identifiable")]
)
def test_an_empty_cell_identifies_nothing(group, category):
    rate = model(*CASES["rate"][:2])
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(rate, {"y": [1.0, 2.0, 3.0], "g": group})
    assert caught.value.category == category


@pytest.mark.parametrize("y", [[1, 1, 0, 1], [0, 0, 0, 1], [0, 1, 1, 1], [0, 1, 0, 0]])
def test_a_cell_without_variety_climbs_to_infinity(y):
    """Cells are rows 0, 1 and rows 2, 3: in each sample one of them is all zeros or all ones."""
    logit = model(*CASES["logit"][:2])
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(logit, {"y": y, "g": [0, 0, 1, 1]})
    assert caught.value.category == "infinite-parameter"


def test_labels_need_not_be_zero_and_one():
    signed = sm.Model(
        "exp(a + b*g)*exp(-y*exp(a + b*g))",
        data={"y": "> 0"},
        parameters={"a": "real", "b": "real"},
        covariates={"g": "{-1, 1}"},
    )
    first, second = (-np.log(m) for m in means(LIFE))
    fitted = sm.derive(signed).estimator({"y": LIFE, "g": 2 * GROUP - 1})
    assert fitted == pytest.approx({"a": (first + second) / 2, "b": (second - first) / 2}, rel=1e-10)


def test_no_link_is_needed_by_name():
    """A link that no package lists: the cells of a probability sin(u)**2."""
    density = "sin(a + b*g)**(2*y)*cos(a + b*g)**(2 - 2*y)"
    angle = sm.Model(
        density,
        data={"y": "{0, 1}"},
        parameters={"a": "(0, pi/4)", "b": "(0, pi/4)"},
        covariates={"g": "{0, 1}"},
    )
    d = sm.derive(angle)
    assert not d.reduction.sums  # reduced to counts in cells, whatever is solved afterwards
