"""The cadence in words, every number computed."""

from __future__ import annotations

import pandas as pd

from analysis.events.cadence_by_counting import cadence_by_counting, rate_changes
from analysis.events.events import FALSE_ALARM, MERGE_WINDOWS, of_reference, reference
from analysis.record.loading import Record
from analysis.story.too_few import too_few
from analysis.text import day_words, span_words


def cadence_in_words(record: Record) -> str:
    """How often, how regularly, since when differently? In three sentences, with their range."""
    if few := too_few(record):
        return few
    table = cadence_by_counting(record)
    often, since = _how_often(record, table), _since_when(record, table)
    return f"**In short.** {often} {_how_regular(table)} {since}"


def _how_often(record: Record, table: pd.DataFrame) -> str:
    own = of_reference(table, record).iloc[0]
    mean = table["mean_gap"]
    return (
        f"From one exchange to the next it took {own['mean_gap']:.0f} days on average, and half of "
        f"the gaps were no longer than {own['median_gap']:.0f} days (announced exchanges, the days "
        f"of one deal taken as one); over {len(table)} ways of counting, three definitions by "
        f"merge windows of {MERGE_WINDOWS[0]} to {MERGE_WINDOWS[-1]} days, the mean gap lies "
        f"between {mean.min():.0f} and {mean.max():.0f} days, and the longest gap is "
        f"{span_words(table['longest_gap'])} days."
    )


def _how_regular(table: pd.DataFrame) -> str:
    spread = table["cv_verdict"].value_counts()
    near = int((table["local_variation_verdict"] == "below").sum())
    above, within, below = (int(spread.get(name, 0)) for name in ("above", "within", "below"))
    verdicts = {
        "The gaps are more uneven than chance makes them": above,
        "The gaps are about as uneven as chance makes them": within,
        "The gaps are more even than chance makes them": below,
    }
    most = [word for word, ways in verdicts.items() if 2 * ways > len(table)]
    word = most[0] if most else "How regular the gaps are depends on the way of counting"
    return (
        f"{word}: beside as many events at random, counted in the same way, they are more uneven "
        f"in {above} of {len(table)} ways, as uneven in {within}, more even in {below}; "
        f"neighbouring gaps are more alike than at random in {near}."
    )


def _since_when(record: Record, table: pd.DataFrame) -> str:
    found = rate_changes(record, reference(record)).changes
    changed = table[table["changes"] > 0]
    if found.empty:
        return (
            f"No change of the rate is found at a false-alarm rate of {FALSE_ALARM:.0%} in that "
            f"way, and {len(changed)} of {len(table)} ways find one."
        )
    row = found.iloc[0]
    silent = table.loc[table["changes"] == 0, "merge_days"]
    narrow = f"; windows of {silent.min()} days and more find none" * bool(
        len(silent) and len(changed) and silent.min() > changed["merge_days"].max()
    )
    first, last = day_words(changed["change"].min()), day_words(changed["change"].max())
    times = f"first changed on {first}" if first == last else (
        f"first changed between {first} and {last}"
    )  # fmt: skip
    return (
        f"The rate changed on about {day_words(row['change'])} (95% {day_words(row['low'])} to "
        f"{day_words(row['high'])}), from {30 * row['rate_before']:.1f} to "
        f"{30 * row['rate_after']:.1f} exchanges in 30 days (ratio {row['ratio']:.2f}, 95% "
        f"{row['ratio_low']:.2f} to {row['ratio_high']:.2f}); {len(changed)} of {len(table)} ways "
        f"of counting find a change, at a false-alarm rate of {FALSE_ALARM:.0%}, and there the "
        f"rate {times}{narrow}."
    )
