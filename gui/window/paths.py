"""From what was dropped or pasted to paths, whatever bytes a file's name has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from PySide6.QtCore import QMimeData, QUrl


def may_hold_paths(mime: QMimeData) -> bool:
    """Whether something being dragged is worth a look: cheap, for every move of the pointer."""
    return mime.hasUrls() and any(url.isLocalFile() for url in mime.urls()[:50])


def paths_in(mime: QMimeData) -> list[Path]:
    """The local files and folders in it, each once, in their order."""
    found = _of_urls(mime.urls()) if mime.hasUrls() else _of_text(mime.text())
    return list(dict.fromkeys(found))


def _of_urls(urls: list[QUrl]) -> Iterator[Path]:
    for url in urls:
        if url.isLocalFile():
            # QUrl's own text has lost bytes that are not UTF-8; its encoded form has not.
            raw = bytes(url.toEncoded(QUrl.ComponentFormattingOption.FullyEncoded).data())
            path = os.fsdecode(unquote_to_bytes(raw.partition(b"://")[2].partition(b"/")[2]))
            yield Path("/" + path)


def _of_text(text: str) -> Iterator[Path]:
    for line in text.splitlines():
        word = line.strip().strip("'\"")
        if word.startswith("file://"):
            word = os.fsdecode(unquote_to_bytes(urlsplit(word).path))
        if word.startswith("~"):
            word = os.path.expanduser(word)  # noqa: PTH111 - an unknown user stays as it is
        if word.startswith("/") and "\0" not in word:
            yield Path(word)
