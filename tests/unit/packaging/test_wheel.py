"""packaging/wheel: what belongs to the command, what to the window, and that both install."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.unit.packaging.scripts import script

TEXT = (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def parts() -> dict[str, dict[str, Any]]:
    found: dict[str, str] = script("wheels").projects(TEXT)
    return {name: tomllib.loads(text)["project"] for name, text in found.items()}


def names(requirements: list[str]) -> set[str]:
    return {script("wheels").requirement_name(each) for each in requirements}


def test_only_the_window_needs_qt(parts: dict[str, dict[str, Any]]) -> None:
    core, window = parts["headframe_core"], parts["headframe"]
    assert names(window["dependencies"]) == {"headframe-core", "pyside6", "qasync"}
    whole = names(tomllib.loads(TEXT)["project"]["dependencies"])
    assert names(core["dependencies"]) == whole - {"pyside6", "qasync"}
    assert core["version"] == window["version"]


def test_extras_reach_the_command_through_either(parts: dict[str, dict[str, Any]]) -> None:
    core, window = parts["headframe_core"], parts["headframe"]
    extras = set(tomllib.loads(TEXT)["project"]["optional-dependencies"]) - {"dev"}
    assert set(core["optional-dependencies"]) == set(window["optional-dependencies"]) == extras
    for name in extras:
        (passed_on,) = window["optional-dependencies"][name]
        assert passed_on.startswith(f"headframe_core[{name}]==")


def test_both_bring_the_same_script(parts: dict[str, dict[str, Any]]) -> None:
    """pipx shows the scripts of the package that was asked for only."""
    assert parts["headframe_core"]["scripts"] == parts["headframe"]["scripts"]


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("PySide6>=6.8,<6.12", "pyside6"),
        ("magic-pdf[full]==1.3.12", "magic-pdf"),
        ("torch_npu ; python_version < '3.12'", "torch-npu"),
        ("a.b @ file:///x", "a-b"),
    ],
)
def test_names_of_requirements(requirement: str, name: str) -> None:
    assert script("wheels").requirement_name(requirement) == name


@pytest.mark.slow
def test_without_the_window_the_command_says_what_it_needs() -> None:
    """As headframe_core has it: no package says where a window is."""
    code = "import sys; sys.modules['gui'] = None; from core.launcher import main; sys.exit(main())"
    for arguments, code_expected in (([], 2), (["paper.pdf"], 2), (["--version"], 0)):
        child = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert child.returncode == code_expected
        if code_expected:
            assert child.stderr.count("\n") == 1
            assert "install the package `headframe`" in child.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_wheels_hold_what_they_say_and_the_command_runs_alone(tmp_path: Path) -> None:
    """Built by the build backend from the index, installed without their dependencies."""
    assert script("wheels").build(ROOT, tmp_path)
    core, window = sorted(tmp_path.glob("*.whl"), reverse=True)
    roots = [
        {name.partition("/")[0] for name in zipfile.ZipFile(path).namelist()}
        for path in (core, window)
    ]
    assert {"core", "resources"} <= roots[0]
    manual = zipfile.ZipFile(core).read("resources/manual/manual.zh_CN.md")
    assert manual == (ROOT / "docs" / "manual.zh_CN.md").read_bytes(), "a link would not do"
    assert "gui" not in roots[0]
    assert "gui" in roots[1]
    assert not roots[1] & {"core", "resources", "tests"}
    into = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, f"--target={into}", core], check=True)
    child = subprocess.run(
        [sys.executable, "-P", "-m", "core.launcher"],
        env={**os.environ, "PYTHONPATH": str(into)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 2
    assert "install the package `headframe`" in child.stderr
