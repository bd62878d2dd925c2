"""Laws of sums over a sample: a sum of gamma variables is one, and so is a normal sample's sum of squares."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Mul, S, Symbol, digamma, gamma, log

from symmle.differentiation import Derivatives
from symmle.information.canonical import settled
from symmle.information.expectations import expectations_of, law_of, tidy
from symmle.information.linear import observed_sample
from symmle.likelihood import LogLikelihood
from symmle.sample_sum import Statistic, StatisticKind, sample_size

_TOTAL = Symbol("total#", positive=True)
MORRIS = (
    "a natural exponential family is known by its variance as a function of its mean, and a gamma law has a "
    "multiple of the square (C. N. Morris, Ann. Statist. 10 (1982) 65-80); a sum of independent gamma "
    "variables with one scale is one"
)
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
        for term in Add.make_args(settled(tidy(moved))):
            outside, inside = term.as_independent(_TOTAL, as_Add=False)
            power = _power(inside)
            if inside == log(_TOTAL):
                found.append(outside * digamma(self.shape))
            elif power is not None:
                found.append(outside * _moment(self.shape, power))
                needed = self.shape + power if power.is_negative else needed
            else:
                return None
        return Add(*found), needed


def gamma_totals(derivatives: Derivatives) -> tuple[GammaTotal, ...]:
    """Give the statistics of a sample whose laws are gamma laws."""
    likelihood = derivatives.reduction.likelihood
    if likelihood.model.covariates or not likelihood.model.normalised:
        return ()
    found = (_sum_of(derivatives), _squares_of(likelihood))
    return tuple(total for total in found if total is not None)


def _sum_of(derivatives: Derivatives) -> GammaTotal | None:
    """A natural exponential family whose variance is (mean - c)**2/a is that of c plus a gamma variable of
    shape a: so is one of -c less a gamma variable.
    """
    likelihood = derivatives.reduction.likelihood
    identities = expectations_of(derivatives).identities
    if len(likelihood.parameters) != 1 or len(identities.loadings) != 1 or derivatives.reduction.sums:
        return None
    (parameter,) = likelihood.parameters
    ((statistic, loadings),) = identities.loadings.items()
    mean = identities.means[statistic]
    slope = mean.diff(parameter)
    variance = tidy(loadings[parameter] * slope)
    if slope == 0 or variance.diff(parameter) == 0:
        return None
    bend = tidy(variance.diff(parameter) / slope)
    shape = tidy(4 * variance / bend**2)
    place = tidy(mean - shape * bend / 2)
    if {parameter} & (shape.free_symbols | place.free_symbols):
        return None
    return _total(statistic, mean=mean, place=place, shape=shape, likelihood=likelihood)


def _total(statistic: Expr, *, mean: Expr, place: Expr, shape: Expr, likelihood: LogLikelihood) -> GammaTotal:
    """``mean(T) = c + (E[T] - c)/(n a) * total``, written for the first of the means that T is made of."""
    size = sample_size(likelihood.sample)
    whole = place + (mean - place) * _TOTAL / (size * shape)
    terms = [
        term.as_independent(*observed_sample(likelihood).observations, as_Add=False)
        for term in Add.make_args(statistic)
    ]
    (factor, first), *rest = terms
    others = Add(*[c * Statistic(StatisticKind.MEAN, (g,), likelihood.sample) for c, g in rest])
    return GammaTotal(
        Statistic(StatisticKind.MEAN, (first,), likelihood.sample),
        (whole - others) / factor,
        size * shape,
        MORRIS,
    )


def _squares_of(likelihood: LogLikelihood) -> GammaTotal | None:
    """``n variance(g) = 2 v T`` with T ~ Gamma((n - 1)/2), where g = m +- sqrt(2 v u) and u ~ Gamma(1/2)."""
    law = None if likelihood.model.constraints else law_of(likelihood)
    spread = None if law is None else law.normal_spread()
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
