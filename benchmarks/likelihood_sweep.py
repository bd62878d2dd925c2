"""Whether the estimate is the highest point: every family, four sizes of sample, many seeds.

    python benchmarks/likelihood_sweep.py [--seeds 1000] [--families gamma weibull]

For each seed and size a sample is drawn from the density as declared, fitted, and compared with the best of
fifty Nelder-Mead searches that know nothing but the density. Where a fit says that there is no maximum, the
likelihood has to climb over twelve geometric steps on the way that it names. The table is written to
`benchmarks/likelihood_sweep.md`; the exit status is 1 if a maximum that is told to be global is not the
highest point found, or a way does not climb. The law and its searches are those of `tests/sweep`.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import symmle as sm
from tests.sweep.verdicts import sweep

TABLE = Path(__file__).with_suffix(".md")
SIZES = (2, 3, 5, 30)
OUTCOMES = ("converged", "boundary", "no maximum", "not converged")
TOGETHER = 50

HEAD = """# The highest point of many searches

`python benchmarks/likelihood_sweep.py --seeds {seeds}`: samples of 2, 3, 5 and 30 rows, {seeds} of each, for
each family. *Lower* counts fits that are told to be local maxima and are lower than the best of fifty
searches by more than 1e-9 (1 + sum |log f|); *wrong* counts what is told to be global and is lower, and
refusals whose likelihood does not climb as they say.

"""


def counted(name, seeds):
    """Count the outcomes for a family."""
    counts = Counter()
    for size in SIZES:
        for first in range(0, seeds, TOGETHER):
            for verdict in sweep(name, range(first, min(first + TOGETHER, seeds)), size):
                counts[verdict.outcome] += 1
                if not verdict.holds:
                    counts["lower" if verdict.optimality == "local" else "wrong"] += 1
                    if verdict.optimality != "local":
                        sys.stderr.write(f"{name}: {verdict}\n")
    return counts


def main():
    """Run the sweep and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--families", nargs="*", default=sm.families.names())
    given = parser.parse_args()
    head = ("family", *OUTCOMES, "lower", "wrong")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    wrong = 0
    for name in given.families:
        counts = counted(name, given.seeds)
        wrong += counts["wrong"]
        lines.append(f"| {name} | {' | '.join(str(counts[each]) for each in head[1:])} |")
        print(lines[-1], flush=True)
    if list(given.families) == list(sm.families.names()):
        TABLE.write_text(HEAD.format(seeds=given.seeds) + "\n".join(lines) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
