"""Standard output that tells its own failures from those of all other files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputError(OSError):
    """Standard output cannot be written: its disk is full, its terminal is gone."""


class _Output(io.FileIO):
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:  # a reader that had enough is no failure
            raise
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from error


def telling_failures(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """The same output, whose writing raises :class:`OutputError` where it fails.

    What its encoding lacks is escaped: a name, or a sign of ours, is no reason to fail.
    """
    stream.flush()
    raw = _Output(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        raw if stream.write_through else io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
