"""The derivation of every family, asked for on the command line, compiles as a LaTeX document."""

import pytest
from click.testing import CliRunner

from symmle import families
from symmle.cli.command import application


@pytest.mark.parametrize("name", families.names())
def test_a_family_compiles(name, compiled):
    shown = CliRunner().invoke(application, ["derive", name, "--format", "latex"])
    assert shown.exit_code == 0, shown.output
    assert "Overfull" not in compiled(shown.output)
