"""What the command ``update`` does and prints: everything that follows from the record, made again.

The long simulations of the methods do not depend on the record and are left alone.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from analysis.audit.kept_totals import keep_totals
from analysis.commands.arguments import UPDATED
from analysis.commands.figures import with_block
from analysis.commands.progress import bar
from analysis.events.needs import NothingToShow
from analysis.files import write_changed
from analysis.record.dictionary import write_dictionary
from analysis.record.loading import Record, load_record
from analysis.record.warnings import record_warnings
from analysis.series.derived import derived_tables
from analysis.story.headline import headline, in_markdown
from analysis.trust.runs import choices_file, kept_choices, store_pause_choices

_FEW = 4  # rows of a table named
_NOTEBOOK = (
    *("--to", "notebook", "--execute", "--log-level", "ERROR"),
    # Timing, Python version and tool metadata stay out of the files: a diff shows results only.
    "--ExecutePreprocessor.record_timing=False",
    "--ClearMetadataPreprocessor.enabled=True",
    "--ClearMetadataPreprocessor.preserve_nb_metadata_mask="
    "{'kernelspec', ('language_info', 'name')}",
    "--ClearMetadataPreprocessor.preserve_cell_metadata_mask={'tags'}",
)


def run_update(options: argparse.Namespace) -> int:
    """Make again what the options name, write what changed, and say what it was."""
    record = load_record(options.data)
    make: dict[str, Callable[[], Iterable[str]]] = {
        "tables": lambda: _tables(record),
        "headline": lambda: _headline(record, Path(options.readme)),
        "verdicts": lambda: _verdicts(record),
        "withheld": lambda: _withheld(record),
        "figures": lambda: _figures(record, Path(options.figures)),
        "notebooks": lambda: _notebooks(Path(options.notebooks)),
    }
    unknown = [name for name in options.parts if name not in make]
    if unknown:
        raise ValueError(f"no part {', '.join(unknown)}; expected {', '.join(UPDATED)}")
    parts, faults = [name for name in make if name in (options.parts or make)], 0
    for number, name in enumerate(parts, start=1):
        print(f"{number} of {len(parts)}: {name}", file=sys.stderr, flush=True)
        try:
            for line in make[name]():
                faults += line.startswith("error: ")
                print(line, flush=True)
        except NothingToShow as reason:
            print(f"{name}: left out: {reason}", flush=True)
    for warning in record_warnings(record):
        print(f"warning: {warning}")
    return 1 if faults else 0


def _tables(record: Record) -> Iterable[str]:
    """Tables of ``derived/``, with the rows that come, go and change, and those of its words."""
    page = record.folder / "README.md"
    if write_dictionary(page, record.vocabulary):
        yield f"{page}: the words of the record"
    folder = record.folder / "derived"
    folder.mkdir(exist_ok=True)
    for name, text in derived_tables(record).items():
        path = folder / name
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        if write_changed(path, text):
            yield f"{path}: {_changed_rows(old, text)}"


def _changed_rows(old: str, new: str) -> str:
    """How many rows of a table come, go and change, and the first of each by its first cell."""
    before, after = (
        {row.split(",")[0]: row for row in text.splitlines()[1:]} for text in (old, new)
    )
    kinds = {
        "new": [key for key in after if key not in before],
        "gone": [key for key in before if key not in after],
        "changed": [key for key in after if key in before and before[key] != after[key]],
    }
    found = []
    for word, keys in kinds.items():
        if keys:
            more = f" and {len(keys) - _FEW} more" if len(keys) > _FEW else ""
            found.append(f"{len(keys)} {word} ({', '.join(keys[:_FEW])}{more})")
    return "; ".join(found) or "its columns"


def _verdicts(record: Record) -> Iterable[str]:
    """Verdicts on the pauses under every choice, if the days of the exchanges changed."""
    if not kept_choices(record).is_current():
        path = choices_file(record)
        store_pause_choices(record, path, -1, partial(bar, "verdicts", "merge windows"))
        yield f"{path}: computed again, since the days of exchanges changed"


def _withheld(record: Record) -> Iterable[str]:
    """Predictions of the official totals, if a report that they depend on changed."""
    for path in keep_totals(record, **record.vocabulary.main._asdict()):
        yield f"{path}: computed again, since the reports changed"


def _headline(record: Record, page: Path) -> Iterable[str]:
    """Lines of the headline in the README that come and go."""
    if not page.is_file():
        return
    text = with_block(page, in_markdown(headline(record)))
    before, after = page.read_text(encoding="utf-8").splitlines(), text.splitlines()
    if write_changed(page, text):
        yield f"{page}: headline"
        yield from (f"  before: {line.removeprefix('- ')}" for line in before if line not in after)
        yield from (f"  now: {line.removeprefix('- ')}" for line in after if line not in before)


def _figures(record: Record, folder: Path) -> Iterable[str]:
    """Figures that are not what the code draws; one that cannot be drawn is named."""
    from analysis.figures.gallery import draw_all, refuse_foreign_page

    refuse_foreign_page(folder)
    gallery = draw_all(record, partial(bar, "figures", "tried"))
    files = gallery.files
    yield from (f"{name}: left out: {why}" for name, why in gallery.left_out.items())
    changed = [name for name, content in files.items() if write_changed(folder / name, content)]
    if changed:
        yield f"{folder}: {len(changed)} of {len(files)} files changed: {', '.join(changed)}"
    yield from (f"error: {name}: not drawn: {why}" for name, why in gallery.failed.items())


def _notebooks(folder: Path) -> Iterable[str]:
    """Notebooks whose outputs change when they are run again, two at a time."""
    paths = sorted(folder.glob("*.ipynb"))
    if paths and find_spec("nbconvert") is None:
        yield "error: notebooks are left as they are; running them needs requirements-dev.lock"
        return
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(2) as pool:
        runs = pool.map(lambda path: _run_notebook(path, Path(scratch)), paths)
        for number, (path, fault) in enumerate(zip(paths, runs, strict=True), start=1):
            bar("notebooks", "notebooks", number, len(paths))
            if fault:
                yield f"error: {path}: {fault}"
            elif write_changed(path, (Path(scratch) / path.name).read_bytes()):
                yield f"{path}: outputs changed"


def _run_notebook(path: Path, scratch: Path) -> str:
    """Run a notebook into a folder; the last line of what stopped it, blank if nothing did."""
    command = [sys.executable, "-m", "nbconvert", *_NOTEBOOK, "--output-dir", str(scratch)]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True)
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr)  # no colours
    lines = [line for line in said.splitlines() if line.strip()]
    return (lines or ["it stopped without a word"])[-1] if done.returncode else ""
