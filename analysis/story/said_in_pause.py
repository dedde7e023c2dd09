"""What officials said while a pause lasted: context with sources, not data of the analysis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.audit.printed_figures import printed
from analysis.bounds.statements import named_voices, voices_of_reports
from analysis.events.notable_pauses import Pause
from analysis.record.loading import Record, page_dates
from analysis.story.words import BESIDE, RETURNED
from analysis.text import day_words


def statements_in_pause(record: Record, pause: Pause) -> pd.DataFrame:
    """What was said in public between two exchanges, of totals, stocks and stretches of time?

    One row a figure of one voice, by the day on which it was first said: ``said, voice, measure,
    group, figure, about`` (the days that it counts), ``outlets`` (pages in the pause that carry
    it), ``page`` (the first of them). Reports of single exchanges are left out, and what media
    counted by themselves.
    """
    reports = _official_reports(record, pause)
    rows = pd.DataFrame(
        {
            "said": page_dates(record, reports).dt.strftime("%Y-%m-%d"),
            "voice": named_voices(record, reports),
            "measure": reports["measure"],
            "group": reports["group"],
            "figure": [
                printed(value, bound)
                for value, bound in zip(reports["value"], reports["bound"], strict=True)
            ],
            "about": _about(reports),
            "page": reports["source_id"],
        }
    ).sort_values("said", kind="stable")
    same = ["voice", "measure", "group", "figure"]
    grouped = rows.groupby(same, sort=False)
    first = grouped[["said", "about", "page"]].first()
    first.insert(2, "outlets", grouped["page"].nunique())
    return first.reset_index()[["said", *same, "about", "outlets", "page"]]


def said_beside_the_chain(record: Record, pause: Pause) -> str:
    """Persons that officials, while a pause lasted, said to have returned beside the chain.

    Figures of stretches of time that meet the pause, with their days; blank if there are none.
    """
    reports = _official_reports(record, pause)
    reports = reports[
        (reports["scope"] == "period")
        & (reports["measure"] == RETURNED["measure"])
        & (reports["channel"] == BESIDE)
        & (reports["bound"] != "planned")
        & (reports["end"] > pause.start)
    ]
    rows = pd.DataFrame(
        {
            "days": [
                f"{day_words(start)} to {day_words(end)}"
                for start, end in zip(reports["start"], reports["end"], strict=True)
            ],
            "figure": [
                printed(value, bound)
                for value, bound in zip(reports["value"], reports["bound"], strict=True)
            ],
        }
    ).drop_duplicates()
    return "; ".join(
        f"{' or '.join(figures)} from {days}"
        for days, figures in rows.groupby("days", sort=False)["figure"]
    )


def _official_reports(record: Record, pause: Pause) -> pd.DataFrame:
    """Reports of officials published while a pause lasted, but those of single exchanges."""
    close = pause.end or record.complete_through + pd.Timedelta(days=1)
    published = page_dates(record, record.reports)
    inside = (published > pause.start) & (published < close)
    reports = record.reports[inside & (record.reports["scope"] != "event")]
    speakers = record.speakers
    official = set(speakers.loc[speakers["side"] != "other", "voice"])
    spoken = [not official.isdisjoint(voices) for voices in voices_of_reports(record, reports)]
    return reports[np.array(spoken, dtype=bool)]


def _about(reports: pd.DataFrame) -> list[str]:
    """Days that each figure counts, in words."""
    words = {"cumulative": "until {1}", "stock": "on {1}", "period": "{0} to {1}"}
    return [
        words[scope].format(f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}")
        for scope, start, end in zip(
            reports["scope"], reports["start"], reports["end"], strict=True
        )
    ]
