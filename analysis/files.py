"""Files written whole: nobody finds half of one, and a failure leaves the old one."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, text: str | bytes) -> Path:
    """Write a file under a name of its own first, then put it in the place of the old one.

    The folder is made if it does not exist. Text is written as UTF-8, its line ends as they stand.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text if isinstance(text, bytes) else text.encode())
    return part.replace(path)
