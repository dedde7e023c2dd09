"""A figure whose channel nobody states: which readings fit the record, and which cannot be?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.audit.check import Value, check_claim, claimed_range, unsearched
from analysis.audit.printed_figures import figure
from analysis.audit.repeated import repeated_reports
from analysis.bounds.asked import Date, check_series, window_days
from analysis.bounds.windows import SeriesBounds, linked_measures, series_bounds
from analysis.record.loading import Record
from analysis.record.vocabulary import Series
from analysis.record.words import ANY
from analysis.text import count_range, day_words

READING_COLUMNS = (
    *("reading", "channel", "both_sides", "verdict", "low", "high", "misses_by", "follows"),
    "against",
)
FITS, NEW, CONTRADICTS = "fits", "new-information", "contradicts"


@dataclass(frozen=True)
class ReadingsResult:
    """Answer to a claim that does not say which channel it counts.

    Attributes
    ----------
    claim : str
        The claim in words.
    sentence : str
        The answer in one sentence: what it fits, what it would be news of, what it cannot be.
    readings : DataFrame
        One row a reading: ``reading`` in words, its ``channel``, whether it is of ``both_sides``
        together, ``verdict`` (as of `CheckResult`), ``low`` and ``high`` (what the record allows,
        infinite for no limit), ``misses_by``, ``follows`` (what would follow, in words; of both
        sides together what the record allows of each) and ``against`` (the reports that exclude
        it).
    repeats : DataFrame
        As of `CheckResult`.
    note : str
        What a reader has to know besides, or "".
    """

    claim: str
    sentence: str
    readings: pd.DataFrame
    repeats: pd.DataFrame
    note: str


def check_readings(
    record: Record,
    *,
    measure: str,
    group: str,
    value: Value,
    bound: str,
    end: Date,
    start: Date | None = None,
) -> ReadingsResult:
    """Which readings of a newly heard figure fit the record, if nobody says what it counts?

    The readings are the channels one by one, everything together, and, of persons who return, both
    sides together, as mediators count: the sum of what the record allows of the two directions.

    Parameters
    ----------
    record : Record
    measure, group : str
    value, bound, end, start
        As in `check_claim`.

    Returns
    -------
    ReadingsResult

    Raises
    ------
    ValueError
        As `check_claim`.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> answer = check_readings(
    ...     record, measure=record.vocabulary.main.measure, group="all",
    ...     value=50, bound="exact", start="2031-01-10", end="2031-01-10",
    ... )
    >>> answer.readings.loc[answer.readings["verdict"] == "fits", "reading"].tolist()
    ['the numbered chain']
    """
    check_series(record, measure, group, ANY)
    words = record.vocabulary
    low, high = claimed_range(value, bound)
    origin = record.counted_from if start is None else start
    first, last = window_days(record, origin, end)
    claim = _Claim(record, measure, group, first, last, low, high)
    crossing = claim.series(measure).repairs.linked.crossing
    channels = (ANY,) if words.unsplit(measure) else (*words.split_channels, *crossing)
    rows = []
    for channel in channels:
        answer = check_claim(
            record, measure=measure, group=group, channel=channel, value=value, bound=bound,
            start=origin, end=end,
        )  # fmt: skip
        rows.append(
            {
                "reading": words.channels[channel].title,
                "channel": channel,
                "both_sides": False,
                "verdict": answer.verdict,
                "low": answer.low,
                "high": answer.high,
                "misses_by": answer.misses_by,
                "follows": _follows(claim, channel) if answer.verdict == NEW else "",
                "against": "; ".join(answer.contradicts["report_id"]),
            }
        )
    if measure in words.returns and len(words.returns) > 1:
        together = dict.fromkeys((words.main.channel, ANY, *crossing))
        rows += [_both_sides(claim, channel) for channel in together]
    readings = pd.DataFrame(rows, columns=list(READING_COLUMNS))
    said = f"{figure(low, high)} {claim.window_in_words}"
    return ReadingsResult(
        f"{measure}, {group}: {said}",
        _sentence(said, readings, words.unit_of(measure)),
        readings,
        repeated_reports(record, measure=measure, group=group, channel="", days=(first, last),
                         allowed=(low, high)),
        unsearched(record, last),
    )  # fmt: skip


@dataclass(frozen=True)
class _Claim:
    """The claim, without the channel."""

    record: Record
    measure: str
    group: str
    first: int
    last: int
    low: int
    high: float

    @property
    def window_in_words(self) -> str:
        first, last = (day_words(self.record.day(day)) for day in (self.first, self.last))
        if self.first == 0:
            return f"by {last}"
        return f"on {last}" if first == last else f"from {first} to {last}"

    def series(self, measure: str) -> SeriesBounds:
        """What the record allows of a measure."""
        return series_bounds(self.record, measure, self.group, ANY)

    def allowed(self, measure: str, channel: str) -> tuple[int, float]:
        """What the record allows of a direction and channel, or of channels joined by ``+``."""
        days = np.array([self.first]), np.array([self.last])
        series = Series(measure, self.group, channel)
        low, high = self.series(measure).repairs.bounds(series, *days)
        return int(low[0]), float(high[0])


def _follows(claim: _Claim, channel: str) -> str:
    """What a figure of one channel would say of the others."""
    words = claim.record.vocabulary
    singles, title = words.single_channels, {n: c.title for n, c in words.channels.items()}
    if words.unsplit(claim.measure) or channel not in words.split_channels or len(singles) < 2:
        return ""
    unit = words.unit_of(claim.measure)
    if channel != ANY:
        others = [name for name in singles if name != channel]
        low, high = claim.allowed(claim.measure, "+".join(others))
        together = count_range(claim.low + low, claim.high + high, unit)
        return f"{title[ANY]}: {together}"
    if not words.chain:
        return ""
    others = [name for name in singles if name != words.chain]
    low, high = claim.allowed(claim.measure, words.chain)
    apart = claim.allowed(claim.measure, "+".join(others))
    least, most = max(claim.low - high, apart[0]), min(claim.high - low, apart[1])
    return f"outside {title[words.chain]}: {count_range(least, most, unit)}"


def _both_sides(claim: _Claim, channel: str) -> dict[str, object]:
    """The row of both directions counted together: by the measure that does, if one is declared."""
    words = claim.record.vocabulary
    own = claim.allowed(claim.measure, channel)
    (other_measure,) = set(words.returns) - {claim.measure}
    other = claim.allowed(other_measure, channel)
    low, high = own[0] + other[0], own[1] + other[1]
    # Without a report of both sides nothing links the two.
    if words.both_sides in linked_measures(claim.record, claim.measure, True):
        low, high = claim.allowed(words.both_sides, channel)
    misses_by = int(max(claim.low - high, low - claim.high, 0))
    verdict = CONTRADICTS if misses_by else NEW
    if claim.low <= low and claim.high >= high:
        verdict = FITS
    shares = ((claim.measure, own), (other_measure, other))
    return {
        "reading": f"both sides of {words.channels[channel].title} together",
        "channel": channel,
        "both_sides": True,
        "verdict": verdict,
        "low": low,
        "high": high,
        "misses_by": misses_by,
        "follows": ", ".join(
            f"{figure(*share)} to {words.parties[words.returns[measure]]}"
            for measure, share in shares
        ),
        "against": "",
    }


def _sentence(said: str, readings: pd.DataFrame, unit: str) -> str:
    """The answer in one sentence: of both sides together only where they fit."""
    named: dict[str, list[str]] = {verdict: [] for verdict in (FITS, NEW, CONTRADICTS)}
    for row in readings.to_dict("records"):
        words = row["reading"]
        if row["verdict"] == CONTRADICTS:
            words += f" ({count_range(row['low'], row['high'], unit)})"
        elif row["both_sides"]:
            words += f" ({row['follows']})"
        if row["verdict"] == FITS or not row["both_sides"]:
            named[row["verdict"]].append(words)
    parts = []
    if named[FITS]:
        parts.append(f"fits {_listed(named[FITS], 'and')}")
    if named[NEW]:
        may = "it may be" if parts else "may be"
        parts.append(f"{may} {_listed(named[NEW], 'or')}, which the record leaves open")
    if named[CONTRADICTS]:
        cannot = "it cannot be" if parts else "cannot be"
        parts.append(f"{cannot} {_listed(named[CONTRADICTS], 'or')}")
    return f"{said} {'; '.join(parts)}."


def _listed(names: Sequence[str], word: str) -> str:
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
