"""Write ``tests/data/simulated_conflict``: the record of an invented conflict with one pause.

``python tests/data/make_simulated_conflict.py`` from the project's root; a test proves that the
committed folder is what this writes.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.cadence.simulate import paused_history
from analysis.cadence.simulated_record import write_simulated_record

FOLDER = Path(__file__).parent / "simulated_conflict"


def write(folder: Path) -> pd.DataFrame:
    rng = np.random.default_rng(2031)
    history = paused_history("2031-01-01", "2034-06-30", 0.045, "2032-09-01", "2033-02-10", rng)
    return write_simulated_record(history, folder, withheld=0.1, rng=rng)


if __name__ == "__main__":
    print(write(FOLDER))
