"""Asking a hub of models, in the engine's interpreter, by the hub's own library."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.engines.models.catalogue import REVISIONS, HubName, ModelRepository
from core.engines.models.hub_failures import HubContext, hub_failure
from core.engines.models.manifest import HubFile, Manifest, manifest_of
from core.engines.process.process_outcome import signal_name
from core.engines.worker_environment import worker_environment
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

SCRIPT = Path(__file__).parents[2] / "worker" / "hub_client.py"
ENDPOINT_VARIABLES = {HubName.HUGGINGFACE: "HF_ENDPOINT", HubName.MODELSCOPE: "MODELSCOPE_DOMAIN"}
ADDRESSES = {
    HubName.HUGGINGFACE: "https://huggingface.co",
    HubName.MODELSCOPE: "https://modelscope.cn",
}
GRACE_S = 2.0
_QUIET = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",  # it knows no resuming, no mirrors, and not every proxy
    "TORCH_DEVICE_BACKEND_AUTOLOAD": "0",  # modelscope looks for torch, torch_npu for CANN
}


@dataclass(frozen=True, slots=True)
class HubSource:
    """Which hub, and under which address."""

    hub: HubName
    url: str | None = None
    """Of a mirror; ``None``: what the environment says, else the hub's own."""

    def address(self, environ: Mapping[str, str]) -> str:
        """Where it is asked."""
        told = self.url or environ.get(ENDPOINT_VARIABLES[self.hub])
        return (told or ADDRESSES[self.hub]).rstrip("/")


def hub_source(text: str) -> HubSource:
    """A hub by its name, or a mirror of Hugging Face's by its address. ``ValueError``: neither."""
    if text in tuple(HubName):
        return HubSource(HubName(text))
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return HubSource(HubName.HUGGINGFACE, text.rstrip("/"))


class HubError(Exception):
    """The hub did not give what it was asked for; :attr:`failure` says why in words."""

    def __init__(self, failure: Failure, reason: str, file: str | None = None) -> None:
        super().__init__(str(failure.message))
        self.failure = failure
        self.reason = reason
        self.file = file
        """The file that it was about, as a person is told it."""


@dataclass(frozen=True, slots=True)
class WantedFiles:
    """Files of one repository, and the folder they are brought into."""

    repository: ModelRepository
    manifest: Manifest
    files: tuple[HubFile, ...]
    target: Path


class HubClient:
    """One hub as one interpreter reaches it. A call blocks; :meth:`cancel` ends it."""

    def __init__(self, interpreter: Path, environ: Mapping[str, str], source: HubSource) -> None:
        self._interpreter = interpreter
        self._source = source
        self._address = source.address(environ)
        self._environ = worker_environment(environ, interpreter) | _QUIET
        if source.url is not None:
            self._environ[ENDPOINT_VARIABLES[source.hub]] = source.url
        self._child: subprocess.Popen[str] | None = None
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether :meth:`cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """End what runs, and let nothing begin. From any thread or signal handler."""
        self._cancelled.set()
        child = self._child
        if child is not None:
            _kill(child)

    def listed(self, repositories: Sequence[ModelRepository]) -> dict[str, Manifest]:
        """What the hub has of these, by the catalogue's names. Raises :class:`HubError`."""
        request = {
            "action": "list",
            "hub": self._source.hub.value,
            "repositories": [
                {
                    "name": one.name,
                    "repository": one.hubs[self._source.hub],
                    "revision": REVISIONS[self._source.hub],
                }
                for one in repositories
            ],
        }
        by_name = {one.name: one for one in repositories}
        found: dict[str, Manifest] = {}
        for message in self._run(request, by_name):
            if message["event"] == "listed":
                manifest = manifest_of(message)
                takes = by_name[message["name"]].takes
                files = tuple(file for file in manifest.files if takes(file.path))
                found[message["name"]] = Manifest(manifest.repository, manifest.revision, files)
        return found

    def fetch(self, wanted: Sequence[WantedFiles], on_progress: Callable[[int], None]) -> None:
        """Bring the files. ``tell`` hears how many bytes lie in the folders. :class:`HubError`."""
        request = {
            "action": "fetch",
            "hub": self._source.hub.value,
            "repositories": [
                {
                    "name": one.repository.name,
                    "repository": one.manifest.repository,
                    "revision": one.manifest.revision,
                    "target": str(one.target),
                    "files": [{"path": f.path, "sha256": f.sha256} for f in one.files],
                }
                for one in wanted
            ],
        }
        for message in self._run(request, {one.repository.name: one.repository for one in wanted}):
            if message["event"] == "progress":
                on_progress(int(message["bytes"]))

    def _run(
        self, request: Mapping[str, Any], by_name: Mapping[str, ModelRepository]
    ) -> Iterator[dict[str, Any]]:
        """Messages of the helper, until it is done."""
        self._refuse_cancelled()
        try:
            child = subprocess.Popen(
                [str(self._interpreter), str(SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environ,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise HubError(_no_interpreter(self._interpreter, error), "interpreter") from error
        self._child = child
        words: list[str] = []
        listener = threading.Thread(target=_drain, args=(child, words), daemon=True)
        listener.start()
        failed: dict[str, Any] | None = None
        done = False
        try:
            if self.cancelled:
                _kill(child)
            assert child.stdin is not None
            assert child.stdout is not None
            with contextlib.suppress(BrokenPipeError), child.stdin:
                json.dump(request, child.stdin)
            for line in child.stdout:
                try:
                    message = json.loads(line)
                    event = message["event"]
                except (ValueError, LookupError, TypeError):
                    continue
                if event == "failed":
                    failed = failed or message
                elif event == "done":
                    done = True
                else:
                    yield message
            child.wait()
        finally:
            _kill(child)
            child.wait()
            listener.join(GRACE_S)
            for stream in (child.stdout, child.stderr):
                if stream is not None:
                    stream.close()
            self._child = None
        self._refuse_cancelled()
        if failed is not None:
            raise self._error(failed, by_name)
        if not done:
            raise self._unanswered(words, child.returncode, by_name)

    def _refuse_cancelled(self) -> None:
        if self.cancelled:
            raise HubError(Failure(FailureKind.CANCELLED, msg("Cancelled.")), "cancelled")

    def _unanswered(
        self, words: list[str], code: int, by_name: Mapping[str, ModelRepository]
    ) -> HubError:
        """The helper has ended before it was done: what it said last, else how it ended."""
        last = next((line for line in reversed(words) if line.strip()), "").strip()
        if last:
            return self._error({"reason": "other", "words": last[:300]}, by_name)
        return HubError(_silent(self._interpreter, code), "silent")

    def _error(
        self, message: Mapping[str, Any], by_name: Mapping[str, ModelRepository]
    ) -> HubError:
        repository = by_name.get(str(message.get("name")))
        path = message.get("path")
        file = repository.label(str(path)) if repository is not None and path else None
        what = file or str(message.get("repository") or "")
        reason = str(message.get("reason"))
        failure = hub_failure(
            reason,
            what,
            str(message.get("words")),
            HubContext(self._source.hub, self._address, self._interpreter),
        )
        return HubError(failure, reason, file)


def _no_interpreter(interpreter: Path, error: OSError) -> Failure:
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg(
            "{path} cannot be started: {reason}.",
            path=str(interpreter),
            reason=error.strerror or str(error),
        ),
        msg("Install the engine again, or choose another Python."),
    )


def _silent(interpreter: Path, code: int) -> Failure:
    ended = (
        msg("status {code}", code=code)
        if code >= 0
        else msg("signal {name}", name=signal_name(-code))
    )
    return Failure(
        FailureKind.MODELS_MISSING,
        msg(
            "{path}, which asks the hub, ended and did not say why ({ended}).",
            path=str(interpreter),
            ended=ended,
        ),
        msg("Try again; if it ends so again, install the engine again."),
    )


def _kill(child: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _drain(child: subprocess.Popen[str], words: list[str]) -> None:
    """Keep the last of what the libraries print, and their pipe empty."""
    assert child.stderr is not None
    with contextlib.suppress(ValueError, OSError):
        for line in child.stderr:
            words.append(line)
            del words[:-40]
