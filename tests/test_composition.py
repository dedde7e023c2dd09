"""Counts and shares of groups: bounds first, rates only where they are inferred."""

import numpy as np
import pytest

from analysis import check_claim, linked_bounds
from analysis.groups.closure import parts_of_exchanges, services_of_exchanges
from analysis.groups.composition import counted_share, group_by_exchange, group_shares, share_bounds

UKRAINE = "returned_to_ukraine"
GUARD = {"measure": UKRAINE, "group": "national_guard"}


@pytest.fixture(scope="module")
def guard(record):
    return group_by_exchange(record, **GUARD)


def test_share_bounds_hold_every_pair_of_counts_within_the_bounds():
    rng = np.random.default_rng(11)
    for _ in range(200):
        low, all_low = rng.integers(0, 6, 2)
        high, all_high = low + rng.integers(0, 4), all_low + rng.integers(0, 4)
        limits = [np.array([float(limit)]) for limit in (low, high, all_low, all_high)]
        least, largest = (float(share[0]) for share in share_bounds(*limits))
        pairs = [
            part / whole
            for part in range(low, high + 1)
            for whole in range(max(all_low, 1), all_high + 1)
            if part <= whole
        ]
        if pairs:
            assert least <= min(pairs)
            assert max(pairs) <= largest
        if (
            pairs and all_low > 0 and low <= all_high and high <= all_low
        ):  # then both limits can be reached
            assert least == pytest.approx(min(pairs))
            assert largest == pytest.approx(max(pairs))


def test_a_share_of_an_unlimited_count_has_limits():
    least, largest = share_bounds(*np.array([[38.0, 0], [39, 5], [95, 0], [95, np.inf]]))
    assert least.tolist() == [38 / 95, 0]
    assert largest.tolist() == [39 / 95, 1]


def test_every_exchange_has_one_row_and_shares_are_shares(record, guard):
    held = record.exchanges[record.exchanges["end"] <= record.complete_through]
    assert sorted(guard["exchange_id"]) == sorted(held["exchange_id"])
    assert (guard["low"] <= guard["high"]).all()
    assert guard["share_low"].between(0, 1).all()
    assert (guard["share_low"] <= guard["share_high"]).all()
    assert (guard["share_high"] <= 1).all()


def test_what_is_not_published_is_a_range_and_never_zero_by_default(guard):
    rows = guard.set_index("exchange_id")
    assert rows.loc["2022-09-21", "split"] == "none"
    assert rows["best"].isna().loc["2022-09-21"]
    assert rows.loc["2022-09-21", "high"] > 0
    assert rows["best"].notna().equals(rows["split"] == "published")


def test_counts_stand_as_the_interior_minister_gave_them(guard):
    # menafn.com 2024-09-14, mvs.gov.ua 2024-09-13, ukrinform (24 August 2024): Klymenko.
    rows = guard.set_index("exchange_id")
    for day, count in {"2024-09-13": 15, "2024-09-14": 38}.items():
        assert rows.loc[day, ["low", "high"]].tolist() == [count, count]
    # One person fewer in the exchanges than between the totals of 755 and 936: one of them is off.
    assert rows.loc["2024-08-24", ["low", "high"]].tolist() == [89, 90]
    assert rows.loc["2024-08-24", "all_low"] == 115


def test_shares_by_the_last_total_of_the_guard_are_its_ratio(record):
    # 936 guardsmen (Interfax-Ukraine, 27 December 2024) of everybody returned in the chain by then.
    table = group_shares(
        record, measure=UKRAINE, groups=["national_guard"], channel="numbered", end="2024-12-27"
    )
    row = table.loc["national_guard"]
    whole = linked_bounds(
        record,
        measure=UKRAINE,
        group="all",
        channel="numbered",
        start=record.counted_from,
        end="2024-12-27",
    )
    assert (row["low"], row["high"]) == (935, 936)  # 181 by totals, 180 by exchanges
    assert row["share_low"] == 935 / whole.high
    assert row["share_high"] == 936 / row["all_low"]
    assert (row["all_low"], row["all_high"]) == (whole.low, whole.high)
    assert 0 < row["counted"] <= row["low"]


def test_a_claim_about_guardsmen_is_answered_by_the_linked_model(record):
    claim = {**GUARD, "channel": "numbered", "bound": "exact", "end": "2024-12-27"}
    fits = check_claim(record, value=936, **claim)
    assert fits.verdict != "contradicts" and (fits.low, fits.high) == (935, 936)
    missed = check_claim(record, value=940, **claim)
    assert (missed.verdict, missed.misses_by) == ("contradicts", 4)
    assert "ua-interfax-2024-12-27/1" in set(missed.contradicts["report_id"])
    # One exchange of ten civilians: no guardsman, though no report of the Guard says so.
    june = claim | {"start": "2024-06-28", "end": "2024-06-28"}
    answer = check_claim(record, value=5, **june)
    assert (answer.verdict, answer.high, answer.misses_by) == ("contradicts", 0, 5)


# R 4.2.2, guardsmen and everybody of three invented exchanges:
#   k <- c(10, 20, 2); n <- c(50, 40, 30)
#   binom.test(32, 120)$conf.int
#   prop.test(32, 120, correct = FALSE)$conf.int
#   fit <- glm(cbind(k, n - k) ~ 1, family = quasibinomial,
#              control = glm.control(epsilon = 1e-14, maxit = 99))
#   summary(fit)$dispersion; plogis(confint.default(fit))
R_EXACT = (0.190089072782, 0.355114012507)
R_WILSON = (0.195684550467, 0.352124393861)
R_DISPERSION = 9.20454545455
R_CLUSTERED = (0.0962932461092, 0.553767526623)


@pytest.mark.parametrize(("method", "expected"), [("beta", R_EXACT), ("wilson", R_WILSON)])
def test_intervals_of_a_rate_are_those_of_r(method, expected, monkeypatch, record):
    invented = group_by_exchange(record, **GUARD).head(4).copy()
    invented["split"] = ["published", "published", "published", "none"]
    invented["channel"] = "numbered"
    for name, counts in {"low": [10, 20, 2, 0], "all_low": [50, 40, 30, 9]}.items():
        invented[name] = counts
        invented[name.replace("low", "high")] = np.array(counts, dtype=float)
    monkeypatch.setattr("analysis.groups.composition.group_by_exchange", lambda *_, **__: invented)
    rate = counted_share(record, **GUARD, channel="numbered", method=method, confidence=0.95)
    assert rate[["exchanges", "counted", "of"]].tolist() == [3, 32, 120]
    assert (rate["low"], rate["high"]) == pytest.approx(expected, rel=1e-6)
    assert rate["dispersion"] == pytest.approx(R_DISPERSION, rel=1e-6)
    clustered = (rate["clustered_low"], rate["clustered_high"])
    assert clustered == pytest.approx(R_CLUSTERED, rel=1e-6)


def test_people_return_in_exchanges_unlike_each_other(record):
    rate = counted_share(record, **GUARD, channel="numbered", method="wilson", confidence=0.95)
    assert rate["dispersion"] > 1
    assert rate["clustered_low"] < rate["low"] < rate["share"] < rate["high"]
    assert rate["high"] < rate["clustered_high"]


def test_a_rate_of_nothing_or_of_no_confidence_is_refused(record):
    words = {"measure": UKRAINE, "channel": "numbered", "method": "wilson"}
    with pytest.raises(ValueError, match="0 exchanges count 'police', 0 of 0 persons"):
        counted_share(record, group="police", confidence=0.9, **words | {"channel": "unnumbered"})
    with pytest.raises(ValueError, match="confidence 95 is not a share"):
        counted_share(record, group="women", confidence=95, **words)


def test_lists_of_services_add_up_or_say_by_how_many_they_do_not(record):
    lists = services_of_exchanges(record, measure=UKRAINE)
    assert (lists["listed"] + lists["unlisted"] == lists["all"]).all()
    assert (lists["unlisted"] == 0).mean() > 0.9
    # English-language Interfax-Ukraine, 3 January 2024: 130 Armed Forces, among them Navy and
    # Territorial Defence, 55 National Guard, 38 Border Guard, 1 Transport Service, 6 civilians.
    january = lists[lists["start"] == "2024-01-03"].iloc[0]
    assert january["listed"] == 130 + 55 + 38 + 1 + 6 == 230
    assert january["within"] == "navy, territorial_defence"
    december = lists.set_index("start").loc["2024-12-30"]
    columns = ["all", "within", "unlisted"]
    assert december[columns].tolist() == [189, "territorial_defence", 0]


def test_a_list_of_services_equals_its_slow_twin(record):
    from analysis import effective_reports

    reports = effective_reports(record)
    day = reports[
        (reports["start"] == "2022-11-24")
        & (reports["end"] == "2022-11-24")
        & (reports["measure"] == UKRAINE)
        & (reports["status"] == "used")
    ]
    listed = sum(
        day.loc[day["group"] == name, "value"].max()
        for name in record.vocabulary.groups_that("service")
        if (day["group"] == name).any()
    )
    row = services_of_exchanges(record, measure=UKRAINE).set_index("start").loc["2022-11-24"]
    assert row["listed"] == listed == 50


def test_parts_that_do_not_close_are_named(record):
    parts = parts_of_exchanges(record, measure=UKRAINE)
    open_parts = parts[parts["off_by"] != 0].set_index("start")["off_by"]
    # A page that calls everybody a soldier counts the civilians twice.
    assert {f"{day:%Y-%m-%d}": int(off) for day, off in open_parts.items()} == {"2022-09-21": 2}
    with pytest.raises(ValueError, match="'exchanges' is not split into parts"):
        parts_of_exchanges(record, measure="exchanges")
