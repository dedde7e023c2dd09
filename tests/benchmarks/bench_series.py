"""What the `series` command costs beside the floor that any such command pays.

The floor starts Python, imports what the engine stands on and reads the CSV files of the record.
The command loads, validates and bounds the record and prints the monthly series. Both are whole
processes, run in turn; counted is the time of the processor, which other work touches least.

Usage: python tests/benchmarks/bench_series.py [RUNS]
"""

import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = 2.0  # the command may cost at most this many times the floor

FLOOR = """
from pathlib import Path
import highspy, pandas, scipy.sparse.csgraph
for path in sorted(Path("data").glob("*.csv")):
    pandas.read_csv(path)
"""
# One command line, split on blanks.
SERIES = "-m analysis series --measure returned_to_ukraine --group all --channel numbered --freq M"
COMMANDS = {"floor": [sys.executable, "-c", FLOOR], "series": [sys.executable, *SERIES.split()]}


def run(command: list[str]) -> tuple[float, str]:
    """Return the seconds of the processor that one process took, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.stderr:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main(runs: int) -> None:
    """Check that the command answers, time both commands in turn, print them side by side."""
    if not list((ROOT / "data").glob("*.csv")):
        sys.exit(f"no CSV files in {ROOT / 'data'}")
    # The first pair also warms the file cache and the compiled modules, and is not counted.
    for name, command in COMMANDS.items():
        _, output = run(command)
        if name == "series" and "cumulative_best" not in output:
            sys.exit(f"the series command printed no series:\n{output}")
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, command in COMMANDS.items():
            seconds[name].append(run(command)[0])

    print(f"{runs} runs each, in turn   {'floor':>8} {'series':>8} {'ratio':>7}")
    summaries: dict[str, Callable[[list[float]], float]] = {
        "best": min,
        "median": statistics.median,
    }
    for label, summary in summaries.items():
        floor, series = summary(seconds["floor"]), summary(seconds["series"])
        print(f"{label + ', seconds':<23} {floor:8.3f} {series:8.3f} {series / floor:7.2f}")
    print(f"target: ratio at most {TARGET}")


if __name__ == "__main__":
    main(runs=int(sys.argv[1]) if len(sys.argv) > 1 else 11)
