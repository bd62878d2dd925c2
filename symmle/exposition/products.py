"""Products, fractions, powers and roots, in the order in which a textbook reads their factors."""

from __future__ import annotations

from dataclasses import replace

from sympy import (
    Abs,
    Add,
    Expr,
    Function,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    S,
    Symbol,
    binomial,
    exp,
    factorial,
    log,
    loggamma,
)

from symmle.exposition.formula import (
    Call,
    Exponential,
    Formula,
    Power,
    Product,
    Quotient,
    Root,
    Terms,
    minus,
    number,
)
from symmle.exposition.product_parts import ProductParts, is_falling, shared_number
from symmle.exposition.style import Composer
from symmle.exposition.term_order import holds_data, is_size, ordered_terms, turned
from symmle.sample_sum import SampleSum, Statistic


def of_sum(expression: Expr, compose: Composer) -> Formula:
    """Compose a sum: its terms in reading order, each behind its sign, over a number that they share."""
    content, primitive = shared_number(expression)
    if content is S.One:
        return _terms(expression, compose)
    fraction = Quotient(_terms(primitive, compose), number(int(content.q)))
    return minus(fraction) if content.is_negative else fraction


def _terms(expression: Expr, compose: Composer) -> Formula:
    terms: list[tuple[bool, Formula]] = []
    ordered = ordered_terms(expression, compose.style)
    inside = compose.styled(
        replace(compose.style, all_fractions=all(_is_fraction(body) for _, body in ordered))
    )
    for negative, body in ordered:
        match inside(body):
            case Terms(((inner, term),)):
                terms.append((negative ^ inner, term))
            case term:
                terms.append((negative, term))
    return Terms(tuple(terms))


def _is_fraction(term: Expr) -> bool:
    return any(is_below(factor) for factor in Mul.make_args(term))


def is_below(factor: Expr) -> bool:
    """Whether a factor stands below the line."""
    base, exponent = factor.as_base_exp()
    return not isinstance(factor, exp) and not base.is_Number and bool(exponent.is_negative)


def of_product(expression: Expr, compose: Composer) -> Formula:
    """Compose a product: sign, coefficient, fraction, with sums and logarithms at the end."""
    parts = ProductParts.of(expression, compose.style)
    formula = _fraction(parts, compose)
    return minus(formula) if parts.negative else formula


def of_rational(value: Expr, _: Composer) -> Formula:
    """Compose an integer or a fraction."""
    size = abs(value)
    whole = number(int(size.p))
    formula: Formula = whole if size.q == 1 else Quotient(whole, number(int(size.q)))
    return minus(formula) if value.is_negative else formula


def of_power(expression: Expr, compose: Composer) -> Formula:
    """Compose a power: below the line where it is negative, a root where it is a half."""
    base, exponent = expression.as_base_exp()
    if exponent.is_Rational and exponent.is_negative:
        return of_product(expression, compose)
    if exponent == S.Half:
        return Root(compose(base))
    if exponent.is_Integer and exponent.is_even and (turned(base, compose.style) or is_falling(base)):
        base = -base
    return Power(compose(base), compose(exponent))


def of_exponential(expression: Expr, compose: Composer) -> Formula:
    """Compose the exponential function."""
    return Exponential(compose(expression.args[0]))


def _fraction(parts: ProductParts, compose: Composer) -> Formula:
    above, below = _sorted(parts.above, compose), _sorted(parts.below, compose)
    over, under = tuple(parts.roots_above), tuple(parts.roots_below)
    trailing = [factor for factor in above if _trails(factor, below + under, compose)]
    joint = [Root(compose(Mul(*over) / Mul(*under)))] if over and under else []
    upper = _row(tuple(f for f in above if f not in trailing), () if joint else over, compose)
    lower = _row(below, () if joint else under, compose)
    tail = [*joint, *(compose(factor) for factor in trailing)]
    if not lower:
        return _joined([*upper, *tail])
    return _joined([Quotient(_joined(upper), _joined(lower)), *tail])


def _trails(factor: Expr, below: tuple[Expr, ...], compose: Composer) -> bool:
    """Whether a factor is read after the fraction: ``(1/(2v)) Σ ...``, ``(n/2) log v``."""
    over_numbers = all(divisor.is_Integer for divisor in below)
    if isinstance(factor, SampleSum):
        over_sum = any(divisor.has(SampleSum) for divisor in below)
        plain = isinstance(factor.summand, Symbol) and not any(is_size(divisor) for divisor in below)
        joins = compose.style.all_fractions and plain
        return over_numbers or not (over_sum or joins)
    if over_numbers and isinstance(factor, Function):
        return isinstance(factor, log | loggamma) or (bool(below) and not isinstance(factor, Abs | factorial))
    if isinstance(factor, Add):
        return any(not isinstance(node.summand, Symbol) for node in factor.atoms(SampleSum))
    return not over_numbers and not any(divisor.has(exp) for divisor in below) and _is_tall(factor, compose)


def _is_tall(factor: Expr, compose: Composer) -> bool:
    """Whether a power or an exponential holds a fraction, so that it would crowd a numerator."""
    match compose(factor):
        case Exponential(inside) | Power(inside, _):
            return _holds_quotient(inside)
        case _:
            return False


def _holds_quotient(formula: Formula) -> bool:
    match formula:
        case Quotient():
            return True
        case Terms(terms):
            return any(_holds_quotient(term) for _, term in terms)
        case Product(parts) | Call(_, parts):
            return any(_holds_quotient(part) for part in parts)
        case Power(base, exponent):
            return _holds_quotient(base) or _holds_quotient(exponent)
        case _:
            return False


def _row(factors: tuple[Expr, ...], radicands: tuple[Expr, ...], compose: Composer) -> list[Formula]:
    root = [Root(compose(Mul(*radicands)))] if radicands else []
    return [*(compose(factor) for factor in factors), *root]


def _joined(factors: list[Formula]) -> Formula:
    if not factors:
        return number(1)
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _sorted(factors: list[Expr], compose: Composer) -> tuple[Expr, ...]:
    has_log = any(isinstance(factor, log | loggamma) for factor in factors)

    def rank(factor: Expr) -> tuple[object, ...]:
        exponent = factor.as_base_exp()[1]
        data = holds_data(factor, compose.style)
        return (_place_in_row(factor, data, has_log), data, not exponent.is_Number, str(factor))

    return tuple(sorted(factors, key=rank))


def _place_in_row(factor: Expr, data: bool, has_log: bool) -> int:
    """Numbers, n, names, brackets, statistics, functions; logarithms and sums are read last."""
    base = factor.as_base_exp()[0]
    if isinstance(factor, exp):
        return 9
    if isinstance(factor, Pow) and isinstance(base, Number):
        return 1
    if isinstance(base, SampleSum):
        return 8 if has_log else 11
    if is_size(base) or (isinstance(base, Add) and not base.free_symbols and not data):
        return 3
    ranks: tuple[tuple[type, int], ...] = (
        (Number, 0),
        (NumberSymbol, 2),
        (Symbol, 4),
        (binomial, 3),
        (Add, 7 if data else 5),
        (Statistic, 6),
        (log, 10),
        (loggamma, 10),
    )
    return next((rank for kind, rank in ranks if isinstance(base, kind)), 8)
