"""A result's files, as docs/command.md has them, from what an engine gave."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.worker.protocol import Convert

BLOCKS_SCHEMA = 1


def write_result(
    request: Convert,
    markdown: str,
    blocks: Sequence[Mapping[str, object]],
    sizes: Mapping[int, tuple[float, float]],
) -> None:
    """Write ``blocks.json`` and the Markdown into the staging folder. Raises ``OSError``.

    ``sizes``: page from 0 in the original document → width and height in points.
    """
    staging = Path(request.staging)
    if not staging.is_dir():  # it was there: never make again what was removed meanwhile
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(staging))
    pages = [
        {"page": page, "width": round(width, 2), "height": round(height, 2)}
        for page, (width, height) in sizes.items()
    ]
    body = {"schema": BLOCKS_SCHEMA, "blocks": list(blocks), "pages": pages}
    (staging / "blocks.json").write_text(json.dumps(body, allow_nan=False) + "\n", "utf-8")
    with (staging / f"{request.stem}.md").open("w", encoding="utf-8", newline="\n") as file:
        file.write(markdown)
