"""What the sign prover may use: domains of symbols, and expressions known to be positive or not negative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sympy import And, Basic, Expr, S, Symbol
from sympy.core.relational import GreaterThan, LessThan, Relational, StrictGreaterThan, StrictLessThan

from symmle.notation import Domain
from symmle.signs.words import Sign


@dataclass(frozen=True, slots=True)
class Range:
    """An interval with numbers or infinities for ends."""

    lower: Expr
    upper: Expr
    lower_open: bool = True
    upper_open: bool = True

    @classmethod
    def line(cls) -> Range:
        """Give the whole real line."""
        return cls(S.NegativeInfinity, S.Infinity)


@dataclass(frozen=True, slots=True)
class Facts:
    """The premises of a proof of signs.

    Parameters
    ----------
    domains : mapping of Symbol to Domain
        Where parameters, constants and observations live.
    positive, nonnegative : frozenset of Expr
        Expressions known to be so: conditions on the data that a step assumes, and consequences of the
        domains.
    lemmas : frozenset of str or None
        The names of the lemmas that may be used; all of them where it is None.
    found : dict
        Signs that were proved from these facts before, with the depth of the search: a memory, no fact.
    """

    domains: Mapping[Symbol, Domain]
    positive: frozenset[Expr] = frozenset()
    nonnegative: frozenset[Expr] = frozenset()
    lemmas: frozenset[str] | None = None
    found: dict[Expr, tuple[int, Sign]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, domains: Mapping[Symbol, Domain]) -> Facts:
        """Read the facts off domains: ``x`` in ``[0, m]`` gives ``m - x >= 0``."""
        positive: set[Expr] = set()
        nonnegative: set[Expr] = set()
        for symbol, domain in domains.items():
            for end, difference, is_open in _symbolic_ends(symbol, domain):
                if end.free_symbols:
                    (positive if is_open else nonnegative).add(difference)
        return cls(domains, frozenset(positive), frozenset(nonnegative))

    def given(self, *positive: Expr) -> Facts:
        """Add conditions: expressions that a step takes to be positive."""
        return Facts(self.domains, self.positive | frozenset(positive), self.nonnegative, self.lemmas)

    def with_lemmas(self, names: Iterable[str]) -> Facts:
        """Give the same premises, with no other lemmas than these."""
        return Facts(self.domains, self.positive, self.nonnegative, frozenset(names))

    def afresh(self) -> Facts:
        """Give the same premises without the memory of what was proved from them."""
        return replace(self, found={})

    def with_domain(self, symbol: Symbol, domain: Domain) -> Facts:
        """Give the same premises with a symbol in a domain, new or in the place of its own."""
        return replace(self, domains={**self.domains, symbol: domain}, found={})

    def where(self, case: Basic) -> Facts:
        """Add what the condition of a case says: ``x >= 0``, or several such joined by 'and'."""
        strict = [
            _gap(part) for part in And.make_args(case) if isinstance(part, StrictGreaterThan | StrictLessThan)
        ]
        loose = [_gap(part) for part in And.make_args(case) if isinstance(part, GreaterThan | LessThan)]
        if not strict and not loose:
            return self
        return replace(
            self, positive=self.positive.union(strict), nonnegative=self.nonnegative.union(loose), found={}
        )

    def without_lemmas(self) -> Facts:
        """Give the same premises, with the table of lemmas closed."""
        return self.with_lemmas(())

    def inside(self, symbols: Iterable[Symbol]) -> Facts:
        """Open every closed end of the symbols' domains: what holds inside the parameter space."""
        chosen = set(symbols)
        opened = {
            symbol: replace(domain, lower_open=True, upper_open=True)
            if symbol in chosen and domain.members is None
            else domain
            for symbol, domain in self.domains.items()
        }
        return replace(Facts.of(opened), lemmas=self.lemmas).given(*self.positive)

    def range_of(self, symbol: Symbol) -> Range:
        """Give the numeric interval that a symbol lies in."""
        domain = self.domains.get(symbol)
        if domain is None:
            return _assumed_range(symbol)
        if domain.members is not None:
            return _hull(domain.members)
        lower, lower_open = (
            (domain.lower, domain.lower_open) if domain.lower.is_number else (S.NegativeInfinity, True)
        )
        upper, upper_open = (
            (domain.upper, domain.upper_open) if domain.upper.is_number else (S.Infinity, True)
        )
        return Range(lower, upper, lower_open, upper_open)


def _gap(relation: Relational) -> Expr:
    """``a > b -> a - b``."""
    gap: Expr = relation.gts - relation.lts
    return gap


def _symbolic_ends(symbol: Symbol, domain: Domain) -> tuple[tuple[Expr, Expr, bool], ...]:
    return (
        (domain.lower, symbol - domain.lower, domain.lower_open),
        (domain.upper, domain.upper - symbol, domain.upper_open),
    )


def _assumed_range(symbol: Symbol) -> Range:
    lower = S.Zero if symbol.is_nonnegative else S.NegativeInfinity
    upper = S.Zero if symbol.is_nonpositive else S.Infinity
    return Range(lower, upper, symbol.is_zero is not None or lower is not S.Zero, symbol.is_zero is not None)


def _hull(members: tuple[Expr, ...]) -> Range:
    if not all(member.is_number for member in members):
        return Range.line()
    return Range(min(members), max(members), False, False)
