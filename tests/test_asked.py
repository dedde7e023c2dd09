"""Days and counts as somebody asks them: taken as they stand or refused, never guessed."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from record_folders import SMALL

from analysis import (
    check_claim,
    exchange_events,
    linked_bounds,
    load_record,
    monthly_counts,
    smoothed_rate,
    window_bounds,
)
from analysis.bounds.asked import as_count, as_date, as_window
from analysis.cli import main
from analysis.gaps.days import as_day

DAY = pd.Timestamp("2031-08-07")
CHAIN = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
CHAIN_OPTIONS = [text for name, word in CHAIN.items() for text in (f"--{name}", word)]

DAYS = [
    "2031-08-07",
    np.str_("2031-08-07"),
    dt.date(2031, 8, 7),
    dt.datetime(2031, 8, 7),
    DAY,
    np.datetime64("2031-08-07"),
    np.datetime64("2031-08-07T00:00:00"),
]
NO_DAYS = [
    "07.08.2031",
    "08/07/2031",
    "2031-8-7",
    "20310807",
    "2031-W32-4",
    "2031-08-07T00:00",
    "2031-08-07\n",
    " 2031-08-07",
    "2031-02-30",
    "２０３１-08-07",
    "today",
    "now",
    "",
    "x" * 1000,
    None,
    float("nan"),
    pd.NaT,
    pd.NA,
    np.datetime64("NaT"),
    True,
    0,
    20310807,
    1.9e9,
    dt.datetime(2031, 8, 7, 12),
    DAY + pd.Timedelta(nanoseconds=1),
    DAY.tz_localize("UTC"),
    DAY.tz_localize("Europe/Kyiv"),
    pd.Period("2031-08"),
    np.datetime64("2031-08"),
    np.datetime64("99999-01-01"),
    [DAY],
    pd.Series([DAY, DAY]),
]


def one_line(caught, *parts: str) -> None:
    text = str(caught.value)
    assert "\n" not in text and len(text) < 200
    assert all(part in text for part in parts)


@pytest.mark.parametrize("given_day", DAYS, ids=repr)
def test_a_day_in_any_form_that_is_one_day_is_taken(given_day):
    assert as_date(given_day, "day") == DAY
    assert as_window(given_day, given_day) == (DAY, DAY)


@pytest.mark.parametrize("given_day", NO_DAYS, ids=lambda day: f"{type(day).__name__} {day}"[:30])
def test_what_is_not_surely_one_day_is_one_line_that_names_the_argument(given_day):
    with pytest.raises(ValueError) as caught:
        as_date(given_day, "as-of")
    one_line(caught, "as-of ", "is not a date; expected ")
    for window, name in (((given_day, DAY), "start "), ((DAY, given_day), "end ")):
        with pytest.raises(ValueError) as caught:
            as_window(*window)
        one_line(caught, name, "is not a date; expected ")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2031-02", "2031-02-01", "2031-02-28"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031-12", "2031-12-01", "2031-12-31"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_month_or_year_is_a_window_from_its_first_to_its_last_day(said, first, last):
    assert as_window(said, said) == (pd.Timestamp(first), pd.Timestamp(last))
    with pytest.raises(ValueError):
        as_date(said, "day")


@pytest.mark.parametrize("said", ["2031-13", "2031-00", "0000", "2031-1", "31", "2031-", "2031-Q1"])
def test_no_month_or_year_is_refused(said):
    with pytest.raises(ValueError) as caught:
        as_window(said, "2032")
    one_line(caught, "start ", "YYYY-MM-DD, or a month (YYYY-MM) or year (YYYY)")


@given(st.dates(min_value=dt.date(1, 1, 1)))
def test_every_day_of_the_calendar_is_itself(day):
    assert as_date(day.isoformat(), "day") == as_date(day, "day") == pd.Timestamp(day)


COUNTS = [
    ("2598", 2598),
    ("2,598", 2598),
    ("1,234,567", 1234567),
    ("2\u00a0598", 2598),  # no-break space
    ("2\u202f598", 2598),  # narrow no-break space
    ("2\u2009598", 2598),  # thin space
    ("999,999,999", 999999999),
    ("0", 0),
    (0, 0),
    (np.int64(2598), 2598),
    (np.uint8(7), 7),
]
NO_COUNTS = [
    "1_000",
    "٢٥٩٨",
    "２５９８",
    "1" * 20,
    "1" * 5000,
    "1,000,000,000",
    "2,5981",
    "25,98",
    "1234,567",
    "0,598",
    "1,234\u00a0567",
    ",598",
    "2598,",
    "2.598",
    "2598.0",
    "1e3",
    "+5",
    "-5",
    "007",
    " 5",
    "",
    "many",
    None,
    float("nan"),
    float("inf"),
    2598.0,
    2598.5,
    True,
    -1,
    10**9,
    10**400,
    np.float64(3),
    pd.NA,
    [5],
]


@pytest.mark.parametrize(("said", "number"), COUNTS)
def test_a_count_is_taken_as_it_is_printed(said, number):
    found = as_count(said, "value")
    assert found == number and type(found) is int


@pytest.mark.parametrize("said", NO_COUNTS, ids=lambda said: f"{type(said).__name__} {said}"[:30])
def test_what_is_no_count_is_one_line(said):
    with pytest.raises(ValueError) as caught:
        as_count(said, "value")
    one_line(caught, "value ", "is not a count; expected a whole number", "999,999,999")


@given(st.integers(0, 999_999_999))
def test_a_count_in_print_is_itself(number):
    assert as_count(str(number), "value") == as_count(f"{number:,}", "value") == number


def test_python_refuses_a_wrong_day_by_the_argument_it_was_given_for():
    record = load_record(SMALL)
    for ask in (window_bounds, linked_bounds):
        with pytest.raises(ValueError, match=r"^start None is not a date"):
            ask(record, **CHAIN, start=None, end="2031-03-04")
        with pytest.raises(ValueError, match=r"^end Timestamp.*is not a date"):
            ask(record, **CHAIN, start="2031-01-01", end=pd.Timestamp("2031-03-04", tz="UTC"))
    with pytest.raises(ValueError, match=r"^end nan is not a date"):
        check_claim(record, **CHAIN, value=5, bound="exact", end=float("nan"))
    with pytest.raises(ValueError, match=r"^value None is not a count"):
        check_claim(record, **CHAIN, value=None, bound="exact", end="2031-03-04")


def test_python_takes_a_month_as_a_window():
    record = load_record(SMALL)
    for ask in (window_bounds, linked_bounds):
        answer = ask(record, **CHAIN, start="2031-02", end="2031-03")
        assert (answer.start, answer.end) == (
            pd.Timestamp("2031-02-01"),
            pd.Timestamp("2031-03-31"),
        )
        days = ask(record, **CHAIN, start="2031-02-01", end=dt.date(2031, 3, 31))
        assert (answer.low, answer.high) == (days.low, days.high)


def test_the_command_takes_a_month_and_says_the_days(capsys):
    options = [*CHAIN_OPTIONS, "--data", str(SMALL), "--start", "2031-02", "--end", "2031-03"]
    assert main(["bounds", *options]) == 0
    assert "2031-02-01 to 2031-03-31" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["07.08.2031", "13.08.2031", "today", "2031-8"])
@pytest.mark.parametrize("command", ["bounds", "check", "pauses"])
def test_the_command_guesses_no_day(command, day, capsys):
    options = {
        "bounds": [*CHAIN_OPTIONS, "--start", day, "--end", "2031-09-01"],
        "check": [*CHAIN_OPTIONS, "--value", "2,598", "--end", day],
        "pauses": ["--as-of", day],
    }[command]
    assert main([command, "--data", str(SMALL), *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert repr(day) in err and "YYYY-MM-DD" in err


def test_the_command_takes_a_figure_as_it_prints_it(capsys):
    answers = []
    for value in ("1050", "1,050"):
        options = [*CHAIN_OPTIONS, "--value", value, "--end", "2031-03-04", "--json"]
        assert main(["check", "--data", str(SMALL), *options]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]


@pytest.mark.parametrize("given_day", DAYS, ids=repr)
def test_days_are_taken_alike_where_no_record_is(given_day):
    assert as_day(given_day, "start") == DAY


@pytest.mark.parametrize("given_day", NO_DAYS, ids=lambda day: f"{type(day).__name__} {day}"[:30])
def test_days_are_refused_alike_where_no_record_is(given_day):
    with pytest.raises(ValueError) as caught:
        as_day(given_day, "start")
    one_line(caught, "start ", "is not a day; expected one written YYYY-MM-DD")


def test_no_day_of_a_watch_is_guessed():
    days = pd.DatetimeIndex([DAY])
    for start, end in (("07.08.2031", "2031-12-31"), ("2031-01-01", None)):
        with pytest.raises(ValueError, match="is not a day; expected one written YYYY-MM-DD"):
            monthly_counts(days, start, end)
        with pytest.raises(ValueError, match="is not a day; expected one written YYYY-MM-DD"):
            smoothed_rate(days, start, end, bandwidth=30)


@pytest.mark.parametrize("merge_days", [10**20, -1, 1.5, None, True, "1", float("nan")])
def test_merge_days_is_a_whole_number_of_ordinary_size(merge_days):
    with pytest.raises(ValueError, match=r"^merge_days must be a whole number of at least 0"):
        exchange_events(load_record(SMALL), "all", merge_days)
