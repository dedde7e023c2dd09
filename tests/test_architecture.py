"""The packages follow the flow of the data, and imports point one way along it."""

import ast
from pathlib import Path

import pytest

ANALYSIS = Path(__file__).resolve().parent.parent / "analysis"
MAY_IMPORT = {
    "gaps": set(),
    "record": {"files"},
    "bounds": {"record"},
    "series": {"record", "bounds", "text", "files"},
    "audit": {"record", "bounds", "series", "text", "workers"},
    "groups": {"record", "bounds", "series", "audit", "text"},
    "events": {"gaps", "record", "bounds", "series", "text", "workers"},
    "trust": {"gaps", "events", "record", "files", "workers"},
    "story": {"gaps", "record", "bounds", "series", "audit", "groups", "events", "trust", "text"},
}
MAY_IMPORT["figures"] = {*MAY_IMPORT, "text", "files"}
MAY_IMPORT["commands"] = {*MAY_IMPORT, "text", "files"}
"""What each room may import, besides itself; ``gaps`` knows days alone."""


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
    allowed = MAY_IMPORT[package] | {package}
    wrong = {
        module.name: sorted(imported(module) - allowed)
        for module in modules
        if imported(module) - allowed
    }
    assert wrong == {}


def test_every_package_has_its_place():
    packages = {path.parent.name for path in ANALYSIS.glob("*/__init__.py")}
    assert packages == set(MAY_IMPORT)


def test_modules_hold_one_idea():
    long = {
        str(path.relative_to(ANALYSIS)): lines
        for path in ANALYSIS.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}
