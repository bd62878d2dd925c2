"""What a fit of a million rows costs, in passes over the data.

    python benchmarks/fitting.py [--rows 1000000]

One pass is `np.log(x).sum()` on the same array. The first fit of a model also derives and loads it; that is
done before the clock starts. The least of three times is kept.
"""

import argparse
from collections.abc import Callable
from time import perf_counter

import numpy as np

import symmle as sm

SEED = 20_240_601
SAMPLES: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "exponential": lambda random, n: random.exponential(2.0, n),
    "gaussian": lambda random, n: random.normal(1.0, 2.0, n),
    "log_normal": lambda random, n: random.lognormal(0.5, 0.7, n),
    "inverse_gaussian": lambda random, n: random.wald(2.0, 3.0, n),
    "poisson": lambda random, n: random.poisson(4.0, n),
    "gamma": lambda random, n: random.gamma(3.0, 2.0, n),
    "weibull": lambda random, n: 2.0 * random.weibull(1.5, n),
    "negative_binomial": lambda random, n: random.negative_binomial(3, 0.4, n),
    "logistic": lambda random, n: random.logistic(1.0, 2.0, n),
}


def least(job: Callable[[], object], times: int = 3) -> float:
    """Least time of a few calls."""
    best = float("inf")
    for _ in range(times):
        begin = perf_counter()
        job()
        best = min(best, perf_counter() - begin)
    return best


def cost(name: str, rows: int) -> tuple[float, float]:
    """Time of one fit, and of one pass over the same data."""
    x = SAMPLES[name](np.random.default_rng(SEED), rows)
    model = getattr(sm.families, name)()
    sm.fit(model, {"x": x[:1000]})
    positive = np.abs(x) + 1.0
    return least(lambda: sm.fit(model, {"x": x})), least(lambda: np.log(positive).sum())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    print(f"{rows} rows\n\n{'family':<28}{'fit, ms':>10}{'pass, ms':>10}{'passes':>10}")
    for name in SAMPLES:
        fit, single = cost(name, rows)
        print(f"{name:<28}{fit * 1000:>10.1f}{single * 1000:>10.1f}{fit / single:>10.1f}")


if __name__ == "__main__":
    main()
