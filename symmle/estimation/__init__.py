"""Estimation: a model and its data become a fit.

This room reads whatever a user calls data, runs the generated module of the model, and keeps the result as
a value: estimates, standard errors, intervals, functions of the parameters, and a summary to read.
"""

from symmle.estimation.intervals import Interval
from symmle.estimation.invariance import Estimate
from symmle.estimation.optimality import Optimality
from symmle.estimation.procedure import fit
from symmle.estimation.record import Fit
from symmle.estimation.tuning import check_settings
from symmle.numerics.records import Finding, Settings

__all__ = ["Estimate", "Finding", "Fit", "Interval", "Optimality", "Settings", "check_settings", "fit"]
