"""Running the command in this process, and files for it to read."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from symmle.cli.command import application

DATA = Path(__file__).parents[2] / "examples" / "data"


@pytest.fixture
def run():
    """Run the command with these arguments; whatever it says, it never ends in a traceback."""

    def invoke(*arguments, stdin=None):
        result = CliRunner().invoke(application, [str(argument) for argument in arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture
def csv(tmp_path):
    """Write a CSV file and return its path."""

    def write(text, name="data.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture(scope="session")
def data():
    """The folder of example data."""
    return DATA
