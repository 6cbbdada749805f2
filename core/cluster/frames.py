"""Objects over a local socket between Headframe and its gateway: a length, then a pickle.

Both ends are one program of one user: the socket lies in a folder that only that user may enter.
"""

from __future__ import annotations

import asyncio
import math
import pickle
import select
import socket
import struct
import time
from typing import Any

_LENGTH = struct.Struct("!Q")


def encode(value: object) -> bytes:
    """One frame."""
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


class FrameSocket:
    """One end, for blocking use. One thread may receive while another sends."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._buffer = bytearray()

    def fileno(self) -> int:
        """Readable when there may be something to :meth:`receive`."""
        return self._socket.fileno()

    def send(self, value: object) -> None:
        """Raises ``OSError`` when the other end is gone."""
        self._socket.sendall(encode(value))

    def receive(self, timeout_s: float | None = 0.0) -> Any | None:  # noqa: ANN401
        """The next object; ``None`` when none came in time (``None``: wait for ever).

        Raises ``EOFError`` when the other end is gone.
        """
        deadline = math.inf if timeout_s is None else time.monotonic() + timeout_s
        while (value := self._take()) is None:
            left = deadline - time.monotonic()
            if not _readable(self._socket, max(0.0, left)):
                return None
            try:
                data = self._socket.recv(1 << 20)
            except OSError as error:
                raise EOFError(str(error)) from error
            if not data:
                raise EOFError("the other end is closed")
            self._buffer += data
        return value[0]

    def is_ended(self) -> bool:
        """Whether the other end is gone and nothing is left to receive. Does not wait."""
        try:
            return not self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """The other end is told by the end of the stream."""
        self._socket.close()

    def _take(self) -> tuple[Any] | None:
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        body = bytes(memoryview(self._buffer)[_LENGTH.size : end])
        del self._buffer[:end]
        return (pickle.loads(body),)


async def read_frame(reader: asyncio.StreamReader) -> Any:  # noqa: ANN401
    """The next object. Raises ``EOFError`` when the other end is gone."""
    try:
        (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
        return pickle.loads(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise EOFError(str(error)) from error


def _readable(end: socket.socket, seconds: float) -> bool:
    poll = select.poll()
    poll.register(end, select.POLLIN)
    return bool(poll.poll(None if math.isinf(seconds) else math.ceil(seconds * 1000)))
