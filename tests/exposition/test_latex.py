"""LaTeX of the same notation: what the terminal cannot show, and what must not go wrong in print."""

import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    Piecewise,
    Symbol,
    binomial,
    digamma,
    exp,
    factorial,
    log,
    loggamma,
    pi,
    polygamma,
    sqrt,
    zeta,
)

from symmle.exposition import compose, derivative, estimate, latex_of, log_likelihood, minus
from symmle.exposition.tex_writer import write_latex
from tests.exposition.symbols import (
    OBSERVATIONS,
    b,
    k,
    lam,
    m,
    mean,
    mu,
    n,
    p,
    sigma,
    statistic,
    total,
    v,
    written,
    x,
    y,
)

ROWS = [
    # a sum has its limits, a square its place
    (total((x - mu) ** 2), r"\sum_{i=1}^{n} (x_{i} - \mu)^{2}"),
    # square brackets around round ones
    (
        written(x * log(p) + (1 - x) * log(1 - p)),
        r"\sum_{i=1}^{n} [x_{i} \log p + (1 - x_{i}) \log(1 - p)]",
    ),
    # brackets grow with a sum in them
    (
        total(x) * log(p),
        r"\left(\sum_{i=1}^{n} x_{i}\right) \log p",
    ),
    (-n * log(2 * pi * v) / 2, r"-\frac{n}{2} \log(2 \pi v)"),
    # a variance is written as the sum that it is, a mean under its bar
    (statistic("variance", x), r"\frac{1}{n} \sum_{i=1}^{n} (x_{i} - \bar{x})^{2}"),
    (n * statistic("variance", x) / (2 * v), r"\frac{1}{2 v} \sum_{i=1}^{n} (x_{i} - \bar{x})^{2}"),
    (
        statistic("covariance", x, y) / n,
        r"\frac{1}{n^{2}} \sum_{i=1}^{n} (x_{i} - \bar{x}) (y_{i} - \bar{y})",
    ),
    (mean(log(x)), r"\overline{\log x}"),
    (mean(x**2), r"\overline{x^{2}}"),
    (sqrt(statistic("variance", x)), r"\sqrt{\frac{1}{n} \sum_{i=1}^{n} (x_{i} - \bar{x})^{2}}"),
    # the exponential is raised while it is short
    (exp(-lam * x), r"e^{-\lambda x}"),
    (exp(-((x - mu) ** 2) / (2 * v)), r"\exp\left(-\frac{(x - \mu)^{2}}{2 v}\right)"),
    # functions
    (digamma(k), r"\psi(k)"),
    (polygamma(1, k), r"\psi'(k)"),
    (loggamma(x + 1), r"\log \Gamma(x + 1)"),
    (Derivative(zeta(k), k), r"\zeta'(k)"),
    (binomial(m, x), r"\binom{m}{x}"),
    (factorial(x), r"x!"),
    (Abs(x - mu) / sigma, r"\frac{\lvert x - \mu \rvert}{\sigma}"),
    (
        Piecewise((x, x > 0), (0, True)),
        r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    ),
    (And(total(x) > 0, total(x) < n), r"0 < \sum_{i=1}^{n} x_{i} < n"),
    (statistic("count", x <= 1), r"\#\lbrace x_{i} \le 1 \rbrace"),
    # names
    (Symbol("mu_x"), r"\mu_{x}"),
    (Symbol("x1"), r"x_{1}"),
    (Symbol("servings_per_day"), r"\mathrm{servings}_{\mathrm{per\_day}}"),
    (Symbol("epsilon"), r"\varepsilon"),
    (written(log(Symbol("omicron")) * x), r"\sum_{i=1}^{n} x_{i} \log o"),
    (b * 2**k, r"2^{k} b"),
]


@pytest.mark.parametrize(("expression", "latex"), ROWS)
def test_it_is_set_as_in_a_textbook(expression, latex):
    assert latex_of(expression, observations=OBSERVATIONS) == latex


@pytest.mark.parametrize(
    ("formula", "latex"),
    [
        (estimate("mu"), r"\hat{\mu}"),
        (estimate("mu_x"), r"\hat{\mu}_{x}"),
        (estimate("servings"), r"\widehat{\mathrm{servings}}"),
        (log_likelihood(estimate("mu"), "v"), r"\ell(\hat{\mu}, v)"),
        (derivative("mu", "v"), r"\frac{\partial^{2} \ell}{\partial \mu \partial v}"),
        (derivative("p", "p", partial=False), r"\frac{\mathrm{d}^{2} \ell}{\mathrm{d} p^{2}}"),
        (minus(compose(v)), "-v"),
    ],
)
def test_the_usual_phrases(formula, latex):
    assert write_latex(formula) == latex
