"""The package as others meet it: installed from a wheel, run in an empty folder."""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
from record_folders import RECORD

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(project_root, tmp_path_factory):
    """Install a wheel into an environment that sees the libraries of this one, not its package."""
    source, built, place = (tmp_path_factory.mktemp(name) for name in ("source", "built", "place"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(project_root / name, source)
    shutil.copytree(
        project_root / "analysis",
        source / "analysis",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    local = ["--no-deps", "--no-index"]
    subprocess.run([*pip, "wheel", *local, "--no-build-isolation", "-w", built, source], check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    bin_folder = place / "bin"
    (wheel,) = built.glob("*.whl")
    subprocess.run([*pip, "--python", bin_folder / "python", "install", *local, wheel], check=True)
    (site,) = place.glob("lib/*/site-packages")
    # A folder named in a .pth file is searched after this one, and its own .pth files are not read.
    (site / "libraries.pth").write_text(f"{Path(pandas.__file__).parents[1]}\n")
    return bin_folder


@pytest.fixture
def run(installed, tmp_path, monkeypatch):
    for name in ("PYTHONPATH", "PYTHONHOME"):
        monkeypatch.delenv(name, raising=False)

    def call(name, *words):
        return subprocess.run(
            [installed / name, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return call


def test_a_record_can_be_asked_from_any_folder(run):
    data = str(RECORD)
    series = ["--measure", "returned_to_ukraine", "--group", "all", "--channel", "numbered"]
    window = ["--start", "2022-02-24", "--end", "2023-08-07"]
    assert run("exchange-cadence", "validate", "--data", data).stdout.endswith("valid\n")
    # 2,598 by 7 August 2023: Coordination Headquarters
    asked = run("exchange-cadence", "bounds", *series, *window, "--data", data)
    assert "2,598" in asked.stdout


def test_figures_find_what_is_stored_in_the_package_and_in_the_record(run, project_root):
    code = f"""
from pathlib import Path
import analysis
from analysis.figures.gallery import FIGURES
from analysis.figures.picture_match import same_picture
assert {str(project_root)!r} not in analysis.__file__
record = analysis.load_record({str(RECORD)!r})
for name in ("alarm_calibration", "pause_choices"):
    committed = Path({str(project_root / "figures")!r}, f"{{name}}.svg").read_bytes()
    print(name, same_picture("a.svg", committed, FIGURES[name](record).image("svg")))
"""
    drawn = run("python", "-c", code)
    assert drawn.stderr == ""
    assert drawn.stdout.splitlines() == ["alarm_calibration True", "pause_choices True"]


def test_without_a_record_it_says_how_to_name_one(run):
    asked = run("exchange-cadence", "validate")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.count("\n") == 1 and "--data DIR" in asked.stderr


def test_it_says_its_version(run):
    assert run("exchange-cadence", "--version").stdout.startswith("exchange-cadence ")
