"""Documents that the renderers are tested on: two derivations as in a textbook, and a hostile page."""

from sympy import Symbol, digamma, exp, log, pi, polygamma, sqrt

from symmle.exposition import (
    Align,
    Document,
    Equation,
    Step,
    StepKind,
    Table,
    Verbatim,
    bullets,
    density,
    derivative,
    estimate,
    expectation,
    likelihood,
    log_likelihood,
    log_of,
    over_sample,
    profile_log_likelihood,
    prose,
    spelled_out,
)
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size

x, mu = Symbol("x", real=True), Symbol("mu", real=True)
v, p, k, theta = (Symbol(name, positive=True) for name in ("v", "p", "k", "theta"))
sample = Sample((x,))
n = sample_size(sample)
variance = Statistic("variance", (x,), sample)
mean = sample_mean(x, sample)


def _begin() -> tuple[Step, ...]:
    row = exp(-((x - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v)
    whole = -n * log(2 * pi * v) / 2 - SampleSum((x - mu) ** 2, sample) / (2 * v)
    of_row = density(("x",), ("mu", "v"), indexed=True)
    likelihoods = (
        Equation(likelihood("mu", "v"), over_sample(of_row, product=True)),
        prose("Its logarithm turns the product into a sum:"),
        Equation(log_likelihood("mu", "v"), (over_sample(log_of(of_row)), whole)),
    )
    return (
        Step(
            StepKind.DENSITY,
            "The density of one observation",
            (Equation(density(("x",), ("mu", "v")), row),),
        ),
        Step(StepKind.LOG_LIKELIHOOD, "The log-likelihood of n independent observations", likelihoods),
    )


def _solve() -> tuple[Step, ...]:
    centred = SampleSum((x - mean) ** 2, sample)
    first = (
        Equation(derivative("mu"), (SampleSum.as_written(x - mu, sample) / v, 0 * mu)),
        prose("The only root, whatever ", v, " is:"),
        Equation(estimate("mu"), (mean, spelled_out(mean)), note="a sum over n"),
    )
    profile = -n * log(2 * pi) / 2 - n * log(v) / 2 - n * variance / (2 * v)
    second = (
        Equation(log_likelihood(estimate("mu"), "v"), profile),
        Equation(derivative("v"), (-n / (2 * v) + centred / (2 * v**2), 0 * v)),
        Equation(estimate("v"), (variance, spelled_out(variance))),
    )
    return (
        Step(StepKind.SCORE, "The mean: the derivative set to zero", first),
        Step(StepKind.SUBSTITUTION, "The variance: with the mean in its place", second),
    )


def _close() -> tuple[Step, ...]:
    bias = (
        Equation(expectation(estimate("v")), ((n - 1) * v / n, v), relation=("=", "<")),
        prose("The sum of squares about the sample's own mean falls short by one part in ", n, "."),
    )
    conditions = bullets(
        ("the observations are not all equal: ", variance > 0),
        "they are independent and identically distributed",
    )
    return (
        Step(StepKind.BIAS, "It divides by n, and is biased", bias),
        Step(StepKind.EXISTENCE, "When the estimate exists", (conditions,)),
    )


def gaussian() -> Document:
    steps = (*_begin(), *_solve(), *_close())
    return Document("The maximum likelihood estimator of the Gaussian", steps, observations=("x",))


def gamma() -> Document:
    logs = SampleSum(log(x), sample)
    whole = SampleSum((k - 1) * log(x) - x / theta - k * log(theta), sample) - n * log(Symbol("c"))
    gap = Statistic("gap", (x, log(x)), sample)
    return Document(
        "Gamma: one equation remains",
        (
            Equation(
                log_likelihood("k", "theta"), (whole, whole + logs), note=("terms in ", k, " and ", theta)
            ),
            Equation(estimate("theta"), mean / k),
            Equation(
                derivative("k", of=profile_log_likelihood(), partial=False),
                (n * (log(k) - digamma(k) - gap), 0 * k),
            ),
            Equation(
                derivative("k", "k", of=profile_log_likelihood(), partial=False),
                (n * (1 / k - polygamma(1, k)), 0 * k),
                relation=("=", "<"),
                note=("trigamma lies above ", 1 / k),
            ),
        ),
        observations=("x",),
    )


def estimates() -> Table:
    return Table(
        ("parameter", estimate("mu"), "standard error"),
        (
            (mu, "299852.4", "7.86"),
            (v, "6180.24", "873.997"),
            ("n", "100", "known"),
            (k, "-0.5", "1"),
        ),
        (Align.LEFT, Align.DECIMAL, Align.DECIMAL),
        title="Estimates",
        notes=(("The errors come from the observed information at ", estimate("mu"), "."),),
    )


HOSTILE = (
    r"\input{/etc/passwd} $x$ #1 %c & 50% {{ 7*7 }} {% raw %} <script>alert(1)</script> | `code` **b** "
    "~^_ \\(y\\) \\[z\\] \"quoted\" 'single' [link](javascript:0) ![i](u) "
    "\\end{document}\n# heading\n\n- item\t1. \x07"
)


def hostile() -> Document:
    return Document(
        HOSTILE,
        (
            Step(
                StepKind.ASSUMPTIONS,
                HOSTILE,
                (
                    prose(HOSTILE, mu, HOSTILE),
                    bullets(HOSTILE),
                    Equation(HOSTILE, HOSTILE, note=HOSTILE),
                    Table((HOSTILE, "b"), ((HOSTILE, mu),), title=HOSTILE, notes=((HOSTILE,),)),
                    Verbatim(f"{HOSTILE}\n\\end{{verbatim}}\n```\n</pre>", language="a`b\n"),
                ),
            ),
        ),
    )


def everything() -> Document:
    """One document with every kind of block."""
    first = gaussian()
    code = Verbatim("def score(mu):\n    return n * (mean - mu) / v", "python")
    return Document(first.title, (*first.blocks, estimates(), code, *gamma().blocks), first.observations)
