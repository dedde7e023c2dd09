"""Which group or channel contains which."""

import pytest
from record_folders import SMALL_WORDS as WORDS


@pytest.mark.parametrize(
    ("part", "whole", "within"),
    [
        ("chornobyl_guard", "national_guard", True),
        ("chornobyl_guard", "military", True),
        ("chornobyl_guard", "interior_ministry", True),
        ("women", "military", False),
        ("military", "national_guard", False),
    ],
)
def test_wholes_of_wholes_are_wholes(part, whole, within):
    assert WORDS.group_within(part, whole) == within


def test_a_family_is_what_contains_a_group_and_the_parts_of_all():
    assert WORDS.family("returned_to_ukraine", "national_guard") == (
        *("all", "military", "civilians"),
        *("interior_ministry", "national_guard"),
    )
    assert WORDS.family("exchanges", "all") == ("all",)


def test_only_the_smallest_wholes_of_those_offered_are_named():
    offered = ["all", "military", "national_guard"]
    assert WORDS.smallest_wholes("national_guard", offered) == ["military"]
    offered = ["all", "military", "interior_ministry"]
    assert WORDS.smallest_wholes("national_guard", offered) == ["military", "interior_ministry"]


def test_a_blank_channel_lies_between_the_numbered_chain_and_everything():
    for part, whole in (("numbered", "any"), ("numbered", ""), ("", "any")):
        assert WORDS.channel_within(part, whole) and not WORDS.channel_within(whole, part)
