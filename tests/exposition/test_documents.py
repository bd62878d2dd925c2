import io
import json

import pytest
from rich.console import Console
from sympy import log

from symmle.exposition import (
    Document,
    Equation,
    Step,
    Table,
    Verbatim,
    bullets,
    density,
    derivative,
    dispersion,
    estimate,
    expectation,
    information,
    likelihood,
    log_likelihood,
    minus,
    named,
    over_sample,
    profile_log_likelihood,
    prose,
    related,
    spelled_out,
    terminal,
    to_json,
    to_latex,
    to_text,
)
from symmle.exposition.plain_writer import write_text
from symmle.exposition.shown import aligned_at_point, width_of
from tests.exposition import sample_documents
from tests.exposition.symbols import k, lam, mean, mu, n, p, statistic, theta, total, v, written, x


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (density(("x",), ("mu", "v")), "f(x | μ, v)"),
        (density(("x", "y"), ("p",), indexed=True), "f(x_i, y_i | p)"),
        (likelihood("p"), "L(p)"),
        (over_sample(density(("x",), ("p",), indexed=True), product=True), "∏ f(x_i | p)"),
        (log_likelihood(estimate("mu"), "v"), "ℓ(μ̂, v)"),
        (log_likelihood(), "ℓ"),
        (profile_log_likelihood("k"), "ℓₚ(k)"),
        (derivative("mu"), "∂ℓ/∂μ"),
        (derivative("mu", "v"), "∂²ℓ/∂μ∂v"),
        (derivative("mu", "mu", "v"), "∂³ℓ/∂μ²∂v"),
        (derivative("p", "p", partial=False), "d²ℓ/dp²"),
        (expectation(estimate("v")), "E[v̂]"),
        (dispersion(estimate("mu_x")), "Var(μ̂_x)"),
        (information("v"), "I(v)"),
        (related(named("p"), named("theta"), by="<="), "p ≤ θ"),
        (minus(log_likelihood()), "-ℓ"),
        (estimate("servings"), "hat(servings)"),
    ],
)
def test_the_usual_phrases(formula, text):
    assert write_text(formula) == text


def _shown(*blocks, width=60):
    return to_text(Document("", blocks, ("x",)), width=width)


def test_a_chain_of_short_sides_stands_on_one_line():
    sides = (mean(x), spelled_out(mean(x)))
    assert _shown(Equation(estimate("p"), sides)) == "  p̂ = x̄ = (1/n) Σ x_i\n"


def test_a_side_that_looks_like_the_one_before_is_left_out():
    assert _shown(Equation(estimate("p"), (mean(x), mean(x)))) == "  p̂ = x̄\n"


def test_a_long_left_side_breaks_too():
    lhs = 1 / k + mean(log(x)) + total(x**k * log(x)) / total(x**k) - total(log(1 + x**k)) - theta * total(x)
    assert _shown(Equation(lhs, 0 * k), width=60).splitlines() == [
        "  1/k + mean(log x) + (Σ x_i^k log x_i)/(Σ x_i^k)",
        "    - Σ log(1 + x_i^k) - θ Σ x_i = 0",
    ]


def test_a_formula_can_stand_alone():
    block = Equation(total(x) > 0, ())
    assert _shown(block) == "  Σ x_i > 0\n"
    assert r"\[" + "\n" + r"\sum_{i=1}^{n} x_{i} > 0" + "\n" in to_latex(Document("", (block,)))


def test_each_side_has_its_relation():
    block = Equation(derivative("p", "p"), (-n / p, 0 * p), relation=("=", "<"))
    assert _shown(block) == "  ∂²ℓ/∂p² = -n/p < 0\n"


def test_a_long_side_breaks_between_its_terms():
    whole = n * k * log(lam) + (k - 1) * total(log(x)) - lam * total(x) - n * log(theta) - n * log(v)
    shown = _shown(Equation(log_likelihood("k"), whole), width=50)
    assert shown.splitlines() == [
        "  ℓ(k) = n k log λ - n log θ - n log v",
        "         + (k - 1) Σ log x_i - λ Σ x_i",
    ]


def test_a_long_sum_breaks_inside_its_bracket():
    summand = sum((k - j) * log(x + j + p) for j in range(1, 5)) - theta * x
    block = Equation(log_likelihood("k"), written(summand))
    shown = _shown(block, width=50)
    assert shown.splitlines()[0].startswith("  ℓ(k) = Σ [")
    assert shown.count("[") == shown.count("]") == 1
    assert max(map(width_of, shown.splitlines())) <= 50
    latex = to_latex(Document("", (Equation(log_likelihood("k"), written(summand + v * log(summand))),)))
    assert latex.count(r"\biggl[") == latex.count(r"\biggr]") == 1


def test_no_line_is_wider_than_the_page():
    for width in (60, 72, 88, 120):
        lines = to_text(sample_documents.everything(), width=width).splitlines()
        assert max(map(width_of, lines)) <= width


def test_steps_in_steps_have_numbers_of_both():
    inner = Step("score", "Inner", (prose("text"),))
    shown = _shown(Step("density", "First", ()), Step("solution", "Second", (inner, inner)))
    assert [line.strip() for line in shown.splitlines() if line.strip()[:1].isdigit()] == [
        "1. First",
        "2. Second",
        "2.1. Inner",
        "2.2. Inner",
    ]


def test_the_kinds_of_the_steps_are_words():
    kinds = [step.kind for step in sample_documents.gaussian().steps()]
    assert kinds == ["density", "log-likelihood", "score", "substitution", "bias", "existence"]
    with pytest.raises(ValueError, match="guess"):
        Step("guess", "No such step", ())


def test_numbers_stand_under_their_points():
    assert aligned_at_point(["1.25", "10", "-3.5", "known"]) == ["1.25", "10   ", "-3.5 ", "known"]
    assert aligned_at_point(["1.5", "1e-05"]) == ["1.5  ", "1e-05"]


def test_a_table_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="one cell for each column"):
        Table(("a", "b"), (("1",),))
    with pytest.raises(ValueError, match="one alignment"):
        Table(("a", "b"), (("1", "2"),), ("left",))


def test_an_equation_has_a_relation_for_each_side():
    with pytest.raises(ValueError, match="relation before each"):
        Equation("a", (mu, v), relation=("=", "<", "<"))


def test_code_keeps_its_indentation():
    assert _shown(Verbatim("if x:\n\treturn 1")) == "    if x:\n        return 1\n"


def test_a_list_hangs():
    lines = _shown(bullets("word " * 20, ("variance ", statistic("variance", x) > 0)), width=40).splitlines()
    assert lines[0].startswith("- word")
    assert lines[1].startswith("  word")
    assert lines[-1] == "- variance variance(x) > 0"


def test_every_block_of_the_json_has_the_same_keys():
    content = json.loads(to_json(sample_documents.everything()))
    assert content["schema"] == "symmle.document/1"
    blocks = list(content["blocks"])
    while blocks:
        block = blocks.pop()
        assert {"kind", "title", "text", "latex"} <= set(block)
        blocks += block.get("blocks", [])


def test_a_console_shows_tables_and_text_and_reads_no_markup():
    console = Console(width=80, record=True, file=io.StringIO())
    table = sample_documents.estimates()
    document = Document("[bold]Fit[/bold]", (prose("[red]before[/red]"), table, prose("after")))
    terminal(document, console)
    shown = console.export_text()
    assert "[bold]Fit[/bold]" in shown
    assert "[red]before[/red]" in shown
    assert "299852.4" in shown
    assert shown.index("before") < shown.index("Estimates") < shown.index("after")


def test_documents_are_values():
    assert sample_documents.gaussian() == sample_documents.gaussian()
    assert hash(sample_documents.everything()) == hash(sample_documents.everything())
