"""A program is loaded once, shows its lines in tracebacks, and is written byte for byte."""

import linecache
import pickle
import sys
import traceback

import pytest

from symmle import families
from symmle.derivation import derive
from symmle.generation import Program, load, write


def test_the_same_text_is_the_same_module():
    program = derive(families.gaussian()).program
    again = pickle.loads(pickle.dumps(program))
    assert again == program
    assert load(again) is load(program)
    other = Program.of("gaussian", program.source + "# \n")
    assert other.digest != program.digest
    assert load(other) is not load(program)


def test_a_module_is_in_no_table_of_modules():
    module = load(derive(families.gaussian()).program)
    assert module not in sys.modules.values()
    assert module.__name__ not in sys.modules


def test_a_traceback_shows_the_lines_of_the_module():
    module = load(derive(families.gaussian()).program)
    linecache.checkcache()
    with pytest.raises(module.DataError) as caught:
        module.fit([])
    shown = "".join(traceback.format_tb(caught.tb))
    assert "sample = check(x, weights=weights)" in shown
    assert "<symmle gaussian " in shown


def test_what_is_written_is_the_text(tmp_path):
    program = derive(families.poisson()).program
    path = write(program, tmp_path / "poisson.py")
    assert path.read_bytes() == program.source.encode()
