"""The whole way from symbolic results to a program."""

from __future__ import annotations

from symmle.declaration import Model
from symmle.differentiation import Derivatives
from symmle.generation.anchoring import anchor
from symmle.generation.builder import build_spec
from symmle.generation.formulas import Results
from symmle.generation.module_text import module_text
from symmle.generation.program import Program
from symmle.reduction import Reduction
from symmle.solution import Solution


def build_program(
    model: Model,
    reduction: Reduction,
    derivatives: Derivatives,
    solution: Solution,
    certificate: object = None,
    *,
    narrative: str = "",
) -> Program:
    """Generate the module of a solved model.

    Parameters
    ----------
    model : Model
        The declaration.
    reduction, derivatives, solution : Reduction, Derivatives, Solution
        What was derived from it.
    certificate : object, optional
        What was proved; the narrative tells it, and no number of the module depends on it.
    narrative : str
        The derivation as text, which becomes the module's docstring.

    Returns
    -------
    Program
        The same bytes for the same arguments, in every process.

    Raises
    ------
    DerivationError
        If the estimator is of a kind that no module has yet, or needs a function that SciPy does not have.
    """
    anchored = anchor(solution, derivatives)
    results = Results(model, reduction, derivatives, anchored.solution, anchored.anchors)
    return Program.of(model.name, module_text(build_spec(results, narrative)))
