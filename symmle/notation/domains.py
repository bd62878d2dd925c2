"""Domains: the sets in which parameters and observations lie, in one normal form with one text each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Complement, Expr, FiniteSet, Integer, Interval, Range, S, Set, Symbol, Union, floor
from sympy import ceiling as ceil

from symmle.errors import Category, DeclarationError
from symmle.notation.names import decimal_number, exact_number

__all__ = ["Domain"]


@dataclass(frozen=True, slots=True)
class Domain:
    """An interval, the integers in an interval, a finite set, or the real line without zero.

    Parameters
    ----------
    lower, upper : Expr
        The end points; ``-oo`` and ``oo`` where there is none.
    lower_open, upper_open : bool
        Whether the end point is left out; always so at infinity.
    integer : bool
        Whether only the integers of the interval belong to it. Numeric ends are then closed integers.
    members : tuple of Expr, optional
        The elements of a finite set, ascending where they are numbers; the ends are then its extremes where
        they are known.
    nonzero : bool
        Whether zero is taken out of the real line.

    Examples
    --------
    >>> Domain(lower=Integer(0), lower_open=True).text
    '> 0'
    """

    lower: Expr = S.NegativeInfinity
    upper: Expr = S.Infinity
    lower_open: bool = False
    upper_open: bool = False
    integer: bool = False
    members: tuple[Expr, ...] | None = None
    nonzero: bool = False

    def __post_init__(self) -> None:
        if self.members is not None:
            self._settle_members(self.members)
            return
        if self.integer:
            self._settle_integers()
        object.__setattr__(self, "lower_open", bool(self.lower_open or self.lower == S.NegativeInfinity))
        object.__setattr__(self, "upper_open", bool(self.upper_open or self.upper == S.Infinity))
        self._check_ends()

    def _settle_members(self, members: tuple[Expr, ...]) -> None:
        distinct = tuple(dict.fromkeys(members))
        if not distinct:
            raise _refused("a finite set needs a member")
        if all(member.is_number for member in distinct):
            distinct = tuple(sorted(distinct, key=lambda member: member.evalf(30)))
            object.__setattr__(self, "lower", distinct[0])
            object.__setattr__(self, "upper", distinct[-1])
        object.__setattr__(self, "members", distinct)
        object.__setattr__(self, "integer", all(member.is_integer for member in distinct))

    def _settle_integers(self) -> None:
        if _is_finite_number(self.lower):
            lower = floor(self.lower) + 1 if self.lower_open else ceil(self.lower)
            object.__setattr__(self, "lower", lower)
            object.__setattr__(self, "lower_open", False)
        if _is_finite_number(self.upper):
            upper = ceil(self.upper) - 1 if self.upper_open else floor(self.upper)
            object.__setattr__(self, "upper", upper)
            object.__setattr__(self, "upper_open", False)

    def _check_ends(self) -> None:
        if self.nonzero and (self.integer or (self.lower, self.upper) != (S.NegativeInfinity, S.Infinity)):
            raise _refused("zero is taken out of the whole real line only: write nonzero")
        if self.lower == S.Infinity or self.upper == S.NegativeInfinity:
            raise _refused("the domain is empty")
        width = self.upper - self.lower
        if width.is_negative or (width.is_zero and not self.integer and (self.lower_open or self.upper_open)):
            raise _refused(f"the domain is empty: {self.lower} to {self.upper}")
        if width.is_zero:
            raise _refused(f"the domain has one point only: write {{{self.lower}}}, or fix the parameter")

    @property
    def text(self) -> str:
        """The canonical text; `parse_domain` reads it back to an equal domain."""
        if self.members is not None:
            return "{" + ", ".join(map(str, self.members)) + "}"
        if self.nonzero:
            return "nonzero"
        word = "integer" if self.integer else ""
        if self.lower != S.NegativeInfinity and self.upper != S.Infinity:
            return f"{word and word + ' in '}{self._interval()}"
        return f"{word} {self._half_line()}".strip() or "real"

    def _interval(self) -> str:
        left, right = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        return f"{left}{self.lower}, {self.upper}{right}"

    def _half_line(self) -> str:
        if self.lower != S.NegativeInfinity:
            return f"{'>' if self.lower_open else '>='} {self.lower}"
        if self.upper != S.Infinity:
            return f"{'<' if self.upper_open else '<='} {self.upper}"
        return ""

    def __str__(self) -> str:
        return self.text

    @property
    def free_symbols(self) -> frozenset[Symbol]:
        """The symbols on which the end points or members depend."""
        expressions = (self.lower, self.upper) if self.members is None else self.members
        return frozenset().union(*(expression.free_symbols for expression in expressions))

    def symbol(self, name: str) -> Symbol:
        """A symbol of this name that SymPy knows to lie here, as far as its assumptions can say it."""
        return Symbol(name, **dict.fromkeys(self._facts(), True))

    def _facts(self) -> list[str]:
        whole = ["real", "integer"] if self.integer else ["real"]
        if self.nonzero:
            return [*whole, "nonzero"]
        if self.members is not None:
            signs = ("positive", "negative", "nonnegative", "nonpositive", "nonzero")
            return whole + [sign for sign in signs if all(getattr(m, f"is_{sign}") for m in self.members)]
        if self.lower.is_positive or (self.lower.is_nonnegative and self.lower_open):
            return [*whole, "positive"]
        if self.upper.is_negative or (self.upper.is_nonpositive and self.upper_open):
            return [*whole, "negative"]
        above, below = self.lower.is_nonnegative, self.upper.is_nonpositive
        return whole + ["nonnegative"] * bool(above) + ["nonpositive"] * bool(below)

    def contains(self, number: Any) -> bool | None:
        """Whether a number lies here, decided exactly; None where it hangs on a symbol.

        A float is the binary fraction that it is. NaN and the infinities lie nowhere.
        """
        value = exact_number(number)
        if value is None:
            return False
        if self.members is not None:
            return _any(_zero(value - member) for member in self.members)
        low = _above(value - self.lower, self.lower_open) if self.lower != S.NegativeInfinity else True
        high = _above(self.upper - value, self.upper_open) if self.upper != S.Infinity else True
        whole = value.is_integer if self.integer else True
        other = _not(_zero(value)) if self.nonzero else True
        return _all((low, high, whole, other))

    def at(self, values: Mapping[Symbol, Expr]) -> Domain:
        """The domain with the given symbols replaced."""
        if self.members is not None:
            return Domain(members=tuple(member.xreplace(dict(values)) for member in self.members))
        lower, upper = self.lower.xreplace(dict(values)), self.upper.xreplace(dict(values))
        if self.integer and lower == upper:  # what is left of m - x where x takes all of m
            return Domain(members=(lower,))
        return Domain(
            lower, upper, self.lower_open, self.upper_open, integer=self.integer, nonzero=self.nonzero
        )

    @classmethod
    def from_set(cls, given: Set) -> Domain:
        """The domain that a SymPy set describes."""
        if given == Complement(S.Reals, FiniteSet(0)):
            return cls(nonzero=True)
        match given:
            case Interval():
                ends = _exact(given.start), _exact(given.end)
                return cls(*ends, bool(given.left_open), bool(given.right_open))
            case FiniteSet():
                return cls(members=tuple(map(_exact, sorted(given.args, key=str))))
            case Union() if set(given.args) == {Interval.open(-S.Infinity, 0), Interval.open(0, S.Infinity)}:
                return cls(nonzero=True)
            case Range() if given.step == 1:
                return cls(given.inf, given.sup, integer=True)
        known = {S.Reals: cls(), S.Integers: cls(integer=True)}
        known |= {S.Naturals: cls(Integer(1), integer=True), S.Naturals0: cls(Integer(0), integer=True)}
        if given in known:
            return known[given]
        raise _refused(f"the set {given} is not one of the supported domains")


def _exact(end: Expr) -> Expr:
    return decimal_number(end) if end.is_Float else end


def _is_finite_number(end: Expr) -> bool:
    return bool(end.is_number and end.is_finite)


def _zero(value: Expr) -> bool | None:
    zero: bool | None = value.is_zero
    return zero


def _above(gap: Expr, strictly: bool) -> bool | None:
    above: bool | None = gap.is_positive if strictly else gap.is_nonnegative
    return above


def _not(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


def _any(facts: Any) -> bool | None:
    found = list(facts)
    return True if True in found else None if None in found else False


def _all(facts: Any) -> bool | None:
    found = list(facts)
    return False if False in found else None if None in found else True


def _refused(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
