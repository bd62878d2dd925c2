"""Laws of sums over a sample: a sum of gamma variables is one, and so is a normal sample's sum of squares."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Mul, S, Symbol, digamma, expand_mul, gamma, log

from symmle.information.canonical import CanonicalLaw
from symmle.information.expectations import law_of, tidy
from symmle.information.gamma_integrals import Kernel
from symmle.likelihood import LogLikelihood
from symmle.sample_sum import Statistic, StatisticKind, sample_size

_TOTAL = Symbol("total#", positive=True)
COCHRAN = (
    "n variance(g)/v of independent normal g with variance v is chi-square with n - 1 degrees of freedom "
    "(W. G. Cochran, Proc. Camb. Phil. Soc. 30 (1934) 178-191)"
)


@dataclass(frozen=True, slots=True)
class GammaTotal:
    """A statistic as a function of a total that follows a gamma law with scale one.

    Attributes
    ----------
    statistic : Statistic
        Of the sample.
    form : Expr
        The same in the total.
    shape : Expr
        Of the law of the total, for n rows with unit weights.
    basis : str
        Why it is so.
    """

    statistic: Statistic
    form: Expr
    shape: Expr
    basis: str

    def mean(self, estimator: Expr) -> tuple[Expr, Expr] | None:
        """Give E of a function of the statistic alone, and what must be positive for it to exist.

        The function must be a combination of powers of the total and its logarithm.
        """
        moved = estimator.xreplace({self.statistic: self.form})
        if moved.atoms(Statistic) - {sample_size(self.statistic.sample)}:
            return None
        found, needed = [], S.One
        for term in Add.make_args(expand_mul(moved)):
            outside, inside = tidy(term).as_independent(_TOTAL, as_Add=False)
            power = _power(inside)
            if inside == log(_TOTAL):
                found.append(outside * digamma(self.shape))
            elif power is not None:
                found.append(outside * _moment(self.shape, power))
                needed = self.shape + power if power.is_negative else needed
            else:
                return None
        return Add(*found), needed


def gamma_totals(likelihood: LogLikelihood) -> tuple[GammaTotal, ...]:
    """Give the statistics of a sample whose laws are gamma laws, by the substitution that the density has."""
    law = law_of(likelihood)
    if law is None or likelihood.model.covariates:
        return ()
    return tuple(found for found in (_sum_of(law, likelihood), _squares_of(law, likelihood)) if found)


def _sum_of(law: CanonicalLaw, likelihood: LogLikelihood) -> GammaTotal | None:
    """``sum(u) ~ Gamma(n a)``, where u = A g(x) + B with g free of parameters."""
    standard = law.standard_gamma()
    if standard is None:
        return None
    shape, variable = standard
    parameters = set(likelihood.parameters)
    resting, moving = expand_mul(variable).as_independent(law.observation, as_Add=True)
    slope, g = _parted(moving, law.observation, parameters)
    if g is None:
        return None
    size = sample_size(likelihood.sample)
    mean = Statistic(StatisticKind.MEAN, (g,), likelihood.sample)
    basis = "a sum of independent gamma variables with one scale is one, and its shape is the sum of the shapes"
    return GammaTotal(mean, (_TOTAL / size - resting) / slope, size * shape, basis)


def _parted(moving: Expr, column: Symbol, parameters: set[Symbol]) -> tuple[Expr, Expr | None]:
    """``x**2/(2*s**2) -> (1/(2*s**2), x**2)``; None where a parameter stays with the observation."""
    slope, g = moving.as_independent(column, as_Add=False)
    if moving.is_Add:
        slope, g = moving.as_coeff_Mul() if moving.free_symbols.isdisjoint(parameters) else (S.One, moving)
        factored = tidy(moving)
        if factored.is_Mul:
            free = [f for f in factored.args if f.free_symbols.isdisjoint(parameters)]
            slope, g = Mul(*[f for f in factored.args if f not in free]), Mul(*free)
    return slope, g if g.free_symbols.isdisjoint(parameters) else None


def _squares_of(law: CanonicalLaw, likelihood: LogLikelihood) -> GammaTotal | None:
    """``n variance(g) = 2 v T`` with T ~ Gamma((n - 1)/2), where g = m +- sqrt(2 v u) and u ~ Gamma(1/2)."""
    spread = law.normal_spread()
    if spread is None:
        return None
    g, variance = spread
    size = sample_size(likelihood.sample)
    statistic = Statistic(StatisticKind.VARIANCE, (g,), likelihood.sample)
    return GammaTotal(statistic, 2 * variance * _TOTAL / size, (size - 1) / 2, COCHRAN)


def _power(inside: Expr) -> Expr | None:
    """``T**p -> p``."""
    base, exponent = (S.One, S.Zero) if inside is S.One else inside.as_base_exp()
    return exponent if base in (_TOTAL, S.One) and not exponent.has(_TOTAL) else None


def _moment(shape: Expr, power: Expr) -> Expr:
    """``E[T**p] = Γ(shape + p)/Γ(shape)``, written out for whole p."""
    if not power.is_Integer:
        return gamma(shape + power) / gamma(shape)
    if power >= 0:
        return Mul(*[shape + j for j in range(int(power))])
    return 1 / Mul(*[shape - 1 - j for j in range(-int(power))])
