"""What remains of the reports after corrections and judgements."""

from __future__ import annotations

import pandas as pd

from analysis.record.loading import Record
from analysis.record.schema import ACTION_COLUMN, TABLES


def effective_reports(record: Record) -> pd.DataFrame:
    """Apply corrections and judgements; say of each report whether it still counts.

    Corrections come first: a report that another one replaces is superseded, whatever an editor
    thinks of the replacement. Then judgements exclude reports or overrule single cells.

    Parameters
    ----------
    record : Record
        A loaded record; it is not changed.

    Returns
    -------
    DataFrame
        All reports in their order, with the columns of ``record.reports`` as overruled, and

        - ``status``: ``superseded`` (a correction replaces it), ``excluded`` (by a judgement),
          ``planned`` (a promise, never part of a series of what happened) or ``used``; the first
          that applies;
        - ``judged``: whether a judgement touches the report.

    Examples
    --------
    >>> from analysis.record.loading import load_record
    >>> reports = effective_reports(load_record("tests/data/small_record"))
    >>> reports["status"].value_counts().sort_index().to_dict()
    {'excluded': 1, 'planned': 1, 'superseded': 1, 'used': 9}
    >>> reports.loc[reports["judged"], "report_id"].tolist()
    ['agency-2031-01-10/2', 'daily-2031-01-11/1', 'undated-page/1']
    """
    reports = record.reports.copy()
    judgements = record.judgements
    reports["status"] = pd.Series("used", index=reports.index, dtype="str")
    reports.loc[reports["bound"] == "planned", "status"] = "planned"
    excluded = judgements.loc[judgements["action"] == "exclude", "report_id"]
    reports.loc[reports["report_id"].isin(excluded), "status"] = "excluded"
    reports.loc[reports["report_id"].isin(reports["corrects"]), "status"] = "superseded"
    reports["judged"] = reports["report_id"].isin(judgements["report_id"])
    row_of = pd.Series(reports.index, index=reports["report_id"])
    for report, action, value in zip(
        judgements["report_id"], judgements["action"], judgements["value"], strict=True
    ):
        name = ACTION_COLUMN[action]
        if name is not None:
            reports.loc[row_of[report], name] = _typed_value(name, value)
    return reports


def _typed_value(name: str, value: str) -> pd.Timestamp | int | str:
    kind = TABLES["reports"].column(name).type
    if kind == "date":
        return pd.Timestamp(value)
    return int(value) if kind == "integer" else value
