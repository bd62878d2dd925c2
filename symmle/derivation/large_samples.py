"""What the theory of large samples says of the estimators, where its assumptions allow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Abs, Expr, ImmutableMatrix, Matrix, Max, Min, Symbol, sign

from symmle.derivation.assumptions import Assumption, Standing
from symmle.errors import Category, DeclarationError
from symmle.information import ExpectedInformation, inverted, tidy
from symmle.notation import parse_expression
from symmle.sample_sum import definition
from symmle.solution import Kind, Solution


@dataclass(frozen=True, slots=True)
class AsymptoticLaw:
    """The law of the estimators in large samples: normal around the parameters, with a covariance.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    covariance : mapping of (str, str) to Expr, or None
        The inverse of the expected information of the sample; None where no law is stated.
    assumed : tuple of str
        The assumptions that it rests on and that are not proved.
    why : str
        Why no law is stated.
    """

    names: tuple[str, ...]
    covariance: Mapping[tuple[str, str], Expr] | None
    assumed: tuple[str, ...]
    why: str

    def __getitem__(self, name: str | tuple[str, str]) -> Expr | None:
        """Give an asymptotic variance, or of a pair of names the covariance."""
        pair = (name, name) if isinstance(name, str) else name
        if not set(pair) <= set(self.names):
            raise KeyError(f"no entry {name!r}; the parameters are {', '.join(self.names)}")
        return None if self.covariance is None else self.covariance[pair]

    def matrix(self) -> ImmutableMatrix | None:
        """Give the covariance matrix; None where no law is stated."""
        if self.covariance is None:
            return None
        return ImmutableMatrix(
            [[self.covariance[row, column] for column in self.names] for row in self.names]
        )


def asymptotic_law(
    information: ExpectedInformation, assumptions: tuple[Assumption, ...], solution: Solution
) -> AsymptoticLaw:
    """State the asymptotic law, or the reason why none is stated."""
    names = information.names
    assumed = tuple(each.name for each in assumptions if each.standing == Standing.ASSUMED)
    objection = _objection(information, assumptions, solution)
    if objection:
        return AsymptoticLaw(names, None, assumed, objection)
    inverse = inverted(information.matrix())
    if inverse is None:
        return AsymptoticLaw(names, None, assumed, "the inverse of the information was not found")
    entries = {(row, column): inverse[i, j] for i, row in enumerate(names) for j, column in enumerate(names)}
    return AsymptoticLaw(names, entries, assumed, "")


def _objection(
    information: ExpectedInformation, assumptions: tuple[Assumption, ...], solution: Solution
) -> str:
    violated = [each for each in assumptions if each.standing == Standing.VIOLATED]
    if violated:
        return f"{violated[0].name}: {violated[0].reason}"
    if solution.kind in (Kind.SET, Kind.NONE):
        return "there is no single estimate for every sample"
    matrix = information.matrix()
    if matrix is None:
        return information.why
    determinant = tidy(matrix.det(method="berkowitz"))
    return "the information is singular" if determinant == 0 else ""


@dataclass(frozen=True, slots=True)
class FunctionEstimate:
    """The maximum likelihood estimator of a function of the parameters, by invariance.

    Attributes
    ----------
    expression : Expr
        The function as it was understood.
    estimate : Expr
        The function at the estimators, in statistics and the parameters that have no closed form.
    asymptotic_variance : Expr or None
        By the delta method, g' C g, in the parameters; None where there is none.
    why : str
        Why there is none.
    """

    expression: Expr
    estimate: Expr
    asymptotic_variance: Expr | None
    why: str


def estimate_of_function(text: str | Expr, solution: Solution, law: AsymptoticLaw) -> FunctionEstimate:
    """Estimate a function of the parameters and constants.

    Raises
    ------
    TextRefused
        The text is not an expression in the parameters and constants.
    DeclarationError
        The function holds no parameter.
    """
    model = solution.derivatives.reduction.likelihood.model
    symbols: dict[str, Expr] = {name: model.symbols[name] for name in (*model.parameters, *model.constants)}
    expression = parse_expression(str(text), {**symbols, **dict(model.fixed)})
    parameters = tuple(model.symbols[name] for name in model.parameters)
    if expression.free_symbols.isdisjoint(parameters):
        raise DeclarationError(f"{text} holds no parameter of the model", category=Category.MODEL_INVALID)
    closed = {model.symbols[name]: root for name, root in solution.closed.items()}
    variance, why = _delta(expression, parameters, law)
    return FunctionEstimate(expression, definition(expression.xreplace(closed)), variance, why)


def _delta(expression: Expr, parameters: tuple[Symbol, ...], law: AsymptoticLaw) -> tuple[Expr | None, str]:
    covariance = law.matrix()
    if covariance is None:
        return None, law.why
    if expression.has(Abs, sign, Min, Max):
        return None, "the function has a kink, so the delta method does not apply everywhere"
    gradient = Matrix([expression.diff(symbol) for symbol in parameters])
    return tidy((gradient.T * covariance * gradient)[0, 0]), ""
