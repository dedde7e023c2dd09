"""The examples in the docstrings show true output."""

import doctest
import importlib
import pkgutil

import pytest
from record_folders import ROOT

import analysis

MODULES = [m.name for m in pkgutil.iter_modules(analysis.__path__) if m.name != "__main__"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(f"analysis.{name}")
    assert doctest.testmod(module).failed == 0
