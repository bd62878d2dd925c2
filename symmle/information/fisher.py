"""Expected information."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr, ImmutableMatrix

from symmle.differentiation import Derivatives
from symmle.information.expectations import row_expectations, tidy
from symmle.information.linear import combination, expectation
from symmle.sample_sum import SampleSum


@dataclass(frozen=True, slots=True)
class ExpectedInformation:
    """E[score score'] entry by entry.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    sample : mapping
        Of the whole sample, by pairs of names; None where it was not found.
    per_observation : mapping
        Of one observation, given its covariates; None where it was not found.
    why : str
        Why entries are None.
    """

    names: tuple[str, ...]
    sample: Mapping[tuple[str, str], Expr | None]
    per_observation: Mapping[tuple[str, str], Expr | None]
    why: str

    def __getitem__(self, name: str | tuple[str, str]) -> Expr | None:
        """Give an entry of the sample's information; a single name is the diagonal entry."""
        pair = (name, name) if isinstance(name, str) else name
        if pair not in self.sample:
            raise KeyError(f"no entry {name!r}; the parameters are {', '.join(self.names)}")
        return self.sample[pair]

    def matrix(self) -> ImmutableMatrix | None:
        """Give the information matrix of the sample; None where an entry is not known."""
        rows = [[self.sample[row, column] for column in self.names] for row in self.names]
        return None if any(entry is None for row in rows for entry in row) else ImmutableMatrix(rows)


def expected_information(derivatives: Derivatives) -> ExpectedInformation:
    """Take the expected value of minus the second derivative, where it is linear in known expected values.

    By the information equality this is E[score score']; differentiation under the integral is assumed.
    """
    likelihood = derivatives.reduction.likelihood
    known = row_expectations(derivatives)
    names = tuple(symbol.name for symbol in likelihood.parameters)
    single: dict[tuple[str, str], Expr | None] = {}
    for row in names:
        for column in likelihood.parameters:
            parts = combination(-derivatives.row_score[row].diff(column), likelihood)
            found = expectation(parts, known) if parts is not None else None
            single[row, column.name] = None if found is None else tidy(found)
    whole = {pair: None if e is None else SampleSum(e, likelihood.sample) for pair, e in single.items()}
    missing = any(entry is None for entry in single.values())
    return ExpectedInformation(names, whole, single, _WHY if missing else "")


_WHY = (
    "the second derivative is not linear in functions of the data whose expected values the "
    "score identities give"
)
