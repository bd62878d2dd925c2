"""Solve one score for one parameter, where its number of roots can be counted."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, Integer, Pow, S, Symbol, binomial, exp, factor_terms, log

from symmle.notation import Domain
from symmle.signs import Facts, Sign, sign
from symmle.solution.forms import power_forms
from symmle.solution.score_forms import Isolated, PowerForm
from symmle.solution.three_powers import Quadratic, asked_below, is_settled_above, root_of


class Solved(NamedTuple):
    """A root in the generator, with what must be positive at the generator's lower and upper end."""

    root: Expr
    low: Expr
    high: Expr


def isolate(score: Expr, parameter: Symbol, domain: Domain, facts: Facts) -> Isolated | None:
    """Give the only root of the score in the domain, by Descartes' rule on powers of one generator.

    Parameters
    ----------
    score : Expr
        In statistics, constants and parameters.
    parameter : Symbol
        What to solve for.
    domain : Domain
        Where it lives; the root is sought in its interior.
    facts : Facts
        What may be used about signs.

    Returns
    -------
    Isolated or None
        None where no form with a counted root was found.
    """
    for form in power_forms(score, parameter, facts):
        for oriented, turned in _orientations(form, domain, facts):
            solved = _solve(oriented, turned, domain, facts)
            if solved is not None:
                return _in_domain(oriented, solved, turned)
    return None


def _orientations(form: PowerForm, domain: Domain, facts: Facts) -> list[tuple[PowerForm, bool]]:
    """Give the form with a generator that has a plain range, and whether the generator falls as the parameter
    rises.
    """
    if domain.nonzero or domain.members is not None:
        return []
    if form.generator == form.parameter:
        return _shifted(form, domain)
    slope = sign(form.generator.diff(form.parameter), facts)
    if slope is Sign.POSITIVE:
        return [(form, False)]
    return [(form, True)] if slope is Sign.NEGATIVE else []


def _shifted(form: PowerForm, domain: Domain) -> list[tuple[PowerForm, bool]]:
    """Measure the parameter from an end of its domain, so that Descartes' rule counts the roots inside."""
    parameter = form.parameter
    if domain.lower is S.NegativeInfinity and domain.upper is S.Infinity:
        return [(form, False)]
    if domain.lower == 0:
        return [(form, False), *_from_above(form, domain)]
    if domain.lower is not S.NegativeInfinity:
        return _moved(form, parameter - domain.lower, domain.lower, 1, False)
    return _moved(form, domain.upper - parameter, domain.upper, -1, True)


def _from_above(form: PowerForm, domain: Domain) -> list[tuple[PowerForm, bool]]:
    """``(1 - p)**5`` multiplied out is one power again, measured from the upper end."""
    if domain.upper is S.Infinity or all(e in (0, 1, 2) for e, _ in form.terms):
        return []
    moved = _moved(form, domain.upper - form.parameter, domain.upper, -1, True)
    return [each for each in moved if len(each[0].terms) == 2]


def _moved(
    form: PowerForm, generator: Expr, end: Expr, slope: int, turned: bool
) -> list[tuple[PowerForm, bool]]:
    if not all(e.is_Integer and e >= 0 for e, _ in form.terms):
        return []
    degree = max(int(e) for e, _ in form.terms)
    coefficients = [S.Zero] * (degree + 1)
    for exponent, coefficient in form.terms:
        for k in range(int(exponent) + 1):
            coefficients[k] += coefficient * binomial(exponent, k) * end ** (exponent - k) * slope**k
    terms = tuple((Integer(k), c.expand()) for k, c in enumerate(coefficients) if c.expand() != 0)
    return [(PowerForm(form.parameter, generator, form.factor, terms), turned)]


def _solve(form: PowerForm, turned: bool, domain: Domain, facts: Facts) -> Solved | None:
    terms = tuple((e, -c) for e, c in form.terms) if turned else form.terms
    if _covers_line(form, domain):
        return on_line(terms)
    if form.generator.diff(form.parameter) in (1, -1):
        if domain.lower is not S.NegativeInfinity and domain.upper is not S.Infinity:
            return on_interval(terms, domain.upper - domain.lower, facts)
    elif not _covers_half_line(form, domain):
        return None
    return on_half_line(terms, facts)


def _covers_line(form: PowerForm, domain: Domain) -> bool:
    whole = domain.lower is S.NegativeInfinity and domain.upper is S.Infinity
    logarithm = isinstance(form.generator, log) and domain.lower == 0 and domain.upper is S.Infinity
    return (whole and form.generator == form.parameter) or logarithm


def _covers_half_line(form: PowerForm, domain: Domain) -> bool:
    whole = domain.lower is S.NegativeInfinity and domain.upper is S.Infinity
    return whole and isinstance(form.generator, exp)


def on_line(terms: tuple[tuple[Expr, Expr], ...]) -> Solved | None:
    """``a - b*t`` with b > 0."""
    if [e for e, _ in terms] not in ([S.Zero, S.One], [S.One]):
        return None
    constant = terms[0][1] if len(terms) == 2 else S.Zero
    return Solved(_ratio(constant, -terms[-1][1]), S.One, -terms[-1][1])


def on_half_line(terms: tuple[tuple[Expr, Expr], ...], facts: Facts) -> Solved | None:
    """Two or three equally spaced powers, the lowest coefficient positive and the highest negative: one sign
    change.
    """
    if len(terms) == 2:
        (first, low), (last, high) = terms
        return Solved(Pow(_ratio(low, -high), 1 / (last - first)), low, -high)
    if len(terms) != 3 or terms[1][0] - terms[0][0] != terms[2][0] - terms[1][0]:
        return None
    form = Quadratic(*(coefficient for _, coefficient in terms))
    below = asked_below(form, facts)
    if below is None or sign(form.high, facts) is not Sign.NEGATIVE:
        return None
    return Solved(Pow(root_of(form, facts), 1 / (terms[1][0] - terms[0][0])), below, -form.high)


def on_interval(terms: tuple[tuple[Expr, Expr], ...], length: Expr, facts: Facts) -> Solved | None:
    """A polynomial of degree one or two, or a constant and one power, positive at zero and negative at the
    other end: one root between them.
    """
    coefficients = dict(terms)
    if len(terms) == 2 and terms[0][0] == 0 and terms[1][0].is_Integer and terms[1][0] > 2:
        (_, low), (power, high) = terms
        return Solved(Pow(_ratio(low, -high), 1 / power), low, (-low - high * length**power).expand())
    if not set(coefficients) <= {S.Zero, S.One, Integer(2)} or S.Zero not in coefficients:
        return None
    form = Quadratic(*(coefficients.get(Integer(k), S.Zero) for k in range(3)))
    end = (form.low + form.middle * length + form.high * length**2).expand()
    if form.high == 0:
        return Solved(_ratio(form.low, -form.middle), form.low, -end)
    below = asked_below(form, facts)
    if below is None or not is_settled_above(form, end, facts):
        return None
    return Solved(root_of(form, facts), below, -end)


def _ratio(numerator: Expr, denominator: Expr) -> Expr:
    return factor_terms(numerator) / factor_terms(denominator)


def _in_domain(form: PowerForm, solved: Solved, turned: bool) -> Isolated:
    lower, upper = (solved.high, solved.low) if turned else (solved.low, solved.high)
    return Isolated(form, _invert(form, solved.root), lower, upper)


def _invert(form: PowerForm, value: Expr) -> Expr:
    """Solve ``generator = value`` for the parameter."""
    if isinstance(form.generator, exp):
        return log(value) / form.generator.args[0].coeff(form.parameter)
    if isinstance(form.generator, log):
        return exp(value)
    slope = form.generator.coeff(form.parameter)
    return (value - form.generator + slope * form.parameter) / slope
