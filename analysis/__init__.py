"""Reported counts of prisoner exchanges as one dated series with proven bounds, and its cadence."""

from importlib import import_module
from typing import Any

# Public name -> module. Loaded on first use (PEP 562), so that reading the record does not wait
# for the statistics or the plotting library. A module must not bear the name of something public:
# importing it would hide the public name.
_MODULE_OF = {
    "CheckResult": "check",
    "KnownExchanges": "verdicts",
    "Problem": "problems",
    "Record": "record",
    "RecordError": "problems",
    "WindowBounds": "bounds",
    "alarm_level": "alarm_watch",
    "alarm_power": "alarm_watch",
    "as_of": "pauses",
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
    "counts_by_exchange": "exchange_counts",
    "dated_pauses": "long_pauses",
    "dated_series": "series",
    "dispersion": "regularity",
    "effective_reports": "judging",
    "event_gaps": "gaps",
    "exchange_events": "gaps",
    "fit_renewal": "renewal",
    "gap_after_batch": "dependence",
    "gap_pvalue": "verdicts",
    "goodness_of_fit": "bootstrap",
    "headline": "headlines",
    "held_series": "series",
    "histories": "gaps",
    "interrupted_rates": "interrupted",
    "kaplan_meier": "gap_survival",
    "linked_bounds": "linked",
    "load_record": "record",
    "longest_gap_test": "longest_gap",
    "measure_levels": "cadence_levels",
    "monthly_counts": "rates",
    "only_sources": "record_tables",
    "open_gap": "pauses",
    "open_gap_alarm": "alarm",
    "pause_table": "pauses",
    "predictive_gap_test": "predictive",
    "predictive_law": "predictive",
    "pvalue_range": "specification",
    "range_over_histories": "gaps",
    "serial_dependence": "dependence",
    "smoothed_rate": "rates",
    "specification_curve": "specification",
    "verdict_shares": "level",
    "watch_histories": "alarm_watch",
    "window_bounds": "bounds",
    "window_gaps": "verdicts",
    "without_reports": "implied",
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
