"""Tests of the solvers, the sums and the reading of data."""
