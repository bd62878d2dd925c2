"""The maximum likelihood estimator of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sympy import Abs, And, Basic, ConditionSet, Eq, Expr, FiniteSet, Not, S, true
from sympy.core.relational import Relational

from symmle.declaration import Model
from symmle.derivation.assumptions import assumptions_of
from symmle.derivation.large_samples import FunctionEstimate, asymptotic_law, estimate_of_function
from symmle.errors import Category, DerivationError
from symmle.generation import Program, load
from symmle.information import expected_information
from symmle.notation import suggestion
from symmle.observations import flat_parameters, read_observations, telling_errors
from symmle.proof import Certificate
from symmle.sample_sum import definition
from symmle.solution import Condition, Kind, Mark, Solution


@dataclass(frozen=True, slots=True)
class Piece:
    """What the estimate is for some of the data.

    Parameters
    ----------
    condition : Basic
        For which data.
    values : mapping of str to Expr
        The estimates then; empty where there is none.
    outcome : str
        ``interior``, ``boundary``, ``set`` (these and others have the same likelihood) or ``none``.
    """

    condition: Basic
    values: Mapping[str, Expr]
    outcome: str


@dataclass(frozen=True, slots=True)
class Estimator:
    """The estimator: what is closed, what remains, when it exists, and what is proved.

    Indexing gives the closed form of a parameter in statistics and the remaining parameters; calling it on
    data gives numbers.
    """

    model: Model
    solution: Solution
    certificate: Certificate
    program: Program

    @property
    def kind(self) -> Kind:
        """How far the likelihood equations are solved."""
        return self.solution.kind

    @property
    def kind_of(self) -> Mapping[str, Kind]:
        """The kind for each parameter by itself."""
        told = (Kind.PROFILE, Kind.ALGEBRAIC, Kind.NONE)
        left = self.kind if self.kind in told else Kind.ITERATIVE
        several = set(self.solution.others) if self.kind is Kind.SET else set()
        return {
            name: left if name in self.remaining else Kind.SET if name in several else Kind.CLOSED
            for name in self.model.parameters
        }

    @property
    def remaining(self) -> tuple[str, ...]:
        """The parameters left to a numeric solve; () when closed."""
        return self.solution.remaining

    @property
    def equation(self) -> Expr | None:
        """Where one parameter remains: what must vanish at its estimate."""
        equation = self.solution.equation
        return None if equation is None else definition(equation)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """When the maximum exists in the declared domain; those marked iff are so together."""
        return self.solution.conditions

    @property
    def sets(self) -> Mapping[str, Any]:
        """The set of maximisers of a parameter, where it is more than a point."""
        if self.kind is not Kind.SET:
            return {}
        fold, others = self.solution.fold, self.solution.others.items()
        if fold is None or isinstance(fold.function, Abs):
            return {name: FiniteSet(self[name], *map(definition, more)) for name, more in others}
        roots = [dict(zip(s.places, s.roots, strict=True)) for s in self.solution.eliminations]
        value = next(found[fold.image] for found in roots if fold.image in found)
        points = (definition(branch.xreplace({fold.image: value})) for branch in fold.branches)
        on_line = ConditionSet(fold.parameter, Eq(fold.function, definition(value)), S.Reals)
        return {fold.parameter.name: FiniteSet(*points) if fold.domain.lower == 0 else on_line}

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What the estimate is for special data: inside, on a closed end, or nowhere."""
        closed = {name: self[name] for name in self.solution.closed}
        needed = [c for c in self.conditions if c.mark is not Mark.SUFFICIENT]
        asked = [c.relation for c in needed] + [b.interior for b in self.solution.boundaries]
        if self.kind is Kind.NONE:
            return (Piece(true, {}, "none"),)
        found = [Piece(And(*asked), closed, "set" if self.kind is Kind.SET else "interior")]
        fold = self.solution.fold
        if fold is not None and not isinstance(fold.function, Abs) and fold.domain.lower != 0:
            two = self.solution.others[fold.parameter.name][0].args[0][1]
            found = [Piece(And(*asked, two), closed, "set"), Piece(And(*asked, Not(two)), closed, "interior")]
        if fold is not None and fold.odd != 0 and self.solution.others:
            found.append(Piece(And(*asked, Eq(fold.odd, 0)), closed, "set"))
        for edge in self.solution.boundaries:
            meets = fold is not None and fold.parameter.name == edge.parameter
            outcome = "interior" if meets else "boundary"
            found.append(Piece(_failure(edge.interior), {edge.parameter: edge.value}, outcome))
        for condition in needed:
            found.append(Piece(_failure(condition.relation), {}, "none"))
        return tuple(found)

    def limit_model(self, limit: str) -> str | None:
        """Give the density that is approached at a limit such as ``r -> oo``; None where none is known."""
        known = {each.limit: each.limit_model for each in self.conditions if each.limit_model}
        return known.get(limit)

    def __getitem__(self, name: str) -> Expr:
        """Give the closed form of a parameter.

        Raises
        ------
        DerivationError
            Where the parameter is left to a numeric solve.
        KeyError
            Where the model has no such parameter.
        """
        if name in self.solution.closed:
            return definition(self.solution.closed[name])
        if name in self.remaining and self.kind is Kind.ALGEBRAIC:
            raise DerivationError(
                f"{name} is the root with the largest likelihood of a polynomial of degree 3 or more "
                "(estimator.equation); call the estimator on data",
                category=Category.MODEL_INVALID,
            )
        if name in self.remaining:
            raise DerivationError(
                f"{name} has no closed form that was found: it is left to a numeric solve "
                f"(estimator.remaining is {self.remaining})",
                category=Category.MODEL_INVALID,
            )
        raise KeyError(f"no parameter {name!r}{suggestion(name, self.model.parameters)}")

    def of(self, function: str | Expr) -> FunctionEstimate:
        """Estimate a function of the parameters: by invariance, it is the function at the estimates.

        Parameters
        ----------
        function : str or Expr
            An expression in the parameters and constants, such as ``exp(mu + v/2)``.

        Raises
        ------
        TextRefused
            The text is not an expression in the known names.
        DeclarationError
            It holds no parameter.

        Examples
        --------
        >>> import symmle as sm
        >>> spread = sm.derive(sm.families.gaussian()).estimator.of("sqrt(v)")
        >>> spread.estimate, spread.asymptotic_variance
        (sqrt(variance(x)), v/(2*n))
        """
        assumed = assumptions_of(self.solution.derivatives.reduction.likelihood, self.certificate)
        law = asymptotic_law(expected_information(self.solution.derivatives), assumed, self.solution)
        return estimate_of_function(function, self.solution, law)

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the parameters."""
        return iter(self.model.parameters)

    def __contains__(self, name: object) -> bool:
        """Whether the model has such a parameter."""
        return name in self.model.parameters

    def __call__(self, data: Any, weights: object = None) -> dict[str, float]:
        """Give the estimates for data, by the generated module.

        Parameters
        ----------
        data : mapping or array
            One column for each observed name, and a number for each constant.
        weights : array, optional
            Frequencies of the rows.

        Raises
        ------
        SymmleError
            The errors of ``fit``, with the same categories: ``DataError``, ``NoMaximumError``,
            ``ConvergenceError``.
        """
        module = load(self.program)
        observed = read_observations(module.COLUMNS, data, weights=weights)
        with telling_errors(
            module, self._named, self.limit_model, partial(flat_parameters, module, observed)
        ):
            found = module.fit(*observed.columns, weights=observed.weights)
        return self._named(found)

    def _named(self, found: Any) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.model.parameters, found.theta, strict=True)}


def _failure(relation: Relational) -> Basic:
    """``variance(x) > 0`` fails as ``variance(x) = 0``, since it is never negative."""
    left = relation.lhs
    return Eq(left, 0) if isinstance(left, Expr) and left.is_nonnegative else relation.negated
