"""Letters for what no line holds."""

from sympy import Symbol, exp, sqrt

from symmle.exposition import Equation
from symmle.exposition.abbreviation import abbreviations, shown_equation
from symmle.exposition.latex_equations import equation_body
from symmle.exposition.printed_width import printed_width

a, b, x = Symbol("alpha"), Symbol("beta"), Symbol("x")
LONG = sum(Symbol(f"gamma_{k}") ** k for k in range(1, 8))
WIDE = (a + sqrt(LONG)) ** 3 / (b * LONG + sqrt(LONG) * exp(a)) / (1 + sqrt(LONG + a))


def written(right):
    return equation_body(Equation(a, right), ("x",))


def test_what_fits_has_no_letters():
    assert "where" not in written(sqrt(a + b))


def test_a_wide_fraction_is_told_by_letters():
    body = written(WIDE)
    assert body.count("where") == 1
    assert r"\text{where } A = " in body


def test_every_letter_makes_it_narrower_and_is_explained():
    equation = shown_equation(Equation(a, WIDE), ("x",))
    widths = [printed_width(equation.rhs[0])]
    for turn, told in enumerate(abbreviations(equation, 70), 1):
        assert len(told.meanings) == turn
        assert all(printed_width(meaning) <= 70 for _, meaning in told.meanings)
        widths.append(printed_width(told.equation.rhs[0]))
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < widths[0] / 2


def test_a_letter_is_not_one_that_is_taken():
    body = written(WIDE.subs(b, Symbol("A")))
    assert r"\text{where } A = " not in body
    assert r"\text{where } B = " in body
