"""The data as users have them, and the errors of generated modules as symmle tells them."""

from symmle.observations.columns import Observations, read_observations
from symmle.observations.translation import own_findings, telling_errors

__all__ = ["Observations", "own_findings", "read_observations", "telling_errors"]
