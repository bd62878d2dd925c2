"""How good the estimators are: bias, information, the Cramer-Rao bound and the law of large samples."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr

from symmle.derivation.assumptions import assumptions_of
from symmle.derivation.large_samples import AsymptoticLaw, asymptotic_law
from symmle.derivation.narrative.shape import without_negative_factors
from symmle.exposition import (
    Block,
    Equation,
    Formula,
    Inline,
    Step,
    StepKind,
    Terms,
    dispersion,
    estimate,
    expectation,
    named,
    prose,
    text_of,
)
from symmle.exposition import information as information_name
from symmle.information import (
    Attainment,
    Bias,
    Efficiency,
    ExpectedInformation,
    Order,
    biases,
    efficiencies,
    expected_information,
)
from symmle.proof import Certificate
from symmle.sample_sum import Statistic, sample_size
from symmle.signs import Facts
from symmle.solution import Solution

_LONGEST = 64  # characters in a formula that a page shows on one line


def bias(solution: Solution) -> Step | None:
    """State the bias: exact where it was found, else to the first order in 1/n."""
    likelihood = solution.derivatives.reduction.likelihood
    size = sample_size(likelihood.sample)
    facts = likelihood.facts.inside(likelihood.parameters)
    told = {n: b for n, b in biases(solution).items() if _is_short(b.bias)}
    exact = [_exact(n, b, size, facts) for n, b in told.items() if b.order is Order.EXACT]
    first = [_first(n, b, facts) for n, b in told.items() if b.order is Order.FIRST]
    blocks: list[Block] = [*exact]
    if first:
        blocks += [prose("Up to terms in 1/n², by Cox and Snell's expansion:"), *first]
    return Step(StepKind.BIAS, "Is it right on average?", tuple(blocks)) if blocks else None


def _is_short(expression: Expr) -> bool:
    return expression.count_ops() <= _LONGEST and len(text_of(expression)) <= _LONGEST


def _exact(name: str, found: Bias, size: Statistic, facts: Facts) -> Equation:
    shown = without_negative_factors(found.expectation, facts)
    return Equation(expectation(estimate(name)), shown, note=_judged(found, size))


def _judged(found: Bias, size: Statistic) -> str:
    if found.bias == 0:
        return "unbiased"
    one_short = (found.expectation - found.bias) * (size - 1) / size
    if (found.expectation - one_short).expand() == 0:
        return "biased in small samples: the maximum divides by n, not by n - 1"
    return "biased in small samples"


def _first(name: str, found: Bias, facts: Facts) -> Equation:
    error = Terms(((False, expectation(estimate(name))), (True, named(name))))
    return Equation(error, without_negative_factors(found.bias, facts))


def accuracy(solution: Solution, certificate: Certificate) -> Step | None:
    """State the expected information where it was found, and what follows from it."""
    derivatives = solution.derivatives
    likelihood = derivatives.reduction.likelihood
    if likelihood.model.constraints:
        told = (prose(_ALONG_CONSTRAINTS), prose(_LARGE_SAMPLES_ALONG))
        return Step(StepKind.INFORMATION, "How large is its error?", told)
    found = expected_information(derivatives)
    if any(found.sample[name, name] is None for name in found.names):
        return None
    law = asymptotic_law(found, assumptions_of(likelihood, certificate), solution)
    facts = likelihood.facts.inside(likelihood.parameters)
    blocks = (
        prose("The expected information of the sample:"),
        *_entries(found, facts),
        *_bounds(solution),
        *_law(law, facts),
    )
    return Step(StepKind.INFORMATION, "How large is its error?", blocks)


def _entries(found: ExpectedInformation, facts: Facts) -> Iterator[Block]:
    for position, row in enumerate(found.names):
        for column in found.names[position:]:
            entry = found.sample[row, column]
            if entry is not None and (entry != 0 or row == column) and _is_short(entry):
                names = (row,) if row == column else (row, column)
                yield Equation(information_name(*names), without_negative_factors(entry, facts))


def _bounds(solution: Solution) -> Iterator[Block]:
    """Tell what is known of the Cramer-Rao bound for the unbiased estimators."""
    for name, found in efficiencies(solution).items():
        if found.outcome in (Attainment.ATTAINED, Attainment.MISSED):
            yield prose(*_bound(name, found))


def _bound(name: str, found: Efficiency) -> tuple[Inline, ...]:
    bound = "the Cramér-Rao bound: no unbiased estimator has a smaller variance."
    if found.outcome is Attainment.MISSED:
        return (estimate(name), " does not attain the Cramér-Rao bound in samples of finite size.")
    return ("The variance of ", estimate(name), " attains ", bound)


def _law(law: AsymptoticLaw, facts: Facts) -> Iterator[Block]:
    if law.covariance is None:
        return
    pairs = [(row, column) for k, row in enumerate(law.names) for column in law.names[k:]]
    entries = {pair: law.covariance[pair] for pair in pairs if law.covariance[pair] != 0}
    told = all(_is_short(entry) for entry in entries.values())
    yield prose(
        "In large samples, under the assumptions below, the estimator is normal around the parameter, "
        f"and its covariance is the inverse of the information{':' if told else '.'}"
    )
    for (row, column), entry in entries.items() if told else ():
        yield Equation(_name(row, column), without_negative_factors(entry, facts))


def _name(row: str, column: str) -> Formula:
    return dispersion(estimate(row)) if row == column else dispersion(estimate(row), estimate(column))


_ALONG_CONSTRAINTS = (
    "The parameters move along the constraints alone. With Z a basis of the directions that keep them, and J "
    "minus the second derivative of the Lagrangian at the estimate, the covariance is Z times the inverse of "
    "Z'JZ times Z': as many of its directions have no spread as there are constraints."
)
_LARGE_SAMPLES_ALONG = (
    "In large samples, under the assumptions below, the estimator is normal around the parameter with this "
    "covariance."
)
