"""The public names: the one list of them, for the interpreter, editors and type checkers."""

from .audit.check import (
    CheckResult as CheckResult,
    check_claim as check_claim,
)
from .audit.contradictions import (
    contradictions as contradictions,
    linked_contradictions as linked_contradictions,
)
from .audit.implied import without_reports as without_reports
from .audit.overview import only_sources as only_sources
from .audit.proof import proof_of as proof_of
from .audit.readings import (
    ReadingsResult as ReadingsResult,
    check_readings as check_readings,
)
from .audit.unattainable import unattainable_figures as unattainable_figures
from .bounds.windows import (
    WindowBounds as WindowBounds,
    linked_bounds as linked_bounds,
    window_bounds as window_bounds,
)
from .events.cadence_by_counting import cadence_specifications as cadence_specifications
from .events.drawn_histories import (
    histories as histories,
    range_over_histories as range_over_histories,
)
from .events.events import (
    event_gaps as event_gaps,
    exchange_events as exchange_events,
)
from .events.next_exchange import (
    Forecast as Forecast,
    forecast as forecast,
)
from .events.pause_table import (
    as_of as as_of,
    open_gap as open_gap,
    pause_table as pause_table,
)
from .events.verdicts import (
    KnownExchanges as KnownExchanges,
    dated_pauses as dated_pauses,
    gap_pvalue as gap_pvalue,
    window_gaps as window_gaps,
)
from .events.verdicts_by_counting import (
    pvalue_range as pvalue_range,
    specification_curve as specification_curve,
)
from .gaps.alarm import open_gap_alarm as open_gap_alarm
from .gaps.bootstrap import (
    bootstrap_interval as bootstrap_interval,
    bootstrap_refits as bootstrap_refits,
    goodness_of_fit as goodness_of_fit,
)
from .gaps.dependence import (
    batch_and_gap as batch_and_gap,
    gap_after_batch as gap_after_batch,
    serial_dependence as serial_dependence,
)
from .gaps.interrupted import interrupted_rates as interrupted_rates
from .gaps.longest_gap import longest_gap_test as longest_gap_test
from .gaps.model_average import average_renewal as average_renewal
from .gaps.predictive import (
    predictive_gap_test as predictive_gap_test,
    predictive_law as predictive_law,
)
from .gaps.rates import (
    count_trend as count_trend,
    monthly_counts as monthly_counts,
    smoothed_rate as smoothed_rate,
)
from .gaps.regimes import change_points as change_points
from .gaps.regularity import dispersion as dispersion
from .gaps.renewal import fit_renewal as fit_renewal
from .gaps.segmentation import calibrate_penalty as calibrate_penalty
from .gaps.survival import kaplan_meier as kaplan_meier
from .groups.held_nearby import (
    HeldAnswer as HeldAnswer,
    check_held as check_held,
)
from .record.loading import (
    Record as Record,
    effective_reports as effective_reports,
    load_record as load_record,
)
from .record.problems import (
    Problem as Problem,
    RecordError as RecordError,
)
from .record.vintage import vintage as vintage
from .series.dated import (
    dated_series as dated_series,
    held_series as held_series,
)
from .series.exchange_counts import counts_by_exchange as counts_by_exchange
from .story.headline import headline as headline
from .trust.alarm_watch import (
    alarm_level as alarm_level,
    alarm_power as alarm_power,
    watch_histories as watch_histories,
)
from .trust.coverage import measure_levels as measure_levels
from .trust.false_alarms import verdict_shares as verdict_shares
