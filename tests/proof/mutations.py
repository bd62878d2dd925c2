"""Every way to break one thing in a certificate."""

from dataclasses import replace

from sympy import Integer, S, Tuple
from sympy.core.relational import StrictGreaterThan

from symmle.proof import Rule
from symmle.sample_sum import Statistic, StatisticKind
from symmle.signs import Facts, Sign, sign
from tests.proof.end_mutations import of_ends
from tests.proof.inverse_mutations import of_branch, of_exponential, of_fall, of_top, of_wave, premise
from tests.proof.mutations_of_groups import OF_GROUP
from tests.proof.root_mutations import (
    of_comparison,
    of_end,
    of_reflection,
    of_stationary,
    of_through,
)


def of_terms(terms):
    """Broken lists of exponents and coefficients."""
    terms = list(terms)
    (exponent, coefficient), rest = terms[0], terms[1:]
    yield "a coefficient", Tuple(Tuple(exponent, 2 * coefficient), *rest)
    yield "a sign", Tuple(Tuple(exponent, -coefficient), *rest)
    yield "an exponent", Tuple(Tuple(exponent + 1, coefficient), *rest)
    if rest:
        yield "a missing term", Tuple(*rest)
    yield "another term", Tuple(*terms, Tuple(terms[-1][0] + 1, S.One))


def of_derivative(step, others):
    before, place = step.premises
    yield "the function", premise(step, 0, before + place)
    yield "a multiple of the function", replace(premise(step, 0, 2 * before), conclusion=2 * step.conclusion)
    yield "another function", replace(premise(step, 0, -(place**2)), conclusion=-2 * place)
    for other in others:
        yield f"by {other}", premise(step, 1, other)
    yield "the derivative", replace(step, conclusion=step.conclusion + 1)
    yield "twice the derivative", replace(step, conclusion=2 * step.conclusion)


def of_rewrite(step, others):
    score, factor, generator, terms = step.premises
    yield "the score", premise(step, 0, 2 * score)
    yield "the factor", premise(step, 1, 2 * factor)
    yield "the generator", premise(step, 2, generator + 1)
    for label, broken in of_terms(terms):
        yield label, premise(step, 3, broken)
    yield "the conclusion", replace(step, conclusion=score + 1)


def of_sign(step, others):
    (factor,) = step.premises
    yield "the sign", premise(step, 0, -factor)
    yield "another factor", premise(step, 0, factor + 1)
    yield "the conclusion", replace(step, conclusion=Integer(-1))


def of_monotone(step, others):
    generator, _ = step.premises
    yield "another generator", premise(step, 0, generator**3 + 1)
    yield "a generator that turns", premise(step, 0, (generator - 1) ** 2)
    yield "the conclusion", replace(step, conclusion=-generator)
    for other in others:
        yield f"in {other}", premise(step, 1, other)


def of_count(step, others):
    for label, broken in of_terms(step.premises[2]):
        yield label, premise(step, 2, broken)
    yield "all signs", premise(step, 2, Tuple(*[Tuple(e, -c) for e, c in step.premises[2]]))
    yield "the generator", premise(step, 0, step.premises[0] + 1)
    yield "the number of roots", replace(step, conclusion=Integer(2))


def of_root(step, others):
    generator, place, _, root = step.premises
    yield "the root", premise(step, 3, root + 1)
    yield "the root's sign", premise(step, 3, -root)
    for label, broken in of_terms(step.premises[2]):
        yield label, premise(step, 2, broken)
    elsewhere = Tuple(Tuple(S.Zero, S.One), Tuple(S.One, -S.One))
    yield "the root of something else", replace(step, premises=(generator, place, elsewhere, S.One))
    yield "the value there", replace(step, conclusion=Integer(1))


def of_substitution(step, others):
    yield "the root", premise(step, 2, step.premises[2] + 1)
    yield "the function", premise(step, 0, step.premises[0] + step.premises[1])
    yield (
        "what is left",
        replace(step, conclusion=step.conclusion + others[0] if others else step.conclusion + 1),
    )


def of_boundary(step, others):
    yield "the end", replace(step, conclusion=step.conclusion + 1)
    yield "what vanishes", premise(step, 4, step.premises[4] + 1)
    yield "another root", premise(step, 3, step.premises[3] + 1)


def of_profile(step, others):
    places, roots = step.premises[0], step.conclusion
    yield "a missing root", replace(step, conclusion=Tuple(*list(roots)[1:]))
    yield "a missing parameter", replace(step, premises=(Tuple(*list(places)[1:]),))
    yield "a root", replace(step, conclusion=Tuple(roots[0] + 1, *list(roots)[1:]))
    if len(places) > 1:
        turned = Tuple(*reversed(list(places)))
        yield "the order of the parameters", replace(step, premises=(turned,))
    if len(roots) > 1:
        yield "the order of the roots", replace(step, conclusion=Tuple(*reversed(list(roots))))


def of_falling(step, others):
    equation, place, *_ = step.premises
    yield "the equation", premise(step, 0, -equation)
    yield "the equation and its slope", replace(premise(step, 0, -place), conclusion=S.NegativeOne)
    for position, factor in enumerate(step.premises[2:], start=2):
        yield "the factor", premise(step, position, 2 * factor)
        yield "the factor's sign", premise(step, position, -factor)
    yield "the slope's sign", replace(step, conclusion=-step.conclusion)
    yield "the slope", replace(step, conclusion=2 * step.conclusion)
    for other in others:
        yield f"in {other}", premise(step, 1, other)


def of_lemma(step, others):
    equation = step.premises[0]
    yield "the equation", premise(step, 0, 2 * equation)
    yield "the equation's sign", premise(step, 0, -equation)
    yield "what is needed", replace(step, conclusion=StrictGreaterThan(-step.conclusion.lhs, 0))
    yield "more than is needed", replace(step, conclusion=StrictGreaterThan(step.conclusion.lhs - 1, 0))


def of_natural(step, others):
    row, statistics, eta = step.premises
    partition, carrier = step.conclusion
    yield "the row", premise(step, 0, row + statistics[0])
    yield "a statistic", premise(step, 1, Tuple(2 * statistics[0], *statistics[1:]))
    yield "the order of the statistics", premise(step, 1, Tuple(*reversed(list(statistics))))
    yield "a natural parameter", premise(step, 2, Tuple(eta[0] + 1, *eta[1:]))
    yield (
        "a missing statistic",
        replace(
            premise(premise(step, 1, Tuple(*statistics[1:])), 2, Tuple(*eta[1:])),
            conclusion=Tuple(partition, carrier + eta[0] * statistics[0]),
        ),
    )
    yield "the partition function", replace(step, conclusion=Tuple(partition + 1, carrier))
    yield "the carrier", replace(step, conclusion=Tuple(partition, carrier + statistics[0]))


def of_independent(step, others):
    statistics, points = step.premises
    yield "the statistics", premise(step, 0, Tuple(statistics[0], *[statistics[0]] * (len(statistics) - 1)))
    yield "one point twice", premise(step, 1, Tuple(points[0], *points[:-1]))
    yield "a missing point", premise(step, 1, Tuple(*points[1:]))
    yield "the rank", replace(step, conclusion=step.conclusion + 1)


def of_image(step, others):
    eta, places, rows = step.premises
    lower, upper = step.conclusion[0]
    yield "the natural parameters", premise(step, 0, Tuple(eta[0], *[eta[0]] * (len(eta) - 1)))
    yield "the parameters", premise(step, 1, Tuple(places[0], *[places[0]] * (len(places) - 1)))
    yield "the rows", premise(step, 2, Tuple(rows[0], *[rows[0]] * (len(rows) - 1)))
    yield "the ends turned", replace(step, conclusion=Tuple(Tuple(upper, lower), *step.conclusion[1:]))
    yield "an end", replace(step, conclusion=Tuple(Tuple(lower + 1, S.One), *step.conclusion[1:]))


def of_strictly_concave(step, others):
    statistics, eta = step.premises
    yield "the statistics", premise(step, 0, Tuple(*statistics[1:]))
    yield "the natural parameters", premise(step, 1, Tuple(*reversed(list(eta))))
    yield "the parameters", replace(step, conclusion=Tuple(*step.conclusion[1:]))


def of_hull(step, others):
    statistics, eta, carrier, described, _rim = step.premises
    yield "the statistics", premise(step, 0, Tuple(*reversed(list(statistics))))
    yield "the natural parameters", premise(step, 1, Tuple(2 * eta[0], *eta[1:]))
    yield "the carrier", premise(step, 2, carrier + statistics[0])
    yield "the set", premise(step, 3, Tuple(*described[:-1], Tuple(*reversed(list(described[-1])))))
    yield "the rim", premise(step, 4, Tuple(S.One, S.One))
    yield "the conditions", replace(step, conclusion=Tuple(*[c - 1 for c in step.conclusion]))
    yield "a missing condition", replace(step, conclusion=Tuple(*step.conclusion[1:]))


def of_affine(step, others):
    row, (observed, location, centre, scale, spread), _slopes, shape = step.premises
    yield "the row", premise(step, 0, row + location)
    described = [observed + location, location, centre, scale, spread]
    yield "what is observed", premise(step, 1, Tuple(*described))
    yield "the centre", premise(step, 1, Tuple(observed, location, centre**3, scale, spread))
    yield "the spread", premise(step, 1, Tuple(observed, location, centre, scale, spread + 1))
    yield "the parameters", premise(step, 1, Tuple(observed, scale, centre, location, spread))
    yield "a slope", premise(step, 2, Tuple(Tuple(location, observed)))
    yield "the shape", premise(step, 3, 2 * shape)
    yield "the shape's sign", premise(step, 3, -shape)
    yield "the power", replace(step, conclusion=Tuple(step.conclusion[0] + 1, *step.conclusion[1:]))


def of_coercive(step, others):
    shape, described = step.premises
    yield "the shape", premise(step, 0, 2 * shape)
    yield "the shape's sign", premise(step, 0, -shape)
    yield "the quantity", premise(step, 1, Tuple(2 * described[0], *described[1:]))
    yield "the condition", replace(step, conclusion=step.conclusion - 1)


def of_coordinates(step, others):
    expression, replaced, image, new = step.premises
    yield "the log-likelihood", premise(step, 0, expression + 1)
    yield "the log-likelihood in the new coordinates", replace(step, conclusion=step.conclusion + 1)
    yield "the image", premise(step, 2, image + 1)
    yield "the image's sign", premise(step, 2, -image)
    yield "an image that is not one to one", premise(step, 2, image.xreplace({new: new**2}))
    yield "the new parameter", premise(step, 3, replaced)
    for other in others:
        yield f"in the place of {other}", premise(step, 1, other)


def of_no_maximum(step, others):
    row, (location, observed), (place, end), _ = step.premises
    yield "the row", premise(step, 0, row + location)
    yield "the location", premise(step, 1, Tuple(location, observed + 1))
    yield "another location", premise(step, 1, Tuple(place, observed))
    yield "what goes to the end", premise(step, 2, Tuple(location, end))
    yield "the end", premise(step, 2, Tuple(place, S.Infinity if end == 0 else S.Zero))
    yield "a shape", premise(step, 3, Tuple(place, end))
    yield "what is reached", replace(step, conclusion=S.NegativeInfinity)


OF_RULE = {
    **OF_GROUP,
    Rule.COORDINATES: of_coordinates,
    Rule.REFLECTION: of_reflection,
    Rule.THROUGH: of_through,
    Rule.STATIONARY: of_stationary,
    Rule.FALLS_TO_END: of_end,
    Rule.UNBOUNDED: of_end,
    Rule.COMPARISON: of_comparison,
    Rule.DERIVATIVE: of_derivative,
    Rule.REWRITE: of_rewrite,
    Rule.SIGN: of_sign,
    Rule.MONOTONE: of_monotone,
    Rule.ONE_SIGN_CHANGE: of_count,
    Rule.ROOT: of_root,
    Rule.EXPONENTIAL: of_exponential,
    Rule.ONE_FALL: of_fall,
    Rule.BRANCH: of_branch,
    Rule.WAVE: of_wave,
    Rule.TOP_OF_WAVE: of_top,
    Rule.SUBSTITUTION: of_substitution,
    Rule.BOUNDARY: of_boundary,
    Rule.PROFILE: of_profile,
    Rule.STRICTLY_FALLING: of_falling,
    Rule.NEVER_RISING: of_falling,
    Rule.ENDS: of_ends,
    Rule.LEMMA: of_lemma,
    Rule.NATURAL: of_natural,
    Rule.INDEPENDENT: of_independent,
    Rule.CONVEX_IMAGE: of_image,
    Rule.STRICTLY_CONCAVE: of_strictly_concave,
    Rule.HULL: of_hull,
    Rule.AFFINE_CONCAVE: of_affine,
    Rule.COERCIVE: of_coercive,
    Rule.NO_MAXIMUM: of_no_maximum,
}


def broken_steps(certificate, parameters):
    """The certificate with one thing broken in one step, over and over."""
    for position, step in enumerate(certificate.steps):
        others = [symbol for symbol in parameters if symbol not in step.premises]
        for label, broken in OF_RULE[step.rule](step, others):
            if broken != step:
                steps = (*certificate.steps[:position], broken, *certificate.steps[position + 1 :])
                yield f"{position} {step.rule}: {label}", replace(certificate, steps=steps)


AT_ENDS = (Rule.BOUNDARY, Rule.FALLS_TO_END, Rule.UNBOUNDED)


def broken_orders(certificate):
    """The certificate with a step left out, said twice, or moved."""
    steps = certificate.steps
    for position, step in enumerate(steps):
        rest = steps[:position] + steps[position + 1 :]
        if step.rule not in AT_ENDS:  # what is claimed of an end may be left out
            yield f"{position} {step.rule}: left out", replace(certificate, steps=rest)
        if position and step.rule is not steps[position - 1].rule:
            moved = (*rest[: position - 1], step, *rest[position - 1 :])
            yield f"{position} {step.rule}: said too early", replace(certificate, steps=moved)
    blocks = [i for i, step in enumerate(steps) if step.rule is Rule.DERIVATIVE]
    if len(blocks) > 1:
        first, second = steps[: blocks[1]], steps[blocks[1] : [*blocks, len(steps) - 1][2]]
        rest = steps[len(first) + len(second) :]
        yield "the order of eliminations", replace(certificate, steps=(*second, *first, *rest))


def invented_premises(certificate, likelihood):
    """The certificate with one fact more than the declaration and its conditions give, over and over."""
    facts, sample = certificate.facts, likelihood.sample
    observed = sample.observations[0]
    mean, spread = (
        Statistic(kind, (observed,), sample) for kind in (StatisticKind.MEAN, StatisticKind.VARIANCE)
    )
    for fact in (mean - 5, 5 - mean, spread - 1, *(s - 1 for s in likelihood.parameters)):
        yield f"{fact} > 0 out of the air", replace(certificate, facts=facts.given(fact))
    for fact in (mean - 5, *likelihood.parameters):
        more = Facts(facts.domains, facts.positive, facts.nonnegative | {fact - 1})
        yield f"{fact} >= 1 out of the air", replace(certificate, facts=more)
    for symbol in [s for s in likelihood.parameters if s in facts.domains]:  # others were changed for these
        other = {**facts.domains, symbol: replace(facts.domains[symbol], lower=-S.One, nonzero=False)}
        if other != dict(facts.domains):
            yield f"another domain of {symbol}", replace(certificate, facts=replace(facts, domains=other))
    for position, condition in enumerate(certificate.conditions):
        kept = certificate.conditions[:position] + certificate.conditions[position + 1 :]
        if condition.relation.lhs in facts.positive:
            yield f"{condition} used and not listed", replace(certificate, conditions=kept)


def broken_premises(certificate, conditions):
    """The certificate without one of the conditions that it took for granted, and that no other implies."""
    facts = certificate.facts
    for condition in conditions:
        kept = facts.positive - {condition}
        implied = sign(condition, Facts(facts.domains, kept, facts.nonnegative)) is Sign.POSITIVE
        if kept != facts.positive and not implied:
            yield (
                f"without {condition} > 0",
                replace(certificate, facts=Facts(facts.domains, kept, facts.nonnegative)),
            )
