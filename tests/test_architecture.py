"""The packages follow the flow of the data, and imports point one way along it."""

import ast
from pathlib import Path

import pytest

ANALYSIS = Path(__file__).resolve().parent.parent / "analysis"
MAY_IMPORT = {
    "record": set(),
    "bounds": {"record"},
    "series": {"record", "bounds"},
    "audit": {"record", "bounds", "series"},
    "groups": {"record", "bounds", "series", "audit"},
    "cadence": {"record", "bounds", "series"},
    "pauses": {"record", "bounds", "series", "audit", "cadence"},
    "figures": {"record", "bounds", "series", "audit", "groups", "cadence", "pauses"},
}
"""What each package may import, besides itself and what every package writes with."""
WORDS = {"printing", "wording", "writing"}


def imported(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "analysis":
                names = [f"analysis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("analysis.")}
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_one_way(package):
    modules = sorted((ANALYSIS / package).glob("*.py"))
    assert len(modules) > 1
    allowed = MAY_IMPORT[package] | {package} | WORDS
    wrong = {
        module.name: sorted(imported(module) - allowed)
        for module in modules
        if imported(module) - allowed
    }
    assert wrong == {}


def test_every_package_has_its_place():
    packages = {path.parent.name for path in ANALYSIS.glob("*/__init__.py")}
    assert packages == {*MAY_IMPORT, "commands"}


def test_modules_hold_one_idea():
    long = {
        str(path.relative_to(ANALYSIS)): lines
        for path in ANALYSIS.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}
