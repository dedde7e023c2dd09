"""Files written whole: nobody finds half of one, and a failure leaves the old one."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, text: str | bytes) -> Path:
    """Write a file under a name of its own first, then put it in the place of the old one.

    Parameters
    ----------
    path : Path
        In a folder that is made if it does not exist.
    text : str or bytes
        Text is written as UTF-8, its line ends as they stand.

    Returns
    -------
    Path
        The file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "new" / "a.txt", "one").read_text()
    'one'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text if isinstance(text, bytes) else text.encode())
    return part.replace(path)
