"""What is the same in every row is computed once, before the rows."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Mul, Piecewise, Pow, Symbol


class Hoist:
    """Takes the largest parts that do not vary from row to row out of row expressions.

    Parameters
    ----------
    varying : frozenset of Symbol
        The columns.
    fresh : iterator of Symbol
        Names for what is taken out.
    """

    def __init__(self, varying: frozenset[Symbol], fresh: Iterator[Symbol]) -> None:
        self._varying = varying
        self._fresh = fresh
        self.found: dict[Expr, tuple[Symbol, int]] = {}

    def rest(self, expression: Expr, order: int) -> Expr:
        """Return the row expression with its constant parts named in `found`, each with its first order."""
        if not self._varies(expression):
            return self._named(expression, order)
        if not expression.args or isinstance(expression, Piecewise):
            return expression
        if isinstance(expression, Add | Mul):
            still = [part for part in expression.args if not self._varies(part)]
            moving = [self.rest(part, order) for part in expression.args if self._varies(part)]
            return expression.func(self._named(expression.func(*still), order), *moving)
        return expression.func(*(self.rest(part, order) for part in expression.args))

    def _varies(self, expression: Expr) -> bool:
        return not self._varying.isdisjoint(expression.free_symbols)

    def _named(self, expression: Expr, order: int) -> Expr:
        if expression.is_Boolean or is_cheap(expression):
            return expression
        if expression not in self.found:
            self.found[expression] = (next(self._fresh), order)
        symbol, first = self.found[expression]
        self.found[expression] = (symbol, min(first, order))
        return symbol


def is_cheap(expression: Expr) -> bool:
    """Whether an expression costs at most one addition or product: a name would not pay."""
    if not expression.args or expression.is_number:
        return True
    if len(expression.args) != 2 or any(part.args for part in expression.args):
        return False
    if isinstance(expression, Pow):
        return bool(expression.exp.is_Integer and abs(expression.exp) <= 2)
    return isinstance(expression, Add | Mul)
