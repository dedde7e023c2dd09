"""Both sides together, and a channel that cuts across the others: one linked model, exact."""

import itertools

import numpy as np
import pytest
from linked_twins import said
from made_records import day, made_record, report
from repair_twins import PlainRepairs

from analysis import (
    check_claim,
    check_readings,
    dated_series,
    linked_bounds,
    linked_contradictions,
    proof_of,
)
from analysis.bounds.repairs import Repairs
from analysis.record.declared import read_vocabulary
from analysis.record.vocabulary import Series

DECLARED = {
    "sides": [{"name": "north", "title": "the North"}, {"name": "south", "title": "the South"}],
    "measures": [
        {"name": "to_north", "title": "returned to the North", "side": "north"},
        {"name": "to_south", "title": "returned to the South", "side": "south"},
        {"name": "both", "title": "returned to either", "sum_of": ["to_north", "to_south"]},
    ],
    "groups": [
        {"name": "military", "title": "soldiers", "part_of": ["all"]},
        {"name": "civilians", "title": "civilians", "part_of": ["all"]},
        {"name": "guards", "title": "guards", "part_of": ["military"]},
    ],
    "sums": [{"whole": "all", "parts": ["military", "civilians"], "units": ["persons"]}],
    "channels": [
        {"name": "official", "title": "official", "numbered_chain": True},
        {"name": "local", "title": "local"},
        {"name": "envoy", "title": "by the envoy", "part_of": ["any"]},
        {"name": "church", "title": "by the church", "part_of": ["official"]},
        {"name": "any", "title": "everything", "sum_of": ["official", "local"]},
    ],
    "kinds": [{"name": "handover", "title": "handover", "channel": "official"}],
}
WORDS, FAULTS = read_vocabulary({"vocabulary": DECLARED})
MEASURES, GROUPS, CHANNELS = ([*WORDS.words(name)] for name in ("measures", "groups", "channels"))
CROSSING = {"envoy": "any", "church": "official"}


class Plain:
    """Every count of every series and day a variable, every link an equation or a row."""

    def __init__(self, days):
        keys = itertools.product(itertools.product(MEASURES, GROUPS), CHANNELS, range(-1, days))
        self.place = {key: number for number, key in enumerate(keys)}
        self.rows, self.right, self.equations = [], [], []
        for measure, group, channel in itertools.product(MEASURES, GROUPS, CHANNELS):
            series = (measure, group), channel
            self.equations.append(self.row((*series, -1, 1)))
            for last in range(days):
                self.no_more(last, [], [series])
                if group != "all":
                    self.no_more(last, [series], [((measure, "all"), channel)])
                if group == "guards":
                    self.no_more(last, [series], [((measure, "military"), channel)])
                if channel in CROSSING:
                    wide = (measure, group), CROSSING[channel]
                    self.no_more(last, [series], [wide])
                    if group == "guards":
                        soldiers, all_soldiers = (
                            ((measure, "military"), name) for name in (channel, CROSSING[channel])
                        )
                        self.no_more(last, [wide, soldiers], [all_soldiers, series])
                if group == "all":
                    self.add_up(last, [((measure, name), channel) for name in GROUPS[1:3]], series)
                if channel == "any":
                    self.add_up(last, [(series[0], name) for name in CHANNELS[:2]], series)
                if measure == "both":
                    self.add_up(last, [((name, group), channel) for name in MEASURES[:2]], series)

    def row(self, *terms):
        row = np.zeros(len(self.place))
        for *key, sign in terms:
            row[self.place[tuple(key)]] += sign
        return row

    def no_more(self, last, less, more):
        terms = [(*series, last, 1) for series in less] + [
            (*series, last - 1, -1) for series in less
        ]
        terms += [(*one, last, -1) for one in more] + [(*one, last - 1, 1) for one in more]
        self.rows.append(self.row(*terms))
        self.right.append(0)

    def add_up(self, last, parts, whole):
        self.equations.append(self.row(*((*part, last, 1) for part in parts), (*whole, last, -1)))


def drawn(rng, days, number, noise, crossing):
    """Statements about one course of events, some of them wrong, each by a voice of its own.

    Persons are drawn one by one, with measure, group, channel and day.
    """
    persons = [
        (rng.integers(days), MEASURES[rng.integers(2)], GROUPS[rng.integers(1, 4)],
         CHANNELS[rng.integers(2)], rng.random() < 0.5, rng.random() < 0.5)
        for _ in range(int(rng.integers(3, 30)))
    ]  # fmt: skip

    def counted(person, measure, group, channel):
        _, its_measure, its_group, its_channel, envoy, church = person
        groups = {"all", its_group} | ({"military"} if its_group == "guards" else set())
        channels = {"any", its_channel} | ({"envoy"} if envoy else set())
        channels |= {"church"} if church and its_channel == "official" else set()
        return measure in ("both", its_measure) and group in groups and channel in channels

    found = []
    for place in range(number):
        channel = str(rng.choice(CHANNELS if crossing else CHANNELS[:2] + CHANNELS[-1:]))
        group = str(rng.choice(GROUPS, p=[0.7, 0.1, 0.1, 0.1]))
        series = str(rng.choice(MEASURES)), group, channel
        first, last = (int(day) for day in np.sort(rng.integers(0, days, 2)))
        count = sum(counted(one, *series) for one in persons if first <= one[0] <= last)
        if rng.random() < noise:
            count = max(count + int(rng.integers(-6, 7)), 0)
        low, high = [(count, count), (count, np.inf), (0, count)][rng.choice(3, p=[0.7, 0.2, 0.1])]
        found.append((series, said(first, last, low, high, str(place), (f"voice {place}",))))
    return found


def engine(statements, groups):
    asked = [Series("both", group, name) for group in groups for name in ("any", *CROSSING)]
    return Repairs([(Series(*series), claim) for series, claim in statements], WORDS, asked)


def triples(statements):
    return [((measure, group), channel, claim) for (measure, group, channel), claim in statements]


def asked_windows(rng, days, number, groups):
    for _ in range(number):
        series = Series(*(str(rng.choice(words)) for words in (MEASURES, groups, CHANNELS)))
        yield series, *(int(day) for day in np.sort(rng.integers(0, days, 2)))


@pytest.mark.slow
@pytest.mark.parametrize("groups", [GROUPS, GROUPS[:1]])
@pytest.mark.parametrize(("seed", "crossing"), [(1, False), (2, True)])
def test_consistent_reports_are_bounded_as_by_a_plain_program(seed, crossing, groups):
    rng = np.random.default_rng(seed)
    days, bounded, crossed = 5, 0, 0
    for _ in range(12):
        statements = drawn(rng, days, int(rng.integers(3, 14)), 0.0, crossing)
        repairs = engine(statements, groups)
        plain = PlainRepairs(Plain(days), triples(statements))
        assert repairs.price == (0, 0)
        for series, first, last in asked_windows(rng, days, 8, groups):
            low, high = repairs.bounds(series, np.array([first]), np.array([last]))
            key = (series.measure, series.group), series.channel
            least, most = plain.bounds(*key, first, last)
            assert (low[0], high[0]) == (np.ceil(least - 1e-5), np.floor(most + 1e-5)), (
                statements, series, first, last)  # fmt: skip
            bounded += np.isfinite(most)
            crossed += series.channel in CROSSING and np.isfinite(most)
    assert bounded > 16 and crossed > 6 * crossing


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "groups"), [(4, GROUPS), (5, GROUPS[:1])])
def test_contradicting_reports_are_repaired_as_by_a_plain_program(seed, groups):
    rng = np.random.default_rng(seed)
    days, repaired = 4, 0
    for _ in range(8):
        statements = drawn(rng, days, int(rng.integers(8, 18)), 0.7, True)
        repairs = engine(statements, groups)
        plain = PlainRepairs(Plain(days), triples(statements))
        assert len(plain.faces) == len(repairs.hull.faces)
        repaired += repairs.price[1] > 0
        for series, first, last in asked_windows(rng, days, 6, groups):
            low, high = repairs.bounds(series, np.array([first]), np.array([last]))
            key = (series.measure, series.group), series.channel
            least, most = plain.bounds(*key, first, last)
            assert abs(low[0] - least) < 1 and (high[0] == most or abs(high[0] - most) < 1), (
                statements, series, first, last)  # fmt: skip
    assert repaired > 4


def told(*reports):
    """A record in these words, of reports whose measure and channel are said."""
    rows = [report(value, start, end, measure=measure, channel=channel, **more)
            for measure, channel, value, start, end, more in reports]  # fmt: skip
    return made_record(rows, words=WORDS)


def window(record, measure, channel, first, last):
    series = {"measure": measure, "group": "all", "channel": channel}
    answer = linked_bounds(record, **series, start=day(first), end=day(last))
    return answer.low, answer.high


def test_a_total_of_both_sides_less_one_direction_is_the_other():
    """100 in all by day 30, of whom 60 to the North: 40 to the South, whom no page counts."""
    record = told(("both", "any", 100, 0, 30, {}), ("to_north", "any", 60, 0, 30, {}))
    assert window(record, "to_south", "any", 0, 30) == (40, 40)
    south = {"measure": "to_south", "group": "all", "channel": "any"}
    proof = proof_of(record, **south, start=day(0), end=day(30))
    assert set(proof["measure"]) == {"both", "to_north"}
    days = dated_series(record, **south | {"measure": "both"}, freq="D")
    assert days["cumulative_best"].iloc[30] == 100


def test_a_mediators_count_of_one_exchange_bounds_both_directions():
    """386 captives by the envoy, of whom 193 to the North; that day 400 came back in all."""
    record = told(
        ("both", "envoy", 386, 5, 5, {}),
        ("to_north", "envoy", 193, 5, 5, {}),
        ("both", "any", 400, 5, 5, {}),
        ("to_north", "any", 200, 5, 5, {}),
    )
    assert window(record, "to_south", "envoy", 5, 5) == (193, 193)
    assert window(record, "to_south", "any", 5, 5) == (200, 200)
    assert window(record, "to_north", "official", 5, 5) == (0, 200)  # whose the envoy's is, unknown
    assert window(record, "both", "church", 5, 5) == (0, 400)


def test_a_mediators_total_and_a_new_count_are_compared():
    """Total 6,691 after 6,485: a swap of 206 is implied, one of 207 cannot be."""
    record = told(("both", "envoy", 6485, 0, 20, {}), ("both", "envoy", 6691, 0, 25, {}))
    series = {"measure": "both", "group": "all", "channel": "envoy"}
    claim = {"bound": "exact", "start": day(21), "end": day(25)}
    assert check_claim(record, **series, value=206, **claim).verdict == "fits"
    answer = check_claim(record, **series, value=207, **claim)
    assert (answer.verdict, answer.misses_by) == ("contradicts", 1)
    assert set(answer.contradicts["measure"]) == {"both"}
    # 206 persons to one side alone are possible, and so are all 206 of both sides
    readings = check_readings(record, measure="to_north", group="all", value=206, **claim).readings
    fits = readings[readings["verdict"] == "fits"]
    assert fits[["channel", "both_sides"]].values.tolist() == [["envoy", True]]


def test_counts_of_both_directions_that_exceed_their_sum_are_named():
    record = told(
        ("both", "any", 100, 5, 5, {}),
        ("to_north", "official", 60, 5, 5, {}),
        ("to_south", "official", 60, 5, 5, {"said_by": "Ministry"}),
    )
    found = linked_contradictions(record, measure="to_south")
    assert set(found["measure"]) == {"both", "to_north", "to_south"}
    assert found["misses_by"].tolist() == [20] * 3
