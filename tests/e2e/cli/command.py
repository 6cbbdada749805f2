"""Runs the real `headframe` command in a process of its own, and reads what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT

TIMEOUT_S = 100.0

Event = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[Event]:
        """What `--json` printed: nothing else may be there."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, kind: str) -> list[Event]:
        """The events of one kind."""
        return [event for event in self.events if event["event"] == kind]

    def kinds(self) -> dict[str, str]:
        """File name to why it failed."""
        return {Path(event["source"]).name: event["kind"] for event in self.of("failed")}


def start(
    *arguments: str | Path, environ: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[str]:
    """Start `headframe` with these arguments; the caller waits for it."""
    return subprocess.Popen(
        command(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(environ),
        cwd=cwd,
    )


def run(
    *arguments: str | Path, environ: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Ran:
    """Run `headframe` to its end."""
    done = subprocess.run(
        command(arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(environ),
        cwd=cwd,
        timeout=TIMEOUT_S,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def command(arguments: Sequence[str | Path]) -> list[str]:
    """The command line: the entry point that the installed script calls."""
    return [sys.executable, "-m", "gui", *map(str, arguments)]


def environment(changes: Mapping[str, str] | None) -> dict[str, str]:
    """The test's own environment, with the checkout on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "HEADFRAME_LANG": "en", **(changes or {})}
