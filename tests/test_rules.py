"""Faults between rows: identifiers, corrections, numbers of exchanges, judgements."""

import pytest
from record_folders import assert_problems, copy_small, edit, problems_of

FIRST = "agency-2031-01-10/1,agency-2031-01-10,returned_to_ukraine,all,numbered,50,exact,event,"
DAY = "2031-01-10"
DAYS = "2031-01-10,2031-01-10,,1,,\n"
HELD = "held_by_russia,national_guard,,70,exact,stock,2031-01-11,2031-01-11"

# What is replaced in which file, and what must be found: line, column, value, part of expectation.
FAULTS = {
    # days
    "exchange before the record": (
        ("exchanges.csv", "2031-02-swap,2031-02-01", "2031-02-swap,2030-12-31"),
        (3, "start", "2030-12-31", "a day not before counted_from (2031-01-01)"),
    ),
    "report that ends before the record": (
        (
            "reports.csv",
            "undated-page/2,undated-page,",
            "undated-page/3,undated-page,returned_to_ukraine,all,,9,exact,event,"
            "2030-12-30,2030-12-31,,,,\nundated-page/2,undated-page,",
        ),
        (13, "end", "2030-12-31", "a day not before counted_from (2031-01-01)"),
    ),
    # identifiers
    "repeated source": (
        ("sources.csv", "undated-page,Page,,,en,\n", "undated-page,Page,,,en,\n" * 2),
        (8, "source_id", "undated-page", "a new source_id (line 7 has it)"),
    ),
    "repeated report": (
        ("reports.csv", f"{FIRST}{DAYS}", f"{FIRST}{DAYS}" * 2),
        (3, "report_id", "agency-2031-01-10/1", "a new report_id (line 2 has it)"),
    ),
    "repeated speaker": (
        ("speakers.csv", "State,State,mediator,\n", "State,State,mediator,\nState,X,other,\n"),
        (6, "speaker", "State", "a new speaker (line 5 has it)"),
    ),
    "repeated exchange": (
        ("exchanges.csv", "2031-05-20,2031-05-20,2031", "2031-01-10,2031-05-20,2031"),
        (6, "exchange_id", "2031-01-10", "a new exchange_id (line 2 has it)"),
    ),
    "report of another source": (
        ("reports.csv", "undated-page/2,undated-page", "undated-page/2,agency-2031-03-02"),
        (13, "report_id", "undated-page/2", "agency-2031-03-02/<n>, the row's own source_id"),
    ),
    "unknown source": (
        ("reports.csv", "undated-page/2,undated-page", "nowhere/2,nowhere"),
        (13, "source_id", "nowhere", "a source_id of sources.csv"),
    ),
    "identifier with a space": (
        ("reports.csv", FIRST, f" {FIRST}"),
        (2, "report_id", " agency-2031-01-10/1", "a report id, <source_id>/<n>"),
    ),
    "unknown speaker": (
        ("sources.csv", "Headquarters; Spokesperson", "Headquarters; Nobody"),
        (3, "attributed_to", "Nobody", "a speaker of speakers.csv"),
    ),
    "speaker named twice": (
        ("sources.csv", "Headquarters; Spokesperson", "Headquarters; Headquarters"),
        (3, "attributed_to", "Headquarters", "each speaker once"),
    ),
    "empty place between semicolons": (
        ("sources.csv", "Headquarters; Spokesperson", "Headquarters;; Spokesperson"),
        (3, "attributed_to", "", "a speaker of speakers.csv"),
    ),
    # corrections
    "correction that points nowhere": (
        ("reports.csv", ",,daily-2031-01-11/2,", ",,daily-2031-01-11/9,"),
        (10, "corrects", "daily-2031-01-11/9", "a report_id of reports.csv"),
    ),
    "correction of itself": (
        ("reports.csv", ",,daily-2031-01-11/2,", ",,daily-2031-03-05/1,"),
        (10, "corrects", "daily-2031-03-05/1", "daily-2031-03-05/1 -> daily-2031-03-05/1)"),
    ),
    "corrections in a circle": (
        ("reports.csv", f"{HELD},,,,", f"{HELD},,,daily-2031-03-05/1,"),
        (
            7,
            "corrects",
            "daily-2031-03-05/1",
            "circle: daily-2031-01-11/2 -> daily-2031-03-05/1 -> daily-2031-01-11/2",
        ),
    ),
    # numbers of exchanges
    "number repeats": (
        ("exchanges.csv", ",2,stage,State,second", ",1,numbered,State,second"),
        (5, "number", "1", "a number of its own (line 2 has it; only stages of one deal"),
    ),
    "number repeats in stages of different deals": (
        ("exchanges.csv", "2031-03-02,2031-03-02,2031-03-02", "2031-03-02,2031-03-09,2031-03-09"),
        (5, "number", "2", "a number of its own (line 4 has it; only stages of one deal"),
    ),
    "number of a return without exchange": (
        ("exchanges.csv", "2031-05-20,,outside", "2031-05-20,3,outside"),
        (6, "number", "3", "blank, since an exchange of kind outside"),
    ),
    # judgements
    "judgement without reason": (
        ("judgements.csv", "Misprint: every other page gives 50.", ""),
        (2, "reason", "", "some text, without spaces around it"),
    ),
    "judgement on an unknown report": (
        ("judgements.csv", "agency-2031-01-10/2,set", "agency-2031-01-10/7,set"),
        (5, "report_id", "agency-2031-01-10/7", "a report_id of reports.csv"),
    ),
    "two judgements on one cell": (
        ("judgements.csv", "undated-page/1,set_end_earliest", "undated-page/1,set_end"),
        (4, "action", "undated-page/1 set_end", "a new report_id and action (line 3 has it)"),
    ),
    "exclusion with a value": (
        ("judgements.csv", ",exclude,,", ",exclude,yes,"),
        (2, "value", "yes", "blank, since exclude takes the whole report"),
    ),
    "judged value left out": (
        ("judgements.csv", "set_value,47", "set_value,"),
        (5, "value", "", "a whole number of at least 0, in digits only"),
    ),
    "judged value of the wrong kind": (
        ("judgements.csv", "set_value,47", "set_value,2031-01-10"),
        (5, "value", "2031-01-10", "a whole number of at least 0, in digits only"),
    ),
    "judged day that does not exist": (
        ("judgements.csv", "set_end,2031-05-31", "set_end,31.05.2031"),
        (3, "value", "31.05.2031", "(changed by a spreadsheet: 2031-05-31?)"),
    ),
    "judged channel that does not exist": (
        ("judgements.csv", "set_value,47", "set_channel,local"),
        (5, "value", "local", "one of numbered, unnumbered, outside, any"),
    ),
    "judgement that sets what is": (
        ("judgements.csv", "set_value,47", "set_value,48"),
        (5, "value", "48", "a judgement that changes something"),
    ),
    "judgement that spells a blank out": (
        (
            "judgements.csv",
            "agency-2031-01-10/2,set_value,47",
            "undated-page/2,set_end_earliest,2031-03-01",
        ),
        (5, "value", "2031-03-01", "a judgement that changes something"),
    ),
    "judgement on a superseded report": (
        ("judgements.csv", "daily-2031-01-11/1,exclude", "daily-2031-01-11/2,exclude"),
        (2, "action", "exclude", "no judgement, since a correction supersedes the report"),
    ),
    "judgement on an excluded report": (
        ("judgements.csv", "agency-2031-01-10/2,set_value,47", "daily-2031-01-11/1,set_value,50"),
        (5, "action", "set_value", "no further judgement, since the report is excluded"),
    ),
    "judgements that turn a window around": (
        ("judgements.csv", "set_end,2031-05-31", "set_end,2031-05-01"),
        (3, "value", "2031-05-01", "they are now 2031-01-01, 2031-05-20, 2031-05-01)"),
        (4, "value", "2031-05-20", "dates that keep start <= end_earliest <= end"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_alone_and_in_its_place(tmp_path, name):
    (file, old, new), *expected = FAULTS[name]
    folder = copy_small(tmp_path)
    edit(folder, file, old, new)
    assert_problems(problems_of(folder), file, expected)
