"""Which group or channel contains which."""

import pytest

from analysis.record.relations import channel_within, family, group_within, smallest_wholes


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
    assert group_within(part, whole) == within


def test_a_family_is_what_contains_a_group_and_the_parts_of_all():
    assert family("returned_to_ukraine", "national_guard") == (
        *("all", "military", "civilians"),
        *("interior_ministry", "national_guard"),
    )
    assert family("exchanges", "all") == ("all",)


def test_only_the_smallest_wholes_of_those_offered_are_named():
    offered = ["all", "military", "national_guard"]
    assert smallest_wholes("national_guard", offered) == ["military"]
    offered = ["all", "military", "interior_ministry"]
    assert smallest_wholes("national_guard", offered) == ["military", "interior_ministry"]


def test_a_blank_channel_lies_between_the_numbered_chain_and_everything():
    for part, whole in (("numbered", "any"), ("numbered", ""), ("", "any")):
        assert channel_within(part, whole) and not channel_within(whole, part)
