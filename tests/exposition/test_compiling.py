"""LaTeX's own opinion. Where it is not installed the tests are skipped, but not in continuous integration."""

import re

from symmle.exposition import Document, Equation, latex_of, to_latex
from tests.exposition import sample_documents, test_latex, test_text


def test_a_derivation_compiles_and_fits_its_page(compiled):
    assert "Overfull" not in compiled(to_latex(sample_documents.everything()))


def test_free_text_is_set_and_not_run(compiled):
    log = compiled(to_latex(sample_documents.hostile()))
    assert "passwd" not in re.sub(r"Overfull.*?\n\n", "", log, flags=re.DOTALL)


def test_every_row_of_the_tables_compiles(compiled):
    rows = [*test_text.LIKELIHOODS, *test_text.SCORES, *test_text.ESTIMATORS, *test_text.DENSITIES]
    rows += [*test_text.SIGNS_AND_NAMES, *test_latex.ROWS]
    shown = tuple(Equation("", expression) for expression, _ in rows)
    assert len(shown) > 120
    compiled(to_latex(Document("Rows", shown, ("x", "y"))))


def test_a_fragment_compiles_in_a_plain_article_with_amsmath(compiled):
    fragment = to_latex(sample_documents.everything(), standalone=False)
    assert "documentclass" not in fragment
    compiled(
        "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n" + fragment + "\\end{document}\n"
    )


def test_letters_of_many_languages_compile(compiled):
    compiled(
        to_latex(
            Document("Łukasiewicz, Poincaré, Gauß, Erdős, Čebyšëv, Ångström, 中文, Ελλάς, Чебышёв, ﬁ", ())
        )
    )


def test_every_formula_is_one_line_of_ascii():
    for expression, _ in (*test_text.DENSITIES, *test_text.SCORES):
        latex = latex_of(expression)
        assert latex.isascii()
        assert "\n" not in latex
