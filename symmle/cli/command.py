"""The command ``symmle`` and its subcommands, each loaded when it is called."""

from __future__ import annotations

import sys

import click

import symmle
from symmle.cli.deriving import derive_command
from symmle.cli.exit_codes import EPILOG, ExitCode
from symmle.cli.fitting import fit_command
from symmle.cli.generating import generate_command
from symmle.cli.listing import families_command
from symmle.cli.reporting import INTERRUPTED, debug_option
from symmle.cli.verifying import verify_command

__all__ = ["application", "main"]


# \b keeps click from filling lines into a paragraph, here and in the help of the subcommands.
HELP = """Maximum likelihood from a written density: derived, proved, generated, fitted, verified.

A model is the name of a family (`symmle families` lists them), a .toml file, or flags:

\b
  symmle derive gamma
  symmle fit gamma servings.csv --column x=serving
  symmle derive --density "rate*exp(-rate*x)" --data "x=>= 0" --parameter "rate=> 0"
"""


@click.group(
    name="symmle", help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(symmle.__version__, prog_name="symmle")
@debug_option
def application() -> None:
    """Run a subcommand."""


for command in (derive_command, fit_command, generate_command, verify_command, families_command):
    application.add_command(command)


def main() -> None:
    """Run the command and end the process with its exit code, whenever it is interrupted."""
    try:
        code = application.main(prog_name="symmle", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:  # an interrupt while arguments were still being read
        click.echo(INTERRUPTED, err=True)
        code = ExitCode.INTERRUPTED
    sys.exit(int(code or ExitCode.FINE))
