"""The dated series: persons by day or month, lowest, best and highest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds.asked import check_series, check_stock
from analysis.bounds.claims import interval
from analysis.bounds.windows import series_bounds
from analysis.record.loading import Record, reports_in_force
from analysis.record.words import ANY
from analysis.series.history import History, best_history

FREQUENCIES = {"D": "D", "M": "M", "MS": "M", "Y": "Y", "YS": "Y"}
"""Ways to say day, month and year, and the letter of the period."""
COLUMNS = (
    "start",
    "end",
    "low",
    "best",
    "high",
    "cumulative_low",
    "cumulative_best",
    "cumulative_high",
    "undated",
    "disputed",
)


def dated_series(
    record: Record, *, measure: str, group: str, channel: str, freq: str
) -> pd.DataFrame:
    """How many persons were returned in each day, month or year, and by its end?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel="any"`` counts all channels together. Bounds are those of
        `windows.window_bounds`, and ``best`` lies inside them.
    freq : {"D", "MS", "YS"}
        One row a day, a month (``M`` says the same) or a year (``Y``); the first begins at
        ``counted_from``, the last ends at ``complete_through``.

    Returns
    -------
    DataFrame
        One row a period from ``counted_from`` to ``complete_through``:

        - ``start``, ``end``: first and last day;
        - ``low``, ``best``, ``high``: persons in the period. ``best`` counts those of dated
          exchanges, and those whom the totals place in this very period; it is <NA> where an
          exchange was held and nothing at all is proven of the period. ``high`` is infinite where
          no report limits it;
        - ``cumulative_low``, ``cumulative_best``, ``cumulative_high``: persons by the end of it;
        - ``undated``: persons proven by the end of the period, but neither in it nor in any dated
          exchange;
        - ``disputed``: whether a report of a quarrel ends in the period;
        - ``status``: ``none`` (no dated exchange), ``counted``, ``disputed``, ``in part`` or
          ``withheld``: the least certain exchange of the period.

    Raises
    ------
    ValueError
        For an unknown word or frequency, or a measure that is a number at a day (`held_series`).

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> months = dated_series(record, **record.vocabulary.main._asdict(), freq="MS")
    >>> months.loc[months["start"] == "2031-01-01", ["low", "best", "high"]].iloc[0].tolist()
    [50.0, 50.0, 50.0]
    """
    if freq not in FREQUENCIES:
        raise ValueError(
            f"freq {freq!r} is unknown; expected D (days), M or MS (months), Y or YS (years)"
        )
    check_series(record, measure, group, channel)
    periods = _periods(record, freq)
    first, last = periods["first"].to_numpy(), periods["last"].to_numpy()
    # What no channel splits is one series.
    words = record.vocabulary
    split = channel == ANY and not words.unsplit(measure)
    channels = words.single_channels if split else (channel,)
    series = series_bounds(record, measure, group, channel)
    low, high = series.bounds(first, last)
    upto_low, upto_high = series.bounds(np.zeros_like(last), last)
    histories = [best_history(record, measure, group, name) for name in channels]
    parts = [_in_periods(history, first, last) for history in histories]
    best = np.sum([part.fillna(0).to_numpy(int) for part, _ in parts], axis=0)
    unknown = np.logical_or.reduce([part.isna() for part, _ in parts])
    # Persons proven in this very period are dated, whether or not an exchange accounts for them.
    dated = np.maximum(low, best).astype(int)
    unknown &= dated == 0
    upto_best = np.sum([history.cumulative(last) for history in histories], axis=0)
    return pd.DataFrame(
        {
            "start": periods["start"],
            "end": periods["end"],
            "low": low.astype(int),
            "best": pd.Series(dated, dtype="Int64").mask(unknown),
            "high": high,
            "cumulative_low": upto_low.astype(int),
            "cumulative_best": upto_best,
            "cumulative_high": upto_high,
            "undated": np.diff(upto_best, prepend=0) - dated,
            "disputed": series.disputed(first, last),
            "status": pd.Series(np.max([status for _, status in parts], axis=0)).map(
                dict(enumerate(STATUSES))
            ),
        }
    )


STATUSES = ("none", "counted", "disputed", "in part", "withheld")
"""What is known of an exchange, from the most to the least certain."""


def _periods(record: Record, freq: str) -> pd.DataFrame:
    days = pd.date_range(record.counted_from, record.complete_through, freq="D")
    letter = FREQUENCIES[freq]
    label = days if letter == "D" else days.to_period(letter)
    table = pd.DataFrame({"day": days, "number": np.arange(len(days))}).groupby(label)
    return pd.DataFrame(
        {
            "start": table["day"].min(),
            "end": table["day"].max(),
            "first": table["number"].min(),
            "last": table["number"].max(),
        }
    ).reset_index(drop=True)


def _in_periods(
    history: History, first: np.ndarray, last: np.ndarray
) -> tuple[pd.Series, np.ndarray]:
    """Persons of the exchanges that lie inside each period, and the rank of the least certain."""
    rows = history.exchanges.drop_duplicates(["first", "last"])  # they share the window's count
    opened = np.searchsorted(first, rows["first"], side="right") - 1
    closed = np.searchsorted(last, rows["last"])
    inside = rows[opened == closed]
    place = closed[opened == closed]
    best = pd.Series(0, index=range(len(first)), dtype="Int64")
    status = np.zeros(len(first), dtype=int)
    for where, count, word in zip(place, inside["best"], inside["status"], strict=True):
        best[where] = best[where] + count  # an unknown count makes the period's unknown
        status[where] = max(status[where], STATUSES.index(word))
    return best, status


def held_series(record: Record, *, measure: str, group: str) -> pd.DataFrame:
    """How many persons were said to be held, day by day of the statements?

    A stock is a number at a day and says nothing of other days, so nothing is filled in between.

    Parameters
    ----------
    record : Record
    measure : str
        A number at a day.
    group : str

    Returns
    -------
    DataFrame
        One row an as-of window: ``start``, ``end``, ``low``, ``high`` (lowest and highest that any
        report of the window allows, infinite for no limit), ``reports``.

    Raises
    ------
    ValueError
        For an unknown word or a measure that adds up over days.
    """
    check_stock(record, measure)
    known = record.vocabulary.groups_of(measure)
    if group not in known:
        raise ValueError(f"group {group!r} is unknown; expected one of {', '.join(known)}")
    reports = reports_in_force(record)
    reports = reports[
        (reports["measure"] == measure)
        & (reports["group"] == group)
        & (reports["end"] <= record.complete_through)
    ]
    limits = [
        interval(int(value), bound)
        for value, bound in zip(reports["value"], reports["bound"], strict=True)
    ]
    rows = reports.assign(
        low=[low for low, _ in limits],
        high=[high for _, high in limits],
    )
    return (
        rows.groupby(["start", "end"])
        .agg(low=("low", "min"), high=("high", "max"), reports=("report_id", "; ".join))
        .reset_index()
    )
