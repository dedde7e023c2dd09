"""Files written whole: by two at once, by a writer that is killed, on a disk that is full."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from record_folders import ROOT

from analysis.files import only_writer, write_all, write_whole

BYTES = 2_000_000


def started(script: str, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


WRITER = """
import sys
from pathlib import Path
from analysis.files import write_whole
path, letter, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("begun", flush=True)
for _ in range(times):
    write_whole(path, letter * int(sys.argv[4]))
"""


def test_it_makes_the_folder_and_leaves_the_file_alone(tmp_path):
    path = tmp_path / "new" / "a.txt"
    assert write_whole(path, "one\r\n") == path
    assert path.read_bytes() == b"one\r\n"
    write_whole(path, b"\xff")
    assert path.read_bytes() == b"\xff"
    assert [file.name for file in path.parent.iterdir()] == ["a.txt"]


def test_thirty_writers_of_one_file_never_meet(tmp_path):
    path = tmp_path / "a.txt"
    writers = [started(WRITER, str(path), letter, "20", "1000") for letter in "abcdef" * 5]
    errors = [writer.communicate(timeout=120)[1] for writer in writers]
    assert errors == [""] * 30
    assert path.read_text() in {letter * 1000 for letter in "abcdef"}
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_thirty_kills_leave_the_file_whole(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, "a" * BYTES)
    moments = random.Random(20230807)
    for kill in range(30):
        writer = started(WRITER, str(path), "ab"[kill % 2], "100000", str(BYTES))
        writer.stdout.readline()
        time.sleep(moments.uniform(0, 0.05))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        text = path.read_text()
        assert len(text) == BYTES and len(set(text)) == 1
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert ".*.part" in ignored
    assert all(file.match(".*.part") for file in tmp_path.iterdir() if file != path)


FULL = """
import resource, signal, sys
from pathlib import Path
from analysis.files import write_all
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_all({Path(sys.argv[1]): "new", Path(sys.argv[2]): "x" * 5000})
except OSError as error:
    print(error.filename)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE there")
def test_a_file_without_room_is_named_and_nothing_changes(tmp_path):
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text("old")
    out, error = started(FULL, *map(str, files)).communicate()
    assert (out, error) == (f"{files[1]}\n", "")
    assert [file.read_text() for file in files] == ["old", "old"]
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.parametrize("fails", [0, 1, 2])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_rename_that_fails_brings_the_old_files_back(tmp_path, monkeypatch, fails, error):
    old, new = tmp_path / "a.txt", tmp_path / "b.txt"
    last = tmp_path / "c.txt"
    for file in (old, last):
        file.write_text("old")
    rename, renames = Path.replace, []

    def replace(part: Path, target: Path) -> Path:
        if len(renames) == fails:
            renames.append(None)  # once: what brings the old files back is let through
            raise error
        renames.append(target)
        return rename(part, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(type(error)) as caught:
        write_all({old: "1", new: "2", last: "3"})
    if isinstance(error, OSError):
        assert caught.value.filename == str([old, new, last][fails])
    assert old.read_text() == last.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [old, last]


WAITING = """
import sys
from pathlib import Path
from analysis.files import only_writer, write_whole
path = Path(sys.argv[1])
for _ in range(10):
    with only_writer(path.parent):
        write_whole(path, str(int(path.read_text()) + 1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_those_that_read_and_write_back_wait_for_each_other(tmp_path):
    path = tmp_path / "count"
    path.write_text("0")
    writers = [started(WAITING, str(path)) for _ in range(8)]
    assert [writer.communicate(timeout=120)[1] for writer in writers] == [""] * 8
    assert path.read_text() == "80"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_a_killed_writer_holds_up_nobody(tmp_path):
    holding = (
        "import sys, time; from pathlib import Path; from analysis.files import only_writer\n"
        "with only_writer(Path(sys.argv[1])): print('in', flush=True); time.sleep(600)"
    )
    holder = started(holding, str(tmp_path))
    assert holder.stdout.readline() == "in\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    with only_writer(tmp_path):
        pass
