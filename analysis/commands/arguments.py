"""Arguments of the commands, declared without importing what the commands need."""

from __future__ import annotations

import argparse

from analysis.record.schema import CLAIM_BOUNDS
from analysis.story.words import CHAIN, GROUP_SERIES

FREQUENCIES = {"D": "D", "M": "MS"}
"""As typed, and as pandas and `dated_series` call it."""


def series_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--measure --group --channel`` and how to print the series."""
    which_series(parser)
    parser.add_argument("--freq", required=True, choices=(*FREQUENCIES,), help="by day or by month")
    parser.add_argument("--format", choices=("csv", "json"), help="for programs, all periods")


def which_series(parser: argparse.ArgumentParser) -> None:
    """Declare the three words that name a series."""
    parser.add_argument("--measure", required=True, metavar="M", help=f"e.g. {CHAIN['measure']}")
    groups = f"{CHAIN['group']}, {GROUP_SERIES['group']}"
    parser.add_argument("--group", required=True, metavar="G", help=f"e.g. {groups}")
    parser.add_argument(
        "--channel", required=True, metavar="C", help="numbered, unnumbered, outside or any"
    )


def bounds_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the series and the window."""
    which_series(parser)
    parser.add_argument("--start", required=True, metavar="DATE", help="first day")
    parser.add_argument("--end", required=True, metavar="DATE", help="last day")
    parser.add_argument("--json", action="store_true", help="for programs")


def figures_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the figures are, and whether to draw or to compare."""
    parser.add_argument("--out", default="figures", metavar="DIR", help="default: figures")
    parser.add_argument(
        "--check", action="store_true", help="compare with the files there, write nothing"
    )
    parser.add_argument("--derived", metavar="DIR", help="write the derived tables there too")
    parser.add_argument("--readme", metavar="FILE", help="write the headline into this page too")


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the claim."""
    which_series(parser)
    parser.add_argument("--value", required=True, metavar="V", help="the new figure")
    parser.add_argument("--bound", default="exact", metavar="B", help=", ".join(CLAIM_BOUNDS))
    parser.add_argument("--start", metavar="DATE", help="first day (default: a total since ever)")
    parser.add_argument("--end", required=True, metavar="DATE", help="last day")
    parser.add_argument("--json", action="store_true", help="for programs")


def pauses_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the day to look from, and which exchanges count."""
    parser.add_argument("--as-of", metavar="DATE", help="look from this day (default: the last)")
    parser.add_argument(
        "--definition",
        choices=("numbered", "announced", "all"),
        default="announced",
        help="which exchanges count (default: announced); the verdicts depend on it",
    )
    parser.add_argument(
        "--merge-days",
        default=1,
        metavar="N",
        help="exchanges within N days are one (default: 1); the verdicts depend on it",
    )
    parser.add_argument("--json", action="store_true", help="for programs")


def simulate_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which long runs, how long, on how many cores, and where the tables go."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="cadence, pauses, power, alarms, choices"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="share of the full number (default 1)"
    )
    parser.add_argument("--jobs", type=int, default=-1, metavar="N", help="processes (default all)")
    parser.add_argument(
        "--out", default="data/simulated", metavar="DIR", help="tables (default: data/simulated)"
    )
