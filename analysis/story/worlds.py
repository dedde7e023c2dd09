"""Was the longest gap unusual? World by world, each verdict beside the worth of its test."""

from __future__ import annotations

import pandas as pd

from analysis.events.events import reference
from analysis.events.three_worlds import WORLDS, record_in_worlds
from analysis.events.verdicts_by_counting import LEVEL
from analysis.record.loading import Record
from analysis.trust.stops import STOPS
from analysis.trust.stored import FOLDER, read_simulated

ENOUGH = 0.8
"""Share of true stops that a test must find before a large P speaks for an ordinary gap."""

_WORDS = {
    "one rate": "exchanges that come at one rate",
    "changed rate": "a rate that changed as this one did",
    "uneven gaps": "gaps as uneven as these",
}


def worlds_table(record: Record, days: int) -> pd.DataFrame:
    """P of the longest gap, of so many days, in each world, beside level and power of its test.

    One row a world, by the reference way of counting: ``pvalue``; ``verdict``; ``if_…``, the share
    of histories without any stop in which the test rings, world by world; ``stop_60`` …, the share
    with a true stop of so many days, in its own world; ``histories``, of how many that of nearly
    this length was told (`trust.stops`). The verdict is ``unusual`` if P is at most `LEVEL`;
    otherwise ``ordinary`` if the test finds `ENOUGH` of the true stops of nearly that length, and
    ``undecided`` if not.
    """
    found = record_in_worlds(record, reference(record))
    table = read_simulated(FOLDER, "stop_shares")
    simulated = table.set_index(["test", "world", "stop_days"])
    shares, drawn = simulated["share"].to_dict(), simulated["histories"].to_dict()
    rows = {}
    for test in _WORDS:
        power = {stop: shares[test, test, stop] for stop in STOPS[1:]}
        verdict = "ordinary" if power[_stop(days)] >= ENOUGH else "undecided"
        row: dict[str, object] = {"pvalue": found[test]}
        row |= {"verdict": "unusual" if found[test] <= LEVEL else verdict}
        row |= {f"if_{world.replace(' ', '_')}": shares[test, world, 0] for world in WORLDS}
        row |= {f"stop_{stop}": share for stop, share in power.items()}
        rows[test] = row | {"histories": drawn[test, test, _stop(days)]}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("world")


def worlds_in_words(record: Record, days: int) -> str:
    """The verdicts on the longest gap, of so many days, in one sentence."""
    stop, said = _stop(days), []
    for world, row in worlds_table(record, days).to_dict("index").items():
        words = f"{row['verdict']} for {_WORDS[str(world)]} (P {row['pvalue']:.2g}"
        if row["verdict"] == "undecided":
            words += (
                f"), because the test finds a stop of {stop} days in {row[f'stop_{stop}']:.0%} of "
                f"{row['histories']:,} histories"
            )
        elif row["verdict"] == "unusual":
            fall = row["if_changed_rate"]
            words += f", at most {LEVEL:.0%} also in {fall:.0%} of histories whose rate only falls)"
        else:
            words += f", and the test finds {row[f'stop_{stop}']:.0%} of stops of {stop} days)"
        said.append(words)
    return f"As the longest of all gaps it is {'; '.join(said)}."


def _stop(days: int) -> int:
    """The simulated stop nearest to so many days."""
    return min(STOPS[1:], key=lambda stop: abs(stop - days))
