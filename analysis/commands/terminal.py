"""What a terminal cannot show, and how a command ends that it cannot finish."""

from __future__ import annotations

import codecs
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_HANDLER = "json-escape"


def show_on_any_terminal() -> None:
    r"""Let standard output and error write ``\u2013`` for a letter that their encoding lacks.

    That is how JSON writes it, so that an answer for a program stays valid on any terminal. Python
    would end the command with an error of the codec.
    """
    codecs.register_error(_HANDLER, _escaped)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # something else may stand in its place
        if reconfigure is not None:
            reconfigure(errors=_HANDLER)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n : n + 2].hex()}" for n in range(0, len(units), 2)), error.end


@contextmanager
def interrupts_kept() -> Iterator[None]:
    """Let an interrupt end what runs as a KeyboardInterrupt, whatever is made of it on the way.

    A library interrupted while it is imported says that it is broken.
    """
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    ours = threading.current_thread() is threading.main_thread()  # which alone gets signals
    if not ours or before is not signal.default_int_handler:  # a job in the background ignores them
        yield
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield
    except BaseException as error:
        if came:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def leave_output_alone() -> None:
    """Keep the interpreter from writing again, at exit, what standard output refused."""
    with suppress(OSError):  # nothing to be kept from what is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
