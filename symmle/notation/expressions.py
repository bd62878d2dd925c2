"""Expressions: the walk over Python's syntax tree that builds what is listed and refuses what is not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sympy import And, Eq, Expr, Ne, Not, Or, S

from symmle.budget import Budget, Spent
from symmle.notation.functions import CONSTANTS, FUNCTIONS, UNDEFINED, accepts
from symmle.notation.names import suggestion
from symmle.notation.sizes import bound_call, bound_power, bound_result, read_number
from symmle.notation.tokens import lay_out, refused, tokenise

__all__ = ["parse_expression", "read_expression", "settle_expression"]

# Far beyond any density (a textbook's takes some ten thousand calls); it ends SymPy's own searches.
CALLS_TO_BUILD: Final = 3_000_000
MOST_READINGS: Final = 5
RELATIONS: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
    ast.Eq: Eq,
    ast.NotEq: Ne,
}
JOINS: Final[Mapping[type[ast.AST], Callable[..., Any]]] = {
    ast.And: And,
    ast.Or: Or,
    ast.BitAnd: And,
    ast.BitOr: Or,
}
CONDITIONS: Final = (ast.Compare, ast.BoolOp)


def parse_expression(
    text: str, symbols: Mapping[str, Expr], functions: Mapping[str, Callable[..., Any]] | None = None
) -> Expr:
    """Read an expression in the given names; nothing in the text is ever evaluated as Python.

    Parameters
    ----------
    text : str
        Arithmetic, numbers (``0.5`` is the rational 1/2), declared names and function calls.
    symbols : mapping of str to Expr
        What each name stands for. A declared name wins over the constants ``pi`` and ``E``.
    functions : mapping of str to callable, optional
        Functions besides the listed ones; they may be given conditions. They win over the listed ones.

    Returns
    -------
    Expr
        The SymPy expression, real by construction wherever that can be seen.

    Raises
    ------
    TextRefused
        With the 1-based column of the offence.

    Examples
    --------
    >>> from sympy import Symbol
    >>> parse_expression("0.5*lambda**2", {"lambda": Symbol("lambda")})
    lambda**2/2
    """
    return read_expression(text, symbols, functions or {})


def settle_expression(expression: Expr, symbols: Mapping[str, Expr]) -> Expr:
    """The equal expression whose printed text reads back as itself.

    SymPy's product of ``2`` and ``x + 1`` depends on how it was made; its text does not. What is kept in
    files must be what is read from them.
    """
    for _ in range(MOST_READINGS):
        again = parse_expression(str(expression), symbols)
        if again == expression:
            break
        expression = again
    return expression


def read_expression(
    text: str,
    symbols: Mapping[str, Expr],
    functions: Mapping[str, Callable[..., Any]],
    column: int = 1,
) -> Expr:
    """As `parse_expression`, for a text that begins at `column` of what the user wrote."""
    tokens = tokenise(text, column)
    line, aliases = lay_out(tokens, frozenset(symbols))
    start = tokens[0].column
    reader = _Reader(symbols, functions, aliases, line, start)
    tree = _syntax_tree(line, start)
    try:
        with Budget(CALLS_TO_BUILD, "reading an expression"):
            value = reader.expression(tree)
            reader.check_defined(value, tree)
    except Spent as spent:
        if spent.budget.label != "reading an expression":
            raise
        raise refused("the expression takes too long to build", start) from None
    except RecursionError:
        raise refused("the expression is nested too deeply", start) from None
    except (ArithmeticError, TypeError, ValueError) as error:
        # SymPy gave up on a product or a comparison; what it says is for those who know SymPy.
        raise refused(f"the expression cannot be built ({type(error).__name__})", start) from error
    return value


def _syntax_tree(line: str, start: int) -> ast.expr:
    try:
        # The line's own brackets match, so those put around it cannot be closed from inside.
        return ast.parse(f"({line})", mode="eval").body
    except SyntaxError as error:
        column = start + max((error.offset or 2) - 2, 0)
        raise refused(
            "the text does not parse here: an operator or an operand is missing",
            min(column, start + len(line)),
        ) from error
    except (RecursionError, MemoryError, ValueError):
        raise refused("the text is nested too deeply", start) from None


@dataclass(frozen=True, slots=True)
class _Reader:
    symbols: Mapping[str, Expr]
    functions: Mapping[str, Callable[..., Any]]
    aliases: Mapping[str, str]
    line: str
    start: int

    def column(self, node: ast.AST) -> int:
        return self.start + max(int(getattr(node, "col_offset", 1)), 1) - 1

    def expression(self, node: ast.expr) -> Expr:
        match node:
            case ast.Constant():
                return read_number(
                    self.line[node.col_offset - 1 : (node.end_col_offset or 0) - 1], self.column(node)
                )
            case ast.Name():
                return self.name(node)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.expression(node.operand)
            case ast.UnaryOp(op=ast.USub()):
                return -self.expression(node.operand)
            case ast.BinOp():
                return self.arithmetic(node)
            case ast.Call():
                return self.call(node)
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp():
                raise refused("a condition stands only in Piecewise or in a count", self.column(node))
            case ast.Tuple():
                raise refused("a comma stands only between the arguments of a function", self.column(node))
        raise refused(f"{type(node).__name__} is not part of the notation", self.column(node))

    def name(self, node: ast.Name) -> Expr:
        name = self.aliases.get(node.id, node.id)
        if name in self.symbols:
            return self.symbols[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name in FUNCTIONS or name in self.functions:
            raise refused(
                f"{name} is a function: write {name}(...), or declare it as a name", self.column(node)
            )
        raise refused(
            f"unknown name {name!r}{suggestion(name, [*self.symbols, *CONSTANTS])}", self.column(node)
        )

    def arithmetic(self, node: ast.BinOp) -> Expr:
        # A long sum leans to the left as deep as it is long, so the left spine is walked, not recursed into.
        spine, left = [node], node.left
        while isinstance(left, ast.BinOp):
            spine.append(left)
            left = left.left
        value = self.expression(left)
        for step in reversed(spine):
            value = self.operate(step, value)
        return value

    def operate(self, node: ast.BinOp, left: Expr) -> Expr:
        match node.op:
            case ast.Add():
                return left + self.expression(node.right)
            case ast.Sub():
                return left - self.expression(node.right)
            case ast.Mult():
                return left * self.expression(node.right)
            case ast.Div():
                return self.check_defined(left / self.expression(node.right), node.right)
            case ast.Pow():
                return self.power(left, self.expression(node.right), node.right)
        raise refused(
            "& and | join conditions, and those stand only in Piecewise or in a count",
            self.column(node.right),
        )

    def power(self, base: Expr, exponent: Expr, node: ast.expr) -> Expr:
        bound_power(base, exponent, self.column(node))
        value = self.check_defined(base**exponent, node)
        bound_result(value, self.column(node))
        return value

    def check_defined(self, value: Expr, node: ast.expr) -> Expr:
        if not isinstance(value, Expr):
            raise refused("this is no expression", self.column(node))
        if value.has(*UNDEFINED):
            raise refused("the value is not a real number", self.column(node))
        return value

    def call(self, node: ast.Call) -> Expr:
        name = self.function_name(node)
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise refused("arguments are given by place", self.column(node))
        if name in self.functions:
            arguments = [self.either(argument) for argument in node.args]
            return self.apply(name, self.functions[name], arguments, node)
        wanted = accepts(name, len(node.args))
        if wanted is not None:
            raise refused(f"{name} takes {wanted}, not {len(node.args)}", self.column(node))
        if name in {"Eq", "Ne"}:
            raise refused("a condition stands only in Piecewise or in a count", self.column(node))
        if name == "Piecewise":
            return self.apply(name, FUNCTIONS[name], [self.piece(argument) for argument in node.args], node)
        arguments = [self.expression(argument) for argument in node.args]
        bound_call(name, arguments, self.column(node))
        return self.apply(name, FUNCTIONS[name], arguments, node)

    def function_name(self, node: ast.Call) -> str:
        if not isinstance(node.func, ast.Name):
            raise refused("a product is written with a star: write * before this bracket", self.bracket(node))
        name = self.aliases.get(node.func.id, node.func.id)
        if name in self.functions or name in FUNCTIONS:
            return name
        if name in self.symbols or name in CONSTANTS:
            raise refused(
                f"{name} is a name and no function: write {name}*(...) for a product", self.bracket(node)
            )
        known = suggestion(name, [*FUNCTIONS, *self.functions])
        raise refused(f"unknown function {name!r}{known}", self.column(node))

    def bracket(self, node: ast.Call) -> int:
        return self.start + self.line.index("(", (node.func.end_col_offset or 1) - 1)

    def apply(self, name: str, function: Callable[..., Any], arguments: list[Any], node: ast.Call) -> Expr:
        try:
            value = function(*arguments)
        except (TypeError, ValueError) as error:
            raise refused(f"{name} cannot be applied here: {error}", self.column(node)) from error
        return self.check_defined(value, node)

    def piece(self, node: ast.expr) -> tuple[Expr, Any]:
        if not isinstance(node, ast.Tuple) or len(node.elts) != 2:
            raise refused("a piece is written (value, condition)", self.column(node))
        return self.expression(node.elts[0]), self.condition(node.elts[1])

    def either(self, node: ast.expr) -> Any:
        """An expression, or a condition where the node can be nothing else."""
        negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert)
        joined = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr)
        relation = isinstance(node, ast.Call) and self.function_name(node) in {"Eq", "Ne"}
        if isinstance(node, CONDITIONS) or negated or joined or relation:
            return self.condition(node)
        return self.expression(node)

    def condition(self, node: ast.expr) -> Any:
        match node:
            case ast.Compare():
                return self.comparison(node)
            case ast.BoolOp():
                return JOINS[type(node.op)](*[self.condition(value) for value in node.values])
            case ast.BinOp() if type(node.op) in JOINS:
                return JOINS[type(node.op)](self.condition(node.left), self.condition(node.right))
            case ast.UnaryOp(op=ast.Not() | ast.Invert()):
                return Not(self.condition(node.operand))
            case ast.Call() if self.function_name(node) in {"Eq", "Ne"} and len(node.args) == 2:
                return FUNCTIONS[self.function_name(node)](*map(self.expression, node.args))
            case ast.Name() if self.aliases.get(node.id) == "True" and "True" not in self.symbols:
                return S.true
        raise refused("a condition is wanted here, such as x > 0", self.column(node))

    def comparison(self, node: ast.Compare) -> Any:
        values = [self.expression(value) for value in (node.left, *node.comparators)]
        parts = []
        for operator, left, right in zip(node.ops, values, values[1:], strict=False):
            if type(operator) not in RELATIONS:
                raise refused("this comparison is not part of the notation", self.column(node))
            parts.append(RELATIONS[type(operator)](left, right))
        return And(*parts)
