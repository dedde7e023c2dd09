"""Arguments of the commands, declared without importing what the commands need.

Their words are those of the record that ``--data`` names.
"""

from __future__ import annotations

import argparse

from analysis.record.declared import DEFAULT_VOCABULARY
from analysis.record.schema import ACTION_COLUMN, BOUNDS, CLAIM_BOUNDS, COUNTS, SCOPES
from analysis.record.vocabulary import Vocabulary
from analysis.record.words import ANY, EVERYBODY

UPDATED = ("tables", "headline", "verdicts", "withheld", "figures", "notebooks")
"""What ``update`` makes again, in this order: what most depends on first."""
FREQUENCIES = ("D", "M", "Y")


def series_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare ``--measure --group --channel`` and how to print the series."""
    which_series(parser, words)
    parser.add_argument(
        "--freq",
        choices=FREQUENCIES,
        help="by day, month (default; by day for a number held) or year",
    )
    parser.add_argument("--format", choices=("csv", "json"), help="for programs, all periods")


def which_series(
    parser: argparse.ArgumentParser, words: Vocabulary, channel_unsaid: str = ""
) -> None:
    """Declare ``--measure --group --channel``, by default the main series of the record.

    ``channel_unsaid`` tells what is done without ``--channel``.
    """
    main = words.main
    channel_unsaid = channel_unsaid or (
        f"{main.channel}; {ANY} for a measure that channels do not split"
    )
    for name, default in (("measure", main.measure), ("group", main.group)):
        parser.add_argument(
            f"--{name}",
            default=default,
            metavar=name[0].upper(),
            help=f"{', '.join(words.words(f'{name}s'))} (default: {default})",
        )
    parser.add_argument(
        "--channel",
        metavar="C",
        help=f"{', '.join(words.channels)} (default: {channel_unsaid})",
    )


def channel_asked(options: argparse.Namespace, words: Vocabulary) -> str:
    """The channel, or the one that is meant if it is left out."""
    if options.channel is not None:
        return options.channel
    measure = options.measure
    unsplit = measure in words.stocks or (measure in words.measures and words.unsplit(measure))
    return ANY if unsplit else words.main.channel


def bounds_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare the series and the window."""
    which_series(parser, words)
    parser.add_argument(
        "--start", required=True, metavar="DATE", help="first day, or month or year"
    )
    parser.add_argument("--end", required=True, metavar="DATE", help="last day, or month or year")
    parser.add_argument(
        "--why", action="store_true", help="name the fewest reports that prove each end"
    )
    parser.add_argument("--json", action="store_true", help="for programs")


def init_arguments(parser: argparse.ArgumentParser, _: Vocabulary) -> None:
    """Declare the folder to write."""
    parser.add_argument("folder", metavar="DIR", help="a new or an empty folder")


def figures_arguments(parser: argparse.ArgumentParser, _: Vocabulary) -> None:
    """Declare where the figures are, and whether to draw or to compare."""
    parser.add_argument("--out", default="figures", metavar="DIR", help="default: figures")
    parser.add_argument(
        "--check", action="store_true", help="compare with the files there, write nothing"
    )
    parser.add_argument("--derived", metavar="DIR", help="write the derived tables there too")
    parser.add_argument("--readme", metavar="FILE", help="write the headline into this page too")


def update_arguments(parser: argparse.ArgumentParser, _: Vocabulary) -> None:
    """Declare what to make again, and where it stands."""
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(UPDATED)} (all)")
    for name, path in (("readme", "README.md"), ("figures", "figures"), ("notebooks",) * 2):
        parser.add_argument(f"--{name}", default=path, metavar="PATH", help=f"default: {path}")


def check_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare the claim."""
    which_series(parser, words, "every reading is tried")
    parser.add_argument(
        "--value", required=True, metavar="V", help="the new figure: 2598, 2,598, or a range 42-44"
    )
    parser.add_argument("--bound", default="exact", metavar="B", help=", ".join(CLAIM_BOUNDS))
    parser.add_argument("--start", metavar="DATE", help="first day (default: a total since ever)")
    parser.add_argument("--end", required=True, metavar="DATE", help="last day, or month or year")
    parser.add_argument("--json", action="store_true", help="for programs")


def contradictions_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare whose contradictions, and how to print them."""
    for name, word in words.main._asdict().items():
        parser.add_argument(f"--{name}", metavar=name[0].upper(), help=f"default: {word}")
    parser.add_argument(
        "--linked",
        action="store_true",
        help="those between linked series of the measure (groups, channels) instead",
    )
    parser.add_argument(
        "--unattainable",
        action="store_true",
        help="figures in force of the measure that had to give way, and what excludes them",
    )
    parser.add_argument("--csv", action="store_true", help="for programs, with all addresses")
    parser.add_argument("--json", action="store_true", help="for programs, with all addresses")


def pauses_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare the day to look from, and which exchanges count."""
    parser.add_argument("--as-of", metavar="DATE", help="look from this day (default: the last)")
    parser.add_argument(
        "--definition",
        default=words.reference,
        metavar="D",
        help=f"which exchanges count: {', '.join(words.definitions)} (default: {words.reference}); "
        "the verdicts depend on it",
    )
    parser.add_argument(
        "--merge-days",
        default=1,
        metavar="N",
        help="exchanges within N days are one (default: 1); the verdicts depend on it",
    )
    parser.add_argument("--json", action="store_true", help="for programs")


def forecast_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare the day to look from, and which exchanges count."""
    pauses_arguments(parser, words)


def simulate_arguments(parser: argparse.ArgumentParser, _: Vocabulary) -> None:
    """Declare which long runs, how long, on how many cores, and where the tables go."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="cadence, pauses, power, alarms, stops, choices"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="share of the full number (default 1)"
    )
    parser.add_argument("--jobs", type=int, default=-1, metavar="N", help="processes (default all)")
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="work on the Dask cluster with this scheduler, e.g. tcp://10.0.0.1:8786; "
        "its workers need this package too",
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="tables (default: where they are read, in the package; for choices in DATA/derived)",
    )


def _added(words: Vocabulary) -> dict[str, tuple[tuple[str, str, str, str], ...]]:
    """Options of ``add`` under their headings: flag, cell, what it takes, and help."""
    return {
        "the page": (
            ("--source", "source_id", "ID", "id, of a page on record or a new one (default: from "
             "outlet and day); a page on record needs no more"),
            ("--outlet", "outlet", "NAME", "who published it"),
            ("--url", "url", "URL", "where it was read"),
            ("--published", "published", "DATE", "its own date"),
            ("--language", "language", "CODE", "en, uk, ru, …"),
        ),
        "a speaker who is new": (
            ("--voice", "voice", "NAME", "institution whose statement the speaker gives"),
            ("--side", "side", "SIDE", ", ".join(words.sides)),
        ),
        "a report": (
            ("--measure", "measure", "M", ", ".join(words.measures)),
            ("--group", "group", "G", f"default: {EVERYBODY}"),
            ("--channel", "channel", "C", "left out if the page does not say"),
            ("--value", "value", "V", "the figure; 2,598 is taken"),
            ("--bound", "bound", "B", f"{', '.join(BOUNDS)} (default: exact)"),
            ("--scope", "scope", "S", f"{', '.join(SCOPES)} (stock needs not be said)"),
            ("--start", "start", "DATE", "first day (default: a total starts with the record, an "
             "event or a number held on its last day)"),
            ("--end", "end", "DATE", "last day (default of an event: its first)"),
            ("--end-earliest", "end_earliest", "DATE", "of a total, if its day is not stated"),
            ("--exchange-no", "exchange_no", "N", "ordinal of the exchange, if the page gives it"),
            ("--corrects", "corrects", "REPORT", "id of the report that this one replaces"),
            ("--counts", "counts", "WORD", "of a number held, what it counts instead: "
             + ", ".join(COUNTS)),
            ("--said-by", "speaker", "NAMES", "whose figure it is, if not everybody's whom the "
             "page credits; separated by semicolons"),
            ("--note", "note", "TEXT", "remark on the report"),
        ),
        "an exchange: of the report's days, or alone with --start and --end": (
            ("--kind", "kind", "K", f"makes a new one: {', '.join(words.kinds)}"),
            ("--exchange", "exchange_id", "ID", "one on record, of which the cells said are "
             "changed, or the id of a new one (default: its first day)"),
            ("--number", "number", "N", "official ordinal (default: --exchange-no)"),
            ("--mediators", "mediators", "NAMES", "separated by semicolons"),
            ("--exchange-note", "exchange_note", "TEXT", "where ordinal and date come from"),
        ),
        "a judgement": (
            ("--judge", "report_id", "REPORT", "id of a report on record"),
            ("--action", "action", "A", ", ".join(ACTION_COLUMN)),
            ("--to", "value", "V", "what the cell is taken to be"),
            ("--reason", "reason", "TEXT", "why, for a reader who wants to disagree"),
        ),
    }  # fmt: skip


ADDED_CELLS = tuple(
    dict.fromkeys(
        cell for options in _added(DEFAULT_VOCABULARY).values() for _, cell, *_ in options
    )
)
"""Cells of an addition that are options of ``add``, by their names in the options."""


def add_arguments(parser: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare one addition cell by cell, the file of many, and whether to write."""
    for title, options in _added(words).items():
        group = parser.add_argument_group(title)
        for flag, cell, shown, said in options:
            group.add_argument(flag, dest=cell, metavar=shown, help=said)
        if title == "the page":
            group.add_argument(
                "--speaker",
                action="append",
                dest="speakers",
                metavar="NAME",
                help="whom it credits with its figures; again for another",
            )
    parser.add_argument("--rows", metavar="FILE", help="CSV of additions (see data/README.md)")
    parser.add_argument("--complete-through", metavar="DATE", help="new last searched day")
    parser.add_argument("--dry-run", action="store_true", help="show what changes, write nothing")
    parser.add_argument("--json", action="store_true", help="for programs")
