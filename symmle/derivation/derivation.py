"""The derivation of a model's maximum likelihood estimator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr, ImmutableMatrix, expand_mul

from symmle.declaration import Model
from symmle.derivation.assumptions import Assumption, assumptions_of
from symmle.derivation.estimator import Estimator
from symmle.derivation.large_samples import AsymptoticLaw, asymptotic_law
from symmle.derivation.narrative import narrate
from symmle.differentiation import Derivatives
from symmle.exposition import Document, to_html, to_latex, to_markdown, to_text
from symmle.generation import Program
from symmle.information import (
    Biases,
    Efficiency,
    ExpectedInformation,
    ExponentialFamily,
    biases,
    efficiencies,
    expected_information,
)
from symmle.information import exponential_family as find_exponential_family
from symmle.reduction import Reduction
from symmle.sample_sum import definition
from symmle.solution import Attempt


@dataclass(frozen=True, slots=True)
class Block:
    """Derivatives of a log-likelihood by name, one entry or the whole.

    Indexing takes a parameter's name, or two for second derivatives.
    """

    names: tuple[str, ...]
    entries: Mapping[Any, Expr]

    def __getitem__(self, name: str | tuple[str, str]) -> Expr:
        """Give one entry."""
        if name not in self.entries:
            raise KeyError(f"no entry {name!r}; the parameters are {', '.join(self.names)}")
        return self.entries[name]

    def __iter__(self) -> Iterator[str | tuple[str, str]]:
        """Go through the names of the entries."""
        return iter(self.entries)

    def matrix(self) -> ImmutableMatrix:
        """Give all entries: a column for the score, a square matrix for second derivatives."""
        if all(isinstance(name, str) for name in self.entries):
            return ImmutableMatrix([self.entries[name] for name in self.names])
        rows = [[self.entries[row, column] for column in self.names] for row in self.names]
        return ImmutableMatrix(rows)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derivation, from the density to the estimator; printing it shows the steps.

    Attributes
    ----------
    model : Model
        What was derived from.
    estimator : Estimator
        What came out.
    """

    model: Model
    reduction: Reduction
    derivatives: Derivatives
    estimator: Estimator

    @property
    def log_likelihood(self) -> Expr:
        """The log-likelihood of the sample, in sums over it, as a textbook writes it."""
        return self.reduction.likelihood.expression

    @property
    def reduced_log_likelihood(self) -> Expr:
        """The same in sufficient statistics, and in sums that hold parameters where it must be."""
        return expand_mul(definition(self.reduction.expression))

    @property
    def score(self) -> Block:
        """The derivative by each parameter, in sums as a textbook writes them."""
        return Block(self._names, self.derivatives.textbook_score)

    @property
    def hessian(self) -> Block:
        """The second derivatives, in statistics."""
        return Block(self._names, {key: definition(entry) for key, entry in self.derivatives.hessian.items()})

    @property
    def statistics(self) -> Mapping[str, object]:
        """What is computed once from the data, by its label."""
        return {statistic.label: statistic for statistic in self.reduction.statistics}

    @property
    def exponential_family(self) -> ExponentialFamily | None:
        """The exponential-family form that was shown; None means 'not shown', never 'is not'."""
        return find_exponential_family(self.reduction)

    @property
    def expected_information(self) -> ExpectedInformation:
        """E[score score'] of the sample, entry by entry; None, with a reason, where one was not found."""
        return expected_information(self.derivatives)

    @property
    def bias(self) -> Biases:
        """The bias of each estimator: exact where it was found, else to the first order in 1/n."""
        return biases(self.estimator.solution)

    @property
    def efficiency(self) -> Mapping[str, Efficiency]:
        """Whether each estimator attains the Cramer-Rao bound."""
        return efficiencies(self.estimator.solution)

    @property
    def asymptotic_law(self) -> AsymptoticLaw:
        """The normal law of the estimators in large samples; without one where the assumptions forbid it."""
        return asymptotic_law(self.expected_information, self.assumptions, self.estimator.solution)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the usual theory assumes, each proved, assumed or violated."""
        return assumptions_of(self.reduction.likelihood, self.estimator.certificate)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """What was tried and what it cost."""
        return self.estimator.solution.attempts

    @property
    def program(self) -> Program:
        """The generated module."""
        return self.estimator.program

    @property
    def document(self) -> Document:
        """The derivation as a document, which every format renders."""
        return narrate(self.derivatives, self.estimator.solution, self.estimator.certificate)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.model.parameters)

    def to_text(self) -> str:
        """Give the steps as plain text."""
        return to_text(self.document)

    def to_latex(self, *, standalone: bool = True) -> str:
        """Give the steps as LaTeX, a whole document or a part of one."""
        return to_latex(self.document, standalone=standalone)

    def to_markdown(self) -> str:
        """Give the steps as Markdown with mathematics between dollars."""
        return to_markdown(self.document)

    def to_html(self) -> str:
        """Give the steps as HTML."""
        return to_html(self.document)

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def __str__(self) -> str:
        """Give the steps as plain text."""
        return self.to_text()

    def __repr__(self) -> str:
        """Name the model and how far it was solved."""
        return (
            f"<Derivation of {self.model.name or 'a model'}: {self.estimator.kind}, "
            f"{self.estimator.certificate.grade}>"
        )
