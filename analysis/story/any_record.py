"""What any record says to the questions of this one, in the record's own words."""

from __future__ import annotations

import pandas as pd

from analysis.audit.contradictions import contradictions, linked_contradictions
from analysis.bounds.windows import linked_bounds
from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import gaps_of, reference
from analysis.events.needs import need_gaps
from analysis.events.pause_table import pause_table
from analysis.events.verdicts import FEWEST
from analysis.record.loading import Record
from analysis.record.vocabulary import Series
from analysis.record.words import ANY, EVERYBODY
from analysis.text import count_range, counted, day_words


def record_in_words(record: Record) -> str:
    """How many returned, what contradicts, how often, how long at most? In five sentences.

    `NothingToShow` for a record with too few exchanges.
    """
    need_gaps(record, FEWEST, lengths=FEWEST)
    first, last = record.counted_from, record.complete_through
    known = record.vocabulary
    returned = []
    for name in known.returns:
        series = {"measure": name, "group": EVERYBODY, "channel": ANY}
        found = linked_bounds(record, **series, start=first, end=last)
        returned.append(
            f"{count_range(found.low, found.high, 'persons')} {known.measures[name].title}"
        )
    sets = quarrels(record)
    judged = int(sets["became"].str.contains("judged").sum())
    gaps = gaps_of(record, **reference(record))["days"].iloc[:-1]
    title = known.definitions[reference(record)["definition"]].title
    table = pause_table(
        record, **reference(record), min_days=0, at_most=1, null="whole", model="average"
    )
    longest = table.sort_values("rank").iloc[0]
    end = "when the search ended" if longest["open"] else f"to {day_words(longest['end'])}"
    changes = len(rate_changes(record, reference(record)).changes)
    once = (
        "At one rate throughout, the longest of as many gaps would be that "
        f"long with probability {_small(longest['longest_discrete'])}"
    )
    more = f", but {counted(changes, 'changes')} of the rate are found" if changes else ""
    return (
        f"**Answer.** From {day_words(first)} to {day_words(last)} the reports prove that "
        f"{', and '.join(returned)}. "
        f"{counted(len(sets), 'sets')} of reports cannot all be true; in {judged} of them a "
        "judgement decides, and in the others the bounds hold whichever of the cheapest ways of "
        "making them agree is right. "
        f"From one to the next of the {title} it took {gaps.mean():.0f} days on average, and half "
        f"of the gaps were no longer than {gaps.median():.0f}. "
        f"The longest silence lasted {longest['days']:,} days, from {day_words(longest['start'])} "
        f"{end}. {once}{more}."
    )


def quarrels(record: Record) -> pd.DataFrame:
    """Every set of reports of people who returned that cannot all be true, a row each.

    ``from, to``: their days; ``misses_by`` so many persons; ``reports``; ``became``: what.
    """
    said = record.reports[record.reports["measure"].isin(record.vocabulary.returns)]
    tables = [
        contradictions(record, **Series(*series)._asdict())
        for series in sorted({*zip(said["measure"], said["group"], said["channel"], strict=True)})
        if series[2]
    ]
    for measure in record.vocabulary.returns:
        tables.append(linked_contradictions(record, measure=measure))
    rows: dict[frozenset[str], dict[str, object]] = {}
    for table in tables:
        for _, found in table.groupby("set"):
            names = frozenset(" + ".join(found["report_id"]).split(" + "))
            start, end = found["start"].min(), found["end"].max()
            rows.setdefault(
                names,
                {
                    "from": f"{start:%Y-%m-%d}",
                    "to": f"{end:%Y-%m-%d}",
                    "misses_by": int(found["misses_by"].iloc[0]),
                    "reports": ", ".join(sorted(names)),
                    "became": ", ".join(dict.fromkeys(found["resolution"])),
                },
            )
    table = pd.DataFrame([*rows.values()], columns=["from", "to", "misses_by", "reports", "became"])
    return table.sort_values(["from", "to", "reports"], ignore_index=True)


def _small(probability: float) -> str:
    return "below 0.001" if probability < 0.001 else f"{probability:.3f}"
