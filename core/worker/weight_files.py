"""Whether a file of weights is whole: as long as it says itself it should be."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO


def is_whole(file: Path) -> bool:
    """Whether it is there, and as long as it says itself it should be."""
    try:
        with file.open("rb") as stream:
            head = stream.read(8)
            size = file.stat().st_size
            if not head:
                return False
            if head.startswith(b"PK\x03\x04"):  # torch.save: the index of a zip is at its end
                return zipfile.is_zipfile(file)
            if file.suffix == ".safetensors":
                length: int = struct.unpack("<Q", head)[0]
                if length > size:
                    return False
                return size >= 8 + length + _end_of(json.loads(stream.read(length)))
            if file.suffix == ".onnx" and head[0] == 0x08:  # its version comes first
                stream.seek(0)
                return _ends_with_a_field(stream, size)
            if file.suffix == ".json":
                json.loads(file.read_bytes())
    except (OSError, ValueError, struct.error):
        return False
    return True


def _end_of(header: Mapping[str, Mapping[str, list[int]]]) -> int:
    """Bytes of data that a safetensors header speaks of."""
    ends = (entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__")
    return max(ends, default=0)


def _ends_with_a_field(stream: BinaryIO, size: int) -> bool:
    """Whether a protobuf message, which ONNX's files are, ends where its last field does.

    Fields of one file: a few numbers, and the graph as one long piece that says its length.
    """
    while (at := stream.tell()) < size:
        kind = _number(stream) & 7
        if kind == 0:
            _number(stream)
        elif kind in (1, 5):
            stream.seek(8 if kind == 1 else 4, 1)
        elif kind == 2:
            stream.seek(_number(stream), 1)
        else:
            return False
        if stream.tell() <= at:
            return False
    return stream.tell() == size


def _number(stream: BinaryIO) -> int:
    """A varint. Raises ``ValueError`` where the file ends in it, or it has no end."""
    value = 0
    for shift in range(0, 64, 7):
        byte = stream.read(1)
        if not byte:
            raise ValueError("it ends within a number")
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("a number without end")
