"""What a model's claims are compared with: its likelihood, derivatives, solution and certificate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr, Symbol, log

from symmle.declaration import Model
from symmle.differentiation import Derivatives, differentiate
from symmle.likelihood import LogLikelihood, build_log_likelihood
from symmle.proof import Certificate, Grade, checked, prove
from symmle.reduction import reduce_log_likelihood
from symmle.sample_sum import SampleSum
from symmle.solution import Condition, Solution, solve_likelihood


@dataclass(frozen=True, slots=True)
class Analysis:
    """A model with everything derived from it that claims are compared with.

    Attributes
    ----------
    model, likelihood, derivatives
        The declaration, its log-likelihood, the score and the Hessian.
    """

    model: Model
    likelihood: LogLikelihood
    derivatives: Derivatives

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """The parameters' symbols, in declared order."""
        return self.likelihood.parameters

    @property
    def declared_row(self) -> Expr:
        """The logarithm of the density as it was declared: samples are tried on it, reduced by nothing."""
        return self.model.log_density if self.model.density is None else log(self.model.density)

    def log_likelihood(self) -> Expr:
        """Give the sum of the declared log density."""
        return self._summed(self.declared_row)

    def score(self, name: str) -> Expr:
        """Give the sum of its derivatives by a parameter."""
        return self._summed(self.declared_row.diff(self.model.symbols[name]))

    def second_derivative(self, first: str, second: str) -> Expr:
        """Give the sum of its second derivatives."""
        return self._summed(self.declared_row.diff(self.model.symbols[first], self.model.symbols[second]))

    def _summed(self, row: Expr) -> Expr:
        return SampleSum.as_written(row, self.likelihood.sample)


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution of the likelihood equations with its certificate."""

    solution: Solution
    certificate: Certificate

    @property
    def is_global(self) -> bool:
        """Whether the solution is proved to be the only global maximum."""
        return self.certificate.grade in {Grade.PROVED, Grade.UNDER_LEMMA}

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What the data must satisfy."""
        return self.certificate.conditions


@lru_cache(maxsize=64)
def analyse(model: Model) -> Analysis:
    """Derive the likelihood, the score and the Hessian of a model."""
    likelihood = build_log_likelihood(model)
    return Analysis(model, likelihood, differentiate(reduce_log_likelihood(likelihood)))


@lru_cache(maxsize=64)
def solve(model: Model) -> Solved:
    """Solve the likelihood equations of a model; prove what can be proved, and replay the proof."""
    solution = solve_likelihood(analyse(model).derivatives)
    certificate = checked(prove(solution), analyse(model).likelihood)
    return Solved(solution, certificate)


def holding(model: Model, names: Iterable[str]) -> Model:
    """Return the model with some parameters taken as known numbers."""
    held = set(names)
    return Model(
        **_density(model),
        data=model.data,
        parameters={name: domain for name, domain in model.parameters.items() if name not in held},
        constants={**model.constants, **{n: d for n, d in model.parameters.items() if n in held}},
        covariates=model.covariates,
        normalised=False,  # its mass is that of the model it comes from
        name=model.name,
    )


def _density(model: Model) -> dict[str, Expr]:
    if model.density is not None:
        return {"density": model.density}
    return {"log_density": model.log_density}
