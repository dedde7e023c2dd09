import os
import subprocess
import sys
import tomllib

import pytest
from record_folders import ROOT, SMALL, copy_small, edit

from analysis.cli import COMMANDS, main


def run(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
        **options,
    )


def test_a_valid_record_is_summed_up(capsys):
    assert main(["validate", "--data", str(SMALL)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[2].split() == ["reports.csv", "12", "rows"]
    assert out.splitlines()[-1] == (
        "counts from 2031-01-01, searched thoroughly through 2031-06-30: valid"
    )
    assert all(line.startswith("warning: ") for line in err.splitlines())


def test_faults_go_to_standard_error_one_line_each(tmp_path, capsys):
    folder = copy_small(tmp_path)
    edit(folder, "reports.csv", ",110,", ",1.5,")
    edit(folder, "judgements.csv", "Misprint: every other page gives 50.", "")
    assert main(["validate", "--data", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split()[0] for line in err.splitlines()] == ["reports.csv:8:", "judgements.csv:2:"]


def test_the_folder_data_is_the_default(tmp_path, monkeypatch, capsys):
    copy_small(tmp_path).rename(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert main(["validate"]) == 0
    capsys.readouterr()
    monkeypatch.chdir(tmp_path / "data")
    assert main(["validate"]) == 1
    assert capsys.readouterr().err == (
        "data: found 'no folder', expected the folder of a record; --data DIR names one\n"
    )


@pytest.mark.parametrize("arguments", [[], ["unheard-of"], ["validate", "--no-such-option"]])
def test_a_mistake_in_the_call_is_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["2,59", "many", "2598.5", "1_000", "1" * 20, ""])
def test_a_value_that_is_no_whole_number_is_one_line(value, capsys):
    words = "check --measure returned_to_ukraine --group all --channel numbered --end 2031-01-10"
    assert main([*words.split(), "--data", str(SMALL), "--value", value]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    expected = (
        "expected a whole number of at least 0 and at most 999,999,999, such as 2598 or 2,598"
    )
    assert err == f"value {value!r} is not a count; {expected}\n"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", {})
    file = tmp_path / "file"
    file.write_text("")
    assert main(["figures", "--data", str(SMALL), "--out", str(file / "figures")]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and err.startswith(str(file)) and "Traceback" not in err


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert capsys.readouterr().out == f"{declared['name']} {declared['version']}\n"


def test_every_command_has_help(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert all(command.name in out and command.help for command in COMMANDS)


def test_as_a_program_it_exits_with_the_code_and_no_traceback(tmp_path):
    done = run("validate", "--data", str(SMALL))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    failed = run("validate", "--data", str(tmp_path / "nowhere"))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1
    assert "Traceback" not in failed.stderr


def test_a_reader_that_stops_early_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "validate", "--data", str(SMALL)],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
