"""The step from a parameter to a function of it: what the likelihood is at best for each of its values."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Basic, Tuple

from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.counting import told
from symmle.solution import Fold

FOLDS = (Rule.REFLECTION, Rule.THROUGH)


def folded(fold: Fold) -> ProofStep:
    """Say that the better of two mirror images is taken at each distance."""
    if fold.function != Abs(fold.parameter):
        return _through(fold)
    name, image = fold.parameter.name, fold.image.name
    premises: tuple[Basic, ...] = (fold.before, fold.parameter, fold.image, fold.factor, fold.odd)
    if fold.odd == 0:
        said = (
            f"The log-likelihood is the same at {name} = {image} and at {name} = -{image}: it is maximised "
            f"over the distance {image} = |{name}|, and where {image} is best both are maximisers."
        )
    else:
        said = (
            f"The log-likelihood at {name} = {image} less that at {name} = -{image} is "
            f"{told(2 * fold.factor * fold.odd)}, which has the sign of {told(fold.odd)} for every distance "
            f"{image} = |{name}| > 0: that sign tells which side is the better one, and the better one is "
            f"maximised over {image}. Where {told(fold.odd)} is zero both are maximisers."
        )
    return ProofStep(Rule.REFLECTION, premises, fold.after, said)


def _through(fold: Fold) -> ProofStep:
    name, image, told_as = fold.parameter.name, fold.image.name, told(fold.function)
    said = (
        f"The log-likelihood depends on {name} through {image} = {told_as} alone, which rises on one side of "
        f"its turning point and falls on the other, and takes the values {fold.domain}: it is maximised over "
        f"{image}, and all points with the best value are maximisers."
    )
    premises = (fold.before, fold.parameter, fold.image, fold.function, Tuple(*fold.branches))
    return ProofStep(Rule.THROUGH, premises, fold.after, said)


def images_of(steps: tuple[ProofStep, ...]) -> Iterator[tuple[Basic, Basic]]:
    """Give each parameter that is folded away, with what stands for the function of it."""
    for step in steps:
        if step.rule in FOLDS:
            yield step.premises[1], step.premises[2]
