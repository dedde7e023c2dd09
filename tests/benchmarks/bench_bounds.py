"""All daily bounds of one series, beside the same bounds from linear programs.

Reports are drawn at random from one true course, so that they agree. Asked are, for every day, the
least and the most of that day and of the time up to its end. The rivals are

a. two calls of `scipy.optimize.linprog` a window, on the same boundary days, as a sparse matrix;
b. one HiGHS model that stays warm: only the objective changes between two solutions.

Then the same for reports that contradict each other: one in twenty is wrong. The engine finds the
range over all cheapest repairs; the rivals solve the repair once and then hold its price.

The rivals are spared the windows that differ only in days of which no report speaks. Where a rival
solves only a sample, its time for all windows is that of the sample, extrapolated, and marked ~.
Answers are compared before anything is printed. Then: series of 1,000 daily totals with 2% of
falls, in the shape of dashboards, repaired and bounded on every day, and how the time grows with
their length; time and memory of the engine alone as the record grows, and what `check` and `bounds`
cost beside the floor of any such command.

Usage: python tests/benchmarks/bench_bounds.py
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
from bench_series import FLOOR, run
from distributed import Client, LocalCluster
from joblib import Parallel, delayed
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analysis.bounds.claims import Claim
from analysis.bounds.graph import CountGraph, claims_graph
from analysis.bounds.repairs import Repairs
from analysis.record.declared import DEFAULT_VOCABULARY
from analysis.record.vocabulary import Series

RIVALS = [(300, 500, 40), (3000, 2000, 4)]  # reports, days, windows in the sample for linprog
CONTRADICTING = [(300, 500, 20), (3000, 2000, 2)]
SERIES = 1000
CHAIN, WORDS = Series("returned_to_a", "all", "any"), DEFAULT_VOCABULARY
GROWTH = [(3000, 1000), (3000, 10_000), (10_000, 10_000), (30_000, 10_000)]
TARGETS = {"linprog": 500, "HiGHS, warm": 20}  # times slower than the engine, at 300 reports
LENGTHS = (250, 500, 1000, 2000, 4000)
COMMAND_TARGET = 0.3  # seconds beyond the floor, whatever is asked
RETURNED = "--measure returned_to_ukraine"
CHECK = f"check {RETURNED} --channel {{}} --end {{}} --group {{}} --value {{}}"
CLAIMS = {  # channel, day, group and value of claims, by what the record answers
    "all, fits": ("numbered", "2023-08-07", "all", 2598),
    "all, new": ("unnumbered", "2023-08-07", "all", 40),
    "all, contradicts": ("numbered", "2023-08-07", "all", 2700),
    "any, contradicts": ("any", "2026-03-11", "all", 8050),
    "military, contradicts": ("numbered", "2023-08-07", "military", 2598),
    "guardsmen, fits": ("numbered", "2024-12-27", "national_guard", 936),
    "guardsmen, new": ("numbered", "2023-08-07", "national_guard", 515),
    "guardsmen, contradicts": ("numbered", "2024-12-27", "national_guard", 940),
    "guardsmen, many reports": ("numbered", "2023-08-07", "national_guard", 540),
}
BOUNDS = f"bounds {RETURNED} --channel numbered --start 2022-02-24 --end 2023-08-07 --group"
QUESTIONS = {
    **{f"check {name}": CHECK.format(*words) for name, words in CLAIMS.items()},
    "check, no channel": f"check {RETURNED} --end 2023-08-07 --value 2598",
    "check, held": "check --measure held_by_russia --end 2023-08-07 --value 4000",
    "bounds": f"{BOUNDS} all",
    "bounds --why": f"{BOUNDS} all --why",
    "bounds --why, guardsmen": f"{BOUNDS} national_guard --why",
}


def random_claims(number: int, days: int, rng: np.random.Generator) -> list[Claim]:
    """Reports about one course of events: days, spans of up to 60 days, totals; some vague."""
    truth = np.r_[0, np.cumsum(rng.integers(1, 300, days) * (rng.random(days) < 0.1))]
    claims = []
    for place in range(number):
        kind, vague = rng.random(2)
        end = int(rng.integers(days))
        start = 0 if kind < 0.2 else max(end - int(rng.integers(60)), 0) if kind < 0.6 else end
        earliest = max(start, end - int(rng.integers(10))) if rng.random() < 0.2 else end
        low, high = int(truth[end + 1] - truth[start]), float(truth[earliest + 1] - truth[start])
        if vague < 0.5:
            low, high = max(low - int(rng.integers(50)), 0), high + int(rng.integers(50))
        if vague < 0.2:
            high = np.inf
        low = int(min(low, high))
        name = (f"report {place}",)
        claims.append(Claim(start, earliest, end, low, high, True, name, frozenset({"speaker"})))
    return claims


def daily_windows(days: int) -> tuple[np.ndarray, np.ndarray]:
    """Every day, and the time up to its end."""
    every = np.arange(days)
    return np.r_[every, np.zeros_like(every)], np.r_[every, every]


def distinct(graph: CountGraph, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Numbers of the windows between boundary days: all others have the same bounds as one."""
    nodes = graph.nodes
    return np.flatnonzero(np.isin(first - 1, nodes) & np.isin(last, nodes))


def programme(graph: CountGraph) -> tuple[csr_array, np.ndarray]:
    """Rows C(head) - C(tail) <= weight over the boundary days of a graph."""
    edges = graph.edges
    rows = np.repeat(np.arange(len(edges.tail)), 2)
    columns = np.column_stack([edges.head, edges.tail]).ravel()
    entries = np.tile([1.0, -1.0], len(edges.tail))
    shape = (len(edges.tail), len(graph.nodes))
    return csr_array((entries, (rows, columns)), shape=shape), edges.weight


def by_linprog(graph: CountGraph, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Least and most of windows, two linear programs each."""
    matrix, limit = programme(graph)
    opening, closing = np.searchsorted(graph.nodes, (first - 1, last))
    found = np.empty((2, len(first)))
    for place, (tail, head) in enumerate(zip(opening, closing, strict=True)):
        price = np.zeros(len(graph.nodes))
        price[head], price[tail] = 1.0, -1.0
        for side, sign in enumerate((1.0, -1.0)):
            answer = linprog(sign * price, A_ub=matrix, b_ub=limit, bounds=(0, None))
            found[side, place] = np.inf if answer.status == 3 else sign * answer.fun
    return np.round(found)


def by_warm_highs(graph: CountGraph, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Least and most of windows from one model, of which only the objective changes."""
    matrix, limit = programme(graph)
    solver = highspy.Highs()
    solver.silent()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    model.row_lower_ = np.full(matrix.shape[0], -highspy.kHighsInf)
    model.row_upper_ = limit
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    solver.setOptionValue("presolve", "off")  # it would throw the last basis away
    solver.passModel(model)
    opening, closing = np.searchsorted(graph.nodes, (first - 1, last))
    found = np.empty((2, len(first)))
    for side, sign in enumerate((1.0, -1.0)):
        for place, (tail, head) in enumerate(zip(opening, closing, strict=True)):
            solver.changeColCost(head, sign)
            solver.changeColCost(tail, -sign)
            solver.run()
            unbounded = solver.getModelStatus() == highspy.HighsModelStatus.kUnbounded
            found[side, place] = np.inf if unbounded else sign * solver.getObjectiveValue()
            solver.changeColCost(head, 0.0)
            solver.changeColCost(tail, 0.0)
    return np.round(found)


def rivals(number: int, days: int, sample: int) -> None:
    """Compare the answers, then the times, for one size."""
    rng = np.random.default_rng(number)
    claims = random_claims(number, days, rng)
    first, last = daily_windows(days)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        graph = claims_graph(claims)
        answers = np.array(graph.bounds(first, last))
        seconds.append(time.perf_counter() - began)
    own = statistics.median(seconds)
    needed = distinct(graph, first, last)
    print(
        f"\n{number:,} reports, {days:,} days, {4 * days:,} bounds ({2 * len(needed):,} distinct)"
    )
    print(f"  {'engine':<14}{own:10.4f} s")
    for name, method, size in (
        ("linprog", by_linprog, sample),
        ("HiGHS, warm", by_warm_highs, len(needed) if number <= 300 else 200),
    ):
        chosen = np.sort(rng.choice(needed, min(size, len(needed)), replace=False))
        began = time.perf_counter()
        found = method(graph, first[chosen], last[chosen])
        taken = (time.perf_counter() - began) * len(needed) / len(chosen)
        if not np.array_equal(found, answers[:, chosen]):
            sys.exit(f"{name} finds other bounds than the engine")
        mark = "~" if len(chosen) < len(needed) else " "
        target = f", target {TARGETS[name]}" if number == 300 else ""
        print(
            f"  {name:<14}{mark}{taken:9.2f} s  {taken / own:10,.0f} times the engine's{target}"
            f"  ({2 * len(chosen):,} bounds compared, all equal)"
        )


def wrong_claims(number: int, days: int, rng: np.random.Generator) -> list[Claim]:
    """Reports of several voices, one in twenty off by up to forty persons."""
    claims = []
    for claim in random_claims(number, days, rng):
        off = int(rng.integers(-40, 41)) if rng.random() < 0.05 else 0
        low, high = max(claim.low + off, 0), max(claim.high + off, 0)
        voices = frozenset({f"voice {rng.integers(4)}"})
        claims.append(replace(claim, low=low, high=high, voices=voices))
    return claims


def held_price(repairs: Repairs) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Rows of all limits with their moves, the prices of the moves, and their least sum as a row.

    For records without agreed counts and without disputed figures, so that there is one face.
    """
    limits = repairs.linked.limits
    days = np.unique([-1, *(d for limit in limits for d in (limit.opened, limit.closed))])
    opened = np.searchsorted(days, [limit.opened for limit in limits])
    closed = np.searchsorted(days, [limit.closed for limit in limits])
    sign = np.array([1.0 if limit.upper else -1.0 for limit in limits])
    number, size = len(limits), len(days)
    rows = np.r_[np.arange(number), np.arange(number), np.arange(number)]
    columns = np.r_[closed, opened, size + np.arange(number)]
    entries = np.r_[sign, -sign, -np.ones(number)]
    steps = np.arange(size - 1)
    rows = np.r_[rows, number + steps, number + steps]
    columns = np.r_[columns, steps, steps + 1]
    entries = np.r_[entries, np.ones(size - 1), -np.ones(size - 1)]
    limit = np.r_[sign * np.array([limit.persons for limit in limits]), np.zeros(size - 1)]
    price = np.r_[np.zeros(size), [limit.weight for limit in limits]]
    matrix = csr_array((entries, (rows, columns)), shape=(number + size - 1, size + number))
    least = linprog(price, A_ub=matrix, b_ub=limit, bounds=(0, None)).fun
    return vstack([matrix, price[None, :]]).tocsr(), np.r_[limit, least + 1e-7], days


def contradicting(number: int, days: int, sample: int) -> None:
    """Compare the bounds of contradictory reports with two programs a bound at the held price."""
    rng = np.random.default_rng(number + 1)
    statements = [
        (CHAIN, replace(claim, direct=False)) for claim in wrong_claims(number, days, rng)
    ]
    first, last = daily_windows(days)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        repairs = Repairs(statements, WORDS)
        answers = np.array(repairs.bounds(CHAIN, first, last))
        seconds.append(time.perf_counter() - began)
    own = statistics.median(seconds)
    matrix, limit, nodes = held_price(repairs)
    needed = np.flatnonzero(np.isin(first - 1, nodes) & np.isin(last, nodes))
    chosen = np.sort(rng.choice(needed, sample, replace=False))
    began = time.perf_counter()
    for place in chosen:
        price = np.zeros(matrix.shape[1])
        price[np.searchsorted(nodes, last[place])] = 1.0
        price[np.searchsorted(nodes, first[place] - 1)] = -1.0
        for side, way in enumerate((1.0, -1.0)):
            found = linprog(way * price, A_ub=matrix, b_ub=limit, bounds=(0, None))
            value = np.inf if found.status == 3 else way * found.fun
            if not np.isclose(value, answers[side, place], atol=1e-3):
                sys.exit(f"linprog finds {value}, the engine {answers[side, place]}")
    taken = (time.perf_counter() - began) * len(needed) / len(chosen)
    target = f", target {TARGETS['linprog']}" if number == 300 else ""
    print(
        f"\n{number:,} contradictory reports (price {repairs.price[1]:,.0f}), {days:,} days\n"
        f"  {'engine':<14}{own:10.4f} s\n"
        f"  {'linprog':<14}~{taken:9.2f} s  {taken / own:10,.0f} times the engine's{target}"
        f"  ({2 * len(chosen):,} bounds compared, all equal)"
    )


def dashboard(days: int, rng: np.random.Generator) -> list[tuple[Series, Claim]]:
    """Daily totals of one speaker, of which 2% fall."""
    totals = np.cumsum(rng.poisson(50, days) * (rng.random(days) < 0.7))
    for day in rng.choice(days - 1, days // 50, replace=False) + 1:
        totals[day] = max(totals[day] - int(rng.integers(1, 300)), 0)
    return [
        (CHAIN,
         Claim(0, day, day, int(total), int(total), True, (str(day),), frozenset({"speaker"})))
        for day, total in enumerate(totals)
    ]  # fmt: skip


def repair_dashboard(seed: int, days: int = 1000) -> float:
    """Price of one repaired series, bounded on every day."""
    repairs = Repairs(dashboard(days, np.random.default_rng(seed)), WORDS)
    repairs.bounds(CHAIN, *daily_windows(days))
    return repairs.price[1]


def dashboards(number: int) -> None:
    """Print series a second: one after the other, two at a time, and through a Dask cluster."""

    def told(how: str, repaired: Callable[[], list[float]]) -> None:
        began = time.perf_counter()
        prices = repaired()
        pace = number / (time.perf_counter() - began)
        print(
            f"  {number:,} series of 1,000 totals, {how:<18}{pace:6.1f} a second"
            f"  (persons moved: {sum(prices):,.0f})"
        )

    told("one by one", lambda: [repair_dashboard(seed) for seed in range(number)])
    with Parallel(n_jobs=2) as workers:
        workers(delayed(repair_dashboard)(seed) for seed in range(2))  # they have to start
        told("two at a time", lambda: workers(map(delayed(repair_dashboard), range(number))))
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster, Client(cluster) as client:
        client.gather(client.map(repair_dashboard, range(2), pure=False))
        told(
            "two Dask workers",
            lambda: client.gather(
                client.map(repair_dashboard, range(number), batch_size=20, pure=False)
            ),
        )
    print("\n    totals   a series  growth")
    before = None
    for days in LENGTHS:
        taken = min(timed(days, seed) for seed in range(3))
        power = "" if before is None else f"days^{np.log2(taken / before):.1f}"
        print(f"  {days:>8,} {1000 * taken:>7.1f} ms  {power}")
        before = taken


def timed(days: int, seed: int) -> float:
    """Seconds that one series takes."""
    began = time.perf_counter()
    repair_dashboard(seed, days)
    return time.perf_counter() - began


def growth(number: int, days: int) -> None:
    """Print time and peak memory of one size; run in a process of its own."""
    claims = random_claims(number, days, np.random.default_rng(number))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    graph = claims_graph(claims)
    built = time.perf_counter()
    graph.bounds(*daily_windows(days))
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"  {number:>7,} {days:>7,} {len(graph.nodes):>10,} {built - began:>8.2f} s"
        f" {ended - built:>8.2f} s {(peak - before) / 1024:>7.0f} MB"
    )


def commands(runs: int = 5) -> None:
    """Print what commands cost on the record of the project beyond what they stand on."""
    asked = {"floor": [sys.executable, "-c", FLOOR]}
    asked |= {name: [sys.executable, "-m", "analysis", *words.split()]
              for name, words in QUESTIONS.items()}  # fmt: skip
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(runs + 1):
        for name, command in asked.items():
            taken, output = run(command)
            if name != "floor" and not output:
                sys.exit(f"no answer: {name}")
            if turn:  # the first round warms the caches
                seconds[name].append(taken)
    floor = min(seconds.pop("floor"))
    print(f"\nbest of {runs}, beyond the floor of {floor:.2f} s (target {COMMAND_TARGET})")
    for name, taken in seconds.items():
        print(f"  {name:<32}{min(taken) - floor:6.2f} s")


def main() -> None:
    """Rivals, dashboards, growth, commands."""
    for size in RIVALS:
        rivals(*size)
    for size in CONTRADICTING:
        contradicting(*size)
    print()
    dashboards(SERIES)
    print("\n  reports    days  bound.days     graph      bounds  memory")
    sys.stdout.flush()
    for number, days in GROWTH:  # in processes of their own: the peak of memory never falls
        subprocess.run([sys.executable, __file__, str(number), str(days)], check=True)
    commands()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        growth(int(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
