"""Reported counts of prisoner exchanges as one dated series with proven bounds, and its cadence."""

from importlib import import_module
from typing import Any

# Public name -> module. Loaded on first use (PEP 562), so that reading the record does not wait
# for the statistics or the plotting library. A package must not bear the name of something public:
# importing it would hide the public name.
_MODULE_OF = {
    "CheckResult": "audit.check",
    "KnownExchanges": "events.verdicts",
    "Problem": "record.problems",
    "Record": "record.loading",
    "RecordError": "record.problems",
    "WindowBounds": "bounds.windows",
    "alarm_level": "trust.alarm_watch",
    "alarm_power": "trust.alarm_watch",
    "as_of": "events.pause_table",
    "average_renewal": "gaps.model_average",
    "batch_and_gap": "gaps.dependence",
    "bootstrap_interval": "gaps.bootstrap",
    "bootstrap_refits": "gaps.bootstrap",
    "cadence_specifications": "events.cadence_by_counting",
    "calibrate_penalty": "gaps.segmentation",
    "change_points": "gaps.regimes",
    "check_claim": "audit.check",
    "contradictions": "audit.contradictions",
    "count_trend": "gaps.rates",
    "counts_by_exchange": "series.exchange_counts",
    "dated_pauses": "events.verdicts",
    "dated_series": "series.dated",
    "dispersion": "gaps.regularity",
    "effective_reports": "record.loading",
    "event_gaps": "events.events",
    "exchange_events": "events.events",
    "fit_renewal": "gaps.renewal",
    "gap_after_batch": "gaps.dependence",
    "gap_pvalue": "events.verdicts",
    "goodness_of_fit": "gaps.bootstrap",
    "headline": "story.headline",
    "held_series": "series.dated",
    "histories": "events.histories",
    "interrupted_rates": "gaps.interrupted",
    "kaplan_meier": "gaps.survival",
    "linked_bounds": "bounds.windows",
    "linked_contradictions": "audit.contradictions",
    "load_record": "record.loading",
    "longest_gap_test": "gaps.longest_gap",
    "measure_levels": "trust.coverage",
    "monthly_counts": "gaps.rates",
    "only_sources": "audit.overview",
    "open_gap": "events.pause_table",
    "open_gap_alarm": "gaps.alarm",
    "pause_table": "events.pause_table",
    "predictive_gap_test": "gaps.predictive",
    "predictive_law": "gaps.predictive",
    "pvalue_range": "events.verdicts_by_counting",
    "range_over_histories": "events.histories",
    "serial_dependence": "gaps.dependence",
    "smoothed_rate": "gaps.rates",
    "specification_curve": "events.verdicts_by_counting",
    "verdict_shares": "trust.false_alarms",
    "watch_histories": "trust.alarm_watch",
    "window_bounds": "bounds.windows",
    "window_gaps": "events.verdicts",
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
