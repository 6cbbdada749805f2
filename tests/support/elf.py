"""ELF files with nothing in them but what they ask for."""

from __future__ import annotations

import struct
from pathlib import Path

X86_64, AARCH64 = 62, 183


def elf(
    path: Path, *needed: str, machine: int = AARCH64, runpath: str = "", address: int = 0x10000
) -> Path:
    """A library with nothing in it but what it asks for. It is loaded at ``address``."""
    strings = b"\0"
    tags: list[tuple[int, int]] = []
    for tag, text in (*((1, name) for name in needed), *([(29, runpath)] if runpath else [])):
        tags.append((tag, len(strings)))
        strings += text.encode() + b"\0"
    at = 64 + 2 * 56  # behind the header and two segments
    dynamic = at + len(strings)
    tags += [(5, address + at), (0, 0)]
    body = strings + b"".join(struct.pack("<QQ", *tag) for tag in tags)
    whole = at + len(body)
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 3, machine, 1, 0, 64, 0, 0, 64, 56, 2, 64, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 5, 0, address, address, whole, whole, 0x1000)
    table = 16 * len(tags)
    place = struct.pack(
        "<IIQQQQQQ", 2, 6, dynamic, address + dynamic, address + dynamic, table, table, 8
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header + load + place + body)
    return path
