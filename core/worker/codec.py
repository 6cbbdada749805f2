"""Messages as JSON Lines: dataclass to bytes, bytes back to dataclass, every field checked.

Both ends of the channel use this module, so it stays within the standard library and Python 3.10.
Lines are plain ASCII: whatever is not, lone surrogates of undecodable file names included, travels
as ``\\uXXXX``.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import math
import types
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Generic, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from core.worker.protocol import (
    MAX_LINE_BYTES,
    Cancel,
    Convert,
    Converted,
    Exit,
    Heartbeat,
    Hello,
    Progress,
    ProtocolError,
    Ready,
    Rejected,
    StartFailed,
    WorkerReport,
    WorkerRequest,
)

M = TypeVar("M")


def encode(message: WorkerRequest | WorkerReport) -> bytes:
    """One message as one line, line feed included.

    Raises :class:`ProtocolError` for what the other side would refuse: a number that is not
    finite, or a line longer than :data:`MAX_LINE_BYTES`.
    """
    body = {"type": message.type, **_object(message)}
    try:
        line = json.dumps(body, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
    except (ValueError, TypeError) as error:
        raise ProtocolError(f"cannot send {message.type}: {error}") from error
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"cannot send {message.type}: a line of {len(line)} bytes")
    return line


def _object(value: object) -> dict[str, object]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in dataclasses.fields(value)  # type: ignore[arg-type]
    }


def _plain(value: object) -> object:
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return _object(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


class MessageDecoder(Generic[M]):
    """Puts bytes together into messages, however they were cut on the way.

    A line that is no message, or one longer than :data:`MAX_LINE_BYTES`, raises
    :class:`ProtocolError` when its turn comes, after the messages before it; from then on the
    reader only raises, since nothing that follows can be trusted.
    """

    def __init__(self, kinds: Iterable[type[M]]) -> None:
        self._kinds: dict[str, type[M]] = {kind.type: kind for kind in kinds}  # type: ignore[attr-defined]
        self._buffer = bytearray()
        self._searched = 0
        self._error: ProtocolError | None = None

    @property
    def kinds(self) -> frozenset[type[M]]:
        return frozenset(self._kinds.values())

    def feed(self, data: bytes) -> None:
        """Take what was read from the channel."""
        if self._error is None:
            self._buffer += data

    def next_message(self) -> M | None:
        """The next whole message, or ``None`` when more bytes are needed."""
        if self._error is not None:
            raise self._error
        end = self._buffer.find(b"\n", self._searched, MAX_LINE_BYTES)
        if end < 0:
            if len(self._buffer) >= MAX_LINE_BYTES:
                self._fail(f"a line of more than {MAX_LINE_BYTES} bytes")
            self._searched = len(self._buffer)
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._searched = 0
        try:
            return self._message(line)
        except ProtocolError as error:
            self._error = error
            raise

    def _fail(self, reason: str) -> NoReturn:
        self._error = ProtocolError(reason)
        self._buffer.clear()
        raise self._error

    def _message(self, line: bytes) -> M:
        try:
            body = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise ProtocolError(f"not a line of JSON: {_shown(line)}") from error
        if not isinstance(body, dict):
            raise ProtocolError(f"not an object: {_shown(line)}")
        name = body.pop("type", None)
        kind = self._kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise ProtocolError(f"no message of this direction: {_shown(line)}")
        return _dataclass(kind, body, kind.__name__)


def request_reader() -> MessageDecoder[WorkerRequest]:
    """For the worker's end: takes requests only."""
    return MessageDecoder((Convert, Cancel, Exit))


def report_reader() -> MessageDecoder[WorkerReport]:
    """For the window's end: takes reports only."""
    return MessageDecoder((Hello, Ready, StartFailed, Heartbeat, Progress, Converted, Rejected))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _shown(line: bytes) -> str:
    """The beginning of a line; short, since a password may stand further on."""
    return repr(line[:60])


@cache
def _hints(kind: type) -> dict[str, tuple[object, bool]]:
    """Name of each field → its type, and whether it must be there."""
    hints = get_type_hints(kind)
    return {
        field.name: (
            hints[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
    }


def _dataclass(kind: type[M], body: object, where: str) -> M:
    if not isinstance(body, dict):
        raise ProtocolError(f"{where} is not an object")
    hints = _hints(kind)  # type: ignore[arg-type]
    if unknown := body.keys() - hints.keys():
        raise ProtocolError(f"{where} has no field {sorted(unknown)[0]!r}")
    values = {}
    for name, (hint, required) in hints.items():
        if name in body:
            values[name] = _value(hint, body[name], f"{where}.{name}")
        elif required:
            raise ProtocolError(f"{where}.{name} is missing")
    return kind(**values)


def _value(hint: object, raw: object, where: str) -> object:
    """``raw`` as a value of that type. Never converts, but for an int where a float is meant."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        for option in get_args(hint):
            try:
                return _value(option, raw, where)
            except ProtocolError:
                continue
    elif origin is list and isinstance(raw, list):
        (item,) = get_args(hint)
        return [_value(item, entry, where) for entry in raw]
    elif origin is not None and issubclass(origin, Mapping) and isinstance(raw, dict):
        item = get_args(hint)[1]
        return {key: _value(item, entry, where) for key, entry in raw.items()}
    elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint, raw, where)
    elif isinstance(hint, type) and issubclass(hint, enum.Enum) and isinstance(raw, str):
        try:
            return hint(raw)
        except ValueError:
            pass
    elif hint is float and type(raw) in (int, float):
        return _finite(raw, where)
    elif type(raw) is hint:
        return raw
    raise ProtocolError(f"{where} cannot be this {type(raw).__name__}")


def _finite(raw: object, where: str) -> float:
    try:
        number = float(raw)  # type: ignore[arg-type]
    except OverflowError as error:
        raise ProtocolError(f"{where} is too large a number") from error
    if not math.isfinite(number):
        raise ProtocolError(f"{where} is not a finite number")
    return number
