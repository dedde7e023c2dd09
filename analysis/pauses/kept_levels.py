"""Which tests and alarms keep their promise on simulated histories, and where they break it."""

from __future__ import annotations

import pandas as pd

from analysis.pauses.level import DESIGNS

_ERRORS = 2  # Monte Carlo errors above its level at which a test breaks it
_TESTS = {
    ("longest_continuous", ""): "the longest-gap test, continuous",
    ("longest_discrete", ""): "the longest-gap test, discrete",
    ("single", "exponential"): "the single-gap test at a constant rate",
    ("single", "average"): "the single-gap test over six laws",
}
_RULES = {
    "yearly": "the daily alarm at a constant rate",
    "yearly_weibull": "the daily alarm with Weibull gaps",
}


def broken_levels(tests: pd.DataFrame) -> pd.DataFrame:
    """Which tests ring too often on histories in which nothing changes?

    Parameters
    ----------
    tests : pandas.DataFrame
        The stored table ``pause_levels``. The single-gap test of the longest gap, a misuse, is
        left out.

    Returns
    -------
    pandas.DataFrame
        Rows of `tests` whose share lies above the level by more than two Monte Carlo errors.
    """
    asked = tests[(tests["gap"] == "named") | (tests["test"] != "single")]
    return asked[asked["share"] > asked["level"] + _ERRORS * asked["se"]]


def levels_in_words(tests: pd.DataFrame, alarms: pd.DataFrame, level: float) -> str:
    """Say for which designs a test breaks its level, and an alarm its promise.

    Parameters
    ----------
    tests, alarms : pandas.DataFrame
        The stored tables ``pause_levels`` and ``alarm_levels``.
    level : float
        Level of the tests, and promise of the alarms, to speak of.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> from analysis.pauses.simulated import read_simulated
    >>> names = ("pause_levels", "alarm_levels")
    >>> levels_in_words(*(read_simulated("data/simulated", name) for name in names), 0.05)[:49]
    '**Where they fail at 5%.** Exchanges in clusters:'
    """
    broken = broken_levels(tests[tests["level"] == level])
    promised = alarms[(alarms["alpha"] == level) & alarms["rule"].isin(list(_RULES))]
    said = []
    for design, way in DESIGNS.items():
        faults = [
            f"{_TESTS[test, model]} ({share:.0%})"
            for test, model, share in broken.loc[
                broken["design"] == design, ["test", "model", "share"]
            ].to_numpy()
        ]
        kept = promised[(promised["design"] == design) & ~promised["kept"]]
        faults += [
            f"{_RULES[rule]} ({rate:.2f} false alarms a year)"
            for rule, rate in kept[["rule", "per_year"]].to_numpy()
        ]
        if faults:
            said.append(f"Exchanges {way.words}: " + "; ".join(faults) + ".")
    if not said:
        return f"Every test and alarm keeps {level:.0%} on every design."
    others = "All others keep it, within two Monte Carlo errors."
    return f"**Where they fail at {level:.0%}.** " + " ".join([*said, others])
