"""Text is read into SymPy by a list of what is allowed; everything else is refused with its column."""

import time

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import E, Integer, Rational, Symbol, pi

from symmle.errors import Category, TextRefused
from symmle.notation import FUNCTIONS, parse_expression, settle_expression

NAMES = ["x", "y", "k", "mu", "theta", "lambda", "in", "is", "beta", "gamma", "E", "N"]
SYMBOLS = {name: Symbol(name, positive=True) for name in NAMES}
PLAIN = {name: Symbol(name, positive=True) for name in ["x", "y", "k", "mu", "theta"]}
x, y, k, mu, theta = (SYMBOLS[name] for name in ["x", "y", "k", "mu", "theta"])

READ = [
    ("x + y*2 - k/3", x + 2 * y - k / 3),  # arithmetic
    ("  x\n + \t2 ", x + 2),  # space of any kind
    ("-x**2", -(x**2)),  # Python's precedence: the power binds tighter than the sign
    ("2**-x", 2 ** (-x)),  # and the exponent may have a sign
    ("x**y**2", x ** (y**2)),  # powers associate to the right
    ("x - y - k", x - y - k),  # differences to the left
    ("0.5", Rational(1, 2)),  # a decimal is the rational that it names
    ("0.1 + .2 + 3.", Rational(33, 10)),  # in each of its spellings
    ("1.5e-3*x", Rational(3, 2000) * x),  # with an exponent
    ("pi + E", pi + SYMBOLS["E"]),  # a declared name wins over a constant
    ("beta*gamma(k)/beta(x, y)", SYMBOLS["beta"] * sympy.gamma(k) / sympy.beta(x, y)),  # name and call
    ("gamma*gamma(gamma)", SYMBOLS["gamma"] * sympy.gamma(SYMBOLS["gamma"])),  # the same word as both
    ("lambda*exp(-lambda*x)", SYMBOLS["lambda"] * sympy.exp(-SYMBOLS["lambda"] * x)),  # a keyword as a name
    ("in*is", SYMBOLS["in"] * SYMBOLS["is"]),  # two keywords of the same length
    ("N", SYMBOLS["N"]),  # not SymPy's N
    ("log(x, 2)", sympy.log(x, 2)),  # a base
    ("Max(x, y, 1)", sympy.Max(1, x, y)),  # any number of arguments
    ("Piecewise((x, x < 1), (y, True))", sympy.Piecewise((x, x < 1), (y, True))),  # pieces
    ("Piecewise((1, 0 < x < k), (2, True))", sympy.Piecewise((1, (x > 0) & (x < k)), (2, True))),  # a chain
    (
        "Piecewise((x, Eq(x, 1) | (x > 2)), (0, True))",
        sympy.Piecewise((x, sympy.Eq(x, 1) | (x > 2)), (0, True)),
    ),
    ("Piecewise((x, not x > 2), (0, True))", sympy.Piecewise((x, x <= 2), (0, True))),
    (
        "Piecewise((x, x > 2 or x < 1 and ~(y > 1)), (0, True))",
        sympy.Piecewise((x, (x > 2) | ((x < 1) & (y <= 1))), (0, True)),
    ),
    ("gamma(1/2)", sympy.sqrt(pi)),  # exact values are SymPy's
    ("((((((x))))))", x),  # brackets
    ("--x + +y", x + y),  # a few signs
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_what_is_listed_is_read(text, expected):
    assert parse_expression(text, SYMBOLS) == expected


def test_the_constants_are_there_until_declared():
    assert parse_expression("pi*E", {}) == pi * E


REFUSED = [
    ("x^2", 2, "write x**2"),  # a power as mathematicians type it
    ("x + x^2", 6, "write x**2"),  # the column is that of the offence
    ("2x", 2, "write 2*x"),  # a product without its star
    ("x y", 3, "operator is missing"),
    ("x(1 - x)", 2, "write x*(...)"),
    ("2(x)", 2, "write *"),
    ("(x)(y)", 4, "write x*(...)"),
    ("thet + 1", 1, "did you mean 'theta'"),  # an unknown name with a near one
    ("gama(x)", 1, "did you mean 'gamma'"),  # an unknown function
    ("x + exp", 5, "write exp(...)"),  # a function that is not called
    ("exp()", 1, "one argument"),  # arities
    ("sqrt(x, y)", 1, "one argument"),
    ("besseli(x)", 1, "two arguments"),
    ("", 1, "nothing to read"),
    ("   ", 1, "nothing to read"),
    ("x +", 4, "does not parse"),
    ("(x", 1, "never closed"),
    ("x)", 2, "never opened"),
    ("x, y", 1, "comma"),
    ("x < 1", 1, "condition"),  # a condition is no value
    ("exp(x < 1)", 5, "condition"),
    ("Eq(x, 1)", 1, "condition"),
    ("x & y", 5, "conditions"),
    ("x and y", 1, "condition"),
    ("Piecewise(x)", 11, "(value, condition)"),
    ("Piecewise((x, y))", 15, "x > 0"),
    ("007", 1, "does not parse"),
    ("x // 2", 3, "floor"),
    ("x % 2", 3, "remainder"),
    ("x!", 2, "factorial(x)"),
    ("x = 1", 3, "write =="),
    ("1/0", 3, "not a real number"),  # undefined and complex values
    ("0**-1", 4, "not a real number"),
    ("sqrt(-1)", 1, "not a real number"),
    ("log(0)", 1, "not a real number"),
    ("sqrt(-x)", 1, "not a real number"),
    ("x*I", 3, "unknown name"),
    ("oo", 1, "unknown name"),
    ("None", 1, "unknown name"),
    ("x − 1", 3, "write -"),  # typographic signs
    ("x²", 2, "write x**2"),
    ("μ", 1, "GREEK SMALL LETTER MU"),  # letters that look like others
    ("х", 1, "CYRILLIC SMALL LETTER HA"),
    ("x\u200b", 2, "ZERO WIDTH SPACE"),
    ("x\x00", 2, "U+0000"),
    ("ｘ", 1, "FULLWIDTH"),
    ("٣", 1, "ARABIC-INDIC"),
]


@pytest.mark.parametrize(("text", "column", "message"), REFUSED)
def test_what_is_not_listed_is_refused_where_it_stands(text, column, message):
    with pytest.raises(TextRefused) as caught:
        parse_expression(text, PLAIN)
    assert caught.value.column == column
    assert message in caught.value.message
    assert caught.value.category == Category.TEXT_REFUSED
    assert f"column {column}" in str(caught.value)


HOSTILE = [
    "__import__('os').system('true')",  # code
    "x.__class__.__mro__",  # attributes
    "x.diff",
    "x[0]",  # subscripts
    "[x for x in y]",  # comprehensions
    "{x: 1}",
    "(lambda: 1)()",
    "lambda x: x",
    "(x := 1)",
    "f'{x}'",  # strings of all kinds
    "'a'*9999",
    '"""a"""',
    "b'a'",
    "x if y else k",
    "yield x",
    "await x",
    "x; y",
    "x # y",
    "x \\\n + y",
    "*x",
    "exp(*x)",
    "exp(**x)",
    "exp(x=1)",
    "x @ y",
    "x << y",
    "~x",
    "not x",
    "x in y",
    "x is y",
    "print(x)",
    "exec(x)",
    "exp(exp)",
    "sympify(x)",
    "Symbol(x)",
    "1j",
    "0x10",
    "1_000",
    "...",
    "x.5",
    "5.x",
    "$x",
    "x?",
    "`x`",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_code_is_refused(text):
    with pytest.raises(TextRefused) as caught:
        parse_expression(text, PLAIN)
    assert 1 <= caught.value.column <= len(text) + 1


ENDLESS = [
    "-" * 100_000 + "x",  # nesting that kills Python's own parser
    "-" * 4_000 + "x",
    "+-" * 2_000 + "x",
    "- " * 2_000 + "x",
    "(" * 2_000 + "x" + ")" * 2_000,
    "exp(" * 1_000 + "x" + ")" * 1_000,
    "(-" * 1_000 + "x" + ")" * 1_000,
    "x**" * 1_000 + "x",
    "x**-" * 1_000 + "x",
    "not " * 1_000 + "x",
    "~" * 4_000 + "x",
    "9**9**9",  # numbers that fill the memory
    "9**9**9**9",
    "2**10000**10000",
    "(x**10000)**10000",
    "((2**1000)**1000)**1000",
    "(2*sqrt(3))**99999",
    "2**(1000000001/2)",
    "exp(1000000000*log(2))",
    "E**(1000000000*log(2))",
    "1e999999999",
    "1e-999999999",
    "9" * 4_000,
    "factorial(10**9)",
    "gamma(10**9)",
    "gamma(1000000000 + 1/2)",
    "binomial(10**9, 5*10**8)",
    "zeta(2*10**6)",
    "polygamma(0, 10**9)",
    "lowergamma(5000, x)",
    "beta(10**6, 10**6)",
    "gamma(exp(900))",
    "sin(9**5000*9**5000)",  # numbers that take too many digits to compute with
    "sign(sin(exp(exp(30))))",
    "exp(exp(exp(1000)))",
    "E**(E**(E**9))",
    "exp(900)**exp(900)",
    "Max(exp(exp(exp(1000))), 3)",
    "Piecewise((1, sin(exp(exp(30))) > 0), (x, True))",
    "Piecewise((1, exp(exp(exp(1000))) > 3), (x, True))",
    "besselj(1, exp(30))",
]


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: text[:24])
def test_the_endless_is_refused_at_once(text):
    began = time.perf_counter()
    with pytest.raises(TextRefused):
        parse_expression(text, PLAIN)
    assert time.perf_counter() - began < 2


def test_a_long_sum_is_no_deep_nesting():
    text = " + ".join(f"x**{power}" for power in range(2, 400))
    assert len(parse_expression(text, PLAIN).args) == 398


def test_names_may_be_replaced_by_values_as_they_are_read():
    assert parse_expression("x*mu + mu", {"x": x, "mu": Integer(0)}) == 0


def test_extra_functions_take_conditions_and_win():
    asked = []

    def count(condition):
        asked.append(condition)
        return Integer(7)

    functions = {"count": count, "gamma": lambda value: value}
    assert parse_expression("count(x <= 1) + gamma(y)", PLAIN, functions) == 7 + y
    assert parse_expression("count((x <= 1) & (y > 2))", PLAIN, functions) == 7
    assert asked == [x <= 1, (x <= 1) & (y > 2)]


def test_an_extra_function_that_declines_is_a_refusal():
    def decline(value):
        raise ValueError("not of this value")

    with pytest.raises(TextRefused, match="not of this value") as caught:
        parse_expression("1 + decline(x)", PLAIN, {"decline": decline})
    assert caught.value.column == 5


def test_every_listed_function_can_be_called():
    shapes = {2: "{}(x, y)", 1: "{}(x)"}
    special = {"Piecewise": "Piecewise((x, x > 1), (0, True))", "Eq": None, "Ne": None}
    for name in FUNCTIONS:
        texts = [special[name]] if name in special else [shapes[1].format(name), shapes[2].format(name)]
        accepted = [text for text in texts if text is None or _reads(text)]
        assert accepted, name


def _reads(text):
    try:
        parse_expression(text, PLAIN)
    except TextRefused:
        return False
    return True


def _reading(text):
    """The expression, or the column where it is refused."""
    try:
        return parse_expression(text, PLAIN)
    except TextRefused as refusal:
        return refusal.column


def _grow(children):
    pairs = st.tuples(children, children)
    return st.one_of(
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] * pair[1]),
        pairs.map(lambda pair: pair[0] / (pair[1] ** 2 + 1)),
        children.filter(lambda value: value.free_symbols).map(lambda value: sympy.exp(-value)),
        children.map(lambda value: sympy.log(1 + value**2)),
        children.map(sympy.sqrt),
        children.map(sympy.Abs),
        children.map(lambda value: sympy.Piecewise((value, x < 1), (y, True))),
    )


LEAVES = st.one_of(
    st.sampled_from([*PLAIN.values(), pi, E, sympy.gamma(k), sympy.digamma(x)]),
    st.fractions(max_denominator=50, min_value=-50, max_value=50).map(
        lambda value: Rational(value.numerator, value.denominator)
    ),
)


def _modest(value):
    return not value.has(sympy.zoo, sympy.nan, sympy.I, sympy.re) and all(
        max(abs(number.p), number.q) < 10**40 for number in value.atoms(Rational)
    )


@settings(deadline=None, derandomize=True)
@given(st.recursive(LEAVES, _grow, max_leaves=8).filter(_modest))
def test_a_settled_expression_is_read_back_from_its_text(expression):
    settled = settle_expression(expression, PLAIN)
    assert parse_expression(str(settled), PLAIN) == settled
    place = {symbol: Rational(number, 7) for number, symbol in enumerate(PLAIN.values(), start=3)}
    before, after = (value.xreplace(place).evalf(30) for value in (expression, settled))
    assert abs(before - after) <= abs(before) * Rational(1, 10**20)


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    assert isinstance(_reading(text), sympy.Expr) or 1 <= _reading(text) <= len(text) + 1


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="xyk0123456789.+-*/()<>=,& \nEe", max_size=30))
def test_any_arithmetic_text_is_read_or_refused(text):
    assert isinstance(_reading(text), sympy.Expr) or 1 <= _reading(text) <= len(text) + 1
