"""Ray for this Headframe: whether it is here, and how it gets here."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from core.cluster.address import ClusterError
from core.messages import Message, msg

REQUIREMENT = "ray[client]==2.60.0"
"""As the extra `cluster` has it: all hosts of a cluster need one version."""
_PACKAGE = re.compile(r"^\s*(?:Collecting|\+) ([A-Za-z0-9._-]+)")


def is_ray_installed() -> bool:
    """Looks for files, and loads nothing."""
    return importlib.util.find_spec("ray") is not None


def install_command(python: str = sys.executable) -> list[str]:
    """What adds Ray to the Python that runs Headframe: pip, or uv where that has made it."""
    uv = shutil.which("uv")
    if importlib.util.find_spec("pip") is None and uv is not None:
        return [uv, "pip", "install", "--python", python, REQUIREMENT]
    return [
        *(python, "-m", "pip", "install", "--no-input", "--progress-bar=off"),
        *("--disable-pip-version-check", REQUIREMENT),
    ]


class RayInstallation:
    """One installation. Call :meth:`run` once, in any thread."""

    def __init__(
        self, log_file: Path, environ: Mapping[str, str], command: list[str] | None = None
    ) -> None:
        """``log_file`` takes what the installer prints."""
        self._log = log_file
        self._environ = environ
        self.command = install_command() if command is None else command
        self._child: subprocess.Popen[str] | None = None
        self._cancelled = False

    def run(self, on_progress: Callable[[Message], None]) -> None:
        """Blocks for a minute or more. Raises :class:`ClusterError`, ``OSError``."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        last = ""
        with self._log.open("w", buffering=1, encoding="utf-8") as log:
            log.write(f"$ {shlex.join(self.command)}\n")
            child = self._child = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=dict(self._environ),
                text=True,
                errors="replace",
                start_new_session=True,
            )
            assert child.stdout is not None
            with child.stdout:
                if self._cancelled:
                    self.cancel()
                for line in child.stdout:
                    log.write(line)
                    last = line.strip() or last
                    match = _PACKAGE.match(line)
                    if match is not None:
                        on_progress(msg("Installing {package}…", package=match[1]))
            code = child.wait()
        if self._cancelled:
            raise ClusterError(
                msg("The installation was cancelled."), msg("Install it when you need it.")
            )
        if code != 0:
            raise ClusterError(
                msg("Ray could not be installed: {line}", line=last[:300]),
                msg(
                    "All of it is in {log}. By hand: {command}",
                    log=str(self._log),
                    command=shlex.join(self.command),
                ),
            )
        importlib.invalidate_caches()

    def cancel(self) -> None:
        """End it within a moment; :meth:`run` then raises. From any thread."""
        self._cancelled = True
        child = self._child
        if child is not None and child.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGTERM)
