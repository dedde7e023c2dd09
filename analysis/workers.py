"""Work shared among processes, which leave an interrupt to the one that asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from joblib import delayed


def task(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `joblib.delayed`, for a worker that does not answer Ctrl-C with a traceback of its own.

    A terminal interrupts all processes at once; the one that asked stops the others.
    """
    return delayed(partial(_done, function, os.getpid()))


def _done(function: Callable[..., Any], asked_by: int, *given: Any, **named: Any) -> Any:
    if os.getpid() != asked_by:
        with suppress(ValueError):  # a worker that is a thread of a cluster's process
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    return function(*given, **named)
