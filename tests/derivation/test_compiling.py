"""The derivation of every family, asked for on the command line, compiles as a LaTeX document."""

import pytest
from click.testing import CliRunner

from symmle import families
from symmle.cli.command import application

#: a formula too long for its line: the list may only shrink
TOO_WIDE = {
    "exponentiated_exponential_known_rate",
    "exponentiated_weibull",
    "half_cauchy",
    "logarithmic_series",
    "negative_binomial_known_r",
}


@pytest.mark.parametrize("name", families.names())
def test_a_family_compiles(name, compiled):
    shown = CliRunner().invoke(application, ["derive", name, "--format", "latex"])
    assert shown.exit_code == 0, shown.output
    wide = "Overfull" in compiled(shown.output)
    assert not wide or name in TOO_WIDE
