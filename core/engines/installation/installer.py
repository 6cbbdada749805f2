"""Making an engine an environment of its own, whole or not at all.

It is built under a name that begins with a dot and renamed when it works. One installation at a
time in a HEADFRAME_HOME; what an interrupted one left is removed by the next.
"""

from __future__ import annotations

import contextlib
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

from core.engines.installation.install_lock import (
    OLDER,
    being_installed,
    broken_installations,
    installation_lock,
)
from core.engines.installation.package_download import PackageDownload, lines_or_pauses
from core.engines.installation.requirement_sets import RequirementSet
from core.engines.launch.probe import Probed, probe
from core.engines.worker_environment import worker_environment
from core.messages import Message, msg
from core.paths import engines_folder
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

LOG = "install.log"
_SCRATCH = ".scratch"
_PACKAGES = (
    re.compile(r"^\s*Collecting ([A-Za-z0-9._-]+)"),
    re.compile(r"^\s*Processing (?:\S*/)?([A-Za-z0-9._]+)-\d\S*(?: \(from .*)?$"),  # a wheel
    re.compile(r"^ \+ ([A-Za-z0-9._-]+)=="),  # uv, which is silent until it has everything
)
_POLL_S = 0.5
"""How often it is looked how much of a large package is here."""
_INSTALLING = re.compile(r"^\s*(?:Installing collected packages|Prepared \d+ packages)")


# Ends what it has started when this program ends, however it ends: a window that is killed leaves
# no pip behind, nor what pip has started. It reads a pipe that only this program writes to.
_SUPERVISOR = """
import os, select, signal, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
signal.signal(signal.SIGCHLD, lambda *_: None)
wake, told = os.pipe()
os.set_blocking(told, False)
signal.set_wakeup_fd(told)
while child.poll() is None:
    if 0 in select.select([0, wake], [], [])[0]:
        os.killpg(0, signal.SIGKILL)
    os.read(wake, 64)
sys.exit(child.returncode if child.returncode >= 0 else 1)
"""


class NotInstalledError(Exception):
    """There is no environment; :attr:`failure` says why, in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.message))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class InstallProgress:
    """How far an installation is."""

    sentence: Message
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
        if path is not None and python_version(Path(path), environ) in wanted:
            return Path(path)
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg("A Python {versions} is needed, and none was found.", versions=" / ".join(dotted)),
        msg("Install one with your system's packages, or choose one with --python PATH."),
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
        self._home = home
        self._folder = engines_folder(home)
        self._environ = environ
        self._needs = needs
        self._python = python
        self._wheels = wheels
        self._target = self._folder / f"{needs.engine.value}-{needs.device.value}"
        self._child: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._seen: set[str] = set()
        self._fraction = 0.0
        self._package = ""
        """The one that was told last."""
        self._lock: tuple[int, ...] = ()
        """The descriptor of the lock: helpers hold it as long as they live."""

    def cancel(self) -> None:
        """End it within a moment; :meth:`run` then raises. From any thread or signal handler.

        Nothing has to end in order: all that the children write lies in the folder that goes.
        """
        self._cancelled = True
        child = self._child
        if child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)

    def run(self, on_progress: Callable[[InstallProgress], None]) -> Probed:
        """Make the environment. Raises :class:`NotInstalledError`, ``OSError``.

        After any exception everything is as it was before.
        """
        with self._alone(on_progress):
            building = self._folder / f".{self._target.name}-{secrets.token_hex(4)}"
            try:
                on_progress(
                    InstallProgress(
                        msg("Making an environment with {path}.", path=str(self._python)), 0.0
                    )
                )
                self._make(building, on_progress)
                python = building / "bin" / "python"
                on_progress(InstallProgress(msg("Testing…"), 0.97))
                shutil.rmtree(building / _SCRATCH, ignore_errors=True)
                answer = probe(self._needs.engine, python, self._environ)
                self._refuse_cancelled()
                if isinstance(answer, Failure):
                    raise NotInstalledError(answer)
                _move(building, self._target)
            finally:
                if self._cancelled:
                    sentence = msg("Cancelling: removing what was unpacked…")
                    on_progress(InstallProgress(sentence, self._fraction))
                shutil.rmtree(building, ignore_errors=True)
        on_progress(InstallProgress(msg("Done."), 1.0))
        return Probed(self._target / "bin" / "python", answer.python, answer.version)

    @property
    def log_path(self) -> Path:
        """What the installer printed, of the last installation."""
        return self._folder / LOG

    def _make(self, building: Path, on_progress: Callable[[InstallProgress], None]) -> None:
        (building / _SCRATCH).mkdir(parents=True)
        uv = shutil.which("uv", path=self._environ.get("PATH"))
        python = str(building / "bin" / "python")
        if uv is not None:
            make = [uv, "venv", "--allow-existing", "--python", str(self._python), str(building)]
            install = [uv, "pip", "install", "--python", python, "--no-deps"]
        else:
            make = [str(self._python), "-m", "venv", str(building)]
            install = [python, "-m", "pip", "install", "--no-input", "--progress-bar=off"]
            install.append("--no-deps")
        offline = ["--no-index", "--find-links", str(self._wheels)] if self._wheels else []
        files = [word for file in self._needs.files for word in ("-r", str(file))]
        steps = [make, [*install, *offline, *files]]
        if (torch := self._needs.cpu_torch) is not None:
            # First, and by name: what the files ask for is then there already.
            where = offline if torch.index is None else ["--index-url", torch.index]
            steps.insert(1, [*install, *where, *torch.pins])
        scratch = {"TMPDIR": str(building / _SCRATCH)}  # a small /tmp would not hold the wheels
        with self.log_path.open("w", buffering=1, encoding="utf-8") as log_file:
            for step in steps:
                self._do(step, scratch, log_file.write, on_progress)

    def _do(
        self,
        command: list[str],
        added: dict[str, str],
        write: Callable[[str], object],
        on_progress: Callable[[InstallProgress], None],
    ) -> None:
        environ = worker_environment(self._environ, Path(command[0])) | added
        write(f"$ {' '.join(command)}\n")
        self._refuse_cancelled()
        child = self._child = subprocess.Popen(
            [sys.executable, "-I", "-c", _SUPERVISOR, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environ,
            bufsize=0,
            start_new_session=True,
            pass_fds=self._lock,
        )
        last = ""
        download: PackageDownload | None = None
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with child.stdin, child.stdout:
                if self._cancelled:
                    self.cancel()
                for line in lines_or_pauses(child.stdout.fileno(), _POLL_S):
                    if line is None:
                        if download is not None:
                            self._report_download(download, on_progress)
                        continue
                    write(line)
                    last = line.strip() or last
                    self._on_line(line, on_progress)
                    download = PackageDownload.begun(line, Path(added["TMPDIR"]))
            code = child.wait()
        finally:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            self._child = None
        self._refuse_cancelled()
        if code != 0:
            raise NotInstalledError(self._failed(last))

    def _on_line(self, line: str, on_progress: Callable[[InstallProgress], None]) -> None:
        match = next((found for known in _PACKAGES if (found := known.match(line))), None)
        packages = self._needs.packages
        if match is not None:
            name = re.sub(r"[-_.]+", "-", match[1]).lower()
            if name in self._seen:
                return
            self._seen.add(name)
            self._package = name
            number = min(len(self._seen), packages)
            sentence = msg(
                "Fetching {package} ({number} of {all})", package=name, number=number, all=packages
            )
            # torch is unpacked before the other packages are fetched: what is shown never falls.
            self._fraction = max(self._fraction, 0.02 + 0.68 * number / (packages + 1))
            on_progress(InstallProgress(sentence, self._fraction))
        elif _INSTALLING.match(line) and len(self._seen) * 2 > packages:
            self._fraction = max(self._fraction, 0.72)
            sentence = msg("Unpacking everything; this takes a minute or two.")
            on_progress(InstallProgress(sentence, self._fraction))

    def _report_download(
        self, download: PackageDownload, on_progress: Callable[[InstallProgress], None]
    ) -> None:
        number, packages = min(len(self._seen), self._needs.packages), self._needs.packages
        here = download.bytes_here()
        sentence = msg(
            "Fetching {package} ({number} of {all}): {here} of {size} MB",
            package=self._package,
            number=number,
            all=packages,
            here=here // 1_000_000,
            size=download.size // 1_000_000,
        )
        share = here / download.size
        self._fraction = max(self._fraction, 0.02 + 0.68 * (number + share) / (packages + 1))
        on_progress(InstallProgress(sentence, self._fraction))

    def _failed(self, last: str) -> Failure:
        if self._wheels is not None:
            return Failure(
                FailureKind.ENGINE_MISSING,
                msg(
                    "Not every package is in {folder}: {line}", folder=str(self._wheels), line=last
                ),
                msg(
                    "Fill it where there is a network: the list (`headframe engine install "
                    "{engine} --recipe`) is a script that does so.",
                    engine=self._needs.engine.value,
                ),
            )
        return Failure(
            FailureKind.ENGINE_MISSING,
            msg("The packages could not be installed: {line}", line=last[:300]),
            msg(
                "All of it is in {log}. Without a network: fill a folder with the wheels elsewhere "
                "(the list is a script that does so), and install from that folder.",
                log=str(self.log_path),
            ),
        )

    def _refuse_cancelled(self) -> None:
        if self._cancelled:
            raise NotInstalledError(
                Failure(FailureKind.CANCELLED, msg("The installation was cancelled."))
            )

    @contextlib.contextmanager
    def _alone(self, on_progress: Callable[[InstallProgress], None]) -> Iterator[None]:
        """Hold the lock of this home's installations, and sweep what an earlier one left."""
        with installation_lock(self._home, self._needs.engine) as held:
            if held is None:
                raise NotInstalledError(being_installed(self._home))
            self._lock = (held,)
            for left in broken_installations(self._home):
                on_progress(InstallProgress(msg("Removing what a broken installation left…"), 0.0))
                if not _brought_back(left):
                    self._sweep(left)
            yield

    def _sweep(self, folder: Path) -> None:
        """Remove it file by file, so that a cancel is heard: a whole one takes a minute."""
        for place, _, names in os.walk(folder, topdown=False):
            self._refuse_cancelled()
            for name in names:
                with contextlib.suppress(OSError):
                    (Path(place) / name).unlink()
        shutil.rmtree(folder, ignore_errors=True)


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


def _brought_back(left: Path) -> bool:
    """Whether that was an environment in use, which was about to be replaced, and is in use now."""
    if not left.name.endswith(OLDER):
        return False
    target = left.with_name(left.name[1:].removesuffix(OLDER).rpartition("-")[0])
    if target.exists():
        return False
    left.rename(target)
    return True


def _move(building: Path, target: Path) -> None:
    """Put a finished environment in its place, in that of an older one too."""
    for script in (building / "bin").iterdir():
        # Scripts begin with the path of their interpreter, which is about to move.
        if script.is_symlink() or not script.is_file():
            continue
        text = script.read_bytes()
        if text.startswith(b"#!") or script.name.startswith(("activate", "Activate")):
            script.write_bytes(text.replace(os.fsencode(building), os.fsencode(target)))
    older = building.with_name(f"{building.name}{OLDER}")
    if target.exists():
        target.rename(older)
    try:
        building.rename(target)
    except BaseException:  # Ctrl+C too: the older environment comes back
        if older.exists():
            older.rename(target)
        raise
    shutil.rmtree(older, ignore_errors=True)


def python_version(python: Path, environ: Mapping[str, str]) -> tuple[int, int] | None:
    """Of an interpreter that can make environments; ``None`` for one that cannot."""
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
