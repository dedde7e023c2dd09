"""What moves the verdicts on a pause: the choices of the analyst, the histories of the record."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import get_args

import numpy as np
import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.drawn_histories import ranges_over_histories
from analysis.events.events import reference
from analysis.events.notable_pauses import Pause
from analysis.events.verdicts import Null, Test, gap_pvalue, window_gaps
from analysis.events.verdicts_by_counting import share_small
from analysis.gaps.laws import LAWS
from analysis.record.loading import Record
from analysis.text import number_words


def turning_choices(curve: pd.DataFrame, pause: str) -> pd.DataFrame:
    """Which choice turns the verdict on the pause of this name?

    Index ``choice`` and ``value``: the share of ways at or below `LEVEL` among all that make this
    choice (``small``), with ``ways, lowest, highest``. A choice whose values differ much in
    ``small`` turns the verdict.
    """
    judged = curve[(curve["pause"] == pause) & curve["pvalue"].notna()]
    law = judged["model"].where(judged["model"] != "", "constant rate").replace(
        {"exponential": "constant rate", "average": f"{number_words(len(LAWS))} laws averaged"}
    )  # fmt: skip
    window = pd.cut(judged["merge_days"], [-1, 1, 6, 14], labels=["0–1", "2–6", "7–14"])
    choices = {
        "asked": judged["test"].replace("longest_.*", "longest of all", regex=True),
        "compared with": judged["null"],
        "law": law,
        "definition": judged["definition"],
        "merge window, days": window.astype(str),
    }
    tables = {}
    for name, values in choices.items():
        grouped = judged["pvalue"].groupby(values, sort=False)
        tables[name] = grouped.agg(["size", share_small, "min", "max"])
    table = pd.concat(tables, names=["choice", "value"])
    table.columns = ["ways", "small", "lowest", "highest"]
    return table


def history_verdicts(
    record: Record, pauses: Sequence[Pause], n: int, rng: np.random.Generator
) -> pd.DataFrame:
    """How far do the verdicts move over `n` histories that the record allows?

    An exchange that no page dates may have broken a pause on any day of its window; what is judged
    is then the longest silence left of the pause. One row a pause, test and null, by the reference
    way of counting: ``pause, asked, compared_with``, and the p-value ``low, dated, high``. The
    longest-gap test is the discrete one, the single gap is judged under a constant rate.
    """
    edges = list(rate_changes(record, reference(record)).changes["change"])
    tests: tuple[Test, ...] = ("longest_discrete", "single")

    def verdicts(events: pd.DataFrame) -> dict[tuple[str, str, str], float]:
        gaps = window_gaps(record, events)
        found: dict[tuple[str, str, str], float] = {}
        for pause in pauses:
            position = pause.longest_left(gaps, record.complete_through)
            assert position is not None  # the gaps of a window leave out no day
            for test, null in product(tests, get_args(Null)):
                pvalue = gap_pvalue(
                    gaps, position, test, null, "exponential", edges,
                    merge_days=reference(record)["merge_days"],
                )  # fmt: skip
                found[pause.name, test, null] = pvalue
        return found

    table = ranges_over_histories(verdicts, record, **reference(record), n=n, rng=rng)
    return table.rename_axis(["pause", "asked", "compared_with"]).reset_index()
