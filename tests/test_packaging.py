"""The files around the code agree: declared dependencies, lock files, version, licences."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ["requirements.lock", "requirements-dev.lock"]
FIRST_LINE = re.compile(r"[a-z0-9][a-z0-9._-]*==[^\s;]+( ; [^\\]+)? \\")
HASH_LINE = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
SUPPORTED = ["3.11", "3.12", "3.13"]


@pytest.fixture(scope="module")
def pyproject(project_root: Path) -> dict:
    return tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))


def read_lock(path: Path) -> dict[str, Requirement]:
    """Return the locked requirements by normalised name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    locked = [Requirement(line.rstrip(" \\")) for line in lines if not line.startswith(" ")]
    return {canonicalize_name(requirement.name): requirement for requirement in locked}


def missing_from(lock: dict[str, Requirement], declared: list[str]) -> list[str]:
    """Return the declared requirements that the lock does not pin to a version they allow."""
    faults = []
    for requirement in map(Requirement, declared):
        pin = lock.get(canonicalize_name(requirement.name))
        version = "" if pin is None else str(pin.specifier).removeprefix("==")
        if not version or not requirement.specifier.contains(version):
            faults.append(f"{requirement} (locked: {pin})")
    return faults


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_names_versions_markers_and_hashes_only(project_root: Path, name: str) -> None:
    lines = (project_root / name).read_text(encoding="utf-8").splitlines()
    known = [line for line in lines if FIRST_LINE.fullmatch(line) or HASH_LINE.fullmatch(line)]
    assert lines == known
    # A requirement line is followed by a hash line: nothing is locked without one.
    unhashed = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if FIRST_LINE.fullmatch(line) and not HASH_LINE.fullmatch(following)
    ]
    assert unhashed == []


def test_every_declared_dependency_is_locked(project_root: Path, pyproject: dict) -> None:
    runtime = read_lock(project_root / "requirements.lock")
    development = read_lock(project_root / "requirements-dev.lock")
    groups = pyproject["dependency-groups"]
    assert missing_from(runtime, pyproject["project"]["dependencies"] + groups["build"]) == []
    assert missing_from(development, groups["dev"]) == []
    assert pyproject["build-system"]["requires"] == groups["build"]


def test_development_lock_extends_the_runtime_lock(project_root: Path) -> None:
    runtime = read_lock(project_root / "requirements.lock")
    development = read_lock(project_root / "requirements-dev.lock")
    differing = {name: pin for name, pin in runtime.items() if development.get(name) != pin}
    assert differing == {}


@pytest.mark.parametrize("python", SUPPORTED)
def test_runtime_packages_are_pinned_alike_on_every_supported_python(
    project_root: Path, pyproject: dict, python: str
) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    runtime = read_lock(project_root / "requirements.lock")
    for declared in map(Requirement, pyproject["project"]["dependencies"]):
        marker = runtime[canonicalize_name(declared.name)].marker
        assert marker is None or marker.evaluate(environment), (declared.name, python)


def test_the_changelog_names_the_version_and_the_numbers(
    project_root: Path, pyproject: dict
) -> None:
    text = (project_root / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.M)
    assert pyproject["project"]["version"] in [version.split()[0] for version in versions]
    for version in re.split(r"^## ", text, flags=re.M)[1:]:
        if version.startswith("Unreleased"):
            assert "### Numbers" in version


def test_citation_and_licences_agree_with_the_package(project_root: Path, pyproject: dict) -> None:
    citation = (project_root / "CITATION.cff").read_text(encoding="utf-8")
    project = pyproject["project"]
    assert re.findall(r"^ *version: (.+)$", citation, re.M) == [project["version"]] * 2
    assert re.findall(r"^ *license: (.+)$", citation, re.M) == [project["license"], "CC-BY-4.0"]
    assert "creativecommons.org/licenses/by/4.0" in (project_root / "data/LICENSE").read_text(
        encoding="utf-8"
    )
