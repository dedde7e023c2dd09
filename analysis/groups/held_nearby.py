"""A number held on a day, beside what was said to be held in the weeks around it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.audit.addresses import addresses
from analysis.audit.check import Value, claimed_range
from analysis.audit.printed_figures import figure
from analysis.audit.repeated import repeated_reports
from analysis.bounds.asked import Date, window_days
from analysis.groups.held import STOCK, held_figures
from analysis.record.loading import Record
from analysis.text import day_words

WEEKS = 8
"""Statements of so many weeks before and after the day are set beside the claim."""

NEARBY_COLUMNS = (*("as_of", "voice", "figure", "kind", "compared", "pages", "report_id", "url"),)


@dataclass(frozen=True)
class HeldAnswer:
    """Answer to a claim of how many are held on a day.

    Attributes
    ----------
    claim : str
        The claim in words.
    sentence : str
        What the weeks around its day have, in one sentence.
    nearby : DataFrame
        One row a statement of those weeks: ``as_of`` (its day), ``voice``, ``figure``, ``kind``
        (``stock``, or why it is none), ``compared`` (``agrees``, ``more`` or ``fewer`` than the
        claim), ``pages``, ``report_id`` (the first), ``url``.
    repeats : DataFrame
        As of `CheckResult`.
    """

    claim: str
    sentence: str
    nearby: pd.DataFrame
    repeats: pd.DataFrame


def check_held(
    record: Record, *, measure: str, group: str, value: Value, bound: str, end: Date
) -> HeldAnswer:
    """What was said of those held around the day of a claim, and by whom?

    A number at a day proves nothing of another day, since people are captured and returned in
    between: so no verdict is given, but what was said in the weeks before and after.

    Parameters
    ----------
    record : Record
    measure, group : str
        A number at a day, and of whom.
    value, bound : as in `check_claim`
    end : date
        The day.

    Returns
    -------
    HeldAnswer

    Raises
    ------
    ValueError
        For an unknown word, an impossible date or value, or a measure that adds up over days.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> answer = check_held(
    ...     record, measure=record.vocabulary.stocks[0], group="all", value=70, bound="exact",
    ...     end="2031-01-11",
    ... )
    >>> answer.nearby.empty
    True
    """
    found = held_figures(record, measure=measure)
    groups = record.vocabulary.groups_of(measure)
    if group not in groups:
        raise ValueError(f"group {group!r} is unknown; expected one of {', '.join(groups)}")
    low, high = claimed_range(value, bound)
    _, last = window_days(record, record.counted_from, end)
    day = record.day(last)
    weeks = pd.Timedelta(weeks=WEEKS)
    near = found[
        (found["group"] == group)
        & (found["as_of"] >= day - weeks)
        & (found["earliest"] <= day + weeks)
    ]
    address_of = addresses(record)
    nearby = near.assign(
        figure=[figure(*limits) for limits in zip(near["low"], near["high"], strict=True)],
        compared=[
            "more" if least > high else "fewer" if most < low else "agrees"
            for least, most in zip(near["low"], near["high"], strict=True)
        ],
        url=[address_of[name] for name in near["report_id"]],
    )[list(NEARBY_COLUMNS)].reset_index(drop=True)
    said = f"{figure(low, high)} on {day_words(day)}"
    return HeldAnswer(
        f"{measure}, {group}: {said}",
        _sentence(said, nearby),
        nearby,
        repeated_reports(record, measure=measure, group=group, channel="", days=(last, last),
                         allowed=(low, high), slack=weeks.days),
    )  # fmt: skip


def _sentence(said: str, nearby: pd.DataFrame) -> str:
    stocks = nearby[nearby["kind"] == STOCK]
    if stocks.empty:
        return (
            f"{said}: nobody on record said how many were held within {WEEKS} weeks of that day, "
            "so nothing speaks for it or against it."
        )
    numbers = stocks["compared"].value_counts()
    parts = [
        f"{numbers[word]} {words}"
        for word, words in (("agrees", "agree with it"), ("more", "say more"),
                            ("fewer", "say fewer"))
        if word in numbers
    ]  # fmt: skip
    return (
        f"{said}: of {len(stocks)} statement{'s' * (len(stocks) > 1)} of a number held within "
        f"{WEEKS} weeks of that day, {', '.join(parts)}. A number at a day proves nothing of "
        "another day."
    )
