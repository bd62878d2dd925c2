"""Domains have one normal form, one text each, and decide membership exactly."""

import math
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import FiniteSet, Integer, Interval, Rational, S, Symbol, oo, sqrt

from symmle.errors import Category, DeclarationError, TextRefused
from symmle.notation import Domain, parse_domain

theta, a, b = (Symbol(name, positive=True) for name in ["theta", "a", "b"])
NAMES = {
    "theta": theta,
    "a": a,
    "b": b,
    "x1": Symbol("x1", real=True),
    "x2": Symbol("x2", real=True),
    "in": Symbol("in"),
}

# text, canonical text
READ = [
    ("real", "real"),
    ("nonzero", "nonzero"),
    ("> 0", "> 0"),
    (">0", "> 0"),
    (">= 0", ">= 0"),
    ("< 0", "< 0"),
    ("<= -1/2", "<= -1/2"),
    ("> 1", "> 1"),
    ("> 0.5", "> 1/2"),
    ("(0, 1)", "(0, 1)"),
    ("[0, 1)", "[0, 1)"),
    (" ( 0 , 1 ] ", "(0, 1]"),
    ("(-oo, theta]", "<= theta"),  # one text for one set
    ("(0, oo)", "> 0"),
    ("(-oo, oo)", "real"),
    ("[-oo, oo]", "real"),  # infinity is never attained
    ("[0, theta]", "[0, theta]"),
    ("[theta, theta + 1)", "[theta, theta + 1)"),
    ("(0, Min(a, b))", "(0, Min(a, b))"),  # a comma inside brackets
    ("((0), (1))", "(0, 1)"),
    ("integer", "integer"),
    ("integer >= 0", "integer >= 0"),
    ("integer > 0", "integer >= 1"),  # the integers have no open ends
    ("integer > 1/2", "integer >= 1"),
    ("integer < 3.5", "integer <= 3"),
    ("integer in [a, b]", "integer in [a, b]"),
    ("integer in (0, 5)", "integer in [1, 4]"),
    ("integer in [0, oo)", "integer >= 0"),
    ("integer in [in, in + 1]", "integer in [in, in + 1]"),  # a keyword as a name, and the word `in`
    ("integer > theta", "integer > theta"),  # whether theta is whole is not known
    ("{0, 1}", "{0, 1}"),
    ("{1, 0, 1}", "{0, 1}"),
    ("{1 - x1 - x2}", "{-x1 - x2 + 1}"),
    ("{sqrt(2), 1}", "{1, sqrt(2)}"),
    ("> exp(1)", "> E"),
]


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_a_domain_is_read_into_its_normal_form(text, canonical):
    domain = parse_domain(text, NAMES)
    assert domain.text == str(domain) == canonical
    assert parse_domain(canonical, NAMES) == domain
    assert hash(parse_domain(canonical, NAMES)) == hash(domain)
    assert pickle.loads(pickle.dumps(domain)) == domain


REFUSED = [
    ("angle", 1, "not yet supported"),  # polite about what comes later
    ("simplex(3)", 1, "not yet supported"),
    ("vector(2)", 1, "not yet supported"),
    ("positive definite(2)", 1, "not yet supported"),
    ("positive", 1, "write '> 0'"),  # what people write first
    ("  probability", 3, "write '(0, 1)'"),
    ("", 1, "one of"),
    ("anything", 1, "one of"),
    ("0 < x", 1, "one of"),
    ("integers >= 0", 1, "one of"),
    ("(0, 1", 5, "ends with"),
    ("(0, 1)(", 7, "ends with"),
    ("(0 1)", 1, "two end points"),
    ("(0, 1, 2)", 1, "two end points"),
    ("(0, )", 5, "nothing to read"),
    ("{}", 2, "nothing to read"),
    ("{0, 1", 5, "ends with }"),
    ("integer in 3", 12, "interval"),
    ("> zeta", 3, "function"),
    ("> thetta", 3, "did you mean 'theta'"),
    (">= 1 > 2", 4, "condition"),
    ("> x^2", 4, "write x**2"),
    ("(0, __import__('os'))", 16, "quoted"),
    ("> 9**9**9", 6, "bounded"),
    ("> " + "-" * 900 + "1", 53, "nest deeper"),
    (">" + "=" * 5000, 1001, "at most 1000"),
    ("(1, 0)", 1, "empty"),
    ("(1, 1)", 1, "empty"),
    ("[1, 1]", 1, "one point"),
    ("integer in (0, 1)", 1, "empty"),
    ("> oo", 1, "empty"),
    ("[theta + 1, theta]", 1, "empty"),
    ("≥ 0", 1, "one of"),
    ("(0, sin(exp(exp(30))))", 9, "at most 1000"),
    ("integer > exp(exp(30))", 11, "at most 1000"),
]


@pytest.mark.parametrize(("text", "column", "message"), REFUSED, ids=lambda value: str(value)[:30])
def test_no_other_text_is_a_domain(text, column, message):
    with pytest.raises(TextRefused) as caught:
        parse_domain(text, NAMES)
    assert message in caught.value.message
    assert caught.value.column == column


# domain, number, whether it lies there
CONTAINS = [
    ("> 0", 0, False),
    ("> 0", 5e-324, True),  # the smallest double is above zero
    (">= 0", -0.0, True),
    ("(0, 1)", 1 - 2**-53, True),
    ("(0, 1)", 1.0, False),
    ("[0, 1]", 1, True),
    ("[0, 1/10]", 0.1, False),  # the double 0.1 is a little more than a tenth
    ("[0, 1/10]", Decimal("0.1"), True),
    ("[0, 1/3]", Fraction(1, 3), True),
    ("integer", 3.0, True),
    ("integer", 3.5, False),
    ("integer >= 0", np.int64(4), True),
    ("integer >= 0", np.float32(-1), False),
    ("{0, 1}", 1.0, True),
    ("{0, 1}", 2, False),
    ("nonzero", 0.0, False),
    ("nonzero", -1e-300, True),
    ("real", 1e308, True),
    ("real", math.nan, False),  # NaN and infinity lie nowhere
    ("real", math.inf, False),
    ("> 0", Decimal("NaN"), False),
    ("<= theta", -1, True),  # theta is positive
    ("<= theta", 1, None),  # but nobody knows how large
    ("[1, theta]", 0, False),
    ("(0, sqrt(2))", sqrt(2), False),
]


@pytest.mark.parametrize(("text", "number", "inside"), CONTAINS)
def test_membership_is_exact(text, number, inside):
    assert parse_domain(text, NAMES).contains(number) is inside


def test_only_numbers_can_be_members():
    with pytest.raises(TypeError):
        Domain().contains("1")


# domain, what SymPy is told
FACTS = [
    ("real", {"real": True, "positive": None, "integer": None}),
    ("> 0", {"positive": True}),
    (">= 0", {"nonnegative": True, "positive": None}),
    ("> 1", {"positive": True}),
    (">= 1", {"positive": True}),
    ("< 0", {"negative": True}),
    ("<= 0", {"nonpositive": True, "negative": None}),
    ("nonzero", {"nonzero": True, "positive": None}),
    ("(0, 1)", {"positive": True}),
    ("[-1, 1]", {"positive": None, "nonnegative": None}),
    ("(0, theta)", {"positive": True}),
    ("> theta", {"positive": True}),
    ("< -theta", {"negative": True}),
    ("integer >= 0", {"integer": True, "nonnegative": True, "positive": None}),
    ("integer > 0", {"integer": True, "positive": True}),
    ("{0, 1}", {"integer": True, "nonnegative": True, "positive": None}),
    ("{1/2, 3/2}", {"integer": None, "positive": True}),
    ("{-1, 1}", {"integer": True, "nonzero": True, "positive": None}),
]


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_a_symbol_knows_what_its_domain_says_and_no_more(text, facts):
    symbol = parse_domain(text, NAMES).symbol("z")
    assert symbol.is_real
    assert {fact: getattr(symbol, f"is_{fact}") for fact in facts} == facts


# set, text
SETS = [
    (S.Reals, "real"),
    (S.Integers, "integer"),
    (S.Naturals, "integer >= 1"),
    (S.Naturals0, "integer >= 0"),
    (Interval.open(0, oo), "> 0"),
    (Interval(0, oo), ">= 0"),
    (Interval.Ropen(0, 1), "[0, 1)"),
    (Interval(0, theta), "[0, theta]"),
    (Interval(0, 0.5), "[0, 1/2]"),
    (FiniteSet(0, 1), "{0, 1}"),
    (sympy.Range(0, 5), "integer in [0, 4]"),
    (sympy.Complement(S.Reals, FiniteSet(0)), "nonzero"),
    (sympy.Union(Interval.open(-oo, 0), Interval.open(0, oo)), "nonzero"),
]


@pytest.mark.parametrize(("given_set", "text"), SETS, ids=[text for _, text in SETS])
def test_sympy_sets_are_domains(given_set, text):
    assert Domain.from_set(given_set).text == text


@pytest.mark.parametrize(
    "given_set", [S.EmptySet, S.Complexes, sympy.Union(Interval(0, 1), Interval(2, 3)), sympy.Range(0, 10, 2)]
)
def test_other_sets_are_refused(given_set):
    with pytest.raises(DeclarationError) as caught:
        Domain.from_set(given_set)
    assert caught.value.category == Category.MODEL_INVALID


def test_end_points_can_be_replaced():
    domain = parse_domain("integer in [0, theta]", NAMES)
    assert domain.free_symbols == {theta}
    assert domain.at({theta: Integer(3)}).text == "integer in [0, 3]"
    assert parse_domain("{theta, 0}", NAMES).at({theta: Rational(1, 2)}).text == "{0, 1/2}"
    assert parse_domain("real", NAMES).at({theta: Integer(3)}) == Domain()


def test_zero_is_taken_out_of_the_whole_line_only():
    with pytest.raises(DeclarationError):
        Domain(lower=Integer(-1), upper=Integer(1), nonzero=True)


numbers = st.fractions(min_value=-100, max_value=100, max_denominator=60).map(
    lambda value: Rational(value.numerator, value.denominator)
)


@st.composite
def domains(draw):
    kind = draw(st.sampled_from(["interval", "half", "set", "word"]))
    integer = draw(st.booleans())
    low_open, high_open = draw(st.booleans()), draw(st.booleans())
    if kind == "word":
        return Domain(integer=True) if integer else Domain(nonzero=low_open)
    if kind == "set":
        return Domain(members=tuple(draw(st.lists(numbers, min_size=1, max_size=5))))
    lower = draw(numbers)
    if kind == "half":
        ends = (lower, oo) if high_open else (-oo, lower)
        return Domain(*ends, low_open, low_open, integer=integer)
    return Domain(lower, lower + abs(draw(numbers)) + 4, low_open, high_open, integer=integer)


@settings(deadline=None, derandomize=True)
@given(domains())
def test_the_text_of_a_domain_is_read_back(domain):
    assert parse_domain(domain.text, {}) == domain


@settings(deadline=None, derandomize=True)
@given(domains(), numbers)
def test_membership_survives_the_text(domain, number):
    assert parse_domain(domain.text, {}).contains(number) is domain.contains(number)
    assert domain.contains(number) is not None


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_any_text_is_a_domain_or_refused(text):
    found = _reading(text)
    if isinstance(found, Domain):
        assert parse_domain(found.text, NAMES) == found
    else:
        assert 1 <= found <= len(text) + 1


def _reading(text):
    """The domain, or the column where it is refused."""
    try:
        return parse_domain(text, NAMES)
    except TextRefused as refusal:
        return refusal.column
