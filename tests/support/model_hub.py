"""A hub of models on loopback, as its libraries speak to it; and everything that goes wrong there.

Hugging Face's part: what `huggingface_hub` 0.36 and 2.4 ask for: a repository's information with
sizes, its tree, HEAD and GET of a file, large ones redirected to a store that takes ranges.
ModelScope's part: what `modelscope` 1.40 asks for: revisions, files, a file with ranges.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 1000
"""Files from here on are kept apart, with a SHA-256 and behind a redirect."""


@dataclass
class Faults:
    """What the hub does wrong, by the end of a file's path."""

    status: dict[str, int] = field(default_factory=dict)
    """It answers so instead."""
    broken: dict[str, int] = field(default_factory=dict)
    """It breaks off at 60 %, so many times."""
    garbled: set[str] = field(default_factory=set)
    """It sends other bytes of the same length."""
    pause_s: float = 0.0
    """Between two pieces of a file."""
    repository_status: int | None = None
    """It answers so when it is asked what a repository holds."""


class Hub:
    """What it holds, what it was asked for, what it does wrong."""

    def __init__(self, repositories: Mapping[str, Mapping[str, bytes]]) -> None:
        self.repositories = {name: dict(files) for name, files in repositories.items()}
        self.faults = Faults()
        self.requests: list[tuple[str, str, str | None]] = []
        """Method, path, range."""
        self.lock = threading.Lock()
        self.url = ""

    def sent(self, end: str) -> list[str | None]:
        """The ranges in which the content of a file was asked for."""
        return [
            ranged
            for method, path, ranged in self.requests
            if method == "GET"
            and ("/store/" in path or "FilePath" in path or "/resolve/" in path)
            and unquote(path).endswith(end)
        ]

    def file(self, repository: str, path: str) -> bytes | None:
        """Its bytes."""
        return self.repositories.get(repository, {}).get(path)


@contextmanager
def running(repositories: Mapping[str, Mapping[str, bytes]]) -> Iterator[Hub]:
    """The hub, on a port of its own."""
    hub = Hub(repositories)

    class Handler(_Handler):
        served = hub

    server = _Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who has enough hangs up: that is no news here."""


class _Handler(BaseHTTPRequestHandler):
    served: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_POST(self) -> None:
        self._json({}, 404)

    def _answer(self, *, body: bool) -> None:
        with self.served.lock:
            asked = (self.command, self.path, self.headers.get("Range"))
            self.served.requests.append(asked)
        parts = urlsplit(self.path)
        path, query = unquote(parts.path), parse_qs(parts.query)
        if match := re.fullmatch(r"/api/v1/models/([^/]+/[^/]+)/(revisions|repo/files|repo)", path):
            self._modelscope(match[1], match[2], query)
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+?)(/revision/[^/]+|/tree/.+)?", path):
            self._information(match[1], match[2] or "")
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/[^/]+/(.+)", path):
            self._resolve(match[1], match[2], body=body)
        elif match := re.fullmatch(r"/store/([^/]+/[^/]+)/(.+)", path):
            self._content(match[1], match[2], body=body)
        else:
            self._json({"Code": 404, "Success": False}, 404)

    def _information(self, repository: str, what: str) -> None:
        if (status := self.served.faults.repository_status) is not None:
            self._json(
                {"error": "no"}, status, {"X-Error-Code": "GatedRepo"} if status == 403 else {}
            )
            return
        files = self.served.repositories.get(repository)
        if files is None:
            self._json({"error": "Repository not found"}, 404, {"X-Error-Code": "RepoNotFound"})
            return
        entries = []
        for path, data in files.items():
            oid = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
            large = None
            if len(data) >= LARGE:
                sha256 = hashlib.sha256(data).hexdigest()
                large = {"sha256": sha256, "oid": sha256, "size": len(data), "pointerSize": 130}
            entries.append((path, len(data), oid, large))
        if what.startswith("/tree"):
            self._json(
                [
                    {"type": "file", "path": path, "size": size, "oid": oid}
                    | ({"lfs": large} if large else {})
                    for path, size, oid, large in entries
                ]
            )
            return
        siblings = [
            {"rfilename": path, "size": size, "blobId": oid} | ({"lfs": large} if large else {})
            for path, size, oid, large in entries
        ]
        self._json(
            {
                "id": repository,
                "modelId": repository,
                "sha": COMMIT,
                "private": False,
                "tags": [],
                "downloads": 0,
                "likes": 0,
                "siblings": siblings,
            }
        )

    def _resolve(self, repository: str, path: str, *, body: bool) -> None:
        data = self.served.file(repository, path)
        if data is None:
            self._json({"error": "Entry not found"}, 404, {"X-Error-Code": "EntryNotFound"})
            return
        if (status := _of(self.served.faults.status, path)) is not None:
            self._json({"error": "no"}, status)
            return
        sha = hashlib.sha256(data).hexdigest()
        head = {"X-Repo-Commit": COMMIT, "ETag": f'"{sha[:40]}"', "Accept-Ranges": "bytes"}
        if len(data) >= LARGE:
            head |= {"X-Linked-Etag": f'"{sha}"', "X-Linked-Size": str(len(data))}
            self._head(
                302, head | {"Location": f"/store/{repository}/{path}", "Content-Length": "0"}
            )
        elif body:
            self._content(repository, path, body=True)
        else:
            self._head(200, head | {"Content-Length": str(len(data))})

    def _modelscope(self, repository: str, what: str, query: dict[str, list[str]]) -> None:
        files = self.served.repositories.get(repository)
        if (status := self.served.faults.repository_status) is not None:
            self._json({"Code": status, "Message": "no", "Success": False}, status)
        elif files is None:
            self._json({"Code": 404, "Message": "not found", "Success": False}, 404)
        elif what == "revisions":
            branches = [{"Revision": "master", "CreatedAt": 1}]
            data: Any = {"RevisionMap": {"Branches": branches, "Tags": []}}
            self._json({"Code": 200, "Success": True, "Data": data})
        elif what == "repo/files":
            listed = [
                {
                    "Path": path,
                    "Name": path.rpartition("/")[2],
                    "Type": "blob",
                    "Size": len(content),
                    "Sha256": hashlib.sha256(content).hexdigest(),
                    "Revision": COMMIT,
                }
                for path, content in files.items()
            ]
            self._json({"Code": 200, "Success": True, "Data": {"Files": listed}})
        else:
            path = query["FilePath"][0]
            if (status := _of(self.served.faults.status, path)) is not None:
                self._json({"Code": status, "Message": "no", "Success": False}, status)
            else:
                self._content(repository, path, body=True)

    def _content(self, repository: str, path: str, *, body: bool) -> None:
        data = self.served.file(repository, path)
        if data is None:
            self._json({"Code": 404, "Success": False}, 404)
            return
        if path.endswith(tuple(self.served.faults.garbled)):
            data = bytes(255 - byte for byte in data)
        start, end = 0, len(data)
        ranged = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        head = {"Accept-Ranges": "bytes", "X-Repo-Commit": COMMIT}
        if ranged is not None:
            start = int(ranged[1])
            end = int(ranged[2]) + 1 if ranged[2] else len(data)
            head["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
        head["Content-Length"] = str(end - start)
        self._head(200 if ranged is None else 206, head)
        if not body:
            return
        stop = end
        with self.served.lock:
            left = _of(self.served.faults.broken, path)
            if left:
                key = next(one for one in self.served.faults.broken if path.endswith(one))
                self.served.faults.broken[key] -= 1
                stop = max(start, min(end, len(data) * 6 // 10))
        step = max(1, len(data) // 40)
        for begin in range(start, stop, step):
            self.wfile.write(data[begin : min(stop, begin + step)])
            self.wfile.flush()
            if self.served.faults.pause_s:
                time.sleep(self.served.faults.pause_s)
        if stop < end:
            self.close_connection = True
            self.connection.close()

    def _json(self, body: object, status: int = 200, head: Mapping[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self._head(
            status,
            {"Content-Type": "application/json", "Content-Length": str(len(data))}
            | dict(head or {}),
        )
        if self.command != "HEAD":
            self.wfile.write(data)

    def _head(self, status: int, head: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in head.items():
            self.send_header(name, value)
        self.end_headers()


def _of(table: Mapping[str, int], path: str) -> int | None:
    return next((value for end, value in table.items() if path.endswith(end)), None)
