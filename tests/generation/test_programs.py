"""The passes between formulas and lines: sharing, hoisting, layout and names."""

import keyword

import pytest
from sympy import Add, Symbol, exp, log, sqrt, symbols

from symmle.generation.common_subexpressions import share
from symmle.generation.hoisting import Hoist, is_cheap
from symmle.generation.layout import WIDTH, fit_to_line, signature, statement
from symmle.generation.names import RESERVED, Names, identifier
from symmle.generation.passes import Wanted, row_program, scalar_program
from symmle.generation.programs import Load, ReductionKind

a, b, c, x, y = symbols("a b c x y", real=True)


def numbered(prefix):
    return Names().numbered(prefix)


def test_what_two_expressions_share_is_named_once_and_in_the_order_of_its_first_use():
    first, second = log(a + b) * c, exp(a + b) + sqrt(c**2 + 1)
    assignments, rest = share([(first, 0), (second, 1), (sqrt(c**2 + 1) * a, 2)], numbered("t"))
    assert [(each.target, each.value, each.order) for each in assignments] == [
        ("t0", a + b, 0),
        ("t1", sqrt(c**2 + 1), 1),
    ]
    swap = {Symbol(each.target, real=True): each.value for each in assignments}
    assert [each.xreplace(swap) for each in rest] == [first, second, sqrt(c**2 + 1) * a]


def test_what_is_cheap_or_used_once_is_not_named():
    assignments, rest = share([(a**2 + 1 / b, 0), (-b * a**2, 0), (exp(a) / b, 0)], numbered("t"))
    assert assignments == ()
    assert rest == (a**2 + 1 / b, -b * a**2, exp(a) / b)


def test_an_assignment_stands_after_what_it_needs():
    inner = sqrt(a * b + 1)
    whole = [(inner * exp(inner) + c, 2), (inner * exp(inner), 2), (inner, 1)]
    assignments, _ = share(whole, numbered("t"))
    known: set[str] = set()
    for each in assignments:
        names = {s.name for s in each.value.free_symbols if s.name.startswith("t")}
        assert names <= known
        known.add(each.target)


def test_what_is_the_same_in_every_row_is_taken_out_whole():
    hoist = Hoist(frozenset({x}), numbered("h"))
    rest = hoist.rest(log(a) * b * x + exp(a + b) + sqrt(x), 1)
    assert sorted(map(str, hoist.found)) == ["b*log(a)", "exp(a + b)"]
    assert hoist.found[b * log(a)][1] == 1
    assert "x" in str(rest)
    assert not {a, b} & rest.free_symbols


@pytest.mark.parametrize(
    ("expression", "cheap"),
    [(a, True), (-a, True), (a + 1, True), (a**2, True), (1 / a, True), (log(a), False), (a * b + 1, False)],
)
def test_what_is_cheap(expression, cheap):
    assert is_cheap(expression) == cheap


def test_every_statement_fits_its_line():
    long_names = symbols("alpha_of_the_first_kind beta_of_the_second_kind gamma_of_the_third_kind", real=True)
    value = Add(*(exp(u) * log(v + 2) / (w + 3) for u in long_names for v in long_names for w in long_names))
    parts = fit_to_line("result", value, numbered("t"), 60)
    assert all(len(statement(part.target, part.value)) <= 60 for part in parts)
    back = parts[-1].value
    for part in reversed(parts[:-1]):
        back = back.xreplace({Symbol(part.target, real=True): part.value})
    assert back == value


def test_a_signature_that_is_too_long_has_one_parameter_a_line():
    short = signature("f", ["x: float"], "float")
    assert short == "def f(x: float) -> float:"
    parameters = [f"parameter_{i}: float" for i in range(9)]
    long = signature("f", parameters, "float")
    assert long.splitlines()[1:-1] == [f"    {each}," for each in parameters]
    assert max(map(len, long.splitlines())) <= WIDTH


HIDDEN = {name: f"{name}_" for name in ("lambda", "class", "np", "theta", "fit", "print", "n", "l")}
LOCAL = {name: f"v_{name}" for name in ("t0", "s1", "d_x", "d_")}


@pytest.mark.parametrize(("wished", "given"), [*HIDDEN.items(), *LOCAL.items()])
def test_a_declared_name_never_hides_one_of_the_module(wished, given):
    name = Names().claim(wished)
    assert name == given
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert name not in RESERVED


def test_names_are_handed_out_once():
    names = Names()
    assert [names.claim("x"), names.claim("x"), names.claim("mean(log(x))")] == ["x", "x_", "mean_log_x"]
    assert identifier("ﬁne") == "fine"  # Python reads the ligature as two letters
    child = names.child()
    assert child.claim("x") == "x__"
    assert names.claim("x__") == "x__"


def test_a_scalar_program_loads_what_it_reads_and_when():
    loads = {name: Load(name, "theta", index) for index, name in enumerate("abc")}
    program = scalar_program([Wanted("value", a * 2), Wanted("slope", log(c) + a, 1)], loads, Names())
    assert [(each.target, each.order) for each in program.arguments] == [("a", 0), ("c", 1)]
    assert [(each.name, each.order) for each in program.returns] == [("value", 0), ("slope", 1)]


def test_a_row_program_reduces_what_it_computes():
    loads = {
        "a": Load("a", "theta", 0),
        "b": Load("b", "theta", 1),
        "x": Load("x", "sample.columns", 0),
    }
    wanted = [Wanted("s0", exp(x * log(a) * b)), Wanted("s1", x * exp(x * log(a) * b), 1)]
    program = row_program(wanted, loads, Names(), varying=frozenset({x}), reduction=ReductionKind.SUM)
    assert [str(each.value) for each in program.prologue] == ["b*log(a)"]
    assert [str(each.value) for each in program.assignments] == ["exp(t0*x)"]
    assert [(each.target, str(each.operands[0]), each.order) for each in program.reductions] == [
        ("s0", "r0", 0),
        ("s1", "r0*x", 1),
    ]
    assert program.sizes() == (1, 2, 2)
