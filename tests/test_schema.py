"""Schema in code, datapackage.json and the README for people say the same."""

import json
import re
from datetime import date

import pytest
from record_folders import RECORD, ROOT, WORDS

from analysis.record.dictionary import dictionary_tables, with_dictionary
from analysis.record.schema import ACTION_COLUMN, LARGEST_COUNT, TABLES

PACKAGE = json.loads((RECORD / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def described(name):
    """Columns of a table that its file of the project has: it may lack optional ones."""
    with (ROOT / "data" / TABLES[name].file).open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    return [c for c in TABLES[name].columns if not c.optional or c.name in header]


def test_the_package_describes_the_five_files_in_utf8():
    assert {name: r["path"] for name, r in RESOURCES.items()} == {
        name: table.file for name, table in TABLES.items()
    }
    assert {r["encoding"] for r in RESOURCES.values()} == {"utf-8"}


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_their_constraints_are_the_same(name):
    fields = RESOURCES[name]["schema"]["fields"]
    assert [field["name"] for field in fields] == [c.name for c in described(name)]
    for field, column in zip(fields, described(name), strict=True):
        expected = {"required": True} if column.required else {}
        if TABLES[name].primary_key == (column.name,):
            expected["unique"] = True
        if column.words:
            expected["enum"] = list(column.words)
        if column.pattern:
            expected["pattern"] = column.pattern
        if column.type == "integer":
            expected |= {"minimum": column.minimum, "maximum": LARGEST_COUNT}
        assert field["type"] == column.type
        assert field.get("constraints", {}) == expected, column.name


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_the_same(name):
    schema, table = RESOURCES[name]["schema"], TABLES[name]
    assert schema["primaryKey"] == list(table.primary_key)
    assert schema["missingValues"] == [""]
    expected = [
        {
            "fields": [key.column],
            # Table Schema refers to the table itself by an empty name.
            "reference": {
                "resource": "" if key.table == name else key.table,
                "fields": [key.reference],
            },
        }
        for key in table.foreign_keys
        if key.column in {column.name for column in described(name)}
    ]
    assert schema.get("foreignKeys", []) == expected


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_title_a_description_and_a_unit_where_it_counts(name):
    for field in RESOURCES[name]["schema"]["fields"]:
        assert field["title"]
        assert field["description"].endswith((".", "]"))
        if field["type"] == "date":
            assert field["unit"] == "day"
    if name == "reports":
        value = next(f for f in RESOURCES[name]["schema"]["fields"] if f["name"] == "value")
        assert value["unit"] == "persons, exchanges or packages, by measure"


def columns_in_the_readme(file: str) -> dict[str, str]:
    """Column -> its row, of the table under the heading that names the file."""
    section = README.split(f"### `{file}`")[1].split("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", section, flags=re.MULTILINE)
    return dict(rows)


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_defines_every_column_and_names_every_word(name):
    rows = columns_in_the_readme(TABLES[name].file)
    assert list(rows) == [column.name for column in TABLES[name].columns]
    for column in TABLES[name].columns:
        missing = [word for word in column.of(WORDS).words if f"`{word}`" not in README]
        assert not missing
        assert ("required" in rows[column.name]) == column.required, column.name


def test_the_readme_has_the_words_of_the_record_as_they_are_declared():
    """`python -m analysis update tables` writes them."""
    assert with_dictionary(README, WORDS) == README
    marked = set(re.findall(r"<!-- words: (\w+) -->", README))
    assert marked == set(dictionary_tables(WORDS))
    whole = re.search(r"^\| `national_guard` \|.*\| (.*) \|$", README, flags=re.MULTILINE)
    assert whole and whole[1] == "`military`, `interior_ministry`"


def test_the_readme_names_the_first_day_of_the_package():
    day = date.fromisoformat(PACKAGE["counted_from"])
    assert re.search(rf"`counted_from`\s+\({day.day} {day:%B} {day.year}\)", README)


def test_each_action_overrules_a_column_of_reports():
    columns = {column.name for column in TABLES["reports"].columns}
    assert {name for name in ACTION_COLUMN.values() if name} <= columns
    assert all(name is None or action == f"set_{name}" for action, name in ACTION_COLUMN.items())
