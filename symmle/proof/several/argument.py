"""Argue for all parameters at once, where they were not solved one after another."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Basic, Expr, Integer, S, Tuple
from sympy.core.relational import StrictGreaterThan

from symmle.errors import Category
from symmle.exposition import text_of
from symmle.likelihood import LogLikelihood
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.several.existence import Existence, Rim, Setting, find_existence
from symmle.proof.several.image import Image, convex_image
from symmle.proof.several.location import Quantity, falls_at_both_ends, find_quantity
from symmle.proof.several.natural import NaturalForm, natural_form, telling_points
from symmle.sample_sum import Statistic, StatisticKind
from symmle.signs import Facts
from symmle.solution import Condition, Mark, Solution

LEMMA = (
    "exponential family: where exp(eta'T + h) has mass exp(A(eta)) for each eta of a convex set, and no "
    "affine relation binds the statistics T, A is strictly convex on the set "
    "(L. D. Brown, Fundamentals of Statistical Exponential Families, IMS 1986, theorem 1.13)"
)
HULL = (
    "mean value theorem: where the natural space is open, the maximum exists exactly if the mean of T lies "
    "inside the convex hull of its values "
    "(O. Barndorff-Nielsen, Information and Exponential Families, Wiley 1978, theorem 9.13)"
)
SYSTEM = (
    "Chebyshev system: if no combination of 1 and two or three statistics has more zeros than there are "
    "statistics, their mean lies inside the convex hull exactly if the data are not all equal "
    "(S. Karlin and W. J. Studden, Tchebycheff Systems, Wiley 1966, chapter II)"
)


class Joint(NamedTuple):
    """An argument that a stationary point is the only maximum; existence where that is known."""

    steps: tuple[ProofStep, ...]
    lemmas: tuple[str, ...]
    facts: Facts
    conditions: tuple[Condition, ...]
    existence_known: bool


def prove_jointly(solution: Solution) -> Joint | None:
    """Prove that the likelihood has one stationary point at most; None where neither argument applies."""
    likelihood = solution.derivatives.reduction.likelihood
    facts = likelihood.facts.inside(likelihood.parameters)
    model = likelihood.model
    if model.constraints or any(domain.nonzero for domain in model.parameters.values()):
        return None
    return _by_location(likelihood, facts) or _by_family(likelihood, facts)


def _by_family(likelihood: LogLikelihood, facts: Facts) -> Joint | None:
    if not likelihood.model.normalised:
        return None
    form = natural_form(likelihood)
    image = convex_image(form.eta, likelihood.parameters, facts) if form is not None else None
    points = telling_points(form, likelihood) if form is not None and image is not None else None
    if form is None or image is None or points is None:
        return None
    existence = find_existence(Setting(likelihood, form, image, facts))
    steps = [*_family_steps(likelihood, form, image, points)]
    if existence is None:
        return Joint(tuple(steps), (LEMMA,), facts, (), existence_known=False)
    steps.append(_existence_step(likelihood, form, image, existence))
    return Joint(tuple(steps), (LEMMA, HULL, SYSTEM), facts, existence.conditions, existence_known=True)


def _family_steps(
    likelihood: LogLikelihood, form: NaturalForm, image: Image, points: Tuple
) -> list[ProofStep]:
    eta, statistics = Tuple(*form.eta), Tuple(*form.statistics)
    names = ", ".join(symbol.name for symbol in likelihood.parameters)
    listed = ", ".join(text_of(t) for t in form.statistics)
    mass = likelihood.model.mass
    checked = f"checked at {mass.points} points" if mass.points else "declared, not checked"
    rows = Tuple(*[Tuple(*row) for row in image.rows])
    ends = Tuple(*[Tuple(*pair) for pair in image.ends])
    return [
        ProofStep(
            Rule.NATURAL,
            (likelihood.row, statistics, eta),
            Tuple(form.partition, form.carrier),
            f"The density is an exponential family with the statistics {listed}, and "
            f"{', '.join(text_of(e) for e in form.eta)} for natural parameters.",
        ),
        ProofStep(
            Rule.INDEPENDENT,
            (statistics, points),
            Integer(len(form.statistics) + 1),
            "No affine relation holds between the statistics: their values at "
            f"{len(points)} points of the support have a determinant that is not zero.",
        ),
        ProofStep(
            Rule.CONVEX_IMAGE,
            (eta, Tuple(*image.places), rows),
            ends,
            f"{names} correspond one to one to natural parameters that fill a convex set.",
        ),
        ProofStep(
            Rule.STRICTLY_CONCAVE,
            (statistics, eta),
            Tuple(*likelihood.parameters),
            "So the log-likelihood is strictly concave in the natural parameters, and a stationary point is "
            f"its only maximum; this rests on the density having mass one for all {names} ({checked}).",
        ),
    ]


def _existence_step(
    likelihood: LogLikelihood, form: NaturalForm, image: Image, existence: Existence
) -> ProofStep:
    rim = Tuple() if existence.rim is None else _rim_tuple(existence.rim)
    told = " and ".join(f"{text_of(condition.shown)}" for condition in existence.conditions)
    if existence.rim is None:
        said = (
            "Beyond their set the density cannot be normalised, so the set is the whole natural space and is "
            f"open: the maximum exists exactly if the mean of the statistics lies inside the convex hull of "
            f"their values, which it does exactly if {told}."
        )
    else:
        said = (
            "The density can be normalised on one face of their set as well, and nowhere beyond: the maximum "
            "lies inside exactly if the likelihood rises from the best point of that face, and the data are "
            f"not all equal: {told}."
        )
    premises = (Tuple(*form.statistics), Tuple(*form.eta), form.carrier, _image_tuple(image), rim)
    conclusion = Tuple(*[condition.relation.lhs for condition in existence.conditions])
    return ProofStep(Rule.HULL, premises, conclusion, said)


def _rim_tuple(rim: Rim) -> Tuple:
    return Tuple(rim.integral, rim.best, *rim.antiderivatives)


def _image_tuple(image: Image) -> Tuple:
    rows = Tuple(*[Tuple(*row) for row in image.rows])
    return Tuple(Tuple(*image.places), rows, Tuple(*[Tuple(*pair) for pair in image.ends]))


def _by_location(likelihood: LogLikelihood, facts: Facts) -> Joint | None:
    quantity = find_quantity(likelihood, facts)
    if quantity is None:
        return None
    columns = [column for _, column in quantity.slopes]
    spread = [Statistic(StatisticKind.VARIANCE, (column,), likelihood.sample) for column in columns]
    told = facts.given(*spread)
    conditions = tuple(
        Condition(StrictGreaterThan(v, 0), Mark.IFF, s.name, Category.NOT_IDENTIFIABLE, f"any {s.name}")
        for v, (s, _) in zip(spread, quantity.slopes, strict=True)
    )
    steps = [_concave_step(likelihood, quantity, spread)]
    if not _whole_space(likelihood, quantity) or not falls_at_both_ends(quantity.shape, facts):
        return Joint(tuple(steps), (), told, conditions, existence_known=False)
    scale = quantity.scale
    assert scale is not None
    varies = Statistic(StatisticKind.VARIANCE, (quantity.observed,), likelihood.sample)
    end = S.Zero if quantity.spread.has(scale) and _rises(quantity) else S.Infinity
    condition = Condition(
        StrictGreaterThan(varies, 0),
        Mark.IFF,
        scale.name,
        Category.UNBOUNDED_LIKELIHOOD,
        f"{scale.name} -> {'oo' if end is S.Infinity else end}",
    )
    said = (
        f"G falls without bound at both ends of the line, so the maximum exists exactly if "
        f"{text_of(condition.shown)}: otherwise the likelihood is unbounded as {condition.limit}."
    )
    steps.append(ProofStep(Rule.COERCIVE, (quantity.shape, _described(quantity)), varies, said))
    return Joint(tuple(steps), (), told, (*conditions, condition), existence_known=True)


def _rises(quantity: Quantity) -> bool:
    return bool(quantity.spread.as_base_exp()[1] > 0)


def _whole_space(likelihood: LogLikelihood, quantity: Quantity) -> bool:
    """Whether location and scale run over everything, so that no end stands in the way."""
    if quantity.scale is None or quantity.slopes:
        return False
    line = (S.NegativeInfinity, S.Infinity)
    domains = {p: likelihood.model.parameters[p.name] for p in likelihood.parameters}
    location, scale = domains[quantity.location], domains[quantity.scale]
    whole = (location.lower, location.upper) == (
        line if quantity.centre == quantity.location else (S.Zero, S.Infinity)
    )
    opened = scale.lower_open and location.lower_open
    return bool(whole and opened and (scale.lower, scale.upper) == (S.Zero, S.Infinity))


def _concave_step(likelihood: LogLikelihood, quantity: Quantity, spread: list[Statistic]) -> ProofStep:
    slopes = Tuple(*[Tuple(symbol, column) for symbol, column in quantity.slopes])
    premises: tuple[Basic, ...] = (
        likelihood.row,
        _described(quantity),
        slopes,
        quantity.shape,
    )
    conclusion = Tuple(quantity.power, *spread)
    return ProofStep(Rule.AFFINE_CONCAVE, premises, conclusion, _concave_sentence(quantity, spread))


def _described(quantity: Quantity) -> Tuple:
    scale = quantity.scale if quantity.scale is not None else S.One
    return Tuple(quantity.observed, quantity.location, quantity.centre, scale, quantity.spread)


def _concave_sentence(quantity: Quantity, spread: list[Statistic]) -> str:
    z: Expr = quantity.standardised()
    given = f" where {' and '.join(f'{s} > 0' for s in spread)}" if spread else ""
    beside = "" if quantity.power == 0 else f" - {text_of(quantity.power)}*log({text_of(quantity.spread)})"
    coordinates = (
        "the parameters"
        if quantity.scale is None
        else f"1/{text_of(quantity.spread)} and {text_of(quantity.centre)}/{text_of(quantity.spread)}"
    )
    return (
        f"The log density is G(z){beside.replace('- 1*', '- ')} with z = {text_of(z)} and G(z) = "
        f"{text_of(quantity.shape)}, whose second derivative is negative; z is affine in {coordinates}, so "
        f"the log-likelihood is strictly concave in these{given}, and a stationary point is the only maximum."
    )
