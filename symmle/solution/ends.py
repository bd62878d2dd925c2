"""What the likelihood does at an end of a parameter's domain when a condition on the data fails."""

from __future__ import annotations

from sympy import Add, Expr, Mul, S, Symbol, expand, factor_terms, log
from sympy.core.relational import StrictGreaterThan

from symmle.errors import Category
from symmle.notation import Domain
from symmle.sample_sum import Statistic, StatisticKind
from symmle.signs import Facts, Sign, freed_of_parameters, sign
from symmle.solution.isolate import Isolated
from symmle.solution.records import Boundary, Condition, Mark


def ask_ends(
    found: Isolated, log_likelihood: Expr, domain: Domain, facts: Facts
) -> tuple[tuple[Condition, ...], tuple[Boundary, ...]] | None:
    """Give the conditions and boundaries under which the root lies in the domain; None where they cannot be told.

    A needed expression that is proved positive asks for nothing. On a closed end, an expression that is proved not
    negative moves the maximum onto the end when it vanishes; on an open end it is a condition.
    """
    conditions: list[Condition] = []
    boundaries: list[Boundary] = []
    ends = ((found.lower, domain.lower, domain.lower_open), (found.upper, domain.upper, domain.upper_open))
    for needed, end, is_open in ends:
        core = freed_of_parameters(strip_positive(needed, facts), facts)
        of_core = sign(core, facts)
        if of_core is Sign.POSITIVE:
            continue
        if of_core.is_nonpositive:
            return None
        relation = StrictGreaterThan(core, 0)
        if is_open:
            conditions.append(_condition(relation, found, log_likelihood, end, facts))
        elif of_core.is_nonnegative and len(found.form.terms) == 2:
            boundaries.append(Boundary(found.form.parameter.name, end, relation))
        else:
            return None
    return tuple(conditions), tuple(boundaries)


def strip_positive(expression: Expr, facts: Facts) -> Expr:
    """Leave out the factors that are proved positive."""
    factored = factor_terms(expression)
    kept = [factor for factor in Mul.make_args(factored) if sign(factor, facts) is not Sign.POSITIVE]
    return Mul(*kept)


def _condition(relation: StrictGreaterThan, found: Isolated, log_likelihood: Expr, end: Expr, facts: Facts) -> Condition:
    parameter = found.form.parameter
    category = failure(log_likelihood, parameter, end, relation.lhs, facts)
    flat = category is Category.NOT_IDENTIFIABLE
    limit = f"any {parameter.name}" if flat else f"{parameter.name} -> {_end_text(end)}"
    return Condition(relation, Mark.IFF, parameter.name, category, limit)


def _end_text(end: Expr) -> str:
    return {S.Infinity: "oo", S.NegativeInfinity: "-oo"}.get(end, str(end))


def failure(log_likelihood: Expr, parameter: Symbol, end: Expr, vanishing: Expr, facts: Facts) -> Category:
    """Tell whether the likelihood is unbounded at the end once an expression has vanished there.

    The leading term decides: powers before logarithms before constants. What is multiplied by the vanishing
    expression is gone.
    """
    if _free_of(log_likelihood, parameter, vanishing):
        return Category.NOT_IDENTIFIABLE
    slope = _logarithmic_slope(log_likelihood, parameter, end)
    rising = sign(-slope if end == 0 else slope, facts) is Sign.POSITIVE
    if rising and (end == 0 or end is S.Infinity):
        return Category.UNBOUNDED_LIKELIHOOD
    return Category.INFINITE_PARAMETER if end.is_infinite else Category.BOUNDARY


def _free_of(log_likelihood: Expr, parameter: Symbol, vanishing: Expr) -> bool:
    """Whether the parameter leaves the likelihood when the expression vanishes."""
    if not isinstance(vanishing, Statistic):
        return False
    gone = {atom: S.Zero for atom in log_likelihood.atoms(Statistic) if _vanishes_with(atom, vanishing)}
    return parameter not in expand(log_likelihood.xreplace(gone)).free_symbols


def _vanishes_with(atom: Statistic, vanishing: Statistic) -> bool:
    """A variance that is zero takes its covariances with it."""
    shared = vanishing.kind is StatisticKind.VARIANCE and atom.kind is StatisticKind.COVARIANCE
    return atom == vanishing or (shared and vanishing.expressions[0] in atom.expressions)


def _logarithmic_slope(log_likelihood: Expr, parameter: Symbol, end: Expr) -> Expr:
    terms = Add.make_args(expand(log_likelihood, log=False, power_base=False, power_exp=False))
    return Add(*[term.coeff(log(parameter)) for term in terms if term.has(log(parameter))])
