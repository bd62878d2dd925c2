"""Write what the engine finds for every row of the catalogue: ``python docs/catalogue.py``.

Three files come of it: `docs/catalogue.md` for people, `symmle/cli/families.json` for ``symmle families``,
and `tests/families/exceptions.toml`, from which what is no longer an exception is taken away. A kind or a
grade that got weaker is refused, unless the family is named after ``--accept``; ``--costs`` counts the calls
anew, which is done by itself for a new family only, since a count differs a little from one version of SymPy
to the next.
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path

from sympy.core.cache import clear_cache

import symmle as sm
from symmle.budget import Budget
from symmle.derivation import pipeline

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT / "tests" / "catalogue.toml"
EXCEPTIONS = ROOT / "tests" / "families" / "exceptions.toml"
TABLE = ROOT / "symmle" / "cli" / "families.json"
PAGE = ROOT / "docs" / "catalogue.md"

KINDS = ("no maximum", "iterative", "profile", "algebraic", "finite search", "set", "closed form")
GRADES = ("unproved", "local", "proved under lemma", "proved")
CLOSED = ("closed form", "algebraic", "finite search", "set")
LAST = "Several columns, processes, regression, latent classes"
ENDLESS = 10**9


def read(path):
    """Give what a TOML file says."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def found(name):
    """Give what the engine finds for a family, as plain values."""
    model = sm.families.load(name)
    words = model.to_dict()
    estimator = sm.derive(model).estimator
    return {
        "name": name,
        "title": model.about.title,
        "density": words.get("density") or f"exp({words['log_density']})",
        "data": words["data"],
        "parameters": words["parameters"],
        "constants": words.get("constants", {}),
        "covariates": words.get("covariates", {}),
        "kind": str(estimator.kind),
        "estimator": {
            parameter: str(estimator[parameter])
            for parameter in model.parameters
            if parameter not in estimator.remaining
        },
        "remaining": list(estimator.remaining),
        "conditions": [str(condition) for condition in estimator.conditions],
        "grade": str(estimator.certificate.grade),
    }


def forget():
    """Empty every cache that symmle and SymPy keep."""
    clear_cache()
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "symmle":
            for value in vars(module).values():
                getattr(value, "cache_clear", lambda: None)()


def calls(name):
    """Count the Python calls that a derivation takes from nothing."""
    model = sm.families.load(name)
    sm.derive(model)  # imports and tables are no part of the cost
    forget()
    with Budget(ENDLESS, name) as budget:
        pipeline.derive(model)
    return budget.used


def committed():
    """Give the table as it is committed, by family."""
    if not TABLE.exists():
        return {}
    return {entry["name"]: entry for entry in json.loads(TABLE.read_text(encoding="utf-8"))}


def entries(count_all):
    """Give the table: every family with what is found for it."""
    before = committed()
    for name in sm.families.names():
        entry = found(name)
        known = before.get(name, {}).get("calls")
        yield {**entry, "calls": calls(name) if count_all or known is None else known}


def weaker(entry, before):
    """Say what was lost, if anything was."""
    for word, order in (("kind", KINDS), ("grade", GRADES)):
        if word in before and order.index(entry[word]) < order.index(before[word]):
            yield f"{entry['name']}: {word} was {before[word]}, is {entry[word]}"


def families_of(facts, *classes):
    """Give the families that stand for the rows of these classes."""
    rows = [row for each in facts["rows"].values() for row in each]
    return sorted({name for row in rows if row[1] in classes for name in row[2].split()})


def short(table, facts):
    """Give the families that fall short of what can be done on paper, by what is missing."""
    kinds = {name: known["kind"] for name, known in facts["facts"].items()}
    closed = [n for n, kind in kinds.items() if kind in CLOSED and table[n]["kind"] not in CLOSED]
    equation = [n for n, kind in kinds.items() if kind == "profile" and len(table[n]["remaining"]) > 1]
    return {"closed": sorted(closed), "equation": sorted(equation)}


def missing(facts):
    """Give the rows that a density of one column should stand for, and none does, with the reason."""
    for section, rows in facts["rows"].items():
        for row in rows:
            if section != LAST and row[1] not in ("S", "other") and not row[2]:
                yield row[0], row[3]


def lines_of_exceptions(exceptions, now):
    """Write the exceptions that still are some."""
    head = EXCEPTIONS.read_text(encoding="utf-8").split("[", 1)[0].rstrip()
    lines = [head]
    for what, reasons in exceptions.items():
        lines += ["", f"[{what}]"]
        lines += [f'{name} = "{reason}"' for name, reason in reasons.items() if name in now[what]]
    return "\n".join(lines) + "\n"


def told(entry):
    """Write the estimator of a family in a line."""
    closed = [f"{name} = {text}" for name, text in entry["estimator"].items()]
    left = ", ".join(entry["remaining"])
    if len(entry["remaining"]) == 1:
        closed.append(f"{left} from one equation")
    elif left:
        closed.append(f"{left} together")
    return "; ".join(closed)


def cell(text):
    """Keep a text from ending a cell of a Markdown table."""
    return text.replace("|", "\\|")


HEAD = ("Density", "Class", "Family", "Found", "Estimator", "Grade", "Cost")


def lines_of_row(row, table, *, last):
    """Write the lines of one row: one for each family, or one that says why there is none."""
    if not row[2]:
        why = "" if len(row) < 4 else f": {row[3]}"
        waiting = "to come" if last or row[1] == "S" else "none"
        yield (row[0], row[1], "", f"{waiting}{why}", "", "", "")
    for name in row[2].split():
        entry = table[name]
        cost = f"{entry['calls'] / 1000:.0f}"
        yield (row[0], row[1], f"`{name}`", entry["kind"], f"`{cell(told(entry))}`", entry["grade"], cost)


def lines_of_table(head, rows):
    """Write a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


INTRODUCTION = """# The catalogue

Densities of which books tell the maximum likelihood estimator, and what the engine finds for them. The engine
has no table to look an estimator up in: each is derived from the declaration in `symmle/families`, and tests
compare it with the facts in `tests/catalogue.toml`. This page is written by `python docs/catalogue.py`, and a
test holds that it is up to date.

Classes, by what is known on paper: **C** closed, **L** closed through a special function, **P1** the rest
closed and one equation left, **N** numeric, **S** not regular (the support moves with a parameter, a kink, an
integer parameter). The cost is that of the whole derivation with its proof and its module, in thousands of
Python calls.
"""


def share(table, facts):
    """Give how many of the closed rows of one parameter are proved, and how many there are."""
    ones = [name for name in families_of(facts, "C", "L") if len(table[name]["parameters"]) == 1]
    proved = [name for name in ones if table[name]["grade"].startswith("proved")]
    return len(proved), len(ones)


def page(table, facts, exceptions):
    """Write the page."""
    proved, ones = share(table, facts)
    yield INTRODUCTION
    yield f"{len(table)} families. Of the {ones} of one parameter in class C or L, {proved} are proved.\n"
    for section, rows in facts["rows"].items():
        yield f"## {section}\n"
        yield from lines_of_table(
            HEAD, [line for row in rows for line in lines_of_row(row, table, last=section == LAST)]
        )
        yield ""
    extra = sorted(set(table) - {name for row in families_rows(facts) for name in row})
    yield "## Beside the rows\n"
    rows = [(table[name]["title"], "", name, "other") for name in extra]
    yield from lines_of_table(
        HEAD,
        [line for title, _, name, _ in rows for line in lines_of_row([title, "", name], table, last=False)],
    )
    yield "\n## Exceptions\n"
    yield "Rows that fall short of their class, each with its reason; the list only gets shorter.\n"
    wanted = {"closed": "a closed form", "equation": "one equation"}
    listed = [
        (f"`{name}`", wanted[what], reason)
        for what, reasons in exceptions.items()
        for name, reason in reasons.items()
    ]
    listed += [(row, "a family", reason) for row, reason in missing(facts)]
    yield from lines_of_table(("Family or density", "Wanted", "Reason"), listed)


def families_rows(facts):
    """Give the families of each row."""
    return [row[2].split() for rows in facts["rows"].values() for row in rows]


def texts(count_all):
    """Give each file's path with the text that it should have."""
    facts, listed = read(FACTS), list(entries(count_all))
    table = {entry["name"]: entry for entry in listed}
    exceptions = lines_of_exceptions(read(EXCEPTIONS), short(table, facts))
    rows = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in listed)
    return {
        TABLE: f"[\n{rows}\n]\n",
        EXCEPTIONS: exceptions,
        PAGE: "\n".join(page(table, facts, tomllib.loads(exceptions))) + "\n",
    }


def main():
    """Write the files; the exit status is 1 where something got weaker that was not accepted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--accept", nargs="*", default=[], metavar="FAMILY")
    parser.add_argument("--costs", action="store_true")
    given = parser.parse_args()
    before, written = committed(), texts(given.costs)
    lost = [
        loss
        for entry in json.loads(written[TABLE])
        if entry["name"] not in given.accept
        for loss in weaker(entry, before.get(entry["name"], {}))
    ]
    if lost:
        sys.stderr.write("\n  ".join(["weaker (python docs/catalogue.py --accept FAMILY):", *lost]) + "\n")
        return 1
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
