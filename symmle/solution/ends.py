"""What the likelihood does at an end of a parameter's domain when a condition on the data fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sympy import Add, Expr, Max, Min, Mul, Pow, S, Symbol, expand, factor_terms, log
from sympy.core.relational import Relational, StrictGreaterThan

from symmle.errors import Category
from symmle.notation import Domain
from symmle.reduction import reduce_sums, two_values
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_size
from symmle.signs import Facts, Sign, freed_of_parameters, mean_row, sign
from symmle.solution.records import Boundary, Condition, Mark
from symmle.solution.score_forms import Form, Isolated, PowerForm
from symmle.solution.shares import shared
from symmle.solution.waves import WaveForm


class Asked(NamedTuple):
    """What a root asks of the data, and the root itself, held at a closed end if the data push it there."""

    conditions: tuple[Condition, ...]
    boundaries: tuple[Boundary, ...]
    root: Expr


class _End(NamedTuple):
    needed: Expr
    value: Expr
    is_open: bool
    hold: Callable[..., Expr]


def ask_ends(
    found: Isolated, log_likelihood: Expr, domain: Domain, facts: Facts, *, others: frozenset[Symbol]
) -> Asked | None:
    """Give the conditions and boundaries under which the root lies in the domain; None where they cannot be
    told.

    A needed expression that is proved positive asks for nothing. On an open end it is a condition. On a
    closed end the maximum is on the end where it is not positive: the root moves there by itself where the
    expression is never negative, and is held there where it is linear and no other parameter is left. Where
    ``others`` stand in an expression, it must be positive for every value of theirs.
    """
    conditions: list[Condition] = []
    boundaries: list[Boundary] = []
    root = found.root
    for end in _ends(found, domain):
        core = freed_of_parameters(strip_positive(end.needed, facts), facts)
        of_core = sign(core, facts)
        if of_core is Sign.POSITIVE:
            continue
        if of_core.is_nonpositive:
            return None
        if end.is_open:
            condition = _asked(core, others, found, (log_likelihood, end.value), facts)
            if condition is None:
                return None
            conditions.append(condition)
            continue
        relation = StrictGreaterThan(core, 0)
        held = root if of_core.is_nonnegative else None if others else _held(found, end, root, facts)
        if not found.form.keeps_sign or held is None:
            return None
        boundaries.append(Boundary(found.form.parameter.name, end.value, relation))
        root = held
    return Asked(tuple(conditions), tuple(boundaries), root)


def _asked(
    core: Expr, others: frozenset[Symbol], found: Isolated, at: tuple[Expr, Expr], facts: Facts
) -> Condition | None:
    """Give the condition on the data alone; None where there is none that is both enough and needed."""
    log_likelihood, end = at
    if others.isdisjoint(core.free_symbols):
        return _condition(StrictGreaterThan(core, 0), found, log_likelihood, end, facts)
    part = shared(core, others, facts)
    if part is None or sign(core, facts.given(part.needed)) is not Sign.POSITIVE:
        return None
    condition = _condition(StrictGreaterThan(part.needed, 0), found, log_likelihood, end, facts)
    if condition is None:
        return None
    # where it is needed at one value of the others alone, it is needed if the likelihood has no bound there
    needed = not part.attained or condition.category is Category.UNBOUNDED_LIKELIHOOD
    return condition if needed else None


def _ends(found: Isolated, domain: Domain) -> tuple[_End, _End]:
    return (
        _End(found.lower, domain.lower, domain.lower_open, Max),
        _End(found.upper, domain.upper, domain.upper_open, Min),
    )


def _held(found: Isolated, end: _End, root: Expr, facts: Facts) -> Expr | None:
    """Keep a root on a closed end where the data push it there; None where its formula breaks down beyond."""
    form = found.form
    if _is_linear(form, facts):
        return end.hold(end.value, root)
    if isinstance(form, PowerForm) and _is_root_of_ratio(form) and end.value == 0:
        (_, low), (last, high) = form.terms
        return Pow(Max(S.Zero, low / -high), 1 / last)
    return None


def _is_root_of_ratio(form: PowerForm) -> bool:
    """Whether the score vanishes where a power of the parameter itself is a ratio."""
    return len(form.terms) == 2 and form.generator == form.parameter and form.terms[0][0] == 0


def _is_linear(form: Form, facts: Facts) -> bool:
    """Whether the score falls on a straight line in what the root is a total function of, in the domain and
    beyond.
    """
    if not isinstance(form, PowerForm) or not form.is_linear or not form.is_undone_everywhere:
        return False
    return sign(form.terms[-1][1] * form.generator.diff(form.parameter), facts) is Sign.NEGATIVE


def strip_positive(expression: Expr, facts: Facts) -> Expr:
    """Leave out the factors that are proved positive."""
    return split_positive(expression, facts)[0]


def split_positive(expression: Expr, facts: Facts) -> tuple[Expr, Expr]:
    """Part an expression into what is left and the factors that are proved positive."""
    kept: list[Expr] = []
    positive: list[Expr] = []
    for factor in Mul.make_args(factor_terms(expression)):
        (positive if sign(factor, facts) is Sign.POSITIVE else kept).append(factor)
    return Mul(*kept), Mul(*positive)


def _condition(
    relation: Relational, found: Isolated, log_likelihood: Expr, end: Expr, facts: Facts
) -> Condition | None:
    if relation is S.false:  # it holds for no sample at all
        return None
    parameter = found.form.parameter
    if isinstance(found.form, WaveForm):
        flat_all_round = f"any {parameter.name}"
        return Condition(relation, Mark.IFF, parameter.name, Category.NOT_IDENTIFIABLE, flat_all_round)
    category = failure(log_likelihood, parameter, end, relation.lhs, facts)
    flat = category is Category.NOT_IDENTIFIABLE
    limit = f"any {parameter.name}" if flat else f"{parameter.name} -> {end_text(end)}"
    return Condition(relation, Mark.IFF, parameter.name, category, limit)


def end_text(end: Expr) -> str:
    """Give an end of a domain as a limit names it."""
    return {S.Infinity: "oo", S.NegativeInfinity: "-oo"}.get(end, str(end))


def failure(log_likelihood: Expr, parameter: Symbol, end: Expr, vanishing: Expr, facts: Facts) -> Category:
    """Tell whether the likelihood is unbounded at the end once an expression has vanished there.

    The leading term decides: powers before logarithms before constants. What is multiplied by the vanishing
    expression is gone.
    """
    if _free_of(log_likelihood, parameter, vanishing, facts):
        return Category.NOT_IDENTIFIABLE
    slope = _logarithmic_slope(log_likelihood, parameter)
    rising = sign(-slope if end == 0 else slope, facts) is Sign.POSITIVE
    if rising and (end == 0 or end is S.Infinity):
        return Category.UNBOUNDED_LIKELIHOOD
    return Category.INFINITE_PARAMETER if end.is_infinite else Category.BOUNDARY


def _free_of(log_likelihood: Expr, parameter: Symbol, vanishing: Expr, facts: Facts) -> bool:
    """Whether the parameter leaves the likelihood when the expression vanishes."""
    if not isinstance(vanishing, Statistic) or vanishing.kind is StatisticKind.MEAN:
        settled = _in_one_cell(log_likelihood, vanishing, facts)
        if settled is not None:
            return parameter not in expand(settled).free_symbols
    if not isinstance(vanishing, Statistic):
        return False
    gone = {atom: S.Zero for atom in log_likelihood.atoms(Statistic) if _vanishes_with(atom, vanishing)}
    return parameter not in expand(log_likelihood.xreplace(gone)).free_symbols


def _in_one_cell(log_likelihood: Expr, vanishing: Expr, facts: Facts) -> Expr | None:
    """Give the log-likelihood of a sample in which a row that takes two values, 0 and more, is 0 throughout.

    Where ``1 - mean(g)`` vanishes, every g is 1, and ``mean(g*y)`` is ``mean(y)``.
    """
    row = mean_row(vanishing)
    if row is None:
        return None
    places = sorted(row.free_symbols, key=str)
    values = two_values(places[0], facts) if len(places) == 1 else ()
    at = [value for value in values if row is not None and row.xreplace({places[0]: value}) == 0]
    if len(at) != 1:
        return None
    cell = {places[0]: at[0]}
    means = [atom for atom in log_likelihood.atoms(Statistic) if atom.kind is StatisticKind.MEAN]
    settled = {m: SampleSum(m.expressions[0].xreplace(cell), m.sample) / sample_size(m.sample) for m in means}
    return reduce_sums(log_likelihood.xreplace(settled), (), facts)


def _vanishes_with(atom: Statistic, vanishing: Statistic) -> bool:
    """A variance that is zero takes its covariances with it, and ``mean(t**2)`` takes ``mean(t*y)``."""
    if atom == vanishing:
        return True
    row = vanishing.expressions[0]
    if vanishing.kind is StatisticKind.VARIANCE:
        return atom.kind is StatisticKind.COVARIANCE and row in atom.expressions
    root = row.base if vanishing.kind is StatisticKind.MEAN and row.is_Pow and row.exp == 2 else None
    return root is not None and atom.kind is StatisticKind.MEAN and root in Mul.make_args(atom.expressions[0])


def _logarithmic_slope(log_likelihood: Expr, parameter: Symbol) -> Expr:
    terms = Add.make_args(expand(log_likelihood, log=False, power_base=False, power_exp=False))
    return Add(*[term.coeff(log(parameter)) for term in terms if term.has(log(parameter))])
