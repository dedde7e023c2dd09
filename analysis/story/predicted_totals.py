"""How well the record predicts the official totals, in words and in a small table."""

from __future__ import annotations

import pandas as pd

from analysis.audit.kept_totals import kept_foreseen, kept_withheld
from analysis.audit.prediction_score import NEAR, prediction_score
from analysis.audit.printed_figures import figure
from analysis.record.loading import Record
from analysis.story.words import CHAIN
from analysis.text import day_words, number_words

_ROWS = 12


def predictions_in_words(record: Record) -> str:
    """Say in a few sentences of Markdown how well the official totals are predicted."""
    alone, ahead = kept_withheld(record, **CHAIN), kept_foreseen(record, **CHAIN)
    if alone.empty or ahead.empty:
        return "The record holds no official total of the chain that a dated page gives."
    score = prediction_score(alone, ahead)
    raw = prediction_score(
        kept_withheld(record, **CHAIN, judged=False), kept_foreseen(record, **CHAIN, judged=False)
    )
    missed = ahead[ahead["misses_by"] != 0]
    misses = "; ".join(
        f"{value:,}, published on {day_words(day)}, where they already proved {low:,}"
        if miss < 0
        else f"{value:,}, published on {day_words(day)}, where they allowed {high:,.0f}"
        for value, day, low, high, miss in zip(
            *(missed[name] for name in ("value", "published", "low", "high", "misses_by")),
            strict=True,
        )
    )
    return (
        f"**Withheld.** Taken out one by one, with every report that repeats them, {score.inside} "
        f"of {score.withheld} official totals lie inside what all other reports imply, and for "
        f"{score.certain} of them no other number is left; the median width of that range is "
        f"{score.width:g} persons over the {score.stated} totals of a stated day. **Foreseen.** "
        f"{score.foreseen} of the totals stand on a page that shows its date. {score.before} of "
        f"them could be true beside the pages published before that day, {score.allowed} beside "
        f"these and the day's own counts. Nothing limits most of them from above on their day, so "
        f"it is the least that was proven by then that tests them: it is the total to the person "
        f"for {score.exact}, within {number_words(NEAR)} persons for {score.near}."
        + (f" Outside: {misses}." if misses else "")
        + " **Without judgements.** Which reports are overruled was decided with all that is known "
        f"today. Were none, {raw.inside} of {raw.withheld} totals, those that are now set aside "
        f"among them, would lie inside what the others imply; {raw.allowed} of {raw.foreseen} "
        f"could be true on the day of their page, and the least proven would be the total to the "
        f"person for {raw.exact}."
    )


def widest_predictions(record: Record) -> pd.DataFrame:
    """Which official totals are predicted least well? At most twelve, in order of time.

    ``as_of, total``; ``withheld``, the range that all other reports leave; ``published, foreseen``,
    the least proven on the day of the first page, ``above``, persons by which the total lies above
    (negative: below) that; blank where no page is dated. The order of quality is by the width of
    the range or ``above``, whichever is more; totals whose day no page states are left out, because
    their range is that of many days.
    """
    alone, ahead = kept_withheld(record, **CHAIN), kept_foreseen(record, **CHAIN)
    rows = alone[alone["earliest"] == alone["end"]]
    columns = {"low": "foreseen", "above_low": "above"}
    ahead = ahead[["value", "published", "low", "above_low"]].rename(columns=columns)
    rows = rows.merge(ahead, on="value", how="left")
    far = (rows["high"] - rows["low"]).clip(lower=rows["above"].abs().fillna(0))
    rows = rows.loc[far[far > 0].nlargest(_ROWS).index]
    rows = rows.sort_values(["end", "value"], ignore_index=True)
    return pd.DataFrame(
        {
            "as_of": rows["end"],
            "total": rows["value"],
            "withheld": [
                figure(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "published": rows["published"],
            "foreseen": rows["foreseen"].astype("Int64"),
            "above": rows["above"].astype("Int64"),
        }
    )
