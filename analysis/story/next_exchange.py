"""When the next exchange may come, in a sentence."""

from __future__ import annotations

from analysis.events.next_exchange import Forecast
from analysis.gaps.forecast_scores import HORIZONS
from analysis.text import day_words


def forecast_in_words(found: Forecast) -> str:
    """The forecast in two sentences: the combination, its spread, and its worth."""
    told = found.within.loc["combined"]
    others = found.within.drop(index="combined")
    chances = ", ".join(
        f"{told[days]:.0%} within {days} ({others[days].min():.0%} to {others[days].max():.0%} "
        "by candidate)"
        for days in (7, 14, 30)
    )
    skill = found.scores[f"skill_{HORIZONS[0]}"].to_dict()["combined"]
    worth = f"{abs(skill):.0%} {'better' if skill > 0 else 'worse'} than the long-run share"
    return (
        f"As of {day_words(found.as_of)}, P(an exchange in the next days): {chances}. On past "
        f"evenings the {HORIZONS[0]}-day forecast was {worth} (Brier score)."
    )
