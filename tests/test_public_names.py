import subprocess
import sys
from pathlib import Path

import pytest
from record_folders import ROOT

import analysis


def test_every_public_name_is_there():
    for name in analysis.__all__:
        assert getattr(analysis, name).__name__ == name
        assert name in dir(analysis)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        analysis.nothing_of_this_name  # noqa: B018


def test_no_module_hides_a_public_name():
    modules = {path.stem for path in Path(analysis.__file__).parent.glob("*.py")}
    assert modules.isdisjoint(analysis.__all__)


def test_loading_a_record_waits_for_no_statistics_and_no_plots():
    code = (
        "import sys; from analysis import load_record; load_record('tests/data/small_record');"
        "print(sorted({'statsmodels', 'matplotlib', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_an_installed_package_brings_its_types():
    folder = Path(analysis.__file__).parent
    assert {"__init__.pyi", "py.typed"} <= {path.name for path in folder.iterdir()}
