"""Making an engine an environment of its own, whole or not at all.

It is built under a name that begins with a dot and renamed when it works. One installation at a
time in a HEADFRAME_HOME; what an interrupted one left is removed by the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.engines.environment import worker_environment
from core.engines.probe import Probed, probe
from core.engines.requirement_sets import RequirementSet
from core.paths import engines_folder
from core.sentences import Sentence, say
from core.worker.protocol import Failure, FailureKind

log = logging.getLogger(__name__)

LOCK = ".installing"
LOG = "install.log"
_PACKAGES = (
    re.compile(r"^\s*Collecting ([A-Za-z0-9._-]+)"),
    re.compile(r"^\s*Processing (?:\S*/)?([A-Za-z0-9._]+)-\d\S*(?: \(from .*)?$"),  # a wheel
    re.compile(r"^ \+ ([A-Za-z0-9._-]+)=="),  # uv, which is silent until it has everything
)
_INSTALLING = re.compile(r"^\s*(?:Installing collected packages|Prepared \d+ packages)")


class NotInstalledError(Exception):
    """There is no environment; :attr:`failure` says why, in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.message))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Told:
    """How far an installation is."""

    sentence: Sentence
    fraction: float
    """0 to 1; never falls."""


def find_python(
    wanted: tuple[tuple[int, int], ...], environ: Mapping[str, str], named: str | None = None
) -> Path | Failure:
    """An interpreter of one of these versions to make an environment with."""
    dotted = [f"{major}.{minor}" for major, minor in wanted]
    candidates = [named] if named else [f"python{version}" for version in dotted]
    if not named and sys.version_info[:2] in wanted:
        candidates.insert(0, sys.executable)
    for candidate in candidates:
        path = shutil.which(candidate, path=environ.get("PATH"))
        if path is not None and _version_of(Path(path), environ) in wanted:
            return Path(path)
    return Failure(
        FailureKind.ENGINE_MISSING,
        say("A Python {versions} is needed, and none was found.", versions=" / ".join(dotted)),
        say("Install one with your system's packages, or name one with --python PATH."),
    )


class Installation:
    """One installation into a HEADFRAME_HOME. Call :meth:`run` once, in any thread."""

    def __init__(
        self,
        home: Path,
        environ: Mapping[str, str],
        needs: RequirementSet,
        python: Path,
        wheels: Path | None = None,
    ) -> None:
        self._folder = engines_folder(home)
        self._environ = environ
        self._needs = needs
        self._python = python
        self._wheels = wheels
        self._target = self._folder / f"{needs.engine.value}-{needs.device.value}"
        self._child: subprocess.Popen[str] | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """End it within a moment; :meth:`run` then raises. From any thread or signal handler."""
        self._cancelled = True
        child = self._child
        if child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGTERM)

    def run(self, tell: Callable[[Told], None]) -> Probed:
        """Make the environment. Raises :class:`NotInstalledError`, ``OSError``.

        After any exception everything is as it was before.
        """
        with self._alone():
            building = self._folder / f".{self._target.name}-{secrets.token_hex(4)}"
            try:
                tell(Told(say("Making an environment with {path}.", path=str(self._python)), 0.0))
                self._make(building, tell)
                python = building / "bin" / "python"
                tell(Told(say("Trying it."), 0.97))
                answer = probe(self._needs.engine, python, self._environ)
                if isinstance(answer, Failure):
                    raise NotInstalledError(answer)
                _move(building, self._target)
            finally:
                shutil.rmtree(building, ignore_errors=True)
        tell(Told(say("Done."), 1.0))
        return Probed(self._target / "bin" / "python", answer.python, answer.version)

    @property
    def log_path(self) -> Path:
        """What the installer printed, of the last installation."""
        return self._folder / LOG

    def _make(self, building: Path, tell: Callable[[Told], None]) -> None:
        files = [word for file in self._needs.files for word in ("-r", str(file))]
        offline = ["--no-index", "--find-links", str(self._wheels)] if self._wheels else []
        uv = shutil.which("uv", path=self._environ.get("PATH"))
        with self.log_path.open("w", buffering=1, encoding="utf-8") as journal:
            if uv is not None:
                python = str(building / "bin" / "python")
                steps = [
                    [uv, "venv", "--python", str(self._python), str(building)],
                    [uv, "pip", "install", "--python", python, "--no-deps", *offline, *files],
                ]
            else:
                python = str(building / "bin" / "python")
                steps = [
                    [str(self._python), "-m", "venv", str(building)],
                    [python, "-m", "pip", "install", "--no-input", "--progress-bar=off"],
                ]
                steps[1] += ["--no-deps", *offline, *files]
            for step in steps:
                self._do(step, journal.write, tell)

    def _do(
        self, command: list[str], write: Callable[[str], object], tell: Callable[[Told], None]
    ) -> None:
        environ = worker_environment(self._environ, Path(command[0]))
        write(f"$ {' '.join(command)}\n")
        child = self._child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environ,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        seen: set[str] = set()
        last = ""
        assert child.stdout is not None
        try:
            with child.stdout:
                if self._cancelled:
                    self.cancel()
                for line in child.stdout:
                    write(line)
                    last = line.strip() or last
                    self._heard(line, seen, tell)
            code = child.wait()
        finally:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            self._child = None
        if self._cancelled:
            raise NotInstalledError(
                Failure(FailureKind.CANCELLED, say("The installation was cancelled."))
            )
        if code != 0:
            raise NotInstalledError(self._failed(last))

    def _heard(self, line: str, seen: set[str], tell: Callable[[Told], None]) -> None:
        match = next((found for known in _PACKAGES if (found := known.match(line))), None)
        if match is not None:
            name = re.sub(r"[-_.]+", "-", match[1]).lower()
            if name in seen:
                return
            seen.add(name)
            number = min(len(seen), self._needs.packages)
            tell(
                Told(
                    say(
                        "{package} ({number} of {all})",
                        package=name,
                        number=number,
                        all=self._needs.packages,
                    ),
                    0.02 + 0.68 * number / self._needs.packages,
                )
            )
        elif _INSTALLING.match(line):
            tell(Told(say("Unpacking everything; this takes a minute or two."), 0.72))

    def _failed(self, last: str) -> Failure:
        if self._wheels is not None:
            return Failure(
                FailureKind.ENGINE_MISSING,
                say(
                    "Not every package is in {folder}: {line}", folder=str(self._wheels), line=last
                ),
                say(
                    "Fill it where there is a network: `pip download -d DIR --no-deps -r {file}`",
                    file=str(self._needs.files[0]),
                ),
            )
        return Failure(
            FailureKind.ENGINE_MISSING,
            say("The packages could not be installed: {line}", line=last[:300]),
            say(
                "All of it is in {log}. Without a network: fill a folder with the wheels elsewhere "
                "and name it with --wheels DIR.",
                log=str(self.log_path),
            ),
        )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of this home's installations, and sweep what an earlier one left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise NotInstalledError(
                    Failure(
                        FailureKind.ENGINE_MISSING,
                        say("Another installation is under way."),
                        say("Wait for it to end, then try again."),
                    )
                ) from None
            for left in self._folder.glob(f".{self._target.name}-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
        finally:
            os.close(descriptor)


def remove_environment(home: Path, interpreter: Path) -> bool:
    """Remove the environment of that interpreter, if it is one that Headframe made. ``OSError``."""
    for folder in interpreter.parents:
        if folder.parent == engines_folder(home):
            if not folder.is_dir():
                return False
            gone = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
            folder.rename(gone)
            shutil.rmtree(gone)
            return True
    return False


def _move(building: Path, target: Path) -> None:
    """Put a finished environment in its place, in that of an older one too."""
    for script in (building / "bin").iterdir():
        # Scripts begin with the path of their interpreter, which is about to move.
        if script.is_symlink() or not script.is_file():
            continue
        text = script.read_bytes()
        if text.startswith(b"#!") or script.name.startswith(("activate", "Activate")):
            script.write_bytes(text.replace(os.fsencode(building), os.fsencode(target)))
    older = building.with_name(f"{building.name}-older")
    if target.exists():
        target.rename(older)
    try:
        building.rename(target)
    except BaseException:
        if older.exists():
            older.rename(target)
        raise
    shutil.rmtree(older, ignore_errors=True)


def _version_of(python: Path, environ: Mapping[str, str]) -> tuple[int, int] | None:
    try:
        answer = subprocess.run(
            [python, "-c", "import sys, venv; print(*sys.version_info[:2])"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            env=worker_environment(environ, python),
            check=True,
            text=True,
        ).stdout
        major, minor = map(int, answer.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return major, minor
