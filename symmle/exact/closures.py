"""SymPy expressions compiled, once, to nested closures over numbers.

A closure takes a :class:`Frame`, which holds the context (and so the precision) and the values of the
compiled symbols; the same closure serves 50 digits, 200 digits and double precision.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import sympy
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanFalse, BooleanTrue

from symmle.exact.arithmetic import (
    FAILURES,
    NotEvaluable,
    Number,
    add,
    call,
    checked,
    exact_number,
    is_exact,
    multiply,
    power,
    real,
)
from symmle.exact.functions import FUNCTIONS, LOGARITHMS, log_sum_exp, logarithm, logarithm_near_one

Resolver = Callable[[sympy.Basic], Number]
Slots = Mapping[sympy.Basic, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a closure is evaluated in: a context, the values by slot, and whom to ask about unknown nodes."""

    context: Any
    values: Sequence[Number]
    resolve: Resolver | None = None

    def with_values(self, values: Sequence[Number]) -> Frame:
        """Return the same frame over other values."""
        return Frame(self.context, values, self.resolve)


Closure = Callable[[Frame], Any]

_RELATIONS: dict[type, Callable[[Any, Any], bool]] = {
    sympy.Eq: operator.eq,
    sympy.Ne: operator.ne,
    sympy.Lt: operator.lt,
    sympy.Le: operator.le,
    sympy.Gt: operator.gt,
    sympy.Ge: operator.ge,
}

_CONSTANTS: dict[sympy.Basic, str] = {
    sympy.pi: "pi",
    sympy.E: "e",
    sympy.EulerGamma: "euler",
    sympy.Catalan: "catalan",
    sympy.GoldenRatio: "phi",
}


@lru_cache(maxsize=1024)
def compiled(expression: sympy.Basic, nodes: tuple[sympy.Basic, ...]) -> Closure:
    """Compile an expression; its ``nodes``, symbols or whole subexpressions, take values from slots."""
    return closure_of(expression, {node: slot for slot, node in enumerate(nodes)})


@lru_cache(maxsize=1024)
def constant_parts(expression: sympy.Basic, variables: tuple[sympy.Basic, ...]) -> tuple[sympy.Basic, ...]:
    """Return the largest subexpressions in which none of the variables occurs: they are computed once."""
    moving = set(variables)
    found: dict[sympy.Basic, None] = {}
    pending = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, sympy.Integer | BooleanTrue | BooleanFalse):
            continue
        if isinstance(node, sympy.Expr | Boolean) and moving.isdisjoint(node.free_symbols):
            found[node] = None
        elif node not in moving:
            pending.extend(node.args)
    return tuple(found)


def closure_of(node: sympy.Basic, slots: Slots) -> Closure:
    """Compile one node; a node with a slot is looked up, whatever stands in it."""
    if node in slots:
        return _lookup(slots[node])
    for kind in type(node).__mro__:
        if kind in _COMPILERS:
            return _COMPILERS[kind](node, slots)
        if kind in FUNCTIONS:
            return _function(node, slots, FUNCTIONS[kind])
    return _unknown(node)


def _lookup(slot: int) -> Closure:
    return lambda frame: frame.values[slot]


def _unknown(node: sympy.Basic) -> Closure:
    def ask(frame: Frame) -> Number:
        if frame.resolve is None:
            raise NotEvaluable(f"no value and no rule of evaluation for {type(node).__name__} {node}")
        return frame.resolve(node)

    return ask


def _number(node: sympy.Basic, _: Slots) -> Closure:
    value = exact_number(node)
    return lambda frame: value


def _constant(node: sympy.Basic, _: Slots) -> Closure:
    if node not in _CONSTANTS:
        return _unknown(node)
    name = _CONSTANTS[node]
    return lambda frame: +getattr(frame.context, name)


def _infinity(node: sympy.Basic, _: Slots) -> Closure:
    sign = 1 if node is sympy.oo else -1
    return lambda frame: sign * frame.context.inf


def _undefined(node: sympy.Basic, _: Slots) -> Closure:
    def refuse(frame: Frame) -> Number:
        raise NotEvaluable(f"{node} is no real number")

    return refuse


def _sum(node: sympy.Basic, slots: Slots) -> Closure:
    terms = [closure_of(argument, slots) for argument in node.args]
    near_zero = _less_one(node, slots)

    def value(frame: Frame) -> Number:
        total = add(frame.context, [term(frame) for term in terms])
        cancels = near_zero is not None and not is_exact(total) and abs(total) < 0.5
        return near_zero(frame) if near_zero is not None and cancels else total

    return value


def _less_one(node: sympy.Basic, slots: Slots) -> Closure | None:
    """Compile exp(u) - 1 and 1 - exp(u) by expm1: the difference rounds to zero long before u does."""
    for turn in (1, -1):
        power = turn * node + 1
        if isinstance(power, sympy.exp) and power not in slots:
            exponent = closure_of(power.args[0], slots)
            return partial(_scaled_expm1, turn, exponent)
    return None


def _scaled_expm1(turn: int, exponent: Closure, frame: Frame) -> Number:
    return multiply(frame.context, (turn, call(frame.context, "expm1", exponent(frame))))


def _product(node: sympy.Basic, slots: Slots) -> Closure:
    factors = [closure_of(argument, slots) for argument in node.args]
    return lambda frame: multiply(frame.context, [factor(frame) for factor in factors])


def _power(node: sympy.Basic, slots: Slots) -> Closure:
    base, exponent = (closure_of(argument, slots) for argument in node.args)
    return lambda frame: power(frame.context, base(frame), exponent(frame))


def _function(node: sympy.Basic, slots: Slots, implementation: Callable[..., Number]) -> Closure:
    arguments = [closure_of(argument, slots) for argument in node.args]
    return lambda frame: implementation(frame.context, *[argument(frame) for argument in arguments])


def _logarithm(node: sympy.Basic, slots: Slots) -> Closure:
    inner = node.args[0]
    for kind in type(inner).__mro__:
        if kind in LOGARITHMS and inner not in slots:
            return _function(inner, slots, LOGARITHMS[kind])
    if isinstance(inner, sympy.Add) and inner not in slots:
        return _logarithm_of_sum(inner, slots)
    if isinstance(inner, sympy.Mul) and inner not in slots:
        return _logarithm_of_product(inner, slots)
    return _function(node, slots, FUNCTIONS[sympy.log])


def _logarithm_of_sum(node: sympy.Basic, slots: Slots) -> Closure:
    """Compile log(1 + small), which rounding would make zero, and log(a + b) where a + b overflows."""
    terms = [closure_of(argument, slots) for argument in node.args]
    logarithms = [_logarithm_of_term(argument, slots) for argument in node.args]
    whole = closure_of(node, slots)

    def value(frame: Frame) -> Number:
        numbers = [term(frame) for term in terms]
        total = whole(frame)
        if not is_exact(total) and frame.context.isinf(total) and all(number >= 0 for number in numbers):
            return log_sum_exp(frame.context, [exponent(frame) for exponent in logarithms])
        return logarithm_near_one(frame.context, numbers, total)

    return value


def _logarithm_of_product(node: sympy.Basic, slots: Slots) -> Closure:
    """Compile log(a b), as log(a) + log(b) where a b is beyond every number or the quotient of two such."""
    product, logarithms = closure_of(node, slots), _logarithm_of_term(node, slots)

    def value(frame: Frame) -> Number:
        try:
            number = product(frame)
        except NotEvaluable:
            return logarithms(frame)
        if is_exact(number) or _is_within_reach(frame.context, number):
            return logarithm(frame.context, number)
        return logarithms(frame)

    return value


def _is_within_reach(context: Any, number: Number) -> bool:
    return number != 0 and not context.isinf(number) and not context.isnan(number)


def _logarithm_of_term(term: sympy.Basic, slots: Slots) -> Closure:
    """Compile the sum of the logarithms of a term's factors, exponents in front."""
    pairs = [part.as_base_exp() for part in sympy.Mul.make_args(term) if not isinstance(part, sympy.exp)]
    parts = [part.args[0] for part in sympy.Mul.make_args(term) if isinstance(part, sympy.exp)]
    exponents = [closure_of(part, slots) for part in parts]
    powers = [
        (closure_of(exponent, slots), closure_of(sympy.log(base, evaluate=False), slots))
        for base, exponent in pairs
    ]

    def value(frame: Frame) -> Number:
        logs = [multiply(frame.context, (exponent(frame), log(frame))) for exponent, log in powers]
        return add(frame.context, [*logs, *[exponent(frame) for exponent in exponents]])

    return value


def _piecewise(node: sympy.Basic, slots: Slots) -> Closure:
    pieces = [(closure_of(piece.expr, slots), closure_of(piece.cond, slots)) for piece in node.args]

    def choose(frame: Frame) -> Number:
        for value, condition in pieces:
            if condition(frame):
                return value(frame)
        raise NotEvaluable("no piece of a Piecewise applies")

    return choose


def _relation(node: sympy.Basic, slots: Slots) -> Closure:
    compare = _RELATIONS[type(node)]
    left, right = (closure_of(argument, slots) for argument in node.args)

    def decide(frame: Frame) -> bool:
        a, b = left(frame), right(frame)
        if not (is_exact(a) and is_exact(b)):
            a, b = (checked(frame.context, real(frame.context, number)) for number in (a, b))
        return compare(a, b)

    return decide


def _all(node: sympy.Basic, slots: Slots) -> Closure:
    parts = [closure_of(argument, slots) for argument in node.args]
    return lambda frame: all(part(frame) for part in parts)


def _any(node: sympy.Basic, slots: Slots) -> Closure:
    parts = [closure_of(argument, slots) for argument in node.args]
    return lambda frame: any(part(frame) for part in parts)


def _not(node: sympy.Basic, slots: Slots) -> Closure:
    part = closure_of(node.args[0], slots)
    return lambda frame: not part(frame)


def _truth(node: sympy.Basic, _: Slots) -> Closure:
    value = node is sympy.true
    return lambda frame: value


def _derivative(node: sympy.Basic, slots: Slots) -> Closure:
    """Differentiate numerically, where no function is known for the derivative (zeta', a Bessel order)."""
    expression, (symbol, order) = node.expr, node.variable_count[0]
    if len(node.variable_count) > 1:
        expression = sympy.Derivative(expression, *node.variable_count[1:])
    if symbol not in slots or not order.is_Integer:
        return _unknown(node)
    slot, inner = slots[symbol], closure_of(expression, slots)

    def differentiate(frame: Frame) -> Number:
        def at(value: Number) -> Any:
            values = [*frame.values[:slot], value, *frame.values[slot + 1 :]]
            return real(frame.context, inner(frame.with_values(values)))

        point = real(frame.context, frame.values[slot])
        return _numeric(frame.context, frame.context.diff, at, point, int(order))

    return differentiate


def _numeric(context: Any, function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return checked(context, function(*arguments))
    except FAILURES as error:
        raise NotEvaluable(str(error)) from error


def _substitution(node: sympy.Basic, slots: Slots) -> Closure:
    names, values = node.variables, [closure_of(value, slots) for value in node.point]
    width = max(slots.values(), default=-1) + 1
    extended = {**slots, **{name: width + index for index, name in enumerate(names)}}
    inner = closure_of(node.expr, extended)

    def substitute(frame: Frame) -> Number:
        bound = [*frame.values[:width], *(value(frame) for value in values)]
        return inner(frame.with_values(bound))

    return substitute


def _hypergeometric(node: sympy.Basic, slots: Slots) -> Closure:
    """Evaluate ``hyper`` and ``meijerg``, whose arguments are tuples of parameters."""
    name = "meijerg" if isinstance(node, sympy.meijerg) else "hyper"
    argument = closure_of(node.args[-1], slots)
    groups = [_tuple(group, slots) for group in node.args[:-1]]

    def value(frame: Frame) -> Number:
        function = getattr(frame.context, name)
        lists = [group(frame) for group in groups]
        return _numeric(frame.context, function, *lists, real(frame.context, argument(frame)))

    return value


def _tuple(node: sympy.Basic, slots: Slots) -> Closure:
    if isinstance(node, sympy.Tuple):
        parts = [_tuple(part, slots) for part in node.args]
        return lambda frame: [part(frame) for part in parts]
    inner = closure_of(node, slots)
    return lambda frame: real(frame.context, inner(frame))


_COMPILERS: dict[type, Callable[[Any, Slots], Closure]] = {
    sympy.Rational: _number,
    sympy.Float: _number,
    type(sympy.oo): _infinity,
    type(-sympy.oo): _infinity,
    type(sympy.zoo): _undefined,
    type(sympy.nan): _undefined,
    type(sympy.I): _undefined,
    sympy.NumberSymbol: _constant,
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _power,
    sympy.log: _logarithm,
    sympy.Piecewise: _piecewise,
    Relational: _relation,
    sympy.And: _all,
    sympy.Or: _any,
    sympy.Not: _not,
    BooleanTrue: _truth,
    BooleanFalse: _truth,
    sympy.Derivative: _derivative,
    sympy.Subs: _substitution,
    sympy.hyper: _hypergeometric,
    sympy.meijerg: _hypergeometric,
}
