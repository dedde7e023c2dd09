"""What every test shares: drawing without a display, the same random examples on every run."""

import os
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from record_folders import RECORD

from analysis import Record, load_record

# Set before anything imports matplotlib, and inherited by the commands that tests start.
os.environ["MPLBACKEND"] = "Agg"

hypothesis.settings.register_profile("reproducible", derandomize=True, deadline=None)
hypothesis.settings.load_profile("reproducible")


@pytest.fixture(scope="session")
def project_root() -> Path:
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def record() -> Record:
    """Return the record under test, loaded once."""
    return load_record(RECORD)


@pytest.fixture(scope="session")
def conflict(project_root: Path) -> Record:
    """Return the record of the simulated second conflict, loaded once."""
    return load_record(project_root / "tests" / "data" / "simulated_conflict")


@pytest.fixture
def rng() -> np.random.Generator:
    """Return a fresh generator, the same in every run."""
    return np.random.default_rng(20230807)
