"""Faults of single cells, and of cells of one row that do not go together."""

import pytest
from record_folders import assert_problems, copy_small, edit, problems_of

FIRST = "agency-2031-01-10/1,agency-2031-01-10,returned_to_ukraine,all,numbered,50,exact,event,"
DAY = "2031-01-10"
RUSSIA = "returned_to_russia,all,numbered,50,exact,event"
DAYS = "2031-01-10,2031-01-10,,1,,\n"
TOTAL = "exact,cumulative,2031-01-01,2031-03-0"
HELD = "held_by_russia,national_guard,,70,exact,stock,2031-01-11,2031-01-11"

# What is replaced in which file, and what must be found: line, column, value, part of expectation.
FAULTS = {
    # dates
    "day that does not exist": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2031-02-29"),
        (6, "end", "2031-02-29", "a date that exists, written YYYY-MM-DD"),
    ),
    "compact date": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,20310228"),
        (6, "end", "20310228", "written YYYY-MM-DD"),
    ),
    "week date": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2031-W09-5"),
        (6, "end", "2031-W09-5", "written YYYY-MM-DD"),
    ),
    "digits of another script": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,٢٠٣١-٠٢-٢٨"),
        (6, "end", "٢٠٣١-٠٢-٢٨", "written YYYY-MM-DD"),
    ),
    "spreadsheet: European date": (
        ("sources.csv", "a1,2031-01-10", "a1,10.01.2031"),
        (2, "published", "10.01.2031", "(changed by a spreadsheet: 2031-01-10?)"),
    ),
    "spreadsheet: American date": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2/28/31"),
        (6, "end", "2/28/31", "(changed by a spreadsheet: 2031-02-28?)"),
    ),
    "spreadsheet: date with two readings": (
        ("sources.csv", "a2,2031-03-02", "a2,3/2/31"),
        (3, "published", "3/2/31", "(changed by a spreadsheet: 2031-02-03 or 2031-03-02?)"),
    ),
    "spreadsheet: serial number of 24 February 2022": (
        ("exchanges.csv", "2031-05-20,2031-05-20,,", "44616,2031-05-20,,"),
        (6, "start", "44616", "(changed by a spreadsheet: 2022-02-24?)"),
    ),
    "spreadsheet: time added": (
        ("exchanges.csv", "2031-05-20,2031-05-20,,", "2031-05-20 00:00:00,2031-05-20,,"),
        (6, "start", "2031-05-20 00:00:00", "(changed by a spreadsheet: 2031-05-20?)"),
    ),
    "report ends before it starts": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2031-01-09"),
        (6, "end", "2031-01-09", "a day not before start (2031-01-10)"),
    ),
    "exchange ends before it starts": (
        ("exchanges.csv", "2031-02-01,2031-02-14", "2031-02-01,2031-01-14"),
        (3, "end", "2031-01-14", "a day not before start (2031-02-01)"),
    ),
    "earliest end after the end": (
        ("reports.csv", "2031-03-05,2031-03-02", "2031-03-05,2031-03-06"),
        (11, "end_earliest", "2031-03-06", "between start (2031-01-01) and end (2031-03-05)"),
    ),
    "earliest end before the start": (
        ("reports.csv", "2031-03-05,2031-03-02", "2031-03-05,2030-12-31"),
        (11, "end_earliest", "2030-12-31", "between start (2031-01-01) and end (2031-03-05)"),
    ),
    "total of a day after the page was published": (
        ("reports.csv", f"110,{TOTAL}2", f"110,{TOTAL}4"),
        (
            8,
            "end",
            "2031-03-04",
            "not after 2031-03-03, since the page was published on 2031",
        ),
    ),
    "earliest end after the page was published": (
        ("reports.csv", "2031-03-05,2031-03-02", "2031-03-31,2031-03-07"),
        (11, "end_earliest", "2031-03-07", "a day not after 2031-03-06, since"),
    ),
    "event after the page was published": (
        ("reports.csv", f"{RUSSIA},{DAY},{DAY}", f"{RUSSIA},2031-01-12,2031-01-12"),
        (5, "start", "2031-01-12", "a day not after 2031-01-11, since"),
    ),
    # numbers
    "negative count": (
        ("reports.csv", "all,numbered,110", "all,numbered,-110"),
        (8, "value", "-110", "a whole number of at least 0, in digits only"),
    ),
    "fractional count": (
        ("reports.csv", "all,numbered,110", "all,numbered,110.5"),
        (8, "value", "110.5", "a whole number"),
    ),
    "count as a spreadsheet's float": (
        ("reports.csv", "all,numbered,110", "all,numbered,110.0"),
        (8, "value", "110.0", "in digits only"),
    ),
    "count too large to be one": (
        ("reports.csv", "all,numbered,110", f"all,numbered,1{'0' * 30}"),
        (8, "value", f"1{'0' * 30}", "a whole number"),
    ),
    "count left out": (
        ("reports.csv", "all,numbered,110", "all,numbered,"),
        (8, "value", "", "a whole number"),
    ),
    "exchange number zero": (
        ("exchanges.csv", "2031-01-10,1,", "2031-01-10,0,"),
        (2, "number", "0", "a whole number of at least 1, in digits only, or blank"),
    ),
    # words
    "unknown measure": (
        ("reports.csv", f"{FIRST}{DAYS}", f"{FIRST}{DAYS}".replace("returned_to", "given_to")),
        (2, "measure", "given_to_ukraine", "one of returned_to_ukraine, returned_to_russia"),
    ),
    "unknown group": (
        ("reports.csv", f"{HELD}", f"{HELD}".replace("national_guard", "guards")),
        (7, "group", "guards", "one of all, military"),
    ),
    "unknown channel": (
        ("reports.csv", "all,any,120", "all,both,120"),
        (11, "channel", "both", "one of numbered, unnumbered, outside, any, or blank"),
    ),
    "unknown bound": (
        ("reports.csv", "4,at_least", "4,At least"),
        (12, "bound", "At least", "one of exact, at_least, at_most, about, planned"),
    ),
    "unknown scope": (
        ("reports.csv", "planned,period", "planned,month"),
        (6, "scope", "month", "one of event, period, cumulative, stock"),
    ),
    "unknown kind of exchange": (
        ("exchanges.csv", ",,local,", ",,swap,"),
        (3, "kind", "swap", "one of numbered, stage, local, outside"),
    ),
    "unknown side": (
        ("speakers.csv", "State,State,mediator", "State,State,neutral"),
        (5, "side", "neutral", "one of ukraine, russia, mediator, other"),
    ),
    "unknown action": (
        ("judgements.csv", ",exclude,", ",delete,"),
        (2, "action", "delete", "one of exclude, set_start"),
    ),
    "language in words": (
        ("sources.csv", "2031-01-11,uk", "2031-01-11,Ukrainian"),
        (4, "language", "Ukrainian", "a language code such as en"),
    ),
    "address of another kind": (
        ("sources.csv", "https://example.org/a1", "www.example.org/a1"),
        (2, "url", "www.example.org/a1", "an address that starts with http, or blank"),
    ),
    "text with an invisible space": (
        ("sources.csv", "m1,2031-01-10,ru,Ministry", "m1,2031-01-10,ru,Ministry "),
        (6, "attributed_to", "Ministry ", "without spaces around it"),
    ),
    "outlet left out": (
        ("sources.csv", "undated-page,Page,", "undated-page,,"),
        (7, "outlet", "", "some text, without spaces around it"),
    ),
    # words that do not go together
    "stock of what is not held": (
        ("reports.csv", "planned,period", "planned,stock"),
        (6, "scope", "stock", "event, period or cumulative for packages"),
    ),
    "total of what is held": (
        ("reports.csv", "exact,stock", "exact,cumulative"),
        (7, "scope", "cumulative", "stock for held_by_russia"),
    ),
    "packages for soldiers": (
        ("reports.csv", "packages,for_russian_prisoners", "packages,military"),
        (6, "group", "military", "all or for_russian_prisoners or for_ukrainian_prisoners for"),
    ),
    "exchanges of civilians": (
        ("reports.csv", "exchanges,all", "exchanges,civilians"),
        (9, "group", "civilians", "all for exchanges"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_alone_and_in_its_place(tmp_path, name):
    (file, old, new), *expected = FAULTS[name]
    folder = copy_small(tmp_path)
    edit(folder, file, old, new)
    assert_problems(problems_of(folder), file, expected)
