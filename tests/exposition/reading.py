"""A reader of plain text: it takes a formula at its word, by the rules that a person reads it by.

Factors side by side are a product; a fraction bar divides what stands before it by the one factor behind it;
``log`` without parentheses takes one factor. What it computes must be what the expression says.
"""

import math
import re
from dataclasses import dataclass

_RAISED = {ord(raised): str(digit) for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_TOKEN = re.compile(r"\s*([0-9]+|exp|log|[a-zμθσπ]|Γ|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[-+/^()√·|÷])")
_FUNCTIONS = {"exp": math.exp, "log": math.log, "Γ": math.gamma}


_PLAIN = {
    r"\left": "",
    r"\right": "",
    r"\,": "",
    r"\cdot": "·",
    r"\log": "log",
    r"\exp": "exp",
    r"\Gamma": "Γ",
    r"\mu": "μ",
    r"\theta": "θ",
    r"\sigma": "σ",
    r"\pi": "π",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\frac": "÷",
    r"\sqrt": "√",
    "{": "(",
    "}": ")",
}


def value_of_latex(latex: str, values: dict[str, float]) -> float:
    """Read LaTeX and compute it: its groups are brackets, and a fraction comes before its two parts."""
    for command, plain in _PLAIN.items():
        latex = latex.replace(command, plain)
    return value_of(latex, values)


def value_of(text: str, values: dict[str, float]) -> float:
    """Read a text and compute it."""
    tokens = _TOKEN.findall(text)
    assert "".join(tokens) == text.replace(" ", ""), text
    reader = _Reader(tokens, values)
    result = reader.terms()
    assert not reader.tokens, reader.tokens
    return result


@dataclass
class _Reader:
    tokens: list[str]
    values: dict[str, float]
    inside_bars: bool = False

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, *expected: str) -> bool:
        if self.peek() and self.peek() in expected:
            self.tokens.pop(0)
            return True
        return False

    def terms(self) -> float:
        result = -self.term() if self.take("-") else self.term()
        while self.peek() in ("+", "-"):
            sign = -1 if self.take("-") else 1
            self.take("+")
            result += sign * self.term()
        return result

    def term(self) -> float:
        result = self.factor()
        while self.peek() not in ("", "+", "-", ")") and not (self.peek() == "|" and self.inside_bars):
            if self.take("/"):
                result /= self.factor()
            else:
                self.take("·")
                result *= self.factor()
        return result

    def factor(self) -> float:
        base = self.atom()
        if self.peek() and ord(self.peek()[0]) in _RAISED:
            return base ** int(self.tokens.pop(0).translate(_RAISED))
        return base ** self.atom() if self.take("^") else base

    def enclosed(self, closing: str) -> float:
        outside, self.inside_bars = self.inside_bars, closing == "|"
        result = self.terms()
        assert self.take(closing)
        self.inside_bars = outside
        return result

    def atom(self) -> float:
        token = self.tokens.pop(0)
        if token == "(":
            return self.enclosed(")")
        if token == "|":
            return abs(self.enclosed("|"))
        if token == "÷":
            return self.atom() / self.atom()
        if token == "√":
            return math.sqrt(self.atom())
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self.atom() if self.peek() == "(" else self.factor())
        return float(token) if token.isdigit() else self.values[token]
