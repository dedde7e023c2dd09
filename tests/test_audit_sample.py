"""The measured error rate that the README prints follows from the stored verdicts."""

import re

import pandas as pd
from record_folders import ROOT
from statsmodels.stats.proportion import proportion_confint

SAMPLE = pd.read_csv(
    ROOT / "data" / "audit" / "sample_2026-11-27.csv", dtype=str, keep_default_na=False
)


def test_the_readme_prints_the_measured_error_rate():
    counts = SAMPLE["verdict"].value_counts()
    read = counts.reindex(["correct", "minor", "wrong"], fill_value=0)
    # Clopper and Pearson (1934): the exact interval of a proportion
    _, high = proportion_confint(int(read["wrong"]), int(read.sum()), method="beta")
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    said = re.search(
        r"Of (\d+) sampled rows read against their pages, (\d+) were wrong "
        r"\(95%: at most ([\d.]+)%\) and (\d+) had a minor fault",
        text,
    )
    assert said is not None
    assert [int(said[n]) for n in (1, 2, 4)] == [read.sum(), read["wrong"], read["minor"]]
    assert float(said[3]) == round(100 * high, 1)


def test_the_sample_names_reports_of_the_record_once():
    reports = pd.read_csv(ROOT / "data" / "reports.csv", usecols=["report_id"])["report_id"]
    assert len(SAMPLE) == 200 and SAMPLE["report_id"].is_unique
    assert set(SAMPLE["report_id"]) <= set(reports)
    faults = SAMPLE["verdict"].isin(["minor", "wrong"])
    assert (SAMPLE.loc[faults, ["field", "right"]] != "").all(axis=None)
