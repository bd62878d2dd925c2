"""The beginning of the story: density, likelihood, logarithm, statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Expr, exp

from symmle.exposition import (
    Equation,
    Step,
    StepKind,
    bullets,
    compose,
    density,
    likelihood,
    log_likelihood,
    log_of,
    over_sample,
    prose,
    related,
)
from symmle.likelihood import LogLikelihood, gather_logarithms
from symmle.notation import Domain
from symmle.reduction import Reduction
from symmle.sample_sum import SampleSum, definition


def density_step(built: LogLikelihood) -> Step:
    """Show the density of one observation, and where its symbols live."""
    model = built.model
    shown: Expr = model.density if model.density is not None else exp(model.log_density)
    roles = (
        ("observed", model.data),
        ("covariate", model.covariates),
        ("known", model.constants),
        ("parameter", model.parameters),
    )
    places = [item for role, domains in roles for item in _places(built, role, domains)]
    places += [
        (related(compose(each.left), compose(each.right)), ": constraint") for each in model.constraints
    ]
    return Step(
        StepKind.DENSITY,
        "The density of one observation",
        (Equation(density(model.data, model.parameters), shown), bullets(*places)),
    )


def _places(built: LogLikelihood, role: str, domains: Mapping[str, Domain]) -> Iterator[tuple[object, ...]]:
    for name, domain in domains.items():
        yield (built.model.symbols[name], f": {role}, {domain.text}")


def likelihood_step(built: LogLikelihood) -> Step:
    """Multiply the densities of independent observations."""
    row = density(built.model.data, built.model.parameters, indexed=True)
    product = over_sample(row, built.sample.size_name, product=True)
    return Step(
        StepKind.LIKELIHOOD,
        "The likelihood",
        (
            prose("The observations are independent, so their densities multiply:"),
            Equation(likelihood(*built.model.parameters), product),
        ),
    )


def log_likelihood_step(built: LogLikelihood) -> Step:
    """Take the logarithm: the product becomes a sum."""
    row = density(built.model.data, built.model.parameters, indexed=True)
    summed = over_sample(log_of(row), built.sample.size_name)
    written = SampleSum.as_written(gather_logarithms(built.row), built.sample)
    shown = (
        (summed, built.expression) if built.row.count_ops() > _LONG else (summed, written, built.expression)
    )
    return Step(
        StepKind.LOG_LIKELIHOOD,
        "The log-likelihood",
        (
            prose(
                "The logarithm rises strictly, so it has its maximum in the same place; it "
                "turns the product into a sum:"
            ),
            Equation(log_likelihood(*built.model.parameters), shown),
        ),
    )


_LONG = 24


def statistics_step(reduction: Reduction) -> Step | None:
    """Say what the data enter through, where that is more than the sums already shown."""
    if not reduction.sums:
        return None
    moving = tuple((definition(node),) for node in reduction.sums)
    return Step(
        StepKind.STATISTICS,
        "What must be summed anew for each value of the parameters",
        (bullets(*moving),),
    )
