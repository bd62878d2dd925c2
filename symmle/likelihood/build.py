"""Build the log-likelihood of a model."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Symbol

from symmle.declaration import Model
from symmle.errors import Category, DerivationError
from symmle.likelihood.gathering import gather_logarithms
from symmle.likelihood.smoothness import refuse_kinks
from symmle.likelihood.textbook import textbook_sum
from symmle.sample_sum import Sample
from symmle.signs import Facts, expand_logarithms, logarithm


@dataclass(frozen=True, slots=True)
class LogLikelihood:
    """The log-likelihood of independent rows: the sum of the logarithm of the density.

    Parameters
    ----------
    model : Model
        The declaration that it comes from.
    sample : Sample
        What the sums run over.
    facts : Facts
        What the domains say about signs, inside the domains.
    row : Expr
        The log density of one row, taken apart.
    expression : Expr
        Its sum over the sample, as a textbook writes it.
    """

    model: Model
    sample: Sample
    facts: Facts
    row: Expr
    expression: Expr

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """The symbols to be estimated, in declared order."""
        return tuple(self.model.symbols[name] for name in self.model.parameters)


def build_log_likelihood(model: Model, *, smooth: bool = True) -> LogLikelihood:
    """Sum the log density over a sample of symbolic size.

    With ``smooth=False`` a kink is let pass: nothing may then be differentiated.

    Raises
    ------
    DerivationError
        Where the support depends on a parameter, a parameter is an integer, or the density has a kink in one:
        a score that does not hold is never solved.
    """
    _refuse_moving_support(model)
    _refuse_integers(model)
    facts = Facts.of(model.domains)
    row = _log_row(model, facts)
    if smooth:
        refuse_kinks(row, [model.symbols[name] for name in model.parameters])
    sample = _sample(model)
    return LogLikelihood(model, sample, facts, row, gather_logarithms(textbook_sum(row, sample)))


def _log_row(model: Model, facts: Facts) -> Expr:
    if model.log_density is not None:
        return expand_logarithms(model.log_density, facts)
    return expand_logarithms(logarithm(model.density, facts), facts)


def _sample(model: Model) -> Sample:
    observed = tuple(model.symbols[name] for name in (*model.data, *model.covariates))
    return Sample(observed, "N" if "n" in model.symbols else "n", model.name or "sample")


def _refuse_moving_support(model: Model) -> None:
    parameters = {model.symbols[name] for name in model.parameters}
    for name, domain in model.data.items():
        moving = sorted(s.name for s in domain.free_symbols & parameters)
        if moving:
            raise DerivationError(
                f"the support of {name} depends on the parameter {', '.join(moving)}: the likelihood is not "
                "differentiable there, and its maximum is not where a score vanishes",
                category=Category.SUPPORT_DEPENDS_ON_PARAMETER,
            )


def _refuse_integers(model: Model) -> None:
    for name, domain in model.parameters.items():
        if domain.integer or domain.members is not None:
            raise DerivationError(
                f"the parameter {name} takes separate values ({domain.text}): no derivative "
                "leads to its maximum",
                category=Category.NON_SMOOTH,
            )
