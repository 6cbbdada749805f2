"""A long document's recognition in windows of pages, each kept as soon as it is done.

The text of a document is put together over the whole of it, but what the networks saw on a page
does not depend on other pages: that is gathered window by window, so that memory is bounded, and
written down, so that a crash, a cancel or a power cut costs one window.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WINDOW_PAGES = 20
"""An A4 page at 200 dpi takes 11.6 MB while its window is at work (docs/engines.md)."""
SCHEMA = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageWindow:
    """Pages that are looked at together; from 0 in the original document, both included."""

    first: int
    last: int

    @property
    def pages(self) -> int:
        """How many."""
        return self.last - self.first + 1


def page_windows(first: int, last: int, size: int = WINDOW_PAGES) -> Iterator[PageWindow]:
    """Those pages in windows whose borders do not depend on the range: they can be used again."""
    start = first
    while start <= last:
        end = min(last, (start // size + 1) * size - 1)
        yield PageWindow(start, end)
        start = end + 1


class Checkpoint:
    """What was found in each window, in a folder that outlives the worker.

    ``tag`` says with what it was found: engine, models, switches. What another tag found is not
    used. A folder that cannot be written costs the safety, not the document.
    """

    def __init__(self, folder: str | None, tag: str) -> None:
        self._folder = None if folder is None else Path(folder)
        self._tag = tag

    def load(self, window: PageWindow) -> list[Any] | None:
        """What was found there, one entry a page; ``None`` when it has yet to be looked at."""
        if self._folder is None:
            return None
        file = self._folder / _name(window)
        try:
            body = json.loads(file.read_bytes())
            if body["schema"] != SCHEMA or body["tag"] != self._tag:
                return None
            pages = body["pages"]
            if not isinstance(pages, list) or len(pages) != window.pages:
                raise ValueError(f"{len(pages)} pages")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LookupError, TypeError) as error:
            _log.warning("%s cannot be used: %s", file, error)
            return None
        return pages

    def save(self, window: PageWindow, pages: list[Any]) -> list[Any]:
        """Keep what was found. What comes back is what :meth:`load` would give: plain values."""
        text = json.dumps(
            {"schema": SCHEMA, "tag": self._tag, "pages": pages}, default=_plain, allow_nan=True
        )
        if self._folder is not None:
            try:
                self._write(self._folder, _name(window), text)
            except OSError as error:
                _log.warning("%s cannot be written: %s", self._folder, error)
        plain: list[Any] = json.loads(text)["pages"]
        return plain

    def _write(self, folder: Path, name: str, text: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{name}.{os.getpid()}"
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(folder / name)
        except BaseException:  # whatever it was, no half file is left
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise


def _name(window: PageWindow) -> str:
    return f"pages-{window.first:06d}-{window.last:06d}.json"


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Numbers and arrays of numpy and torch, which look like numbers and lists but are not."""
    for way in ("tolist", "item"):
        convert = getattr(value, way, None)
        if callable(convert):
            return convert()
    raise TypeError(f"{type(value).__name__} cannot be kept")
