"""Which Python `make` uses, and which ones the tests are run on besides."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OWN = Path(sys.base_prefix, "bin", f"python3.{sys.version_info[1]}")
FINDER = ROOT / ".ci" / "pythons.py"


@pytest.fixture(autouse=True)
def no_make_above(monkeypatch):
    """Forget what a `make test` that runs these tests was called with."""
    for name in ("PYTHON", "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL"):
        monkeypatch.delenv(name, raising=False)


def steps(tmp_path, stamp, *words):
    """Return what `make figures` would do in a folder that an interpreter was set up in."""
    folder = tmp_path / "venv"
    folder.mkdir()
    for name in (".created", ".runtime"):
        (folder / name).write_text(stamp)
        os.utime(folder / name, (4e9, 4e9))  # newer than every file it depends on
    asked = ["make", "--dry-run", "figures", f"VENV={folder}", *words]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


IDENTITY = f"{sys.version.split()[0]} {sys.base_prefix}\n"


@pytest.mark.parametrize(
    ("stamp", "words", "anew"),
    [
        ("3.99.0 /elsewhere\n", [], False),
        ("3.99.0 /elsewhere\n", [f"PYTHON={OWN}"], True),
        (IDENTITY, [f"PYTHON={OWN}"], False),
        ("", [f"PYTHON={OWN}"], True),
    ],
)
def test_another_interpreter_is_used_if_it_is_named(tmp_path, stamp, words, anew):
    assert ("-m venv --clear" in steps(tmp_path, stamp, *words)) == anew


def test_an_interpreter_that_is_not_there_is_an_error_and_spoils_nothing(tmp_path):
    (tmp_path / ".created").write_text(IDENTITY)
    words = ["make", "figures", f"VENV={tmp_path}", "PYTHON=python3.99"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "error: Python 3.11 or newer is needed, but python3.99 is" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".created"]


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_pythons_are_found_on_the_path_and_among_those_of_pyenv(tmp_path):
    folder, pyenv = tmp_path / "bin", tmp_path / "pyenv"
    program(folder / "python3.10", "echo 3 10 1")
    program(folder / "python3.97", "echo 3 97 1")
    program(folder / "python3.97-config", "echo 3 97 9")
    program(folder / "python3.98", "exit 127")  # as pyenv's shim of a version that is not chosen
    program(folder / "python3", "echo {} {} 9".format(*sys.version_info[:2]))
    newer = program(pyenv / "versions/3.97.2/bin/python3", "echo 3 97 2")
    last = program(pyenv / "versions/3.99.0/bin/python3", "echo 3 99 0")
    done = subprocess.run(
        [sys.executable, FINDER],
        env={"PATH": str(folder), "PYENV_ROOT": str(pyenv)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(newer), str(last)]
