"""Foreign terminals, full disks, Ctrl-C, and checkouts that change line ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from record_folders import ROOT, SMALL, copy_small, edit

from analysis import cli
from analysis.figures.gallery import gallery_differences

FULL = Path("/dev/full")
CONFLICT = SMALL.with_name("simulated_conflict")
CHAIN = ["--measure", "returned_to_ukraine", "--group", "all", "--channel", "any"]


def started(*arguments: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "analysis", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        start_new_session=True,
    )


def run(*arguments: str, **environment: str) -> tuple[int, bytes, bytes]:
    program = started(*arguments, **environment)
    out, err = program.communicate(timeout=120)
    return program.returncode, out, err


@pytest.fixture
def foreign(tmp_path):
    """The small record with letters that hardly any terminal shows."""
    folder = copy_small(tmp_path)
    edit(folder, "sources.csv", "https://example.org/d2", "https://example.org/ґ–é–𝄞")
    return folder


def test_a_letter_that_a_terminal_cannot_show_is_escaped_and_ends_nothing(foreign):
    call = ["check", *CHAIN, "--value", "5", "--end", "2031-03-05", "--data", str(foreign)]
    code, whole, _ = run(*call, "--json", PYTHONIOENCODING="utf-8")
    assert code == 0 and "ґ–é–𝄞" in whole.decode()
    for encoding in ("ascii", "cp866", "cp1251", "latin-1"):
        code, out, err = run(*call, PYTHONIOENCODING=encoding)
        assert (code, err) == (0, b"")
        assert b"\\u2013" in out or encoding == "cp1251"
        code, out, err = run(*call, "--json", PYTHONIOENCODING=encoding)
        assert (code, err) == (0, b"")
        assert json.loads(out.decode(encoding)) == json.loads(whole)


def test_an_error_is_told_on_any_terminal(tmp_path):
    call = ["bounds", *CHAIN, "--start", "сьогодні", "--end", "2031-03-05", "--data", str(SMALL)]
    code, out, err = run(*call, PYTHONIOENCODING="ascii")
    assert (code, out) == (2, b"")
    assert err.startswith(b"start '\\u0441") and err.count(b"\n") == 1


def test_help_tells_the_exit_codes_on_any_terminal():
    code, out, _ = run("--help", PYTHONIOENCODING="cp866")
    assert code == 0 and b"130 interrupted" in out
    code, out, _ = run("add", "--help", PYTHONIOENCODING="ascii")
    assert code == 0 and b"--rows" in out


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_standard_output_is_one_line():
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "analysis", "validate", "--data", str(SMALL)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"standard output: No space left on device\n")


def test_an_error_without_a_file_names_no_none(monkeypatch, capsys):
    def full(options):
        raise OSError(28, "No space left on device")

    command = cli.Command("validate", "", lambda parser, words: None, full)
    monkeypatch.setattr(cli, "COMMANDS", [command])
    monkeypatch.setattr(cli, "leave_output_alone", lambda: None)
    assert cli.main(["validate"]) == 1
    assert capsys.readouterr().err == "standard output: No space left on device\n"


@pytest.mark.slow
def test_an_interrupt_is_one_line_and_the_code_of_shells(tmp_path):
    program = started("simulate", "choices", "--data", str(CONFLICT), "--out", str(tmp_path))
    assert program.stderr is not None
    assert program.stderr.read(1) == b"\r"  # the first piece of the bar: it is at work
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=120)
    assert (program.returncode, out) == (130, b"")
    assert err.endswith(b"interrupted\n") and b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_that_a_library_swallows_is_one_all_the_same(monkeypatch, capsys):
    def importing(options):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("the library is broken") from None

    monkeypatch.setattr(
        cli, "COMMANDS", [cli.Command("validate", "", lambda parser, words: None, importing)]
    )
    before = signal.getsignal(signal.SIGINT)
    assert cli.main(["validate"]) == 130
    assert capsys.readouterr().err == "interrupted\n"
    assert signal.getsignal(signal.SIGINT) is before


def git(*arguments: str) -> None:
    author = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]
    subprocess.run(["git", *author, *arguments], check=True, capture_output=True)


def test_a_checkout_that_changes_line_ends_changes_none_here(tmp_path):
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    for name in ("figures", "notebooks", "data"):
        shutil.copytree(ROOT / name, origin / name)
    for name in (".gitattributes", "Makefile", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, origin / name)
    git("init", "--quiet", str(origin))
    git("-C", str(origin), "add", "--all")
    git("-C", str(origin), "commit", "--quiet", "--message", "All")
    git("-c", "core.autocrlf=true", "clone", "--quiet", str(origin), str(clone))
    for path in origin.rglob("*"):
        if path.is_file() and ".git" not in path.relative_to(origin).parts:
            assert (clone / path.relative_to(origin)).read_bytes() == path.read_bytes(), path
    files = {path.name: path.read_bytes() for path in (ROOT / "figures").iterdir()}
    assert gallery_differences(files, clone / "figures") == []
