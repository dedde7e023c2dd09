"""A rule of reading: totals whose page names no channel, and which of them are the numbered chain.

Officials give the total of their chain mostly without saying so. Such a page leaves the channel
blank, and so does its report. An exact total since the record began is then read as the numbered
chain if it lies between the nearest totals before and after it, of the same measure and group,
that pages (or an editor) tie to that chain: a total that counts more would stand above the later
one. A reader who disagrees, or an editor, leaves the channel open with a judgement ``set_channel``
without a value.
"""

from __future__ import annotations

import pandas as pd

from analysis.record.vocabulary import Vocabulary


def channel_readings(
    reports: pd.DataFrame, judgements: pd.DataFrame, vocabulary: Vocabulary
) -> pd.DataFrame:
    """What the rule reads into blank channels, in the form of judgements.

    Parameters
    ----------
    reports : DataFrame
        Reports as corrected and judged, with their ``status``.
    judgements : DataFrame
        The editor's: a channel that was judged is not read again.
    vocabulary : Vocabulary
        Of the record: nothing is read where it has no numbered chain.

    Returns
    -------
    DataFrame
        Rows like ``judgements``, ``set_channel`` each, the reason naming both totals.
    """
    chain = vocabulary.chain
    judged = judgements.loc[judgements["action"] == "set_channel", "report_id"]
    totals = reports[
        (reports["status"] == "used")
        & (reports["scope"] == "cumulative")
        & (reports["bound"] == "exact")
        & reports["measure"].isin(list(vocabulary.returns) if chain else [])
        & reports["channel"].isin(["", chain])
    ]
    totals = totals.assign(earliest=totals["end_earliest"].fillna(totals["end"]))
    found = []
    for _, rows in totals.groupby(["measure", "group", "start"], sort=False):
        named = rows[rows["channel"] == chain]
        open_rows = rows[(rows["channel"] == "") & ~rows["report_id"].isin(judged)]
        for report, value, first, last in zip(
            *(open_rows[name] for name in ("report_id", "value", "earliest", "end")), strict=True
        ):
            before, after = named[named["end"] <= first], named[named["earliest"] >= last]
            if after.empty:
                continue
            floor = before.loc[before["end"] == before["end"].max(), "value"].min()
            cap = after.loc[after["earliest"] == after["earliest"].min(), "value"].max()
            if (before.empty or floor <= value) and value <= cap:
                reason = f"read as {vocabulary.channels[chain].title}: the page names no channel, "
                reason += "and the totals before and after that are tied to it, "
                reason += f"{0 if before.empty else floor:,} and {cap:,}, leave room for it"
                found.append((report, "set_channel", chain, reason))
    return pd.DataFrame(found, columns=["report_id", "action", "value", "reason"], dtype="str")
