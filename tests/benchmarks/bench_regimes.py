"""Segmentation of event times: this library, astropy and ruptures side by side.

Run as ``python tests/benchmarks/bench_regimes.py``: some four minutes, nearly all of it ruptures at
5,000 events, whose custom cost is one Python call a candidate block. A row is printed only when all
three give equal edges.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import ruptures
from astropy.stats import bayesian_blocks

from analysis.gaps.days import Floats
from analysis.gaps.segmentation import event_cells, poisson_partition

SIZES = (50, 200, 1000, 5000)
PENALTY = 4.0


class PoissonCost(ruptures.base.BaseCost):
    """Minus the Poisson log-likelihood of a block of cells; the signal is (count, length)."""

    model = "poisson"
    min_size = 1

    def fit(self, signal: Floats) -> PoissonCost:
        self.signal = signal
        self.total = np.concatenate([[[0.0, 0.0]], np.cumsum(signal, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        events, length = self.total[end] - self.total[start]
        return float(-events * np.log(events / length))


def ours(times: Floats) -> Floats:
    counts, edges = event_cells(times)
    return edges[poisson_partition(counts, edges, PENALTY)]


def astropys(times: Floats) -> Floats:
    return np.asarray(bayesian_blocks(times, ncp_prior=PENALTY))


def ruptures_pelt(times: Floats) -> Floats:
    counts, edges = event_cells(times)
    signal = np.column_stack([counts, np.diff(edges)])
    search = ruptures.Pelt(custom_cost=PoissonCost(), min_size=1, jump=1).fit(signal)
    return edges[[0, *search.predict(pen=PENALTY)]]


def timed(job: Callable[[Floats], Floats], times: Floats) -> tuple[Floats, float]:
    """Edges, and the best of several runs that take about half a second in all (at least one)."""
    best, spent = np.inf, 0.0
    while spent < 0.5:
        start = time.perf_counter()
        edges = job(times)
        best = min(best, time.perf_counter() - start)
        spent += time.perf_counter() - start
    return edges, best


def main() -> None:
    print(
        f"{'events':>6} {'rate':>6} {'blocks':>6} {'ours ms':>9} {'astropy ms':>11} {'x':>6} "
        f"{'ruptures ms':>12} {'x':>6}  {'growth of ours':>14}"
    )
    for name, pattern in (("flat", [1.0]), ("steps", [1.0, 4.0])):
        before = None
        for size in SIZES:
            rate = np.array(pattern)[np.arange(size) // 100 % len(pattern)]
            times = np.cumsum(np.random.default_rng(size).exponential(size=size) / rate)
            edges, mine = timed(ours, times)
            peers = [timed(job, times) for job in (astropys, ruptures_pelt)]
            assert all(np.array_equal(edges, theirs) for theirs, _ in peers)
            line = f"{size:6d} {name:>6} {len(edges) - 1:6d} {mine * 1e3:9.2f} "
            line += f"{peers[0][1] * 1e3:11.1f} {peers[0][1] / mine:6.1f} "
            line += f"{peers[1][1] * 1e3:12.1f} {peers[1][1] / mine:6.0f}  "
            if before:
                power = np.log(mine / before[1]) / np.log(size / before[0])
                line += f"{'events^' + format(power, '.1f'):>14}"
            print(line, flush=True)
            before = (size, mine)


if __name__ == "__main__":
    main()
