"""A record brings its own words: read, checked one line a fault, and enough for everything."""

import json
from copy import deepcopy

import pytest
from record_folders import RECORD, ROOT, SMALL, SMALL_WORDS, copy_small, edit, problems_of

from analysis import check_claim, linked_bounds, load_record
from analysis.cli import main
from analysis.record.declared import DEFAULT_VOCABULARY, read_vocabulary
from analysis.record.dictionary import dictionary_tables
from analysis.record.words import DEFAULT, LISTS

OWN = json.loads((SMALL / "datapackage.json").read_text(encoding="utf-8"))["vocabulary"]


def test_the_default_is_two_sides_everybody_and_one_channel():
    words = DEFAULT_VOCABULARY
    assert list(words.parties) == ["side_a", "side_b"]
    assert list(words.measures) == ["returned_to_a", "returned_to_b", "exchanges"]
    assert list(words.groups) == ["all"] and list(words.channels) == ["any"]
    assert list(words.kinds) == ["exchange"] and list(words.definitions) == ["all"]
    assert words.main == ("returned_to_a", "all", "any")
    assert words.unsplit("returned_to_a")  # a blank channel counts everything


@pytest.mark.parametrize("folder", [RECORD, SMALL])
def test_what_holds_between_words(folder):
    words = load_record(folder).vocabulary
    assert words.single_channels == ("numbered", "unnumbered", "outside")
    assert words.parts("returned_to_russia") == ("military", "civilians")
    assert words.parts("packages") == ("for_ukrainian_prisoners", "for_russian_prisoners")
    assert words.groups_of("exchanges") == ("all",)
    assert words.groups_of("packages") == ("all", *words.parts("packages"))
    assert not set(words.parts("packages")) & set(words.groups_of("held_by_russia"))
    assert words.kind_channels("stage") == ("unnumbered", "numbered")


def changed(name, place, /, **cells):
    """The small record's words with one entry changed; a cell of None is taken out."""
    words = deepcopy(OWN)
    entries = words.setdefault(name, [])
    if place == len(entries):
        entries.append({})
    entries[place] |= cells
    entries[place] = {key: value for key, value in entries[place].items() if value is not None}
    return words


CHANNELS = len(OWN["channels"])


@pytest.mark.parametrize(
    ("words", "path", "value", "expected"),
    [
        ([], "vocabulary", "[]", "an object with the lists sides, measures"),
        ({**OWN, "grups": []}, "vocabulary.grups", "grups", "one of the lists sides"),
        ({**OWN, "kinds": {}}, "vocabulary.kinds", "{}", "a list"),
        ({**OWN, "kinds": ["x"]}, "vocabulary.kinds[0]", "x", "an object with name and title"),
        (changed("groups", 1, title=None), "vocabulary.groups[1].title", "", "some text"),
        (changed("groups", 1, title=" "), "vocabulary.groups[1].title", " ", "some text"),
        (changed("groups", 1, name="Two words"), "vocabulary.groups[1].name", "Two words",
         "small letters"),
        (changed("groups", 1, part="all"), "vocabulary.groups[1].part", "part",
         "one of name, title"),
        (changed("groups", 1, part_of="all"), "vocabulary.groups[1].part_of", "all", "a list"),
        (changed("groups", 1, service="yes"), "vocabulary.groups[1].service", "yes",
         "true or false"),
        (changed("sides", 2, role="judge"), "vocabulary.sides[2].role", "judge", "party, mediator"),
        (changed("groups", 2, name="military"), "vocabulary.groups[2].name", "military",
         "a name of its own"),
        (changed("groups", 1, part_of=["everyone"]), "vocabulary.groups[1].part_of", "everyone",
         "one of all, armed_forces"),
        (changed("kinds", 0, channel="numberd"), "vocabulary.kinds[0].channel", "numberd",
         "one of any, numbered"),
        (changed("groups", 1, part_of=["armed_forces"]), "vocabulary.groups[1].part_of", "military",
         "words that do not lead back to military"),
        (changed("measures", 0, sum_of=["returned_to_ukraine"]), "vocabulary.measures[0].sum_of",
         "returned_to_ukraine", "words that do not lead back"),
        (changed("measures", 0, sum_of=["packages"]), "vocabulary.measures[0].sum_of", "packages",
         "flows of persons"),
        (changed("measures", 0, side="mediator"), "vocabulary.measures[0].side", "mediator",
         "one of ukraine, russia"),
        (changed("measures", 0, side="russia"), "vocabulary.measures", "ukraine",
         "one flow of persons for each party"),
        (changed("measures", 0, returns_as="exchanges"), "vocabulary.measures[0].returns_as",
         "exchanges", "said of a stock"),
        (changed("measures", 0, unit="exchanges", side=None), "vocabulary.measures",
         "returned_to_ukraine, exchanges", "at most one measure of unit exchanges"),
        (changed("sides", 2, role="party"), "vocabulary.sides", "ukraine, russia, mediator",
         "exactly two sides"),
        (changed("channels", 1, numbered_chain=True), "vocabulary.channels", "numbered, unnumbered",
         "at most one numbered chain"),
        (changed("channels", CHANNELS, name="envoy", title="by the envoy"),
         f"vocabulary.channels[{CHANNELS}]", "envoy", "part_of, or a place in the sum of any"),
        (changed("channels", 0, part_of=["outside"]), "vocabulary.channels[0].part_of", "outside",
         "any or nothing"),
        (changed("sums", 0, parts=["navy", "civilians"]), "vocabulary.sums[0].parts",
         "navy, civilians", "each part of all"),
        (changed("kinds", 0, channel=None), "vocabulary.kinds[0].channel", "", "one of numbered"),
        (changed("definitions", 0, only_numbered=["local"]),
         "vocabulary.definitions[0].only_numbered", "local", "one of numbered, stage"),
        (changed("sums", 0, whole="military"), "vocabulary.sums[0].whole", "military", "all"),
        (changed("sums", 1, units=["persons"]), "vocabulary.sums[1]", "returned_to_ukraine",
         "one sum a measure"),
        ({**OWN, "kinds": [], "definitions": []}, "vocabulary.kinds", "", "at least one"),
    ],
)  # fmt: skip
def test_each_fault_is_one_line_with_its_place(words, path, value, expected):
    _, faults = read_vocabulary({"vocabulary": words})
    first = faults[0]
    assert (first.file, first.column, first.value) == ("datapackage.json", path, value)
    assert expected in first.expected


def test_a_folder_with_a_wrong_vocabulary_is_refused_for_that_alone(tmp_path):
    folder = copy_small(tmp_path)
    edit(folder, "datapackage.json", '"title": "Armed Forces"', '"title": ""')
    (problem,) = problems_of(folder)
    assert problem.column == "vocabulary.groups[8].title"


def test_an_unknown_word_is_answered_with_the_declared_ones(tmp_path):
    folder = copy_small(tmp_path)
    edit(folder, "exchanges.csv", ",,local,,", ",,loco,,")
    (problem,) = problems_of(folder)
    assert problem.expected == "one of numbered, stage, local, outside"


def test_a_folder_without_words_gets_the_default_ones(tmp_path):
    folder = copy_small(tmp_path)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    del package["vocabulary"]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    measures = ", ".join(word["name"] for word in DEFAULT["measures"])
    assert f"one of {measures}" in {problem.expected for problem in problems_of(folder)}


def test_adding_a_measure_a_group_or_a_channel_touches_data_files_only(tmp_path, capsys):
    folder = copy_small(tmp_path)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    words = package["vocabulary"]
    words["measures"].append({"name": "to_either", "title": "returned to either side",
                              "sum_of": list(SMALL_WORDS.returns)})  # fmt: skip
    words["groups"].append({"name": "drivers", "title": "drivers", "part_of": ["military"]})
    words["channels"].append({"name": "envoy", "title": "by the envoy", "part_of": ["any"]})
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with (folder / "reports.csv").open("a", encoding="utf-8") as file:
        for row in (
            "1,to_either,all,envoy,100,exact,event,2031-01-10,2031-01-10",
            "2,returned_to_ukraine,drivers,numbered,12,exact,event,2031-01-10,2031-01-10",
        ):
            number, _, cells = row.partition(",")
            file.write(f"ministry-2031-01-10/{int(number) + 2},ministry-2031-01-10,{cells},,,,\n")
    record = load_record(folder)
    day = {"start": "2031-01-10", "end": "2031-01-10"}
    to_b = {"measure": "returned_to_russia", "group": "all", "channel": "any"}
    assert linked_bounds(record, **to_b, **day).low == 50
    drivers = {"measure": "returned_to_ukraine", "group": "drivers", "channel": "numbered"}
    answer = linked_bounds(record, **drivers, **day)
    assert (answer.low, answer.high) == (12, 12)
    soldiers = drivers | {"group": "military"}  # 47 soldiers by the editor's judgement
    assert linked_bounds(record, **soldiers, **day).low == 47
    mediated = {"measure": "to_either", "group": "all", "channel": "envoy"}
    assert check_claim(record, **mediated, value=101, bound="exact", **day).misses_by == 1
    tables = dictionary_tables(record.vocabulary)
    assert "`to_either`" in tables["measures"] and "`envoy`" in tables["channels"]
    for call in (
        "bounds --measure to_either --channel envoy --start 2031-01-10 --end 2031-01-10 --why",
        "series --measure to_either --channel envoy",
        "series --group drivers",
        "check --measure to_either --value 100 --end 2031-01-10 --start 2031-01-10",
        "contradictions --measure to_either --channel envoy",
        "validate",
    ):
        assert main([*call.split(), "--data", str(folder)]) == 0, call
        assert capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["bounds", "--help", "--data", str(folder)])
    assert {"to_either", "drivers", "envoy"} <= {*capsys.readouterr().out.replace(",", "").split()}


def test_init_writes_a_folder_that_works_and_overwrites_nothing(tmp_path, capsys):
    folder = tmp_path / "ours"
    assert main(["init", str(folder)]) == 0
    capsys.readouterr()
    for call in (
        "validate",
        "series",
        "bounds --start 2031-01-01 --end 2031-02 --why",
        "check --value 12 --end 2031-01-10",
        "contradictions",
        "pauses",
    ):
        assert main([*call.split(), "--data", str(folder)]) == 0
        told = capsys.readouterr()
        assert told.out and not told.err
    assert main(["init", str(folder)]) == 2
    assert "expected a new or an empty folder" in capsys.readouterr().err


# frictionless and what it imports use deprecated calls of the standard library and of each other.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_init_writes_is_a_data_package(tmp_path):
    from frictionless import validate

    assert main(["init", str(tmp_path / "ours")]) == 0
    report = validate(str(tmp_path / "ours" / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_the_example_of_the_readme_is_a_vocabulary():
    page = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Your own conflict")[2]
    example = page.partition("```json\n")[2].partition("```")[0]
    words, faults = read_vocabulary(json.loads(f"{{{example}}}"))
    assert faults == []
    assert words.both_sides == "returned" and words.chain == "official"
    properties = {name for kind in LISTS.values() for name in kind.__dataclass_fields__}
    told = page.partition("\n## ")[0]
    assert {name for name in properties if f"`{name}" not in told} <= {
        *("name", "title", "description", "whole", "parts"),
        *("measures", "measure", "group"),
    }
