"""The data as users have them, and the errors of generated modules as symmle tells them."""

from symmle.observations.columns import Observations, read_observations
from symmle.observations.flatness import flat_parameters
from symmle.observations.translation import own_findings, telling_errors

__all__ = ["Observations", "flat_parameters", "own_findings", "read_observations", "telling_errors"]
