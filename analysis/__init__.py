"""Reported counts of prisoner exchanges as one dated series with proven bounds, and its cadence."""

from importlib import import_module
from typing import Any

# Public name -> module. Loaded on first use (PEP 562), so that reading the record does not wait
# for the statistics or the plotting library. A package must not bear the name of something public:
# importing it would hide the public name.
_MODULE_OF = {
    "CheckResult": "audit.check",
    "KnownExchanges": "pauses.verdicts",
    "Problem": "record.problems",
    "Record": "record.loading",
    "RecordError": "record.problems",
    "WindowBounds": "bounds.windows",
    "alarm_level": "pauses.alarm_watch",
    "alarm_power": "pauses.alarm_watch",
    "as_of": "pauses.pause_table",
    "average_renewal": "cadence.model_average",
    "batch_and_gap": "cadence.dependence",
    "bootstrap_interval": "cadence.bootstrap",
    "bootstrap_refits": "cadence.bootstrap",
    "cadence_specifications": "cadence.specification",
    "calibrate_penalty": "cadence.penalty",
    "change_points": "cadence.regimes",
    "check_claim": "audit.check",
    "contradictions": "audit.contradictions",
    "count_trend": "cadence.rates",
    "counts_by_exchange": "series.exchange_counts",
    "dated_pauses": "pauses.long_pauses",
    "dated_series": "series.dated",
    "dispersion": "cadence.regularity",
    "effective_reports": "record.judging",
    "event_gaps": "cadence.gaps",
    "exchange_events": "cadence.gaps",
    "fit_renewal": "cadence.renewal",
    "gap_after_batch": "cadence.dependence",
    "gap_pvalue": "pauses.verdicts",
    "goodness_of_fit": "cadence.bootstrap",
    "headline": "figures.headlines",
    "held_series": "series.dated",
    "histories": "cadence.histories",
    "interrupted_rates": "pauses.interrupted",
    "kaplan_meier": "cadence.gap_survival",
    "linked_bounds": "bounds.linked_windows",
    "linked_contradictions": "audit.linked_contradictions",
    "load_record": "record.loading",
    "longest_gap_test": "pauses.longest_gap",
    "measure_levels": "cadence.levels",
    "monthly_counts": "cadence.rates",
    "only_sources": "audit.overview",
    "open_gap": "pauses.pause_table",
    "open_gap_alarm": "pauses.alarm",
    "pause_table": "pauses.pause_table",
    "predictive_gap_test": "pauses.predictive",
    "predictive_law": "pauses.predictive",
    "pvalue_range": "pauses.specification",
    "range_over_histories": "cadence.histories",
    "serial_dependence": "cadence.dependence",
    "smoothed_rate": "cadence.rates",
    "specification_curve": "pauses.specification",
    "verdict_shares": "pauses.level",
    "watch_histories": "pauses.alarm_watch",
    "window_bounds": "bounds.windows",
    "window_gaps": "pauses.verdicts",
    "without_reports": "audit.implied",
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
