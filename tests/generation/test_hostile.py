"""A model file cannot write code: free text stays text, asserted on the syntax tree of the module."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symmle import Model, families
from symmle.derivation import derive
from symmle.generation import load
from symmle.generation.builder import build_spec
from symmle.generation.escaping import docstring, string_literal
from symmle.generation.formulas import Results
from symmle.generation.module_text import module_text

TEXTS = [
    'a"""; import os; os.abort(); """',
    "a'''; import os; '''",
    '"',
    '\\"',
    "\\",
    '\\\\"""',
    "ends with a backslash \\",
    'ends with a quote "',
    'ends with three """',
    "two\nlines\r\nand\x0bmore\x0cand\x1cmore\u2028and\u2029more",
    "{{ 7*7 }} {% for x in y %} {# no #}",
    "null \x00 bell \x07 tab \t escape \x1b",
    "right to left \u202e and back \u202c, zero \u200b width",
    "é ñ 日本 ∂ℓ/∂μ 😀",
    "\\N{SNOWMAN} \\x41 \\u0041 %s {0} $x",
    "# ── what it runs on",
    "x" * 400,
    "x " * 400,
    "",
    "   ",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_literal_is_one_string(text):
    tree = ast.parse(f"x = {string_literal(text)}\n")
    assert [type(node) for node in tree.body] == [ast.Assign]
    assert ast.literal_eval(string_literal(text)) == text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text())
def test_any_text_is_one_literal_and_one_docstring(text):
    assert ast.literal_eval(string_literal(text)) == text
    tree = ast.parse(f"{docstring('A summary.', text)}\n")
    assert [type(node) for node in tree.body] == [ast.Expr]
    assert isinstance(tree.body[0].value, ast.Constant)


@pytest.mark.parametrize("text", TEXTS)
def test_a_derivation_with_this_text_changes_nothing_but_the_docstring(text):
    derivation = derive(families.exponential())
    estimator = derivation.estimator
    results = Results(derivation.model, derivation.reduction, derivation.derivatives, estimator.solution)
    plain = ast.parse(module_text(build_spec(results, "")))
    told = ast.parse(module_text(build_spec(results, text)))
    assert ast.get_docstring(told).startswith("Maximum likelihood for the model exponential.")
    assert [ast.dump(node) for node in told.body[1:]] == [ast.dump(node) for node in plain.body[1:]]


@pytest.mark.parametrize("text", [text for text in TEXTS if text.strip()])
def test_a_title_and_a_reference_stay_text(text):
    words = families.exponential().to_dict()
    words["about"] = {"title": text, "reference": text, "latex": {"rate": text}}
    plain = ast.parse(derive(families.exponential()).program.source)
    tree = ast.parse(derive(Model.from_dict(words)).program.source)
    kinds = [(type(node), getattr(node, "name", "")) for node in tree.body]
    assert kinds == [(type(node), getattr(node, "name", "")) for node in plain.body]
    functions = [ast.dump(node) for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert functions == [ast.dump(node) for node in plain.body if isinstance(node, ast.FunctionDef)]


NAMES = ("lambda", "np", "theta", "sample", "weights", "fit", "score", "print", "t0", "s0", "n", "w", "d_x")


@pytest.mark.parametrize("name", NAMES)
def test_any_declared_name_works(name):
    other = "mu" if name != "mu" else "nu"
    density = f"exp(-({name} - {other})**2/2)/sqrt(2*pi)"
    as_data = Model(density, data={name: "real"}, parameters={other: "real"})
    as_parameter = Model(density, data={other: "real"}, parameters={name: "real"})
    for model in (as_data, as_parameter):
        module = load(derive(model).program)
        fit = module.fit([1.0, 2.0, 6.0])
        assert fit.theta[0] == pytest.approx(3.0)
        assert module.COLUMNS[0].name == next(iter(model.data))
        assert tuple(module.PARAMETERS) == tuple(model.parameters)
