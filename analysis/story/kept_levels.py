"""Which tests and alarms keep their promise on simulated histories, and where they break it."""

from __future__ import annotations

import pandas as pd

from analysis.gaps.laws import LAWS
from analysis.text import number_words
from analysis.trust.false_alarms import DESIGNS

_ERRORS = 2  # Monte Carlo errors above its level at which a test breaks it

_TESTS = {
    ("longest_continuous", ""): "the longest-gap test, continuous",
    ("longest_discrete", ""): "the longest-gap test, discrete",
    ("single", "exponential"): "the single-gap test at a constant rate",
    ("single", "average"): f"the single-gap test over {number_words(len(LAWS))} laws",
}

_RULES = {"yearly": "the daily alarm at a constant rate"}


def broken_levels(tests: pd.DataFrame) -> pd.DataFrame:
    """Rows of the stored ``pause_levels`` whose tests ring too often where nothing changes.

    Their share lies above the level by more than two Monte Carlo errors. The single-gap test of the
    longest gap, a misuse, is left out.
    """
    asked = tests[(tests["gap"] == "named") | (tests["test"] != "single")]
    return asked[asked["share"] > asked["level"] + _ERRORS * asked["se"]]


def levels_in_words(tests: pd.DataFrame, alarms: pd.DataFrame, level: float) -> str:
    """Say for which designs a test breaks its `level`, and an alarm its promise.

    Of the stored tables ``pause_levels`` and ``alarm_levels``; alarms are named at every promise
    that they break.
    """
    broken = broken_levels(tests[tests["level"] == level])
    unkept = alarms[~alarms["kept"] & alarms["rule"].isin(list(_RULES))]
    said = []
    for design, way in DESIGNS.items():
        faults = [
            f"{_TESTS[test, model]} ({share:.0%})"
            for test, model, share in broken.loc[
                broken["design"] == design, ["test", "model", "share"]
            ].to_numpy()
        ]
        faults += [
            f"{_RULES[str(rule)]} ({_listed(rows['per_year'])} false alarms a year, promised "
            f"{_listed(rows['alpha'])})"
            for rule, rows in unkept[unkept["design"] == design].groupby("rule", sort=False)
        ]
        if faults:
            said.append(f"Exchanges {way.words}: " + "; ".join(faults) + ".")
    if not said:
        return f"Every test keeps {level:.0%}, and every alarm its promise, on every design."
    errors = number_words(_ERRORS)
    others = f"Otherwise level and promise are kept, within {errors} Monte Carlo errors."
    return f"**Where they fail, tests at {level:.0%}.** " + " ".join([*said, others])


def _listed(numbers: pd.Series) -> str:
    return ", ".join(f"{number:.2f}" for number in numbers)
