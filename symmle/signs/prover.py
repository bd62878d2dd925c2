"""Prove the sign of an expression, rule by rule."""

from __future__ import annotations

from collections.abc import Callable

from sympy import (
    Abs,
    Add,
    Expr,
    LambertW,
    Mul,
    Piecewise,
    Pow,
    S,
    besseli,
    beta,
    binomial,
    exp,
    expand_mul,
    factor_terms,
    factorial,
    fraction,
    gamma,
    log,
    polygamma,
    together,
    zeta,
)

from symmle.notation import Domain
from symmle.sample_sum import SampleSum, sample_mean
from symmle.signs.elementary import ODD_AND_RISING, POSITIVE
from symmle.signs.exponentials import exponential_sign
from symmle.signs.factoring import factored
from symmle.signs.facts import Facts
from symmle.signs.function_lemmas import bessel_sign
from symmle.signs.intervals import range_of
from symmle.signs.known_sums import known_sum
from symmle.signs.lemmas import lemma_sign
from symmle.signs.rows import facts_apart, mean_row, told_apart
from symmle.signs.sturm import polynomial_sign
from symmle.signs.words import Prove, Sign

_DEPTH = 8
_MOST_MULTIPLIED = 60
_DECIDED = (Sign.POSITIVE, Sign.NEGATIVE, Sign.ZERO)


def sign(expression: Expr, facts: Facts, depth: int = _DEPTH) -> Sign:
    """Give the set of signs that a real expression can take under the facts.

    Parameters
    ----------
    expression : Expr
        Real wherever the facts hold.
    facts : Facts
        Domains and known signs.
    depth : int
        How many rules may stand inside one another before the prover gives up.

    Returns
    -------
    Sign
        A set that contains every sign the expression takes.
    """
    searched, found = facts.found.get(expression, (-1, Sign.UNKNOWN))
    if searched < depth and found not in _DECIDED:
        found &= _search(expression, facts, depth)
        facts.found[expression] = depth, found
    return found


def _search(expression: Expr, facts: Facts, depth: int) -> Sign:
    found = _known(expression, facts)
    for rule in _RULES if depth > 0 else ():
        if found in _DECIDED:
            break
        found &= rule(expression, facts, depth - 1)
    return found


def _known(expression: Expr, facts: Facts) -> Sign:
    found = Sign.UNKNOWN
    if expression in facts.positive:
        return Sign.POSITIVE
    if -expression in facts.positive:
        return Sign.NEGATIVE
    if expression in facts.nonnegative:
        found &= Sign.NONNEGATIVE
    if -expression in facts.nonnegative:
        found &= Sign.NONPOSITIVE
    return found & (_by_range(expression, facts) if expression.is_Symbol else _by_assumptions(expression))


def _by_assumptions(expression: Expr) -> Sign:
    """SymPy's assumptions, for atoms and numbers alone: for compound terms they prove nothing."""
    if not (expression.is_Atom or expression.is_number):
        return Sign.UNKNOWN
    found = Sign.UNKNOWN
    if expression.is_nonnegative:
        found &= Sign.NONNEGATIVE
    if expression.is_nonpositive:
        found &= Sign.NONPOSITIVE
    return found & Sign.NONZERO if expression.is_zero is False else found


def _by_range(expression: Expr, facts: Facts, depth: int = 0) -> Sign:
    reach = range_of(expression, facts)
    found = Sign.UNKNOWN
    if reach.lower > 0 or (reach.lower == 0 and reach.lower_open):
        found &= Sign.POSITIVE
    elif reach.lower == 0:
        found &= Sign.NONNEGATIVE
    if reach.upper < 0 or (reach.upper == 0 and reach.upper_open):
        found &= Sign.NEGATIVE
    elif reach.upper == 0:
        found &= Sign.NONPOSITIVE
    domain = facts.domains.get(expression)
    return found & Sign.NONZERO if domain is not None and domain.nonzero else found


def _by_ends(expression: Expr, facts: Facts, depth: int) -> Sign:
    """``x >= m`` with m > 0 gives x > 0."""
    domain = facts.domains.get(expression) if expression.is_Symbol else None
    if domain is None or domain.members is not None:
        return Sign.UNKNOWN
    found = Sign.UNKNOWN
    if domain.lower.free_symbols:
        above = sign(domain.lower, facts, depth)
        found &= _beyond(above, domain.lower_open)
    if domain.upper.free_symbols:
        below = -sign(domain.upper, facts, depth)
        found &= -_beyond(below, domain.upper_open)
    return found


def _beyond(end: Sign, is_open: bool) -> Sign:
    """Give the signs of what is at least a number of these signs, or greater where the end is open."""
    if end is Sign.POSITIVE or (end.is_nonnegative and is_open):
        return Sign.POSITIVE
    return Sign.NONNEGATIVE if end.is_nonnegative else Sign.UNKNOWN


def _by_product(expression: Expr, facts: Facts, depth: int) -> Sign:
    if not expression.is_Mul:
        return Sign.UNKNOWN
    found = Sign.POSITIVE
    for factor in expression.args:
        found = found.times(sign(factor, facts, depth))
    return found


def _by_power(expression: Expr, facts: Facts, depth: int) -> Sign:
    if not expression.is_Pow or isinstance(expression, exp):
        return Sign.UNKNOWN
    base, exponent = expression.args
    of_base = sign(base, facts, depth)
    if of_base is Sign.POSITIVE:
        return Sign.POSITIVE
    if exponent.is_Integer and exponent % 2 == 0:
        return Sign.POSITIVE if of_base.is_nonzero else Sign.NONNEGATIVE
    if exponent.is_Integer:
        return of_base
    return Sign.NONNEGATIVE if of_base.is_nonnegative else Sign.UNKNOWN


def _by_function(expression: Expr, facts: Facts, depth: int) -> Sign:
    rule = _FUNCTIONS.get(expression.func)
    return rule(expression, facts, depth) if rule is not None else Sign.UNKNOWN


def _by_sum(expression: Expr, facts: Facts, depth: int) -> Sign:
    if not expression.is_Add:
        return Sign.UNKNOWN
    found = Sign.ZERO
    for term in expression.args:
        found = found.plus(sign(term, facts, depth))
        if found is Sign.UNKNOWN:
            break
    return found


def _by_facts(expression: Expr, facts: Facts, depth: int) -> Sign:
    """A sum beside a sum that is known to be positive."""
    return known_sum(expression, facts, prover(facts), depth) if expression.is_Add else Sign.UNKNOWN


def _by_rows(expression: Expr, facts: Facts, depth: int) -> Sign:
    """``1 - mean(x)`` is the mean of ``1 - x``: a mean takes the sign that its rows share.

    ``mean(x**2) - 2*mean(x*y) + mean(y**2)`` is the mean of ``(x - y)**2``.
    """
    row = mean_row(expression)
    if row is None:
        return Sign.UNKNOWN
    found = sign(row, facts, depth)
    if found in (Sign.NONNEGATIVE, Sign.NONPOSITIVE):
        apart = any(sign(row, away, depth).is_nonzero for away in facts_apart(expression, facts))
        return found & Sign.NONZERO if apart else found
    symbols = row.free_symbols
    if found is not Sign.UNKNOWN or not row.is_Add or len(symbols) < 2 or not row.is_polynomial(*symbols):
        return found
    written = factored(row)
    return found if written.is_Add else sign(written, facts, depth)


def _by_members(expression: Expr, facts: Facts, depth: int) -> Sign:
    """A value out of a finite set whose members hang on other values: the signs that the members give."""
    chosen = [s for s, domain in facts.domains.items() if _hangs(domain) and s in expression.free_symbols]
    if not chosen or depth < 2:
        return Sign.UNKNOWN
    members = facts.domains[chosen[-1]].members or ()
    found = Sign.NONE
    for member in members:
        found |= sign(expression.xreplace({chosen[-1]: member}), facts, depth - 1)
    return found


def _hangs(domain: Domain) -> bool:
    return domain.members is not None and bool(domain.free_symbols)


def _by_logarithms(expression: Expr, facts: Facts, depth: int) -> Sign:
    """``c*log(a) - c*log(b)`` has the sign of ``c*(a - b)``, and ``c*log(a) + c*log(b)`` that of ``c*(a*b -
    1)``.
    """
    if not expression.is_Add or len(expression.args) != 2:
        return Sign.UNKNOWN
    (factor, first), (other, second) = (_as_logarithm(term) for term in expression.args)
    if not (isinstance(first, log) and isinstance(second, log)) or abs(factor) != abs(other):
        return Sign.UNKNOWN
    if factor == -other:
        return sign(factor * (first.args[0] - second.args[0]), facts, depth)
    return sign(factor * factored(first.args[0] * second.args[0] - 1), facts, depth)


def _as_logarithm(term: Expr) -> tuple[Expr, Expr]:
    """``-c*log(a) -> -1, log(a**c)``: a rational factor, and a logarithm that holds the rest of it."""
    factor, rest = term.as_coeff_Mul()
    logarithms = [part for part in Mul.make_args(rest) if isinstance(part, log)]
    if not rest.is_Mul or len(logarithms) != 1:
        return factor, rest
    power = rest / logarithms[0]
    return factor, log(logarithms[0].args[0] ** power, evaluate=False)


def _by_factors(expression: Expr, facts: Facts, depth: int) -> Sign:
    """``a*b + a*c -> a*(b + c)``, and a quotient by numerator and denominator."""
    if not expression.is_Add or depth < 2:
        return Sign.UNKNOWN
    for form in (factor_terms(expression), _combined(expression)):
        if form != expression and not form.is_Add:
            found = sign(form, facts, depth - 1)
            if found is not Sign.UNKNOWN:
                return found
    return Sign.UNKNOWN


def _combined(expression: Expr) -> Expr:
    numerator, denominator = fraction(together(expression))
    if denominator is S.One:
        return expression
    if numerator.is_Add:
        return Mul(factor_terms(numerator), Pow(denominator, -1), evaluate=False)
    if numerator.has(Add) and numerator.count_ops() <= _MOST_MULTIPLIED:
        numerator = factor_terms(expand_mul(numerator))
    return numerator / denominator


def _by_cases(expression: Expr, facts: Facts, depth: int) -> Sign:
    """Any sign that a case takes where its condition holds."""
    cases = told_apart(expression) if expression.has(Piecewise) else []
    found = Sign.NONE if cases else Sign.UNKNOWN
    for value, case in cases:
        found |= sign(value, facts.where(case), depth)
    return found


def _by_lemma(expression: Expr, facts: Facts, depth: int) -> Sign:
    """An inequality from the table, where the facts allow its use."""
    if facts.lemmas is not None and not facts.lemmas:
        return Sign.UNKNOWN
    return lemma_sign(expression, prover(facts), depth, facts.lemmas)


def _by_exponentials(expression: Expr, facts: Facts, depth: int) -> Sign:
    """All powers are powers of one exponential: a function of its exponent alone."""
    return exponential_sign(expression, prover(facts), depth)


def prover(facts: Facts) -> Prove:
    """Give the prover for these facts, as the lemmas ask for it."""
    return lambda expression, depth: sign(expression, facts, depth)


def _sign_sample_sum(expression: Expr, facts: Facts, depth: int) -> Sign:
    """A sum over the sample takes the sign that its summands share: weights are not negative, and not all
    zero.
    """
    found = sign(expression.summand, facts, depth)
    if found is Sign.NONNEGATIVE and freed_of_parameters(expression, facts) in facts.positive:
        return Sign.POSITIVE
    return found


def freed_of_parameters(core: Expr, facts: Facts) -> Expr:
    """``sum(log(1 + x/s)) -> mean(x)`` for x >= 0: both are positive exactly where some x is, and never
    negative.
    """
    if not isinstance(core, SampleSum) or len(core.sample.observations) != 1:
        return core
    (observed,) = core.sample.observations
    domain = facts.domains.get(observed)
    if domain is None or domain.lower != 0 or domain.lower_open or domain.members is not None:
        return core
    vanishes = core.summand.xreplace({observed: S.Zero}) == 0
    above = sign(core.summand, facts.inside([observed])) is Sign.POSITIVE
    return sample_mean(observed, core.sample) if vanishes and above else core


def _sign_log(expression: Expr, facts: Facts, depth: int) -> Sign:
    return sign(expression.args[0] - 1, facts, depth)


def _sign_abs(expression: Expr, facts: Facts, depth: int) -> Sign:
    return Sign.POSITIVE if sign(expression.args[0], facts, depth).is_nonzero else Sign.NONNEGATIVE


def _sign_gamma(expression: Expr, facts: Facts, depth: int) -> Sign:
    return Sign.POSITIVE if sign(expression.args[0], facts, depth) is Sign.POSITIVE else Sign.UNKNOWN


def _sign_beta(expression: Expr, facts: Facts, depth: int) -> Sign:
    positive = all(sign(argument, facts, depth) is Sign.POSITIVE for argument in expression.args)
    return Sign.POSITIVE if positive else Sign.UNKNOWN


def _sign_factorial(expression: Expr, facts: Facts, depth: int) -> Sign:
    return Sign.POSITIVE if sign(expression.args[0], facts, depth).is_nonnegative else Sign.UNKNOWN


def _sign_binomial(expression: Expr, facts: Facts, depth: int) -> Sign:
    """C(n, k) is positive for 0 <= k <= n."""
    total, chosen = expression.args
    inside = all(sign(each, facts, depth).is_nonnegative for each in (chosen, total - chosen))
    return Sign.POSITIVE if inside else Sign.UNKNOWN


def _sign_polygamma(expression: Expr, facts: Facts, depth: int) -> Sign:
    """The m-th derivative of digamma has the sign of (-1)**(m + 1) on the positive half-line, m >= 1."""
    order, argument = expression.args
    if not (order.is_Integer and order >= 1) or sign(argument, facts, depth) is not Sign.POSITIVE:
        return Sign.UNKNOWN
    return Sign.POSITIVE if order % 2 else Sign.NEGATIVE


def _sign_lambert(expression: Expr, facts: Facts, depth: int) -> Sign:
    return Sign.NEGATIVE if len(expression.args) == 2 else sign(expression.args[0], facts, depth)


def _sign_zeta(expression: Expr, facts: Facts, depth: int) -> Sign:
    above = len(expression.args) == 1 and sign(expression.args[0] - 1, facts, depth) is Sign.POSITIVE
    return Sign.POSITIVE if above else Sign.UNKNOWN


_FUNCTIONS: dict[type, Callable[[Expr, Facts, int], Sign]] = {
    SampleSum: _sign_sample_sum,
    exp: lambda expression, facts, depth: Sign.POSITIVE,
    log: _sign_log,
    Abs: _sign_abs,
    gamma: _sign_gamma,
    beta: _sign_beta,
    factorial: _sign_factorial,
    binomial: _sign_binomial,
    polygamma: _sign_polygamma,
    **dict.fromkeys(ODD_AND_RISING, lambda expression, facts, depth: sign(expression.args[0], facts, depth)),
    **dict.fromkeys(POSITIVE, lambda expression, facts, depth: Sign.POSITIVE),
    LambertW: _sign_lambert,
    zeta: _sign_zeta,
    besseli: lambda expression, facts, depth: bessel_sign(expression, prover(facts), depth),
}

_RULES: tuple[Callable[[Expr, Facts, int], Sign], ...] = (
    _by_range,
    _by_cases,
    _by_ends,
    _by_product,
    _by_power,
    _by_function,
    _by_sum,
    _by_facts,
    _by_rows,
    _by_members,
    _by_logarithms,
    polynomial_sign,
    _by_exponentials,
    _by_factors,
    _by_lemma,
)
