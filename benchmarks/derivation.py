"""What it costs to derive each family, in yardsticks.

    python benchmarks/derivation.py [--rounds 5]

Yardstick and derivations take turns in one process, each with empty caches, and the least time of each is
kept: the least is what the work costs, the rest is what else the machine was doing. The exit status is 1 if
the median is more than half a yardstick or the 95th percentile more than twelve. With ``--write`` the table
is written to `benchmarks/derivation.md`.
"""

import argparse
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from statistics import median

from yardstick import seconds, yardstick

import symmle as sm

MOST, MIDDLE = 12.0, 0.5  # of the 95th percentile, and of the median


def forget() -> None:
    """Empty every cache that symmle keeps."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "symmle":
            for value in vars(module).values():
                getattr(value, "cache_clear", lambda: None)()


def least_times(rounds: int) -> dict[str, float]:
    """Least time of the yardstick and of each family, taken in turns."""
    models = {name: sm.families.load(name) for name in sm.families.names()}
    jobs = {"yardstick": yardstick, **{name: partial(sm.derive, model) for name, model in models.items()}}
    for job in jobs.values():
        job()  # imports and tables are no part of the cost
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            forget()
            best[name] = min(best[name], seconds(job))
    return best


def table(best: dict[str, float]) -> list[str]:
    """Give the lines of the table, the cheapest family first."""
    unit = best["yardstick"]
    lines = ["| family | yardsticks |", "|---|---:|"]
    costs = {name: time / unit for name, time in best.items() if name != "yardstick"}
    lines += [f"| {name} | {costs[name]:.2f} |" for name in sorted(costs, key=costs.__getitem__)]
    most, middle = percentile(costs.values()), median(costs.values())
    return [*lines, "", f"median {middle:.2f} (limit {MIDDLE}), 95th percentile {most:.2f} (limit {MOST})"]


def percentile(costs: Iterable[float]) -> float:
    """Give the cost that 95 of 100 families do not exceed."""
    ordered = sorted(costs)
    return ordered[-(-95 * len(ordered) // 100) - 1]


def within(best: dict[str, float]) -> bool:
    """Whether both limits hold."""
    costs = [time / best["yardstick"] for name, time in best.items() if name != "yardstick"]
    return percentile(costs) <= MOST and median(costs) <= MIDDLE


def main() -> int:
    """Run the benchmark; the exit status says whether the limits hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    best = least_times(given.rounds)
    lines = table(best)
    print(f"yardstick: {best['yardstick'] * 1000:.0f} ms", *lines, sep="\n")
    if given.write:
        head = "# What it costs to derive each family\n\n`python benchmarks/derivation.py --write`\n\n"
        Path(__file__).with_suffix(".md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0 if within(best) else 1


if __name__ == "__main__":
    sys.exit(main())
