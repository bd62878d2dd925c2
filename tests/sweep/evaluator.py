"""The log density of a model on whole arrays, written from the declaration and from nothing that derives."""

import numpy as np
from scipy import special
from sympy import (
    Add,
    Function,
    Mul,
    Piecewise,
    Pow,
    besseli,
    beta,
    binomial,
    cosh,
    erfc,
    exp,
    factorial,
    gamma,
    lambdify,
    log,
)

POWER = Function("weighed")
OF_BESSEL = Function("log_besseli")
OF_ERFC = Function("log_erfc")
OF_COSH = Function("log_cosh")
loggamma = Function("log_gamma")  # SymPy's own turns into log(gamma(x)) at integers


def weighed(power, logarithm):
    """The logarithm of a power; 0**0 is one."""
    return np.where(power == 0, 0.0, power * logarithm)


COMPUTED = {
    "weighed": weighed,
    "log_besseli": lambda order, x: np.log(special.ive(order, x)) + np.abs(x),
    "log_erfc": lambda x: np.log(2) + special.log_ndtr(-np.sqrt(2) * x),
    "log_cosh": lambda x: np.logaddexp(x, -x) - np.log(2),
    "log_gamma": special.gammaln,
}

#: the logarithm of a function, where it has one that does not overflow
RULES = (
    (exp, lambda inner: inner),
    (gamma, loggamma),
    (factorial, lambda whole: loggamma(whole + 1)),
    (beta, lambda a, b: loggamma(a) + loggamma(b) - loggamma(a + b)),
    (binomial, lambda m, k: loggamma(m + 1) - loggamma(k + 1) - loggamma(m - k + 1)),
    (besseli, OF_BESSEL),
    (erfc, OF_ERFC),
    (cosh, OF_COSH),
)


def logarithm(expression):
    """The logarithm of a positive expression, taken apart along its products and powers."""
    if isinstance(expression, Mul):
        signed = [factor for factor in expression.args if factor.has(log) or factor.is_negative]
        apart = [logarithm(factor) for factor in expression.args if factor not in signed]
        return Add(*apart, *([log(Mul(*signed))] if signed else []))
    for kind, rule in RULES:
        if isinstance(expression, kind):
            return rule(*expression.args)
    if isinstance(expression, Pow):
        base, power = expression.args
        return POWER(power, logarithm(base))
    if isinstance(expression, Piecewise):
        return Piecewise(*[(logarithm(value), case) for value, case in expression.args])
    if isinstance(2 - expression, erfc):  # so SymPy writes erfc(-x), which cancels
        return OF_ERFC(-(2 - expression).args[0])
    return log(expression)


class LogLikelihood:
    """The log-likelihood of many samples at many points at once."""

    def __init__(self, model):
        self.model = model
        row = model.log_density if model.log_density is not None else logarithm(model.density)
        self.columns = (*model.data, *model.covariates)
        names = (*self.columns, *model.constants, *model.parameters)
        self.row = lambdify(
            [model.symbols[name] for name in names], row, modules=[COMPUTED, "scipy", "numpy"]
        )

    def rows(self, theta, columns):
        """Log densities: theta is (samples, points, parameters), a column (samples, rows)."""
        observed = [columns[name][:, None, :] for name in self.columns]
        known = [columns[name] for name in self.model.constants]
        points = [theta[:, :, i, None] for i in range(theta.shape[2])]
        with np.errstate(all="ignore"):
            value = np.asarray(self.row(*observed, *known, *points), dtype=float)
        shape = (theta.shape[0], theta.shape[1], columns[self.columns[0]].shape[1])
        return np.broadcast_to(value, shape)

    def __call__(self, theta, columns):
        """The log-likelihood, -oo where it has no value: (samples, points)."""
        with np.errstate(all="ignore"):
            total = self.rows(theta, columns).sum(axis=2)
        return np.where(np.isnan(total) | (total == np.inf), -np.inf, total)
