"""Who returned: counts and shares of a group, exchange by exchange and in all.

A page that gives the split of an exchange names some groups and leaves out others. A group that is
not named is not zero: its count stays a range. Bounds of the record come first; an interval for a
rate is given only where a rate is inferred from the exchanges whose split was published, and they
were not drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.bounds.asked import Date, as_date
from analysis.bounds.windows import linked_bounds
from analysis.record.loading import Record
from analysis.record.words import EVERYBODY
from analysis.series.exchange_counts import counts_by_exchange

SPLIT = {"counted": "published", "disputed": "published", "in part": "in part", "withheld": "none"}
"""What a count's status says of a group: whether the exchange's split was published."""


def group_by_exchange(record: Record, *, measure: str, group: str) -> pd.DataFrame:
    """How many of a group, and which share of all, came back in each exchange?

    One row an exchange up to ``complete_through``: ``split`` says whether the group's count was
    ``published``, ``in part`` (of some of its days or parts) or not at all (``none``); ``low, best,
    high`` are persons of the group (``best`` <NA> unless published), ``all_low, all_high``
    everybody; ``share_low, share_high`` (0 to 1) the least of the group over the most of all, and
    the other way round.
    """
    mine = counts_by_exchange(record, measure=measure, group=group)
    whole = counts_by_exchange(record, measure=measure, group=EVERYBODY).set_index("exchange_id")
    everybody = whole.loc[mine["exchange_id"]]
    least, most = everybody["low"].to_numpy(float), everybody["high"].to_numpy(float)
    split = mine["status"].map(SPLIT)
    share_low, share_high = share_bounds(
        mine["low"].to_numpy(float), mine["high"].to_numpy(float), least, most
    )
    return mine[["exchange_id", "start", "end", "channel"]].assign(
        split=split,
        disputed=mine["status"] == "disputed",
        low=mine["low"],
        best=mine["best"].where(split == "published"),
        high=mine["high"],
        all_low=everybody["low"].to_numpy(),
        all_high=most,
        share_low=share_low,
        share_high=share_high,
    )


def share_bounds(
    low: np.ndarray, high: np.ndarray, all_low: np.ndarray, all_high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Least and largest share (0 to 1) of a part in its whole, if each is known within bounds.

    Persons; the upper bounds may be infinite.
    """
    share_low = np.divide(low, all_high, out=np.zeros_like(low), where=all_high > 0)
    share_high = np.divide(high, all_low, out=np.ones_like(high), where=all_low > 0)
    return share_low, np.minimum(share_high, 1.0)


def group_shares(
    record: Record,
    *,
    measure: str,
    groups: Sequence[str],
    channel: str,
    end: Date,
) -> pd.DataFrame:
    """How many of each group, and which share of all, returned by a day?

    The ranges are what the groups' own reports and the linked model allow; everybody is counted by
    the chain's own reports. By ``group``: ``splits``, exchanges of the channel whose count of the
    group was published; ``counted``, persons in them; ``low`` to ``all_high``, persons by ``end``.
    Groups may overlap: their shares are not meant to add up.
    """
    allowed = {
        name: linked_bounds(
            record,
            measure=measure,
            group=name,
            channel=channel,
            start=record.counted_from,
            end=end,
        )
        for name in (EVERYBODY, *groups)
    }
    rows = []
    for group in groups:
        exchanges = group_by_exchange(record, measure=measure, group=group)
        known = exchanges[
            (exchanges["split"] == "published")
            & (exchanges["channel"] == channel)
            & (exchanges["end"] <= as_date(end, "end"))
        ]
        rows.append(
            {
                "group": group,
                "splits": len(known),
                "counted": int(known["best"].sum()),
                "low": allowed[group].low,
                "high": allowed[group].high,
                "all_low": allowed[EVERYBODY].low,
                "all_high": allowed[EVERYBODY].high,
            }
        )
    table = pd.DataFrame(rows).set_index("group")
    limits = (table[name].to_numpy(float) for name in ("low", "high", "all_low", "all_high"))
    table["share_low"], table["share_high"] = share_bounds(*limits)
    return table


def counted_share(
    record: Record, *, measure: str, group: str, channel: str, method: str, confidence: float
) -> pd.Series:
    """Which share has a group among those returned in exchanges whose split was published?

    A rate inferred from counted exchanges, not a bound: a split is published where there is
    something to tell, so it need not hold for the others. ``low, high`` is binomial, by a method of
    `statsmodels.stats.proportion.proportion_confint`: every person a draw of its own. People return
    in exchanges that differ from one another, so it is too narrow by the root of ``dispersion`` (1:
    single draws); ``clustered_low, clustered_high`` allow for that (quasi-binomial: the logit's
    variance times Pearson's chi-squared over its degrees of freedom; McCullagh and Nelder 1989,
    Generalized Linear Models, sections 4.5 and 9.2). ``exchanges`` are those with a certain count
    of the group and of all, ``counted`` and ``of`` their persons. ValueError for fewer than two, or
    if nobody or everybody belongs to the group.
    """
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.stats.proportion import proportion_confint

    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence!r} is not a share; expected between 0 and 1")
    rows = group_by_exchange(record, measure=measure, group=group)
    known = rows[
        (rows["split"] == "published")
        & (rows["channel"] == channel)
        & (rows["low"] == rows["high"])
        & (rows["all_low"] == rows["all_high"])
    ]
    part, whole = known["low"].to_numpy(float), known["all_low"].to_numpy(float)
    if len(known) < 2 or not 0 < part.sum() < whole.sum():
        raise ValueError(
            f"{len(known)} exchanges count {group!r}, {part.sum():.0f} of {whole.sum():.0f} "
            "persons; expected at least two exchanges, and some persons in and some outside the "
            "group"
        )
    low, high = proportion_confint(part.sum(), whole.sum(), alpha=1 - confidence, method=method)
    # Shares weighted by persons: with two columns of counts the fit's scale forgets the weights.
    fit = GLM(part / whole, np.ones_like(part), family=Binomial(), var_weights=whole).fit(
        scale="X2"
    )
    clustered = 1 / (1 + np.exp(-np.asarray(fit.conf_int(alpha=1 - confidence))[0]))
    return pd.Series(
        {
            "exchanges": len(known),
            "counted": int(part.sum()),
            "of": int(whole.sum()),
            "share": part.sum() / whole.sum(),
            "low": low,
            "high": high,
            "dispersion": fit.scale,
            "clustered_low": clustered[0],
            "clustered_high": clustered[1],
        },
        dtype=object,
        name=group,
    )
