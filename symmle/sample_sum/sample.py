"""The named sample that a sum runs over."""

from dataclasses import dataclass

from sympy import Expr, Symbol


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of symbolic size.

    Parameters
    ----------
    observations : tuple of Symbol
        What varies from row to row: the data columns and the covariates. A sum over the sample binds them.
    size_name : str
        How the sample's size is printed: ``n``, or ``N`` where a model declares ``n`` itself.
    name : str
        The sample's identity: sums over different samples are different.
    """

    observations: tuple[Symbol, ...]
    size_name: str = "n"
    name: str = "sample"

    def varies(self, expression: Expr) -> bool:
        """Whether an expression changes from row to row."""
        return not expression.free_symbols.isdisjoint(self.observations)

    @property
    def identity(self) -> tuple[Expr | str, ...]:
        """What tells samples apart: the observations themselves, since symbols of one name may differ."""
        return (self.name, *self.observations)
