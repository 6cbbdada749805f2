"""What the window and the process that draws pages agree on.

Requests are JSON Lines on the process's stdin; each is answered by one JSON line on its stdout,
followed by as many raw bytes as its ``bytes`` says.

| request | answer |
|---|---|
| ``{"id", "op": "open", "path", "password"}`` | ``sizes``: points of each page as displayed |
| ``{"id", "op": "draw", "page", "width", "height", "turn"}`` | ``width``, ``height``, ``stride``, |
| | ``bytes``: rows of blue, green, red and one unused |
| ``{"id", "op": "text", "page", "boxes": true}`` | ``text``, ``boxes``: x0, y0, x1, y1 of each |
| | character, or none where ``false`` was asked |

What cannot be done is answered by ``{"id", "error"}``: ``password``, ``damaged``, ``missing`` or
``failed``. Pages count from 0; ``turn`` is in quarters clockwise; boxes are in points from the top
left of the page as displayed.
"""

from __future__ import annotations

MAX_PIXELS = 40_000_000
"""Of one drawing: 160 MB. More is drawn smaller and scaled."""
