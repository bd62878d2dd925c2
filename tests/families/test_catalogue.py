"""The catalogue: what is found against what is known, and the page and the table that tell it."""

import json
import re
import runpy
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import symmle as sm
from symmle import families
from symmle.errors import SymmleError
from symmle.sample_sum import Sample
from symmle.verification.claims import read_claim
from tests.densities import FAMILIES, derived, sample_of, valued
from tests.laws.samples import columns_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = runpy.run_path(str(ROOT / "docs" / "catalogue.py"))
FACTS = PAGE["read"](PAGE["FACTS"])
EXCEPTIONS = PAGE["read"](PAGE["EXCEPTIONS"])
TABLE = PAGE["committed"]()
ROWS = [row for rows in FACTS["rows"].values() for row in rows]

#: how many exceptions there may be: the numbers only get smaller
MOST = {"closed": 0, "equation": 4, "family": 5}
#: families that stand for no row
BESIDE = {"normal_theta_theta2"}


def test_every_family_has_its_row_and_its_facts():
    listed = {name for row in ROWS for name in row[2].split()}
    assert len(ROWS) == 136
    assert set(FAMILIES) == listed | BESIDE
    assert set(FACTS["facts"]) == set(FAMILIES)
    assert all(row[1] in {"C", "L", "P1", "N", "S", "other"} for row in ROWS)


def test_the_engine_reads_no_facts():
    told = re.compile(r"catalogue\.toml|families\.json")
    reading = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "symmle").rglob("*.py")
        if told.search(path.read_text(encoding="utf-8"))
    }
    assert reading == {"symmle/cli/listing.py"}, "the command line lists the table; nothing else may read it"


@pytest.mark.parametrize("name", FAMILIES)
def test_the_table_is_what_is_found(name):
    committed = {word: value for word, value in TABLE[name].items() if word != "calls"}
    assert committed == PAGE["found"](name), "python docs/catalogue.py"


def test_the_page_is_written_from_the_table():
    assert list(TABLE) == list(FAMILIES)
    lines = "\n".join(PAGE["page"](TABLE, FACTS, EXCEPTIONS)) + "\n"
    assert PAGE["PAGE"].read_text(encoding="utf-8") == lines, "python docs/catalogue.py"


def test_what_falls_short_is_listed_with_a_reason():
    short = PAGE["short"](TABLE, FACTS)
    for what, names in short.items():
        assert sorted(EXCEPTIONS[what]) == names
        assert all(EXCEPTIONS[what].values())
        assert len(names) <= MOST[what]
    missing = list(PAGE["missing"](FACTS))
    assert len(missing) <= MOST["family"]
    assert all(reason for _, reason in missing)


def test_most_closed_rows_of_one_parameter_are_proved():
    proved, ones = PAGE["share"](TABLE, FACTS)
    assert ones >= 40
    assert proved >= 0.95 * ones


def test_what_gets_weaker_is_told():
    entry = json.loads(json.dumps(TABLE["gamma"]))
    assert list(PAGE["weaker"](entry, entry)) == []
    less = {**entry, "grade": "unproved", "kind": "iterative"}
    assert len(list(PAGE["weaker"](less, entry))) == 2
    assert list(PAGE["weaker"](entry, less)) == []


def test_a_fact_says_what_its_class_says():
    for row in ROWS:
        for known in (FACTS["facts"][name] for name in row[2].split()):
            if row[1] in ("C", "L"):
                assert known["kind"] in PAGE["CLOSED"]
            if row[1] == "P1":
                assert known["kind"] == "profile" or "equation" in known


def test_nothing_is_found_that_nobody_can_find():
    better = {
        name: found["kind"]
        for name, found in TABLE.items()
        if PAGE["KINDS"].index(found["kind"]) > PAGE["KINDS"].index(FACTS["facts"][name]["kind"])
    }
    assert better == {}, "write the facts anew if this is right"


def claimed(name, text):
    """A fact as an expression, in the statistics of claims."""
    model = derived(name).model
    observed = tuple(model.symbols[each] for each in (*model.data, *model.covariates))
    return read_claim(name, text, model, Sample(observed, "n", name))


def evaluated(name, text, columns, estimates):
    """The value of a fact at data and estimates, by the exact evaluator."""
    model = derived(name).model
    known = {constant: columns[constant] for constant in model.constants} | estimates
    data = {
        model.symbols[each]: [exact(value) for value in columns[each]]
        for each in (*model.data, *model.covariates)
    }
    values = {model.symbols[each]: exact(value) for each, value in known.items()}
    return float(valued(claimed(name, text).expression, data, None, values))


def exact(value):
    return Fraction(float(value))


def fitted(name, columns):
    try:
        return sm.fit(families.load(name), columns)
    except SymmleError as error:
        return error


def columns_for(name, seed):
    if seed == 0:
        return columns_of(name)
    data, values = sample_of(families.load(name), 4 + 3 * seed, seed)
    known = {each: float(values[families.load(name).symbols[each]]) for each in families.load(name).constants}
    return {symbol.name: np.array([float(v) for v in column]) for symbol, column in data.items()} | known


CLOSED = [name for name, facts in FACTS["facts"].items() if "closed" in facts]


@pytest.mark.parametrize("name", CLOSED)
def test_estimates_are_those_of_the_books(name):
    compared = 0
    for seed in range(4):
        columns = columns_for(name, seed)
        fit = fitted(name, columns)
        if isinstance(fit, SymmleError) or fit.status != "converged":
            continue
        for parameter, text in FACTS["facts"][name]["closed"].items():
            known = evaluated(name, text, columns, fit.estimates)
            assert fit.estimates[parameter] == pytest.approx(known, rel=1e-6, abs=1e-9), (parameter, seed)
            compared += 1
    assert compared


EQUATIONS = [name for name, facts in FACTS["facts"].items() if "equation" in facts]


@pytest.mark.parametrize("name", EQUATIONS)
def test_the_equations_of_the_books_vanish_at_the_estimates(name):
    compared = 0
    text = FACTS["facts"][name]["equation"]
    for seed in range(4):
        columns = columns_for(name, seed)
        fit = fitted(name, columns)
        if isinstance(fit, SymmleError) or fit.status != "converged":
            continue
        moved = {parameter: 1.01 * value for parameter, value in fit.estimates.items()}
        beside = evaluated(name, text, columns, moved)
        assert abs(evaluated(name, text, columns, fit.estimates)) <= 1e-5 * abs(beside), seed
        compared += 1
    assert compared


PROVABLE = [name for name in CLOSED if TABLE[name]["kind"] == "closed form"]


@pytest.mark.parametrize("name", PROVABLE)
def test_a_closed_form_is_proved_to_be_the_books(name):
    verdict = sm.verify(families.load(name), estimator=FACTS["facts"][name]["closed"])
    assert verdict.outcome in ("proved", "supported"), str(verdict)
