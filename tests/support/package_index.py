"""A package index on loopback, as pip reads one: pages of links to wheels that lie in a folder."""

from __future__ import annotations

import html
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

PARTS = 8
"""In which a body is sent."""


@contextmanager
def package_index(folder: Path, *, seconds: float = 0.0) -> Iterator[str]:
    """Serves the wheels of that folder, as they are when they are asked for. Yields its address.

    ``seconds``: what each wheel takes, as on a slow line.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path)
            if path.startswith("/files/"):
                file = folder / path.removeprefix("/files/")
                body = file.read_bytes() if file.is_file() else None
                self._answer(body, "application/zip", seconds)
            else:
                self._answer(_page(folder, path.strip("/").rpartition("/")[2]), "text/html")

        def _answer(self, body: bytes | None, kind: str, seconds: float = 0.0) -> None:
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            whole = body or b""
            part = -(-len(whole) // PARTS)
            for start in range(0, len(whole), part or 1):
                self.wfile.write(whole[start : start + part])
                time.sleep(seconds / PARTS)

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/simple"
        finally:
            server.shutdown()
            thread.join()


def _page(folder: Path, name: str) -> bytes | None:
    files = [
        path.name
        for path in sorted(folder.glob("*.whl"))
        if re.sub(r"[-_.]+", "-", path.name.partition("-")[0]).lower() == name
    ]
    if not files:
        return None
    links = "".join(f'<a href="/files/{quote(file)}">{html.escape(file)}</a>' for file in files)
    return f"<!DOCTYPE html><html><body>{links}</body></html>".encode()
