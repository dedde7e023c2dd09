"""The dated series: periods, channels, stocks, and what makes it move and what does not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_records import day, exchange, made_record, report
from record_folders import SMALL

from analysis import dated_series, window_bounds
from analysis.cli import main
from analysis.series.dated import held_series
from analysis.series.silences import silences_joined

REPORTS = [
    report(0, 0, 4),
    report(50, 5, 5),
    report(52, 5, 5, said_by="Ministry"),
    report(30, 12, 12),
    report(82, 0, 19, bound="at_most"),
    report(150, 0, 40),
    report(10, 33, 33, channel="outside"),
    report(175, 0, 45, channel="any"),
    report(12, 5, 5, group="civilians"),
]
ROWS = [exchange(5), exchange(12), exchange(20), exchange(33, kind="outside")]


def series(record, freq="D", channel="numbered"):
    return dated_series(
        record, measure="returned_to_ukraine", group="all", channel=channel, freq=freq
    )


def test_bounds_of_a_row_are_those_of_its_window():
    record = made_record(REPORTS, ROWS)
    for freq in ("D", "MS"):
        for channel in ("numbered", "outside"):
            for row in series(record, freq, channel).iloc[::7].itertuples():
                found = window_bounds(
                    record,
                    measure="returned_to_ukraine",
                    group="all",
                    channel=channel,
                    start=row.start,
                    end=row.end,
                )
                assert (row.low, row.high, row.disputed) == (
                    found.low,
                    found.high,
                    found.disputed,
                )


def test_every_day_and_every_month_of_the_search_has_one_row():
    record = made_record(REPORTS, ROWS, days=75)
    days, months = series(record), series(record, "MS")
    assert days["start"].tolist() == days["end"].tolist() == list(pd.date_range(day(0), day(74)))
    assert months["start"].tolist() == list(pd.date_range("2031-01-01", periods=3, freq="MS"))
    assert months["end"].tolist()[-1] == day(74)
    ends = days.set_index("end").loc[months["end"]]
    for name in ("cumulative_low", "cumulative_best", "cumulative_high"):
        assert ends[name].tolist() == months[name].tolist()


def test_what_is_known_of_a_day():
    rows = series(made_record(REPORTS, ROWS)).set_index("start")
    assert rows.loc[day(5), ["low", "best", "high"]].tolist() == [50, 50, 52]
    assert rows.loc[day(5), "status"] == "disputed" and rows.loc[day(5), "disputed"]
    assert rows.loc[day(12), ["low", "best", "high"]].tolist() == [30, 30, 30]
    assert rows.loc[day(20), "status"] == "withheld"
    assert rows.loc[day(6), "status"] == "none"
    assert rows.loc[day(6), ["low", "best", "high"]].tolist() == [0, 0, 2]


def test_all_channels_together_contain_each_of_them():
    record = made_record(REPORTS, ROWS)
    whole = series(record, channel="any")
    parts = [series(record, channel=channel) for channel in ("numbered", "unnumbered", "outside")]
    assert whole["low"].tolist() == np.sum([part["low"] for part in parts], axis=0).tolist()
    assert whole["cumulative_low"].iloc[-1] == 175
    placed = whole["best"].fillna(0).astype(int) + whole["undated"]
    assert placed.cumsum().tolist() == whole["cumulative_best"].tolist()
    assert (whole["cumulative_best"] >= whole["cumulative_low"]).all()


def test_persons_whom_only_all_channels_together_prove_on_a_day_are_dated():
    record = made_record([report(40, 7, 7, channel="any"), report(40, 0, 9, channel="any")])
    rows = series(record, channel="any").set_index("start")
    assert rows.loc[day(7), ["low", "best", "high"]].tolist() == [40, 40, 40]
    assert rows["cumulative_best"].iloc[-1] == 40 and rows["undated"].sum() == 0


def test_shifting_all_dates_shifts_the_series_and_nothing_else():
    record = made_record(REPORTS, ROWS)
    by = pd.Timedelta(days=365)  # to the same days of 2032, which begins alike
    later = replace(
        record,
        reports=record.reports.assign(
            **{name: record.reports[name] + by for name in ("start", "end", "end_earliest")}
        ),
        exchanges=record.exchanges.assign(
            **{name: record.exchanges[name] + by for name in ("start", "end")}
        ),
        counted_from=record.counted_from + by,
        complete_through=record.complete_through + by,
    )
    old, new = series(record), series(later)
    assert (new["start"] - old["start"] == by).all()
    columns = [name for name in old.columns if name not in ("start", "end")]
    pd.testing.assert_frame_equal(old[columns], new[columns])


def test_a_unit_of_ten_persons_scales_every_count():
    tens = [row | {"value": row["value"] * 10} for row in REPORTS]
    old, new = series(made_record(REPORTS, ROWS)), series(made_record(tens, ROWS))
    for name in ("low", "best", "high", "cumulative_low", "cumulative_best", "undated"):
        assert (new[name] == old[name] * 10).all()


def test_an_implied_report_changes_no_row():
    implied = [report(80, 0, 12, bound="at_least"), report(200, 0, 40, bound="at_most")]
    pd.testing.assert_frame_equal(
        series(made_record(REPORTS, ROWS)), series(made_record([*REPORTS, *implied], ROWS))
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"freq": "W"},
            "freq 'W' is unknown; expected D (days), M or MS (months), Y or YS (years)",
        ),
        ({"measure": "returns"}, "measure 'returns' is unknown; expected one of "),
        ({"group": "pilots"}, "group 'pilots' is unknown; expected one of "),
        ({"channel": "secret"}, "channel 'secret' is unknown; expected one of "),
        ({"measure": "held_by_russia"}, "measure 'held_by_russia' is a number at a day"),
    ],
)
def test_an_unknown_word_gets_one_line(change, message):
    words = {
        "measure": "returned_to_ukraine",
        "group": "all",
        "channel": "numbered",
        "freq": "D",
    }
    with pytest.raises(ValueError) as fault:
        dated_series(made_record(REPORTS, ROWS), **(words | change))
    assert str(fault.value).startswith(message) and "\n" not in str(fault.value)


def test_stocks_are_listed_by_the_days_of_their_statements():
    stock = {"measure": "held_by_russia", "channel": "", "scope": "stock"}
    record = made_record(
        [
            report(4000, 10, 10, **stock, bound="about"),
            report(3900, 10, 10, **stock, said_by="Ombudsman"),
            report(5000, 20, 20, **stock, bound="at_least"),
            report(9000, 30, 30, **stock, bound="planned"),
        ]
    )
    rows = held_series(record, measure="held_by_russia", group="all")
    assert rows["start"].tolist() == [day(10), day(20)]
    assert rows["low"].tolist() == [3500, 5000] and rows["high"].tolist() == [4500, np.inf]
    with pytest.raises(ValueError, match="is not a stock"):
        held_series(record, measure="returned_to_ukraine", group="all")


def test_a_count_since_before_the_record_bounds_from_above_only():
    record = made_record([report(30, 10, 10), report(200, -60, 40)], [exchange(10)])
    found = window_bounds(
        record,
        measure="returned_to_ukraine",
        group="all",
        channel="numbered",
        start=day(0),
        end=day(40),
    )
    assert (found.low, found.high) == (30, 200)


def test_years_and_the_names_of_periods():
    record = made_record(REPORTS, ROWS, days=400)
    years, days = series(record, "Y"), series(record)
    assert years["start"].tolist() == [day(0), day(365)]
    assert years["end"].tolist() == [day(364), day(399)]
    ends = days.set_index("end").loc[years["end"]]
    for name in ("cumulative_low", "cumulative_best", "cumulative_high"):
        assert ends[name].tolist() == years[name].tolist()
    pd.testing.assert_frame_equal(series(record, "YS"), years)
    pd.testing.assert_frame_equal(series(record, "M"), series(record, "MS"))


def test_silent_days_in_a_row_are_one_row_and_nothing_is_lost():
    record = made_record(REPORTS, ROWS)
    table = series(record)
    words = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
    joined = silences_joined(record, table, **words)
    assert joined["start"].iloc[0] == day(0) and joined["end"].iloc[-1] == day(89)
    after = joined["end"] + pd.Timedelta(days=1)
    assert joined["start"].tolist()[1:] == after.tolist()[:-1]
    whole = joined[joined["end"] > joined["start"]]
    assert len(whole) and (whole["low"] == 0).all() and (whole["best"] == 0).all()
    for row in joined.itertuples():
        known = window_bounds(record, **words, start=row.start, end=row.end)
        assert (row.low, row.high) == (known.low, known.high)
    shown = table[table["start"].isin(joined["start"]) & table["end"].isin(joined["end"])]
    for name in ("best", "undated"):
        assert shown[name].sum() == table[name].sum()


def test_the_silent_months_of_autumn_2023_are_zero(record):
    """From 7 August 2023 to 3 January 2024 nobody came (data/README.md, part on totals)."""
    months = dated_series(
        record, measure="returned_to_ukraine", group="all", channel="numbered", freq="M"
    ).set_index("start")
    silent = months.loc["2023-09-01":"2023-12-01", ["low", "best", "high"]]
    assert silent.shape == (4, 3) and (silent == 0).all(axis=None)
    assert not np.signbit(silent["high"].to_numpy(float)).any()


def test_the_command_prints_silence_as_zero_and_explains_its_marks(capsys):
    words = ["series", "--data", str(SMALL), "--measure", "returned_to_ukraine", "--group", "all",
             "--channel", "numbered"]  # fmt: skip
    assert main([*words, "--freq", "M"]) == 0
    lines = capsys.readouterr().out.splitlines()
    may = next(line.split() for line in lines if line.startswith("2031-04-01"))
    assert may[:4] == ["2031-04-01", "2031-04-30", "0", "0"]
    assert lines[-1] == "0 is silence: searched thoroughly from 2031-01-01 through 2031-06-30"
    assert any(line.startswith("none: no dated exchange") for line in lines)
    assert main([*words, "--freq", "D"]) == 0
    days = capsys.readouterr().out.splitlines()
    assert any(line.startswith("2031-01-01  2031-01-09") for line in days)
    assert main([*words, "--freq", "Y"]) == 0
    assert "2031-01-01  2031-06-30" in capsys.readouterr().out
