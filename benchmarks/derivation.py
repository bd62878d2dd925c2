"""What it costs to derive each family, in yardsticks.

    python benchmarks/derivation.py [--rounds 5]

Yardstick and derivations take turns in one process, each with empty caches, and the least time of
each is kept: the least is what the work costs, the rest is what else the machine was doing. The exit status
is 1 if the slowest family takes more than 2.5 yardsticks or the median more than 0.5.
"""

import argparse
import sys
from functools import partial
from statistics import median

from yardstick import seconds, yardstick

import symmle as sm

MOST, MIDDLE = 2.5, 0.5


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


def report(best: dict[str, float]) -> bool:
    """Print the table; True if both limits hold."""
    unit = best.pop("yardstick")
    costs = {name: time / unit for name, time in best.items()}
    print(f"yardstick: {unit * 1000:.0f} ms\n")
    print(f"{'family':<28}{'ms':>8}{'yardsticks':>12}")
    for name in sorted(costs, key=costs.__getitem__):
        print(f"{name:<28}{best[name] * 1000:>8.0f}{costs[name]:>12.2f}")
    worst, middle = max(costs.values()), median(costs.values())
    print(f"\nmaximum {worst:.2f} (limit {MOST}), median {middle:.2f} (limit {MIDDLE})")
    return worst <= MOST and middle <= MIDDLE


def main() -> int:
    """Run the benchmark; the exit status says whether the limits hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    return 0 if report(least_times(parser.parse_args().rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
