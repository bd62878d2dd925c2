"""Each row: would a textbook print it so? The comment says where it would stand."""

import pytest
import sympy
from sympy import (
    Abs,
    And,
    Derivative,
    E,
    Float,
    LambertW,
    Max,
    Ne,
    Or,
    Piecewise,
    Rational,
    Symbol,
    atan,
    besseli,
    beta,
    binomial,
    digamma,
    erf,
    exp,
    factorial,
    floor,
    gamma,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sin,
    sqrt,
    uppergamma,
    zeta,
)

from symmle.exposition import spelled_out, text_of
from tests.exposition.symbols import (
    OBSERVATIONS,
    a,
    b,
    c,
    k,
    lam,
    m,
    mean,
    mu,
    n,
    nu,
    p,
    r,
    sigma,
    statistic,
    theta,
    total,
    v,
    written,
    x,
    y,
)

LIKELIHOODS = [
    # Bernoulli, as the sum is first written
    (written(x * log(p) + (1 - x) * log(1 - p)), "Σ [x_i log p + (1 - x_i) log(1 - p)]"),
    # Bernoulli, reduced
    (total(x) * log(p) + (n - total(x)) * log(1 - p), "(Σ x_i) log p + (n - Σ x_i) log(1 - p)"),
    # the Gaussian: the normalising term keeps its place though it is negative
    (
        -n * log(2 * pi * v) / 2 - total((x - mu) ** 2) / (2 * v),
        "-(n/2) log(2πv) - (1/(2v)) Σ (x_i - μ)²",
    ),
    # the same with the logarithm expanded: the constant first
    (-n * log(v) / 2 - n * log(2 * pi) / 2, "-(n/2) log(2π) - (n/2) log v"),
    # and by the standard deviation
    (-n * log(sigma) - total((x - mu) ** 2) / (2 * sigma**2), "-n log σ - (1/(2σ²)) Σ (x_i - μ)²"),
    # gamma by its rate
    (
        n * k * log(lam) - n * loggamma(k) + (k - 1) * total(log(x)) - lam * total(x),
        "n k log λ - n log Γ(k) + (k - 1) Σ log x_i - λ Σ x_i",
    ),
    # Weibull
    (
        n * log(k) - n * k * log(lam) + (k - 1) * total(log(x)) - lam**-k * total(x**k),
        "n log k - n k log λ + (k - 1) Σ log x_i - (1/λ^k) Σ x_i^k",
    ),
    # Poisson: what grows before what falls
    (
        total(x) * log(lam) - n * lam - total(loggamma(x + 1)),
        "(Σ x_i) log λ - n λ - Σ log Γ(x_i + 1)",
    ),
    # exponential by its scale
    (-n * log(theta) - total(x) / theta, "-n log θ - (1/θ) Σ x_i"),
    # Rayleigh
    (total(log(x)) - n * log(v) - total(x**2) / (2 * v), "-n log v + Σ log x_i - (1/(2v)) Σ x_i²"),
    # Pareto: the parameter's logarithm, then the data's
    (
        n * log(a) + n * a * log(m) - (a + 1) * total(log(x)),
        "n log a + n a log m - (a + 1) Σ log x_i",
    ),
    # linear regression
    (-total((y - a - b * x) ** 2) / (2 * v), "-(1/(2v)) Σ (y_i - a - b x_i)²"),
    # reduced to its statistics
    (
        -n * (statistic("variance", x) + (mean(x) - mu) ** 2) / (2 * v),
        "-n (variance(x) + (x̄ - μ)²)/(2v)",
    ),
    # logistic, a sum that does not reduce
    (-2 * written(log(1 + exp(-(x - mu) / sigma))), "-2 Σ log(1 + exp(-(x_i - μ)/σ))"),
]

SCORES = [
    # Bernoulli: two fractions side by side
    (total(x) / p - (n - total(x)) / (1 - p), "Σ x_i / p - (n - Σ x_i)/(1 - p)"),
    # Poisson: a sum beside n
    (total(x) / lam - n, "(1/λ) Σ x_i - n"),
    # the Gaussian's mean
    (written(x - mu) / v, "(1/v) Σ (x_i - μ)"),
    # the same in its mean, whichever way SymPy turned it
    (n * (mean(x) - mu) / v, "n (x̄ - μ)/v"),
    (-n * (mu - mean(x)) / v, "n (x̄ - μ)/v"),
    # the Gaussian's variance: minus in front, as textbooks have it
    (
        -n / (2 * v) + total((x - mean(x)) ** 2) / (2 * v**2),
        "-n/(2v) + (1/(2v²)) Σ (x_i - x̄)²",
    ),
    # gamma's shape
    (n * log(k / mean(x)) - n * digamma(k) + total(log(x)), "n log(k/x̄) - n ψ(k) + Σ log x_i"),
    # Weibull's shape: a quotient of sums
    (
        1 / k + mean(log(x)) - total(x**k * log(x)) / total(x**k),
        "1/k + mean(log x) - (Σ x_i^k log x_i)/(Σ x_i^k)",
    ),
    # a Jensen gap is shown as the difference that it is
    (log(k) - digamma(k) - statistic("gap", x, log(x)), "log k - ψ(k) + mean(log x) - log x̄"),
    # the second derivative of gamma's profile
    (n / k - n * polygamma(1, k), "n/k - n ψ'(k)"),
    # Bernoulli's second derivative
    (
        -total(x) / p**2 - (n - total(x)) / (1 - p) ** 2,
        "-Σ x_i / p² - (n - Σ x_i)/(1 - p)²",
    ),
]

ESTIMATORS = [
    # Bernoulli, the Gaussian
    (mean(x), "x̄"),
    (statistic("variance", x), "variance(x)"),
    (spelled_out(statistic("variance", x)), "(1/n) Σ (x_i - x̄)²"),
    (spelled_out(mean(x)), "(1/n) Σ x_i"),
    (sqrt(statistic("variance", x)), "√variance(x)"),
    # n times a variance is a sum of squares
    (spelled_out(n * statistic("variance", x)), "Σ (x_i - x̄)²"),
    # exponential rate, geometric, negative binomial
    (1 / mean(x), "1/x̄"),
    (1 / (1 + mean(x)), "1/(1 + x̄)"),
    (r / (r + mean(x)), "r/(r + x̄)"),
    # log-normal
    (mean(log(x)), "mean(log x)"),
    (statistic("variance", log(x)), "variance(log x)"),
    (spelled_out(statistic("variance", log(x))), "(1/n) Σ (log x_i - mean(log x))²"),
    # Rayleigh
    (sqrt(mean(x**2) / 2), "√(mean(x²)/2)"),
    (sqrt(total(x**2) / (2 * n)), "√((1/(2n)) Σ x_i²)"),
    # N(θ, θ²), one root of a quadratic
    ((sqrt(mean(x) ** 2 + 4 * mean(x**2)) - mean(x)) / 2, "(√(x̄² + 4 mean(x²)) - x̄)/2"),
    # regression: the slope and the intercept
    (statistic("covariance", x, y) / statistic("variance", x), "covariance(x, y)/variance(x)"),
    (mean(y) - b * mean(x), "y\u0304 - b x̄"),
    # inverse Gaussian's shape
    (1 / (mean(1 / x) - 1 / mean(x)), "1/(mean(1/x) - 1/x̄)"),
    # Pareto, uniform
    (statistic("minimum", x), "minimum(x)"),
    (statistic("count", x <= 1) / n, "count(x_i ≤ 1)/n"),
    # Borel, by Lambert's other branch
    (LambertW(-mean(x) * exp(-mean(x)), -1), "W₋₁(-x̄ exp(-x̄))"),
    # the bias of the variance
    ((n - 1) * v / n, "(n - 1) v/n"),
    (-v / n, "-v/n"),
    # its own variance
    (2 * v**2 / n, "2v²/n"),
]

DENSITIES = [
    # Bernoulli
    (p**x * (1 - p) ** (1 - x), "p^x (1 - p)^(1 - x)"),
    # the Gaussian: its constant, then the exponential
    (exp(-((x - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v), "(1/√(2πv)) exp(-(x - μ)²/(2v))"),
    # gamma by rate and by scale
    (lam**k * x ** (k - 1) * exp(-lam * x) / gamma(k), "λ^k x^(k - 1) exp(-λ x)/Γ(k)"),
    (x ** (k - 1) * exp(-x / theta) / (gamma(k) * theta**k), "(x^(k - 1)/(θ^k Γ(k))) exp(-x/θ)"),
    # Student's t
    (
        gamma((nu + 1) / 2) / (sqrt(pi * nu) * gamma(nu / 2)) * (1 + x**2 / nu) ** (-(nu + 1) / 2),
        "(Γ((ν + 1)/2)/(Γ(ν/2) √(πν))) (1 + x²/ν)^(-(ν + 1)/2)",
    ),
    # Pareto
    (a * m**a / x ** (a + 1), "a m^a/x^(a + 1)"),
    # beta
    (x ** (a - 1) * (1 - x) ** (b - 1) / beta(a, b), "x^(a - 1) (1 - x)^(b - 1)/B(a, b)"),
    # Poisson
    (lam**x * exp(-lam) / factorial(x), "λ^x exp(-λ)/x!"),
    # binomial
    (binomial(m, x) * p**x * (1 - p) ** (m - x), "binomial(m, x) p^x (1 - p)^(m - x)"),
    # Laplace
    (exp(-Abs(x - mu) / sigma) / (2 * sigma), "(1/(2σ)) exp(-|x - μ|/σ)"),
    # von Mises
    (1 / (2 * pi * besseli(0, k)), "1/(2π I₀(k))"),
    # the logarithm of a row
    (-log(2 * pi * v) / 2 - (x - mu) ** 2 / (2 * v), "-(1/2) log(2πv) - (x - μ)²/(2v)"),
]

SIGNS_AND_NAMES = [
    # a sum does not begin with a minus if it need not
    (1 - p, "1 - p"),
    (1 - x, "1 - x"),
    (k - 1, "k - 1"),
    (x - mu, "x - μ"),
    (mu - x, "μ - x"),
    (theta**2 - 2 * theta + 1, "θ² - 2θ + 1"),
    ((x - mu).expand() ** 2, "(x - μ)²"),
    (((x - mu) ** 2).expand(), "x² - 2μ x + μ²"),
    ((mu - x) ** 2, "(x - μ)²"),
    (1 + exp(-x), "1 + exp(-x)"),
    (-k, "-k"),
    # numbers, roots and fractions
    (Rational(-3, 2) * log(x), "-(3/2) log x"),
    (3 * x / 2, "3x/2"),
    (x ** Rational(3, 2), "x^(3/2)"),
    (1 / sqrt(v), "1/√v"),
    (sqrt(2) / 2, "1/√2"),
    (sqrt(2 * v / 3), "√(2v/3)"),
    (2 * 2**k, "2 · 2^k"),
    (1 / (k * theta), "1/(k θ)"),
    (k / (theta / p), "k p/θ"),
    (x ** (-k), "x^(-k)"),
    ((1 / k) ** 2, "1/k²"),
    (Float("0.25"), "0.250000000000000"),
    (-oo, "-∞"),
    (E * x, "e x"),
    # brackets that must not be lost
    (a * (b + 1), "a (b + 1)"),
    (log(x) / k, "log(x)/k"),
    (log(x) ** 2, "(log x)²"),
    (log(p) * log(c), "log(c) log p"),
    (log(x**2), "log(x²)"),
    ((a / b) ** k, "(a/b)^k"),
    ((-a) ** k, "(-a)^k"),
    # the functions of the trade
    (digamma(x + k), "ψ(x + k)"),
    (polygamma(2, k), "ψ''(k)"),
    (polygamma(5, k), "ψ⁽⁵⁾(k)"),
    (log(gamma(k)), "log Γ(k)"),
    (zeta(k), "ζ(k)"),
    (Derivative(zeta(k), k), "ζ'(k)"),
    (uppergamma(k, x), "Γ(k, x)"),
    (erf(x / sqrt(2)), "erf(x/√2)"),
    (Max(a, b), "max(a, b)"),
    (atan(x) + sin(x), "arctan(x) + sin(x)"),
    (floor(x), "⌊x⌋"),
    # conditions
    (And(total(x) > 0, total(x) < n), "0 < Σ x_i < n"),
    (And(a > 0, a <= 1), "0 < a ≤ 1"),
    (Ne(statistic("variance", x), 0), "variance(x) ≠ 0"),
    (Or(a > 1, b > 1), "a > 1 or b > 1"),
    (Piecewise((x, x > 0), (0, True)), "{x if x > 0; 0 otherwise}"),
    (sympy.FiniteSet(0, 1), "{0, 1}"),
    # Bernoulli's information, whichever way SymPy turned it
    (-n / (p * (p - 1)), "n/(p (1 - p))"),
    (n / (mean(x) * (mean(x) - 1)), "-n/(x̄ (1 - x̄))"),
    (theta / (k - 1), "θ/(k - 1)"),
    (p / (p - 1) ** 2, "p/(1 - p)²"),
    # the sign of a falling bracket comes out
    ((-a - 1) * log(x), "-(a + 1) log x"),
    ((-mean(log(x)) - mean(log(y))) ** 2, "(mean(log x) + mean(log y))²"),
    # binomial's trials stay in front, a standardised deviation does not
    ((m - x) * log(1 - p), "(m - x) log(1 - p)"),
    ((mu - x) / sigma, "-(x - μ)/σ"),
    # logistic: the exponential stays above its like
    (exp(-x / sigma) / (1 + exp(-x / sigma)) ** 2, "exp(-x/σ)/(1 + exp(-x/σ))²"),
    # Lévy: one root
    (sqrt(c / (2 * pi)) * x ** Rational(-3, 2) * exp(-c / (2 * x)), "√(c/(2πx³)) exp(-c/(2x))"),
    # logarithms of numbers are one constant
    (-n * log(2) / 2 - n * log(pi) / 2 - n * log(v) / 2, "-(n/2) log(2π) - (n/2) log v"),
    # Weibull's density by words
    (
        k / theta * (x / theta) ** (k - 1) * exp(-((x / theta) ** k)),
        "(k/θ) (x/θ)^(k - 1) exp(-(x/θ)^k)",
    ),
    # names
    (Symbol("mu1"), "μ₁"),
    (Symbol("x_2"), "x₂"),
    (Symbol("mu_x"), "μ_x"),
    (Symbol("lambda_"), "λ"),
    (Symbol("lamda"), "λ"),
    (Symbol("Sigma"), "Σ"),
    (Symbol("servings"), "servings"),
    (Symbol("alpha_beta"), "α_β"),
]


@pytest.mark.parametrize(
    ("expression", "text"), LIKELIHOODS + SCORES + ESTIMATORS + DENSITIES + SIGNS_AND_NAMES
)
def test_it_reads_as_in_a_textbook(expression, text):
    assert text_of(expression, observations=OBSERVATIONS) == text


def test_the_order_does_not_depend_on_how_a_sum_was_built():
    first = text_of(total(x) + k * total(log(x)) - n * k)
    assert first == text_of(-n * k + k * total(log(x)) + total(x)) == "k Σ log x_i - n k + Σ x_i"


def test_a_row_of_a_density_can_carry_its_index():
    assert text_of(x - mu, observations=OBSERVATIONS, indexed=True) == "x_i - μ"


def test_the_index_gives_way_to_a_parameter_of_its_name():
    assert text_of(written(x - Symbol("i"))) == "Σ (x_j - i)"


def test_the_sample_size_gives_way_to_a_parameter_n():
    from symmle.sample_sum import Sample, SampleSum, sample_size

    other = Sample((x,), size_name="N")
    assert text_of(sample_size(other) * log(Symbol("n"))) == "N log n"
    assert text_of(SampleSum(x, other) / sample_size(other)) == "(1/N) Σ x_i"
