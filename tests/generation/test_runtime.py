"""What a module carries is symmle's own text, word for word, and nothing that it does not need."""

import ast
from pathlib import Path

import pytest

from symmle import families, numerics
from symmle.derivation import derive
from symmle.generation.runtime import FILES, carried, definitions, mentioned

ROOM = Path(numerics.__file__).parent
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in ROOM.glob("*.py")}


def test_every_file_of_the_room_is_known():
    assert {*FILES, "__init__"} == set(SOURCES)


def top_level(source):
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, ast.get_source_segment(source, node)


ORIGINALS = {name: text for source in SOURCES.values() for name, text in top_level(source)}


@pytest.mark.parametrize("name", families.names())
def test_each_copied_definition_equals_its_source(name):
    source = derive(families.load(name)).program.source
    copied = {each: text for each, text in top_level(source) if each in ORIGINALS}
    assert {"Sample", "Fit", "check"} - set(copied) == {"check"}
    assert copied == {each: ORIGINALS[each] for each in copied}


@pytest.mark.parametrize("name", families.names())
def test_nothing_is_carried_that_is_not_used(name):
    source = derive(families.load(name)).program.source
    defined = [each for each, _ in top_level(source)]
    assert len(defined) == len(set(defined))
    names = [node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    public = {"NoMaximumError", "ConvergenceError", "DataError", "Matrix"}
    idle = {each for each in defined if each in ORIGINALS and each not in names} - public
    assert idle == set()


def test_a_definition_brings_what_it_needs():
    names = [definition.name for definition in carried(["weighted_mean"])]
    assert names == ["Array", "Vector", "weighted_sum", "weighted_mean"][-len(names) :]
    assert "weighted_sum" in names
    with pytest.raises(KeyError):
        carried(["unheard_of"])


def test_mentions_are_read_from_code_and_not_from_text():
    assert mentioned('x = "weighted_sum"  # weighted_mean') == frozenset()
    assert mentioned("x = weighted_sum(y, None)") == {"weighted_sum"}
    assert "Column" in definitions()
