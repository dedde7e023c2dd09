"""What exchanges of unknown day leave of a pause, by trying every placement."""

import json
from itertools import pairwise, product

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from made_records import day, exchange, made_record, report

from analysis import exchange_events, pause_table
from analysis.cli import main
from analysis.events.undated import undated_within
from analysis.gaps.undated import longest_silence_range

END = 12
WINDOWS = st.lists(
    st.tuples(st.integers(-3, END + 3), st.integers(-3, END + 3)).map(lambda w: tuple(sorted(w))),
    max_size=4,
)


def by_enumeration(start, end, windows):
    longest = []
    for days in product(*(range(a, b + 1) for a, b in windows)):
        inside = sorted({start, end, *(d for d in days if start < d < end)})
        longest.append(max(after - before for before, after in pairwise(inside)))
    return min(longest), max(longest)


@given(WINDOWS)
@settings(max_examples=150)
def test_the_range_is_that_of_every_placement(windows):
    assert longest_silence_range(0, END, windows) == by_enumeration(0, END, windows)


@given(WINDOWS, st.integers(-400, 400))
def test_shifted_and_reversed_days_change_nothing(windows, by):
    known = longest_silence_range(0, END, windows)
    shifted = [(a + by, b + by) for a, b in windows]
    assert longest_silence_range(by, END + by, shifted) == known
    turned = [(END - b, END - a) for a, b in windows]
    assert longest_silence_range(0, END, turned) == known


def made(windows):
    return made_record(
        [report(5, 3, 3)], [exchange(3), exchange(60), *(exchange(*w) for w in windows)]
    )


def pauses(record):
    events = exchange_events(record, "announced", 1)
    assert events["start"].tolist() == [day(3), day(60)]
    return pd.DataFrame({"start": [day(3), day(60)], "end": [day(60), pd.NaT]})


def test_proven_inside_and_perhaps_inside_are_told_apart():
    record = made([(20, 40), (50, 70)])
    found = undated_within(record, pauses(record), "announced")
    assert found["undated"].tolist() == [1, 0]
    assert found["perhaps"].tolist() == [1, 1]
    # Days 3 to 60: one on x from 20 to 40, one on y from 50 on or after; 27, 50 or 20, 60 at best.
    assert found.loc[0, ["shortest", "longest"]].tolist() == [24, 40]
    assert found.loc[1, ["shortest", "longest"]].tolist() == [19, 29]


def test_a_pause_without_such_exchanges_keeps_its_length():
    record = made([])
    found = undated_within(record, pauses(record), "announced")
    assert found[["undated", "perhaps"]].to_numpy().tolist() == [[0, 0], [0, 0]]
    assert found["shortest"].tolist() == found["longest"].tolist() == [57, 29]


@pytest.mark.parametrize(
    ("definition", "end", "expected"),
    [
        ("announced", "2026-02-05", (126, 1, 63, 112)),
        ("numbered", "2026-02-05", (126, 1, 63, 112)),
        ("numbered", "2025-08-14", (81, 1, 41, 80)),
        ("announced", "2024-01-03", (149, 0, 149, 149)),
    ],
)
def test_the_pauses_of_the_record_that_an_undated_exchange_breaks(
    record, definition, end, expected
):
    """Part 5 of cases.md: the 70th lies in the 126 days, the 66th in the 81."""
    table = pause_table(
        record, definition=definition, merge_days=1, min_days=30, null="whole",
        model="exponential",
    )  # fmt: skip
    row = table.join(undated_within(record, table, definition)).set_index("end").loc[end]
    assert tuple(row[["days", "undated", "shortest", "longest"]]) == expected


def test_the_command_says_so_in_a_sentence(project_root, capsys):
    folder = str(project_root / "data")
    assert main(["pauses", "--data", folder, "--definition", "numbered", "--merge-days", "1"]) == 0
    out = capsys.readouterr().out
    for sentence in (
        "2025-05-25 to 2025-08-14: no. 66 was held inside on a day that no page gives; the longest "
        "silence in it was 41 to 80 days",
        "2025-10-02 to 2026-02-05: no. 70 was held inside on a day that no page gives; the longest "
        "silence in it was 63 to 112 days",
    ):
        assert sentence in out.splitlines()
    main(["pauses", "--data", folder, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert {row["number"] for row in answer["undated"]} >= {66, 70}
    of_2026 = next(row for row in answer["pauses"] if row["end"] == "2026-02-05")
    assert [of_2026[name] for name in ("undated", "shortest", "longest")] == [1, 63, 112]


def test_an_exchange_known_to_a_month_does_not_vanish(project_root, capsys):
    """By the announced count the 66th falls between stages nearer than a month: no row has it."""
    main(["pauses", "--data", str(project_root / "data")])
    assert "held on a day that no page gives, in no row: no. 66" in capsys.readouterr().out
