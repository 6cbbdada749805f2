"""The lock files: exact, hashed, in step with pyproject.toml, and of no particular index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.paths import ROOT

LOCKS = ROOT / "packaging" / "locks"
PYSIDE = {"": "6.11.3", "-old-glibc": "6.8.0.2"}
LINE = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")


def locked(name: str) -> dict[str, set[str]]:
    """Versions by canonical name; several where Pythons get different ones."""
    found: dict[str, set[str]] = {}
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
    for entry in text.replace("\\\n", "").splitlines():
        if entry.startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        match = LINE.fullmatch(requirement)
        assert match, f"{requirement} is not exact"
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", text) for text in hashes)
        found.setdefault(match["name"], set()).add(match["version"])
    return found


def wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = list(project["dependencies"])
    for extra in extras:
        texts += project["optional-dependencies"][extra]
    return [Requirement(text) for text in texts]


def test_there_are_the_locks_that_are_spoken_of() -> None:
    assert {path.stem for path in LOCKS.iterdir()} - {"pip"} == {
        kind + line for kind in ("app", "cluster", "dev") for line in PYSIDE
    }


@pytest.mark.parametrize("line", PYSIDE)
@pytest.mark.parametrize(
    ("kind", "extras"),
    [("app", ("flash",)), ("cluster", ("flash", "cluster")), ("dev", ("flash", "cluster", "dev"))],
)
def test_a_lock_is_in_step_with_the_project(kind: str, extras: tuple[str, ...], line: str) -> None:
    versions = locked(kind + line)
    assert versions["pyside6"] == {PYSIDE[line]}
    for requirement in wanted(*extras):
        found = versions.get(canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is not in the lock: run packaging/lock"
        for version in found:
            assert requirement.specifier.contains(Version(version)), (
                f"run packaging/lock: {version}"
            )


@pytest.mark.parametrize("line", PYSIDE)
def test_tests_run_with_what_users_run(line: str) -> None:
    app, dev = locked(f"app{line}"), locked(f"dev{line}")
    assert {name: dev[name] for name in app} == app


@pytest.mark.parametrize("path", sorted(LOCKS.iterdir()), ids=lambda path: path.stem)
def test_a_lock_names_no_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
