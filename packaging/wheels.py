"""The work of `packaging/wheel`: the commit's files as two projects, each built by hatchling.

The checkout itself is one project, so that `pip install .` needs no index of ours. What belongs to
which of the two is said here, and taken from pyproject.toml: a dependency is written down once.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WINDOW_NEEDS = frozenset({"pyside6", "qasync"})
"""Dependencies of the window alone. The command needs all others."""
NOT_FOR_USERS = frozenset({"dev"})
"""Extras that are not passed on."""
SCRIPT = {"headframe": "core.launcher:main"}
"""In both: pipx and uv show the scripts of the package that was asked for, and of no other."""
WINDOW_ENTRY = {"headframe.window": {"window": "gui.app:main"}}
CORE_PACKAGES = ("core", "resources")
WINDOW_PACKAGES = ("gui",)


def main(arguments: Sequence[str]) -> int:
    """Build them. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="packaging/wheel")
    parser.add_argument("root", help=argparse.SUPPRESS)
    parser.add_argument("out", metavar="DIR")
    options = parser.parse_args(arguments)
    out = Path(options.out).absolute()
    if not build(Path(options.root), out):
        print("headframe: the wheels could not be built; see above.", file=sys.stderr)
        return 1
    for path in sorted(out.glob("headframe*.whl")):
        print(f"headframe: {path} ({path.stat().st_size >> 10} KB)")
    return 0


def build(root: Path, out: Path) -> bool:
    """Both wheels of the commit, in ``out``; false where one could not be built."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in projects((root / "pyproject.toml").read_text("utf-8")).items():
            tree = Path(scratch, name)
            source = ["git", "-C", str(root), "archive", "--format=tar", "HEAD"]
            packed = subprocess.run(source, check=True, stdout=subprocess.PIPE).stdout
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(tree, filter="data")
            (tree / "pyproject.toml").write_text(text, "utf-8")
            command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
            command += ["--disable-pip-version-check", f"--wheel-dir={out}", str(tree)]
            if subprocess.run(command, check=False).returncode != 0:
                return False
    return True


def projects(text: str) -> dict[str, str]:
    """The two projects' pyproject.toml by name, from that of the checkout."""
    whole = tomllib.loads(text)
    project: dict[str, Any] = whole["project"]
    needs: list[str] = project["dependencies"]
    window = [need for need in needs if requirement_name(need) in WINDOW_NEEDS]
    extras: dict[str, list[str]] = {
        name: wanted
        for name, wanted in project["optional-dependencies"].items()
        if name not in NOT_FOR_USERS
    }
    passed_on = {name: [f"headframe_core[{name}]=={project['version']}"] for name in extras}
    shared = {key: project[key] for key in ("version", "license", "requires-python")}
    shared |= {"readme": project["readme"], "license-files": project["license-files"]}
    return {
        "headframe_core": _toml(
            whole["build-system"],
            shared
            | {
                "name": "headframe_core",
                "description": "The headframe command: PDFs to Markdown on the card you choose.",
                "dependencies": [need for need in needs if need not in window],
                "optional-dependencies": extras,
                "scripts": SCRIPT,
            },
            CORE_PACKAGES,
        ),
        "headframe": _toml(
            whole["build-system"],
            shared
            | {
                "name": "headframe",
                "description": project["description"],
                "dependencies": [f"headframe_core=={project['version']}", *window],
                "optional-dependencies": passed_on,
                "scripts": SCRIPT,
                "entry-points": WINDOW_ENTRY,
            },
            WINDOW_PACKAGES,
        ),
    }


def requirement_name(requirement: str) -> str:
    """The project that a requirement names, as indexes compare it (PEP 503)."""
    name = re.split(r"[\s\[<>=!~;(@]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _toml(system: dict[str, Any], project: dict[str, Any], packages: Sequence[str]) -> str:
    target = {"hatch": {"build": {"targets": {"wheel": {"packages": list(packages)}}}}}
    lines = _table("build-system", system) + _table("project", project) + _table("tool", target)
    return "\n".join(lines) + "\n"


def _table(name: str, values: dict[str, Any]) -> list[str]:
    """TOML of a table. Its strings and lists are those of JSON."""
    plain = {key: value for key, value in values.items() if not isinstance(value, dict)}
    lines = [f"[{name}]", *(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in plain.items())]
    for key, value in values.items():
        if isinstance(value, dict):
            lines += _table(f"{name}.{json.dumps(key)}", value)
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
