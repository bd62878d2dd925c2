"""Every way to ask of the data what the argument gives no reason for."""

from dataclasses import replace

from sympy.core.relational import StrictGreaterThan

from symmle.errors import Category
from symmle.proof import Rule
from symmle.sample_sum import Statistic, StatisticKind
from symmle.solution import Boundary, Condition, Mark


def statistics_of(likelihood):
    sample = likelihood.sample
    kinds = (StatisticKind.MEAN, StatisticKind.VARIANCE)
    return [Statistic(kind, (sample.observations[0],), sample) for kind in kinds]


def condition_on(expression, parameter):
    relation = StrictGreaterThan(expression, 0, evaluate=False)
    return Condition(relation, Mark.IFF, parameter.name, Category.BOUNDARY, f"{parameter.name} -> 0")


def invented_conditions(certificate, likelihood):
    """The certificate with one condition more, which its facts take up, or which the data alone must meet."""
    mean, spread = statistics_of(likelihood)
    parameter = likelihood.parameters[0]
    for expression in (mean - 5, spread - 1, parameter - 1):
        more = (*certificate.conditions, condition_on(expression, parameter))
        used = certificate.facts.given(expression)
        yield f"{expression} > 0 asked", replace(certificate, conditions=more)
        yield f"{expression} > 0 asked and used", replace(certificate, conditions=more, facts=used)
        first = (condition_on(expression, parameter), *certificate.conditions)
        yield f"{expression} > 0 asked first", replace(certificate, conditions=first, facts=used)


def stronger_conditions(certificate):
    """The certificate with a condition that asks for more than is needed, and takes it up."""
    for position, condition in enumerate(certificate.conditions):
        before, after = certificate.conditions[:position], certificate.conditions[position + 1 :]
        needed = condition.relation.lhs
        stronger = replace(condition, relation=StrictGreaterThan(needed - 1, 0, evaluate=False))
        asked = (*before, stronger, *after)
        used = replace(
            certificate.facts, positive=certificate.facts.positive - {needed} | {needed - 1}, found={}
        )
        yield f"{needed} > 1", replace(certificate, conditions=asked, facts=used)
        yield f"{needed} > 1 besides", replace(certificate, conditions=(*asked, condition))


def wrong_marks(certificate):
    """The certificate with another mark on a condition."""
    for position, condition in enumerate(certificate.conditions):
        before, after = certificate.conditions[:position], certificate.conditions[position + 1 :]
        at_end = [s.rule for s in certificate.steps if s.rule in (Rule.FALLS_TO_END, Rule.UNBOUNDED)]
        other = Mark.IFF if condition.mark is Mark.SUFFICIENT else Mark.SUFFICIENT
        if not at_end or condition.mark is Mark.SUFFICIENT:
            marked = (*before, replace(condition, mark=other), *after)
            yield f"{condition} marked {other}", replace(certificate, conditions=marked)
        if condition.mark is Mark.SUFFICIENT:
            yield f"{condition} enough, and known", replace(certificate, existence_known=True)
            yield (
                f"{condition} not listed",
                replace(certificate, existence_known=True, conditions=(*before, *after)),
            )


def wrong_ends(certificate, likelihood):
    """The certificate with a closed end that no step speaks of, or with one left out."""
    mean, _ = statistics_of(likelihood)
    for parameter in likelihood.parameters:
        made_up = Boundary(parameter.name, parameter * 0, StrictGreaterThan(mean - 5, 0))
        for facts in (certificate.facts, certificate.facts.given(mean - 5)):
            broken = replace(certificate, boundaries=(*certificate.boundaries, made_up), facts=facts)
            yield f"an end of {parameter} out of the air", broken
    for position, edge in enumerate(certificate.boundaries):
        before, after = certificate.boundaries[:position], certificate.boundaries[position + 1 :]
        elsewhere = replace(edge, value=edge.value + 1)
        yield f"{edge} elsewhere", replace(certificate, boundaries=(*before, elsewhere, *after))
        of_other = replace(edge, parameter="another")
        yield f"{edge} of another", replace(certificate, boundaries=(*before, of_other, *after))
        if edge.interior.lhs in certificate.facts.positive:
            yield f"{edge} left out", replace(certificate, boundaries=(*before, *after))


def broken_asked(certificate, likelihood):
    """All of these."""
    yield from invented_conditions(certificate, likelihood)
    yield from stronger_conditions(certificate)
    yield from wrong_marks(certificate)
    yield from wrong_ends(certificate, likelihood)
