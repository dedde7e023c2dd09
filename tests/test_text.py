"""Days and numbers in print, and files written whole."""

import numpy as np
import pandas as pd
import pytest

from analysis.audit.printed_figures import printed
from analysis.files import write_whole
from analysis.text import (
    as_json,
    count,
    count_range,
    day_words,
    month_words,
    number_words,
    plain,
    short_day,
    span_words,
)

DAY = pd.Timestamp("2031-08-07")


def test_days_in_words():
    assert (day_words(DAY), short_day(DAY), month_words(DAY)) == (
        *("7 August 2031", "7 Aug 2031"),
        "August 2031",
    )


def test_numbers_in_words():
    assert (number_words(5), number_words(11)) == ("five", "11")
    assert span_words(pd.Series([149, 149])) == "149"
    assert span_words(pd.Series([20, 17])) == "17 to 20"
    assert (count(2598), count(np.inf), count(np.nan)) == ("2,598", "no limit", "")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (22, 22, "exactly 22 persons"),
        (512, 521, "512 to 521 persons"),
        (2500, np.inf, "2,500 persons or more"),
        (0, np.inf, "any number of persons"),
    ],
)
def test_ranges_in_words(low, high, words):
    assert count_range(low, high, "persons") == words


def test_a_figure_is_printed_as_it_was_put():
    assert (printed(2500, "at_least"), printed(2000, "planned")) == ("≥ 2,500", "2,000 planned")


def test_values_for_programs():
    assert (plain(DAY), plain(np.inf), plain(np.float64(22.0))) == ("2031-08-07", None, 22)
    assert as_json({"low": 22, "high": np.inf}) == '{\n  "low": 22,\n  "high": null\n}'


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = write_whole(tmp_path / "new" / "a.txt", "one\r\n")
    assert path.read_bytes() == b"one\r\n"
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert [file.name for file in path.parent.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"one\r\n"
