"""Writes small ONNX files, with nothing but the standard library and numpy.

As much of ``onnx.proto`` as the stand-ins need: a file is a message of numbered fields.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

OPSET = 13
IR_VERSION = 8
FLOAT, INT64, BOOL = 1, 7, 9
_TYPES = {"float32": FLOAT, "int64": INT64, "bool": BOOL}


class Graph:
    """Nodes are added in the order of their work; each gives a name to what it makes."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._count = 0

    def constant(self, values: Any, kind: str = "float32") -> str:
        """A tensor that is always the same."""
        array = np.ascontiguousarray(np.asarray(values, dtype=kind))
        name = self._name("constant")
        # A scalar has no dimensions, and must not get one.
        dimensions = b"".join(_number(1, size) for size in np.asarray(values).shape)
        self._constants.append(
            dimensions + _number(2, _TYPES[kind]) + _text(8, name) + _piece(9, array.tobytes())
        )
        return name

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """A node with one result, whose name comes back."""
        result = self._name(operator.lower())
        body = b"".join(_text(1, name) for name in inputs)
        body += _text(2, result) + _text(4, operator)
        for name, value in attributes.items():
            body += _piece(5, _attribute(name, value))
        self._nodes.append(body)
        return result

    def write(
        self,
        file: Path,
        inputs: Iterable[tuple[str, Sequence[int | str]]],
        outputs: Iterable[tuple[str, int, Sequence[int | str]]],
        notes: dict[str, str] | None = None,
    ) -> None:
        """``inputs`` are of 32-bit floats; ``outputs`` say what they are of."""
        graph = b"".join(_piece(1, node) for node in self._nodes) + _text(2, "stand-in")
        graph += b"".join(_piece(5, constant) for constant in self._constants)
        graph += b"".join(_piece(11, _value(name, FLOAT, shape)) for name, shape in inputs)
        graph += b"".join(_piece(12, _value(name, kind, shape)) for name, kind, shape in outputs)
        body = _number(1, IR_VERSION) + _piece(7, graph)
        body += _piece(8, _text(1, "") + _number(2, OPSET))
        for key, value in (notes or {}).items():
            body += _piece(14, _text(1, key) + _text(2, value))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # negative ones in ten bytes
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _piece(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _text(field: int, text: str) -> bytes:
    return _piece(field, text.encode())


def _attribute(name: str, value: Any) -> bytes:
    body = _text(1, name)
    if isinstance(value, float):
        return body + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return body + _number(3, value) + _number(20, 2)
    if isinstance(value, str):
        return body + _text(4, value) + _number(20, 3)
    return body + b"".join(_number(8, item) for item in value) + _number(20, 7)


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = b"".join(
        _piece(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape
    )
    return _text(1, name) + _piece(2, _piece(1, _number(1, kind) + _piece(2, sizes)))
