"""Print the other Pythons of this machine, one path a line: the newest of each minor version.

Looked for on PATH and among pyenv's, from 3.11 on. The version that runs this is left out, and so
is what does not start, cannot make a virtual environment, is one, or is no final release.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
_ASK = (
    "import ensurepip, sys, venv; "
    "assert sys.prefix == sys.base_prefix and sys.version_info.releaselevel == 'final'; "
    "print(*sys.version_info[:3])"
)


def candidates() -> list[Path]:
    """All files called like a Python 3, in the order in which a shell would find them."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(pyenv.glob("versions/*/bin"))
    files = (path for folder in folders for path in sorted(folder.glob("python3*")))
    return [path for path in files if re.fullmatch(r"python3(\.\d+)?", path.name)]


def version(python: Path) -> tuple[int, ...] | None:
    """Ask a file for its version: three numbers, or None if it is of no use."""
    try:
        asked = subprocess.run(
            [python, "-I", "-c", _ASK], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(map(int, asked.stdout.split())) if asked.returncode == 0 else None


def others(own: tuple[int, ...] = sys.version_info[:2]) -> list[Path]:
    """The newest Python of each minor version from `OLDEST` on but the own, in order."""
    newest: dict[tuple[int, ...], tuple[tuple[int, ...], Path]] = {}
    for python in candidates():
        found = version(python)
        if found and OLDEST <= found[:2] != own and found > newest.get(found[:2], ((), python))[0]:
            newest[found[:2]] = (found, python)
    return [python for _, (_, python) in sorted(newest.items())]


if __name__ == "__main__":
    print(*others(), sep="\n")
