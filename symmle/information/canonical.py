"""The substitution that makes a density one of Euler's integrals, where there is one.

A Weibull row becomes exp(-u) by u = (x/scale)**shape, a logistic one 1/(1 + u)**2 by u = exp((mu - x)/s), a
Student row a beta-prime one by u = (x - mu)**2/(nu sigma**2) on either side of its middle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Mul,
    Pow,
    Rational,
    S,
    Symbol,
    exp,
    expand_log,
    expand_mul,
    expand_multinomial,
    expand_power_base,
    log,
    powdenest,
    powsimp,
)

from symmle.information.gamma_integrals import Kernel, Powers, arguments, moment
from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.signs import Facts, Sign, sign

# no declared name holds a number sign
_T, _U, _W = (Symbol(name, positive=True) for name in ("t#", "u#", "w#"))
_MOST_TERMS = 60


@dataclass(frozen=True, slots=True)
class CanonicalLaw:
    """An observation as a function of u, which follows a gamma, beta or beta-prime law.

    Attributes
    ----------
    kernel : Kernel
        Which.
    shapes : tuple of Expr
        Its exponents, proved positive.
    observation : Symbol
        The observed column.
    branches : tuple of Expr
        The observation in u; it lies on each branch equally often.
    facts : Facts
        What the domains say, of u as well.
    """

    kernel: Kernel
    shapes: tuple[Expr, ...]
    observation: Symbol
    branches: tuple[Expr, ...]
    facts: Facts

    def mean(self, function: Expr) -> Expr | None:
        """Give the expected value of a function of one row; None where it is no combination of powers and
        logarithms, or one of its integrals is not proved to converge.
        """
        moved = [self._bound(_opened(function.xreplace({self.observation: b}))) for b in self.branches]
        terms = [term for term in Add.make_args(settled(Add(*moved) / len(moved))) if term != 0]
        if len(terms) > _MOST_TERMS:
            return None
        found = [self._mean_of(term) for term in terms]
        return None if any(value is None for value in found) else Add(*found)

    def normal_spread(self) -> tuple[Expr, Expr] | None:
        """Give g and v where g, the observation or its logarithm, is normal with variance v."""
        if self.kernel is not Kernel.GAMMA or len(self.branches) != 2 or self.shapes[0] != Rational(1, 2):
            return None
        for g, sides in ((self.observation, self.branches), (log(self.observation), self._logarithms())):
            half = (sides[0] - sides[1]) / 2
            variance = settled(half**2 / (2 * _U))
            if not variance.has(_U) and sides[0].has(_U):
                return g, variance
        return None

    def _logarithms(self) -> tuple[Expr, ...]:
        return tuple(settled(log(branch)) for branch in self.branches)

    def _mean_of(self, term: Expr) -> Expr | None:
        outside, inside = term.as_independent(_U, _W, as_Add=False)
        powers = _powers(inside)
        if powers is None or not all(
            _positive(z, self.facts) for z in arguments(self.kernel, self.shapes, powers)
        ):
            return None
        return outside * moment(self.kernel, self.shapes, powers)

    def _bound(self, expression: Expr) -> Expr:
        """Put w for 1 - u or 1 + u, so that no expansion takes it apart."""
        return expression.replace(
            lambda part: self._scale(part) is not None, lambda part: self._scale(part) * _W
        )

    @property
    def _other(self) -> Expr | None:
        return {Kernel.GAMMA: None, Kernel.BETA: 1 - _U, Kernel.BETA_PRIME: 1 + _U}[self.kernel]

    def _scale(self, base: Expr) -> Expr | None:
        """``c + c*u -> c``; None for anything else."""
        if self._other is None or not isinstance(base, Add):
            return None
        resting = base.xreplace({_U: S.Zero})
        if not _positive(resting, self.facts) or expand_mul(base - resting * self._other) != 0:
            return None
        return resting


def _powers(inside: Expr) -> Powers | None:
    """Read the powers off a product; None where it holds anything else."""
    exponents = {_U: S.Zero, log(_U): S.Zero, _W: S.Zero, log(_W): S.Zero}
    for part in Mul.make_args(inside):
        base, exponent = part.as_base_exp()
        if base in exponents:
            exponents[base] += exponent
        elif part is not S.One:
            return None
    p, m, r, k = exponents.values()
    if not all(count.is_Integer and count >= 0 for count in (m, k)):
        return None
    return Powers(p, int(m), r, int(k))


def canonical_law(likelihood: LogLikelihood) -> CanonicalLaw | None:
    """Find a substitution that brings one observed column to one of Euler's integrals."""
    model = likelihood.model
    if len(model.data) != 1 or not model.normalised:
        return None
    ((name, support),) = model.data.items()
    column = model.symbols[name]
    if support.integer or support.members is not None:
        return None
    known = {symbol: domain for symbol, domain in model.domains.items() if symbol != column}
    positive = Domain(lower=S.Zero, lower_open=True)
    facts = Facts.of({**known, _T: positive, _U: positive})
    for change in _substitutions(likelihood, column, support):
        first, *others = [_density_on(branch, likelihood.row, column) for branch in change.branches]
        found = _kernel(first, change.bounded, facts)
        if found is not None and all(expand_mul(first - other) == 0 for other in others):
            branches = tuple(settled(branch.xreplace({_T: found.t})) for branch in change.branches)
            return CanonicalLaw(found.kernel, found.shapes, column, branches, facts)
    return None


class _Change(NamedTuple):
    """The observation as a function of t > 0, by branches, and whether t lies below one."""

    branches: tuple[Expr, ...]
    bounded: bool = False


class _Read(NamedTuple):
    """A kernel that was read off a density of t, with u = c t**p."""

    kernel: Kernel
    shapes: tuple[Expr, ...]
    c: Expr = S.One
    p: Expr = S.One

    @property
    def t(self) -> Expr:
        """Give t as a function of u."""
        return settled(Pow(_U / self.c, 1 / self.p))


def _substitutions(likelihood: LogLikelihood, column: Symbol, support: Domain) -> Iterator[_Change]:
    """Yield the changes of variable that the support allows."""
    lower, upper = support.lower, support.upper
    if lower.is_finite and upper == S.Infinity:
        yield _Change((lower + _T,))
        if lower.is_positive:
            yield _Change((lower * exp(_T),))
        elif lower == 0:
            yield from _two_sided(likelihood, log(column))
    elif upper.is_finite and lower == S.NegativeInfinity:
        yield _Change((upper - _T,))
    elif (lower, upper) == (S.Zero, S.One):
        yield _Change((_T,), bounded=True)
        yield _Change((exp(-_T),))
    elif (lower, upper) == (S.NegativeInfinity, S.Infinity):
        yield _Change((log(_T),))
        yield from _two_sided(likelihood, column)


def _two_sided(likelihood: LogLikelihood, compared: Expr) -> Iterator[_Change]:
    """Yield ``x = mu + t`` and ``x = mu - t``, or the same for its logarithm, for every mu in question."""
    for place in _places(likelihood, compared):
        sides = (place + _T, place - _T)
        yield _Change(tuple(exp(side) for side in sides) if isinstance(compared, log) else sides)


def _places(likelihood: LogLikelihood, compared: Expr) -> Iterator[Expr]:
    """Yield what an observation, or its logarithm, is compared with in the density: ``x - mu`` gives mu."""
    found: dict[Expr, None] = {S.Zero: None}
    for difference in sorted(likelihood.row.atoms(Add), key=str):
        if compared in difference.args or -compared in difference.args:
            rest = difference - compared if compared in difference.args else -difference - compared
            if compared.free_symbols.isdisjoint(rest.free_symbols):
                found[-rest] = None
    yield from found


def _density_on(branch: Expr, row: Expr, column: Symbol) -> Expr:
    """Give the log density of t on one branch; every substitution is monotone."""
    slope = branch.diff(_T)
    turned = -slope if slope.could_extract_minus_sign() else slope
    return settled(row.xreplace({column: branch}) + log(turned))


def _kernel(row: Expr, bounded: bool, facts: Facts) -> _Read | None:
    """Read the kernel off a log density of t."""
    found: dict[Expr, Expr] = {}
    for term in Add.make_args(expand_mul(row)):
        outside, inside = term.as_independent(_T, as_Add=False)
        found[inside] = found.get(inside, S.Zero) + outside
    logs = found.pop(log(_T), S.Zero)
    found.pop(S.One, None)
    rest = [(outside, inside) for inside, outside in found.items()]
    if not rest:
        return _power_alone(logs + 1, facts) if bounded else None
    if any(isinstance(inside, log) for _, inside in rest):
        return _two_powers(logs + 1, rest, bounded, facts)
    return None if bounded else _exponential(logs + 1, rest, facts)


def _power_alone(s: Expr, facts: Facts) -> _Read | None:
    """``t**(s - 1)`` on (0, 1)."""
    return _Read(Kernel.BETA, (s, S.One)) if _positive(s, facts) else None


def _exponential(s: Expr, rest: list[tuple[Expr, Expr]], facts: Facts) -> _Read | None:
    """``t**(s - 1) exp(-c t**p)``, with u = c t**p."""
    read = _monomial(Add(*[outside * inside for outside, inside in rest]))
    if read is None:
        return None
    c, p = -read[0], read[1]
    shape = s / p
    if not (_positive(c, facts) and _positive(shape, facts)):
        return None
    return _Read(Kernel.GAMMA, (settled(shape),), c, p)


def _two_powers(s: Expr, rest: list[tuple[Expr, Expr]], bounded: bool, facts: Facts) -> _Read | None:
    """``t**(s - 1) (1 + c t**p)**-q`` on t > 0, or ``t**(s - 1) (1 - t**p)**(b - 1)`` on (0, 1)."""
    if len(rest) != 1:
        return None
    ((power, inside),) = rest
    resting, moving = inside.args[0].as_independent(_T, as_Add=True)
    read = _monomial(moving)
    if read is None or not _positive(resting, facts):
        return None
    c, p = read[0] / resting, read[1]
    shape = settled(s / p)
    if bounded:
        shapes, fits = (shape, power + 1), c == S.NegativeOne and _positive(p, facts)
    else:
        shapes, fits = (shape, settled(-power - shape)), _positive(c, facts)
    if not fits or not all(_positive(each, facts) for each in shapes):
        return None
    return _Read(Kernel.BETA, shapes, p=p) if bounded else _Read(Kernel.BETA_PRIME, shapes, c, p)


def _monomial(expression: Expr) -> tuple[Expr, Expr] | None:
    """``(t/l)**k -> (l**-k, k)``: the coefficient and the exponent."""
    if expression == 0:
        return None
    slope = settled(expand_mul(_T * expression.diff(_T) / expression))
    if slope.has(_T) or slope == 0:
        return None
    return settled(expression.xreplace({_T: S.One})), slope


def settled(expression: Expr) -> Expr:
    """Open logarithms, and merge powers of one base; nothing is assumed that the symbols do not say."""
    merged = powsimp(_opened(expression), combine="exp")
    return expand_mul(expand_multinomial(expand_power_base(merged)))


def _opened(expression: Expr) -> Expr:
    return powdenest(expand_power_base(expand_log(expression.replace(exp, _opened_exponential))))


def _opened_exponential(argument: Expr) -> Expr:
    """``exp(b*log(u) + c) -> u**b * exp(c)``."""
    factors = []
    for term in Add.make_args(expand_mul(argument)):
        logs = [part for part in Mul.make_args(term) if isinstance(part, log)]
        if len(logs) == 1 and logs[0].args[0] in (_T, _U):
            factors.append(Pow(logs[0].args[0], term / logs[0]))
        else:
            factors.append(exp(term))
    return Mul(*factors)


def _positive(expression: Expr, facts: Facts) -> bool:
    return sign(expression, facts) is Sign.POSITIVE
