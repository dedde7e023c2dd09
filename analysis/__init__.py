"""Reported counts of prisoner exchanges as one dated series with proven bounds, and its cadence."""

from importlib import import_module
from typing import Any

# Public name -> module. Loaded on first use (PEP 562), so that reading the record does not wait
# for the statistics or the plotting library. A module must not bear the name of something public:
# importing it would hide the public name.
_MODULE_OF = {
    "CheckResult": "check",
    "Problem": "problems",
    "Record": "record",
    "RecordError": "problems",
    "WindowBounds": "bounds",
    "average_renewal": "model_average",
    "batch_and_gap": "dependence",
    "bootstrap_interval": "bootstrap",
    "bootstrap_refits": "bootstrap",
    "cadence_specifications": "specifications",
    "calibrate_penalty": "penalty",
    "change_points": "regimes",
    "check_claim": "check",
    "contradictions": "audit",
    "count_trend": "rates",
    "dated_series": "series",
    "dispersion": "regularity",
    "effective_reports": "judging",
    "event_gaps": "gaps",
    "exchange_events": "gaps",
    "fit_renewal": "renewal",
    "gap_after_batch": "dependence",
    "goodness_of_fit": "bootstrap",
    "held_series": "series",
    "histories": "gaps",
    "kaplan_meier": "gap_survival",
    "linked_bounds": "linked",
    "load_record": "record",
    "measure_levels": "cadence_levels",
    "monthly_counts": "rates",
    "range_over_histories": "gaps",
    "serial_dependence": "dependence",
    "smoothed_rate": "rates",
    "window_bounds": "bounds",
}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *_MODULE_OF})
