"""Derivations as documents: mathematics in a textbook's notation, and renderers that know only documents."""

from symmle.exposition.as_html import to_html
from symmle.exposition.as_json import to_json
from symmle.exposition.as_latex import to_latex
from symmle.exposition.as_markdown import to_markdown
from symmle.exposition.as_text import to_text
from symmle.exposition.composition import compose, latex_of, text_of
from symmle.exposition.document import (
    Align,
    Block,
    Bullets,
    Document,
    Equation,
    Inline,
    Paragraph,
    Step,
    StepKind,
    Table,
    Verbatim,
    bullets,
    prose,
)
from symmle.exposition.formula import Formula, Terms, Word, minus
from symmle.exposition.on_console import terminal
from symmle.exposition.phrases import (
    density,
    derivative,
    dispersion,
    estimate,
    expectation,
    information,
    likelihood,
    log_likelihood,
    log_of,
    named,
    over_sample,
    profile_log_likelihood,
    related,
)
from symmle.exposition.statistic_notation import spelled_out

__all__ = [
    "Align",
    "Block",
    "Bullets",
    "Document",
    "Equation",
    "Formula",
    "Inline",
    "Paragraph",
    "Step",
    "StepKind",
    "Table",
    "Terms",
    "Verbatim",
    "Word",
    "bullets",
    "compose",
    "density",
    "derivative",
    "dispersion",
    "estimate",
    "expectation",
    "information",
    "latex_of",
    "likelihood",
    "log_likelihood",
    "log_of",
    "minus",
    "named",
    "over_sample",
    "profile_log_likelihood",
    "prose",
    "related",
    "spelled_out",
    "terminal",
    "text_of",
    "to_html",
    "to_json",
    "to_latex",
    "to_markdown",
    "to_text",
]
