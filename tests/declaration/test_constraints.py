"""Equations among the parameters: how they are read, and which are refused."""

import pytest
import sympy

import symmle as sm
from symmle.declaration.feasible import satisfying
from symmle.errors import DeclarationError
from tests.solution.constrained_densities import (
    CELLS,
    CLOSED,
    DECLARED,
    ONE_OF_THREE,
    OPEN,
    SIMPLEX,
    constrained,
)


def declare(*constraints, **more):
    return sm.Model(ONE_OF_THREE, data=CELLS, parameters=OPEN, constraints=list(constraints), **more)


@pytest.mark.parametrize("name", DECLARED)
def test_a_file_keeps_them(name):
    model = constrained(name)
    assert sm.Model.from_toml(model.to_toml()) == model
    assert [each.text for each in model.constraints] == model.to_dict()["constraints"]


def test_they_are_part_of_what_a_model_is():
    assert declare(SIMPLEX) == declare("p1 + p2 + p3 = 1")
    assert declare(SIMPLEX) != declare(SIMPLEX, "p1 = p2")
    assert declare(SIMPLEX).digest != declare(SIMPLEX, "p1 = p2").digest
    p1, p2, p3 = sympy.symbols("p1 p2 p3")
    assert declare(sympy.Eq(p1 + p2 + p3, 1)) == declare(SIMPLEX)


def test_a_fixed_parameter_leaves_them():
    model = declare(SIMPLEX, fixed={"p3": 0.25})
    assert [each.difference for each in model.constraints] == [
        model.symbols["p1"] + model.symbols["p2"] - sympy.Rational(3, 4)
    ]
    assert sm.fit(model, dict(zip(CELLS, [[1, 0], [0, 1], [0, 0]], strict=True))).estimates["p1"] == 0.375


@pytest.mark.parametrize(
    ("constraints", "told"),
    [
        (["p1 + p2 + p3 = 4"], "no values in the domains"),
        (["p1 + p2 + p3 = 2"], "does not have mass one"),
        (["p1 + p2 = x1"], "x1"),
        (["p1 = p1"], "says nothing"),
        (["1 = 1"], "says nothing"),
        (["0 = 1"], "does not hold"),
        ([SIMPLEX, "2*p1 + 2*p2 + 2*p3 = 2"], "follows from"),
        ([SIMPLEX, "p1 + p2 + p3 = 1/2"], "contradicts"),
        (["p1 == p2"], "write = once"),
        (["p1 <= p2"], "is an equation"),
        (["p1 = p2 = p3"], "one = between"),
        (["p1 ="], "one = between"),
        (["p1 + q = 1"], "unknown name 'q'"),
        (["p1 = 1/3", "p2 = 1/3", "p3 = 1/3"], "nothing to estimate"),
        (["p1 + __import__('os') = 1"], "constraint"),
        ([3], "not int"),
    ],
)
def test_what_is_no_equation_among_parameters_is_refused(constraints, told):
    with pytest.raises(DeclarationError) as refused:
        declare(*constraints)
    assert told in str(refused.value)


def test_a_single_text_is_not_a_list():
    with pytest.raises(DeclarationError, match="a list of equations"):
        sm.Model(ONE_OF_THREE, data=CELLS, parameters=OPEN, constraints=SIMPLEX)


@pytest.mark.parametrize(
    "name", ["categorical", "categorical_closed", "multinomial", "hardy_weinberg", "tied_cells"]
)
def test_the_mass_is_checked_where_they_hold(name):
    assert (constrained(name).mass.outcome, constrained(name).mass.points) == ("checked", 3)


def test_without_the_constraint_the_mass_is_wrong():
    with pytest.raises(DeclarationError, match="mass one"):
        sm.Model(ONE_OF_THREE, data=CELLS, parameters=CLOSED)


def test_points_satisfy_them():
    model = declare(SIMPLEX, "p2 = 2*p3")
    p1, p2, p3 = (model.symbols[name] for name in OPEN)
    start = {p1: sympy.Rational(1, 3), p2: sympy.Rational(5, 8), p3: sympy.Rational(4, 9)}
    found = satisfying(start, model.constraints, model.domains)
    assert found is not None
    assert (found[p1] + found[p2] + found[p3], found[p2] - 2 * found[p3]) == (1, 0)
    assert all(0 < value < 1 for value in found.values())
