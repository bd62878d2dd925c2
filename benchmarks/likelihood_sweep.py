"""Whether the estimate is the highest point: every family, four sizes of sample, many seeds.

    python benchmarks/likelihood_sweep.py [--seeds 1000] [--minutes 60] [--families gamma weibull] [--afresh]

For each seed and size a sample is drawn from the density as declared, fitted, and compared with the best of
fifty Nelder-Mead searches that know nothing but the density. Where a fit says that there is no maximum, the
likelihood has to climb over twelve geometric steps on the way that it names. Seeds are added to those of
the table `benchmarks/likelihood_sweep.md`, to the family that has fewest first, until each has so many or
the minutes are over; `--afresh` begins again from none. The exit status is 1 if a maximum that is told to
be global is not the highest point found, or a way does not climb. The law and its searches are those of
`tests/sweep`.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import symmle as sm
from tests.sweep.verdicts import sweep

TABLE = Path(__file__).with_suffix(".md")
SIZES = (2, 3, 5, 30)
COLUMNS = ("seeds", "converged", "boundary", "no maximum", "not converged", "lower", "wrong")
TOGETHER = 20

HEAD = """# The highest point of many searches

Written by `python benchmarks/likelihood_sweep.py`: samples of 2, 3, 5 and 30 rows, one of each for every
seed of a family; *seeds* says how many there were. *Lower* counts fits that are told to be local maxima and
are lower than the best of fifty searches by more than 1e-9 (1 + sum |log f|); *wrong* counts what is told
to be global and is lower, and refusals whose likelihood does not climb as they say.

In all: {seeds} seeds, {samples} samples, {wrong} wrong. The family with fewest seeds has {fewest}.

"""


def counted(name, seeds):
    """Count the outcomes of these seeds for a family."""
    counts = Counter(seeds=len(seeds))
    for size in SIZES:
        for verdict in sweep(name, seeds, size):
            counts[verdict.outcome] += 1
            if not verdict.holds:
                counts["lower" if verdict.optimality == "local" else "wrong"] += 1
                if verdict.optimality != "local":
                    print(f"{name}: {verdict}", file=sys.stderr, flush=True)
    return counts


def read(names):
    """The counts of the table, none for a family that it does not have."""
    counts = {name: Counter() for name in names}
    for line in TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else ():
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if name in counts and len(cells) == len(COLUMNS):
            counts[name] = Counter(dict(zip(COLUMNS, map(int, cells), strict=True)))
    return counts


def write(counts):
    """Write the table."""
    rows = [("family", *COLUMNS), *((name, *(each[c] for c in COLUMNS)) for name, each in counts.items())]
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    lines.insert(1, f"|{'---|' * len(rows[0])}")
    told = {what: sum(each[what] for each in counts.values()) for what in ("seeds", "wrong")}
    fewest = min(each["seeds"] for each in counts.values())
    head = HEAD.format(samples=told["seeds"] * len(SIZES), fewest=fewest, **told)
    TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def arguments():
    """What the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--families", nargs="*", default=sm.families.names())
    parser.add_argument("--afresh", action="store_true")
    return parser.parse_args()


def main():
    """Run the sweep and write the table after each batch."""
    given = arguments()
    counts = read(sm.families.names())
    if given.afresh:
        counts |= {name: Counter() for name in given.families}
    end = time.monotonic() + 60 * given.minutes
    while time.monotonic() < end:
        name = min(given.families, key=lambda each: counts[each]["seeds"])
        done = counts[name]["seeds"]
        if done >= given.seeds:
            break
        counts[name] += counted(name, range(done, min(done + TOGETHER, given.seeds)))
        write(counts)
        print(name, dict(counts[name]), flush=True)
    return 1 if any(each["wrong"] for each in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
