"""Sums over a sample as one symbolic node, and the statistics that such sums reduce to.

A :class:`SampleSum` binds the observations of its :class:`Sample`: they are not free in it, they are never
substituted, and neither ``cse`` nor ``xreplace`` can see them. These are the only subclasses of SymPy's
classes in the package.
"""

from symmle.sample_sum.node import SampleSum, sample_nodes
from symmle.sample_sum.sample import Sample
from symmle.sample_sum.statistic import Statistic, StatisticKind, definition, sample_mean, sample_size

__all__ = [
    "Sample",
    "SampleSum",
    "Statistic",
    "StatisticKind",
    "definition",
    "sample_mean",
    "sample_nodes",
    "sample_size",
]
