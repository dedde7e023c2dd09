"""The command line: ``python -m analysis COMMAND``, also installed as ``exchange-cadence``.

A command is one entry in `COMMANDS`: its name, one line of help, a function that declares its
arguments and one that runs it. What a command alone needs, it imports when it runs, so that
``validate`` never waits for a plotting library.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from analysis.commands import arguments
from analysis.commands.terminal import interrupts_kept, leave_output_alone, show_on_any_terminal
from analysis.record.declared import folder_vocabulary
from analysis.record.problems import RecordError
from analysis.record.vocabulary import Vocabulary


@dataclass(frozen=True)
class Command:
    """One sub-command: its `name` as typed and `help` as shown, and what it does.

    `arguments` declares what it takes beyond ``--data``, in the words of that record; `run` prints
    the answer and returns the exit code, and may raise ValueError for a mistake of the user.
    """

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser, Vocabulary], None]
    run: Callable[[argparse.Namespace], int]


class _Version(argparse.Action):
    """Print the installed version, looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(parser.prog, version("exchange-cadence"))
        parser.exit()


def _no_arguments(_: argparse.ArgumentParser, words: Vocabulary) -> None:
    """Declare nothing: the command takes ``--data`` alone."""


def _validate(options: argparse.Namespace) -> int:
    from analysis.record.loading import load_record
    from analysis.record.schema import TABLES
    from analysis.record.warnings import record_warnings

    record = load_record(options.data)
    for name, table in TABLES.items():
        print(f"{table.file:15} {len(getattr(record, name)):6,} rows")
    print(f"counts from {record.counted_from:%Y-%m-%d}, ", end="")
    print(f"searched thoroughly through {record.complete_through:%Y-%m-%d}: valid")
    for warning in record_warnings(record):
        print(f"warning: {warning}", file=sys.stderr)
    return 0


def _command(name: str, help: str) -> Command:
    """A command of this package by its name, its module imported when it runs."""

    def run(options: argparse.Namespace) -> int:
        return int(getattr(import_module(f"analysis.commands.{name}"), f"run_{name}")(options))

    return Command(name, help, getattr(arguments, f"{name}_arguments"), run)


COMMANDS = (
    Command(
        "validate",
        "check the data, name every error, warn of what looks like a slip",
        _no_arguments,
        _validate,
    ),
    _command("init", "write a small valid folder, to start a record of another conflict"),
    _command("series", "the dated series by day, month or year"),
    _command("bounds", "tightest low and high of a count in one window"),
    _command("check", "does a new figure fit the record?"),
    _command("contradictions", "which reports cannot all be true, and what became of each"),
    _command("pauses", "every long gap with its verdicts, and the open one"),
    _command("forecast", "when the next exchange may come, and how well that was told before"),
    _command("add", "add reports, exchanges or judgements, after showing what they change"),
    _command("simulate", "measure the methods on simulated histories (hours), for the notebooks"),
    _command("update", "make everything that follows from the record again, write what changed"),
    _command("figures", "draw every figure, print the headline"),
)


EXIT_CODES = (
    "0 done; 1 the data are not valid, a file cannot be read or written, a figure cannot be drawn "
    "or something differs from what --check expects; 2 a mistake in the call; 130 interrupted"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; without `argv`, the arguments after the program's name.

    Returns the exit code, as `EXIT_CODES` tells. Errors go to standard error, one line each.
    """
    show_on_any_terminal()
    parser = argparse.ArgumentParser(
        prog="exchange-cadence",
        description="Reported counts of prisoner exchanges: one dated series with proven bounds.",
        epilog=f"Exit codes: {EXIT_CODES}. Each command has its own --help.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    words = folder_vocabulary(_folder_asked(sys.argv[1:] if argv is None else argv))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        child = commands.add_parser(command.name, help=command.help, description=command.help)
        if command.name == "init":  # it reads no record
            child.set_defaults(data=".")
        else:
            help = "record (default: data)"
            child.add_argument("--data", default="data", metavar="DIR", help=help)
        command.arguments(child, words)
        child.set_defaults(run=command.run)
    options = parser.parse_args(argv)
    try:
        with interrupts_kept():
            code = options.run(options)
            sys.stdout.flush()
    except RecordError as error:
        missing = "" if Path(options.data).is_dir() else "; --data DIR names one"
        print(f"{error}{missing}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        leave_output_alone()  # the reader (`head`, say) has seen enough
        return 0
    except OSError as error:
        print(f"{_place_of(error)}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 128 + signal.SIGINT  # as shells report it
    return code


def _folder_asked(argv: Sequence[str]) -> Path:
    """The folder that ``--data`` names, known before the arguments are declared."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--data", default="data")
    try:
        return Path(parser.parse_known_args(argv)[0].data)
    except argparse.ArgumentError:  # an option without its value: the real parser says so
        return Path("data")


def _place_of(error: OSError) -> str:
    if error.filename is not None:
        return str(error.filename)
    leave_output_alone()
    return "standard output"  # whatever writes files names them
