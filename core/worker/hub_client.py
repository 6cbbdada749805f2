"""Talks to a hub of models with the hub's own library; run by path, in an engine's interpreter.

One JSON object comes on stdin, JSON Lines go to stdout; whatever the libraries print goes to
stderr. It lists repositories, or fetches files of them into folders, each file carried on where an
earlier run was broken off. It checks nothing: who started it does, and puts files in their place.
"""

from __future__ import annotations

import sys

if sys.path and sys.path[0] == __file__.rpartition("/")[0]:
    del sys.path[0]  # put there for the script; our `mineru` must not shadow the engine's

import ctypes
import errno
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

LISTING_LIMIT_S = 10.0
"""For each answer of a hub that is asked what it has."""
WORKERS = 3
POLL_S = 0.3
PAUSES_S = (1.0, 2.0, 4.0, 8.0)
"""Before a file whose line broke is carried on: not every library does that itself."""
PART = ".part"
CHUNK = 1 << 18
"""The library keeps whole pieces only, of 10 MiB: minutes on a slow line, lost with each break."""
_PR_SET_PDEATHSIG = 1


class Hub(Protocol):
    """What a hub's library is asked for."""

    def listed(self, repository: str, revision: str) -> dict[str, Any]:
        """The commit and the files of a repository."""
        ...

    def fetch(self, repository: str, revision: str, entry: dict[str, Any], folder: Path) -> None:
        """Bring one file into that folder, under its own path."""
        ...


class HuggingFace:
    """``huggingface_hub``, of 0.2x to 2.x."""

    def __init__(self) -> None:
        from huggingface_hub import HfApi, constants

        constants.DOWNLOAD_CHUNK_SIZE = CHUNK
        self._api = HfApi()

    def listed(self, repository: str, revision: str) -> dict[str, Any]:
        """See :class:`Hub`."""
        info = self._api.model_info(
            repository, revision=revision, files_metadata=True, timeout=LISTING_LIMIT_S
        )
        files = []
        for sibling in info.siblings or ():
            large = sibling.lfs
            sha256 = large.get("sha256") if isinstance(large, dict) else None
            if large is not None and sha256 is None:
                sha256 = getattr(large, "sha256", None)
            files.append(
                {
                    "path": sibling.rfilename,
                    "bytes": sibling.size,
                    "sha256": sha256,
                    "git_sha1": None if sha256 else sibling.blob_id,
                }
            )
        return {"revision": info.sha or revision, "files": files}

    def fetch(self, repository: str, revision: str, entry: dict[str, Any], folder: Path) -> None:
        """See :class:`Hub`.

        Not by ``hf_hub_download``: since 2.x that throws away what a broken run has fetched.
        """
        from huggingface_hub import get_hf_file_metadata, hf_hub_url
        from huggingface_hub.file_download import http_get

        url = hf_hub_url(repository, entry["path"], revision=revision)
        headers = self._api._build_hf_headers()
        told = get_hf_file_metadata(url, timeout=LISTING_LIMIT_S)
        if urlsplit(told.location).netloc != urlsplit(url).netloc:
            headers.pop("authorization", None)  # a store elsewhere has its own way to let us in
        target = folder / entry["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        mark = (told.etag or entry.get("sha256") or revision).strip('"')[:16]
        part = target.with_name(f"{target.name}.{mark}{PART}")
        for other in target.parent.glob(f"{target.name}.*{PART}"):
            if other != part:
                other.unlink()
        with part.open("ab") as stream:
            have = stream.tell()
            if told.size is not None and have > told.size:
                stream.truncate(0)
                have = 0
            http_get(
                told.location,
                stream,
                resume_size=have,
                headers=headers,
                expected_size=told.size,
            )
        part.replace(target)


class ModelScope:
    """``modelscope``."""

    def __init__(self) -> None:
        from modelscope.hub.api import HubApi

        self._api = HubApi()

    def listed(self, repository: str, revision: str) -> dict[str, Any]:
        """See :class:`Hub`."""
        found = self._api.get_model_files(repository, revision=revision, recursive=True)
        files = [
            {
                "path": entry["Path"],
                "bytes": entry.get("Size"),
                "sha256": entry.get("Sha256") or None,
                "git_sha1": None,
            }
            for entry in found
            if entry.get("Type") != "tree"
        ]
        return {"revision": revision, "files": files}

    def fetch(self, repository: str, revision: str, entry: dict[str, Any], folder: Path) -> None:
        """See :class:`Hub`."""
        from modelscope.hub.file_download import model_file_download

        model_file_download(
            model_id=repository,
            file_path=entry["path"],
            revision=revision,
            local_dir=str(folder),
        )


def main() -> int:
    """Do what stdin says; 0 when all of it was done, 1 when not, 2 when there is no library."""
    _end_with_the_parent()
    emit = _Emitter()
    request = json.load(sys.stdin)
    name = request["hub"]
    try:
        hub: Hub = HuggingFace() if name == "huggingface" else ModelScope()
    except ImportError as error:
        emit(event="failed", reason="library-missing", library=error.name or name, words=str(error))
        return 2
    if request["action"] == "list":
        return _list(hub, request["repositories"], emit)
    return _fetch(hub, request["repositories"], emit)


class _Emitter:
    """The real stdout, kept from everything that prints. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def __call__(self, **message: object) -> None:
        with self._lock:
            self._file.write(json.dumps(message) + "\n")
            self._file.flush()


def _list(hub: Hub, repositories: list[dict[str, Any]], emit: _Emitter) -> int:
    for entry in repositories:
        try:
            found = hub.listed(entry["repository"], entry["revision"])
        except Exception as error:  # the hubs' libraries promise no kind of error
            emit(event="failed", name=entry["name"], repository=entry["repository"], **why(error))
            return 1
        emit(event="listed", name=entry["name"], repository=entry["repository"], **found)
    emit(event="done")
    return 0


def _fetch(hub: Hub, repositories: list[dict[str, Any]], emit: _Emitter) -> int:
    folders = [Path(entry["target"]) for entry in repositories]
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(folders, emit, over), daemon=True)
    watcher.start()
    failed = threading.Event()

    def fetch(repository: dict[str, Any], file: dict[str, Any]) -> None:
        if failed.is_set():
            return
        about = {"name": repository["name"], "path": file["path"]}
        emit(event="file", **about)
        for pause_s in (*PAUSES_S, None):
            try:
                target = Path(repository["target"])
                hub.fetch(repository["repository"], repository["revision"], file, target)
            except Exception as error:  # the hubs' libraries promise no kind of error
                told = why(error)
                if told["reason"] == "broken-off" and pause_s is not None and not failed.is_set():
                    time.sleep(pause_s)
                    continue
                failed.set()
                emit(event="failed", repository=repository["repository"], **about, **told)
            else:
                emit(event="got", **about)
            return

    with ThreadPoolExecutor(WORKERS) as pool:
        for repository in repositories:
            for file in repository["files"]:
                pool.submit(fetch, repository, file)
    over.set()
    watcher.join()
    if failed.is_set():
        return 1
    emit(event="done")
    return 0


def _watch(folders: list[Path], emit: _Emitter, over: threading.Event) -> None:
    """Tell how much lies there: true for every library, whatever it shows or hides itself."""
    before = -1
    while True:
        ended = over.wait(POLL_S)
        now = sum(_size(file) for folder in folders for file in folder.rglob("*"))
        if now != before:
            emit(event="progress", bytes=now)
            before = now
        if ended:
            return


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() and file.suffix != ".lock" else 0
    except OSError:
        return 0


def why(error: BaseException) -> dict[str, object]:
    """The reason in one word, and the library's own words."""
    chain = list(_causes(error))
    words = f"{type(error).__name__}: {error}".strip().splitlines()[0][:300]
    reason = next((told for one in chain if (told := _reason(one))), "other")
    return {"reason": reason, "words": words}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)
_BY_NAME = {
    "OfflineModeIsEnabled": "offline",
    "GatedRepoError": "forbidden",
    "RepositoryNotFoundError": "not-found",
    "RevisionNotFoundError": "not-found",
    "EntryNotFoundError": "not-found",
    "RemoteEntryNotFoundError": "not-found",
    "NotExistError": "not-found",
    "FileIntegrityError": "checksum",
    "ConnectError": "unreachable",
    "ConnectTimeout": "unreachable",
    "ConnectionError": "unreachable",
    "ProxyError": "unreachable",
    "gaierror": "unreachable",
    "SSLError": "unreachable",
    "ReadTimeout": "broken-off",
    "ReadError": "broken-off",
    "RemoteProtocolError": "broken-off",
    "ChunkedEncodingError": "broken-off",
    "IncompleteRead": "broken-off",
    "LocalEntryNotFoundError": "unreachable",
}


def _reason(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        return "no-space"
    if isinstance(error, OSError) and error.errno in _NOT_WRITABLE:
        return "not-writable"
    status = getattr(getattr(error, "response", None), "status_code", None)
    status = status or getattr(error, "status_code", None)
    if status in (401, 403):
        return "forbidden"
    if status == 404:
        return "not-found"
    if isinstance(status, int) and status >= 400:
        return "refused"
    if isinstance(error, ImportError):
        return "library-missing"
    for kind in type(error).__mro__:
        if (known := _BY_NAME.get(kind.__name__)) is not None:
            return known
    if isinstance(error, (socket.timeout, ConnectionError)):
        return "unreachable"
    if "Consistency check failed" in str(error):
        return "broken-off"
    return None


def _end_with_the_parent() -> None:
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # threads of libraries that wait for a line would hold it up
