"""The names that the tables of this room's tests use."""

from sympy import Symbol

from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size

x, y, mu, a, b = (Symbol(name, real=True) for name in ("x", "y", "mu", "a", "b"))
v, k, lam, p, theta, sigma, nu, r, m, c = (
    Symbol(name, positive=True) for name in ("v", "k", "lambda", "p", "theta", "sigma", "nu", "r", "m", "c")
)
sample = Sample((x, y))
n = sample_size(sample)
OBSERVATIONS = ("x", "y")


def total(summand):
    """Give the sum in its linear normal form."""
    return SampleSum(summand, sample)


def written(summand):
    """Give the sum as it is written."""
    return SampleSum.as_written(summand, sample)


def mean(row):
    return sample_mean(row, sample)


def statistic(kind, *rows):
    return Statistic(kind, rows, sample)
