"""A screen of Xvfb, and what is on it, read from the file that it draws into."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import zlib
from collections import Counter
from pathlib import Path
from types import TracebackType

HEADER = struct.Struct(">25I")
COLOUR_BYTES = 12
"""Of an entry of the colour map behind the header (XWDFile.h)."""
DRAWN_SHARE = 0.2
"""A window covers more of the screen than this; a message box, or nothing, less."""
MANY_COLOURS = 40
"""Text with smooth edges has more than these; a window that is not drawn yet has a few."""


class Screen:
    """Of 1280 × 800 pixels, until the end of the block."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-ac"]
        self._server = subprocess.Popen(
            [*command, "-fbdir", self._folder.name], pass_fds=[write], stderr=subprocess.DEVNULL
        )
        os.close(write)
        with os.fdopen(read) as told:
            self.address = f":{told.readline().strip()}"

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.kill()
        self._server.wait()
        self._folder.cleanup()

    def shows_something(self) -> bool:
        """Whether more than the empty screen is there."""
        rows = self._read()[2]
        colours = Counter(row[at : at + 3] for row in rows[::4] for at in range(0, len(row), 16))
        total = colours.total()
        (_, most), *_ = colours.most_common(1)
        drawn = total - colours.get(b"\0\0\0", 0)
        return drawn > DRAWN_SHARE * total and len(colours) > MANY_COLOURS and most < total

    def save(self, path: Path) -> None:
        """Write it as PNG."""
        width, height, rows = self._read()
        lines = bytearray()
        for row in rows:
            line = bytearray(3 * width)
            line[0::3], line[1::3], line[2::3] = row[2::4], row[1::4], row[0::4]
            lines += b"\0" + line
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
        body = b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)

    def _read(self) -> tuple[int, int, list[bytes]]:
        """Width, height, and rows of 4 bytes a pixel: blue, green, red, nothing."""
        raw = Path(self._folder.name, "Xvfb_screen0").read_bytes()
        fields = HEADER.unpack_from(raw)
        start = fields[0] + fields[19] * COLOUR_BYTES
        width, height, length = fields[4], fields[5], fields[12]
        rows = [raw[start + y * length :][: width * 4] for y in range(height)]
        return width, height, rows
