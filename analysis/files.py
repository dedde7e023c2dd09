"""Files written whole: nobody finds half of one, and a failure leaves the old ones."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def write_whole(path: Path, text: str | bytes) -> Path:
    """Write a file under a name of its own first, then put it in the place of the old one.

    The folder is made if it does not exist. Text is written as UTF-8, its line ends as they stand.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_all({path: text})
    return path


def write_changed(path: Path, text: str | bytes) -> bool:
    """Write a file as `write_whole` does, unless it holds just this already; say whether."""
    data = text if isinstance(text, bytes) else text.encode()
    if path.is_file() and path.read_bytes() == data:
        return False
    write_whole(path, data)
    return True


def write_all(files: Mapping[Path, str | bytes]) -> None:
    """Write several files, all or none, in their order; their folders exist.

    All are on disk under names of their own before the first takes its place, and one that cannot
    take its place (an OSError that names the file) brings the old ones back. Only a kill between
    two renames can leave the first of the files new and the others old, each of them whole.
    """
    parts: dict[Path, Path] = {}
    old: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            parts[path] = _write_part(path, text if isinstance(text, bytes) else text.encode())
        for path in files if len(files) > 1 else ():
            if path.exists():
                old[path] = _write_part(path, path.read_bytes())
        try:
            for path, part in parts.items():
                with _naming(path):
                    part.replace(path)
        except BaseException:
            for path, part in parts.items():
                if part.exists():
                    continue
                if path in old:
                    old[path].replace(path)
                elif len(files) > 1:
                    path.unlink()
            raise
    finally:
        for part in (*parts.values(), *old.values()):
            part.unlink(missing_ok=True)


def _write_part(path: Path, data: bytes) -> Path:
    # A name that no other process has: two writers of one file then never meet.
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with _naming(path), part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let an error name the file that was meant: a full disk names none."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until no other process is in here for the folder; a killed one is no longer in.

    For writers that read, change and write back. On Windows, which cannot lock a folder, they do
    not wait for each other.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
