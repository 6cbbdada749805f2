"""A result that is edited: its text saved, its blocks carried along, its first state kept.

Beside ``paper.md`` may lie ``.paper.original.md``, the text as the engine wrote it, kept at the
first change, and ``.paper.draft.md``, changes that were not saved yet.
"""

from __future__ import annotations

import bisect
import contextlib
import json
import logging
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from core.documents.block import Block
from core.documents.result import Result, ResultMissing, load_result
from core.documents.versions import draft_path, original_path
from core.messages import Message, msg

log = logging.getLogger(__name__)

MAX_FINE = 4_000
"""Characters of a changed stretch that is compared letter by letter: that takes their square."""


class ChangedMeanwhile(Exception):  # noqa: N818 - it is an outcome, not a fault
    """Another program has written the file since it was read."""


def save_markdown(result: Result, text: str) -> Result:
    """Write a result's changed text, with its blocks carried along. Gives the result as it is now.

    Each file is replaced whole or not at all; the first state is kept. Raises ``OSError``, or
    :class:`ChangedMeanwhile` when the file is no longer what ``result`` was read from.
    """
    path = result.markdown_path
    if load_result(result.folder).markdown != result.markdown:
        raise ChangedMeanwhile(path)
    original = original_path(path)
    if not original.exists():
        _write(original, path.read_bytes())
    blocks = carry_blocks(result.markdown, text, result.blocks)
    listed = [_as_json(block) for block in blocks]
    body = {"schema": 1, **_other_keys(result.folder / "blocks.json"), "blocks": listed}
    content = json.dumps(body, ensure_ascii=False)
    _write(path, text.encode("utf-8", "replace"))
    _write(result.folder / "blocks.json", content.encode())
    drop_draft(path)
    return replace(result, markdown=text, blocks=blocks)


def _other_keys(path: Path) -> dict[str, object]:
    """What an engine wrote beside the blocks, the pages' sizes: it outlives an edit."""
    try:
        body = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def saving_failed(result: Result, text: str) -> Message | None:
    """Save, and say why that was not possible; ``None`` when it was."""
    name = result.markdown_path.name
    try:
        save_markdown(result, text)
    except ChangedMeanwhile:
        return msg("{name} was changed by another program and is not overwritten.", name=name)
    except (OSError, ResultMissing) as error:
        log.warning("cannot save %s: %s", result.markdown_path, error)
        return msg("{name} cannot be saved: is the folder writable, the disk full?", name=name)
    return None


def save_draft(markdown: Path, text: str) -> None:
    """Keep changes that are not saved yet. Raises ``OSError``."""
    _write(draft_path(markdown), text.encode("utf-8", "replace"))


def load_draft(markdown: Path) -> str | None:
    """Changes that were kept and not saved, if any."""
    try:
        return draft_path(markdown).read_text("utf-8", "replace")
    except OSError:
        return None


def with_draft(saved: Result, text: str | None = None) -> Result:
    """A result as its reader sees it, with changes that are not saved; ``text``: what they are."""
    changed = load_draft(saved.markdown_path) if text is None else text
    if changed is None or changed == saved.markdown:
        return saved
    blocks = carry_blocks(saved.markdown, changed, saved.blocks)
    return replace(saved, markdown=changed, blocks=blocks)


def drop_draft(markdown: Path) -> None:
    """Forget changes that were not saved."""
    with contextlib.suppress(OSError):
        draft_path(markdown).unlink(missing_ok=True)


def carry_blocks(old: str, new: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a text in its changed form; those that were deleted are left out."""
    places = _Places(old, new)
    spans = [(places.start(block.md_start), places.end(block.md_end)) for block in blocks]
    carried: list[Block] = []
    floor = 0
    for number, block in enumerate(blocks):
        ceiling = spans[number + 1][0] if number + 1 < len(spans) else len(new)
        start, end = max(floor, spans[number][0]), spans[number][1]
        # What was written at the border of a block, on its line, belongs to it.
        if start < end and (block.md_start == 0 or old[block.md_start - 1] == "\n"):
            start = max(floor, new.rfind("\n", 0, start) + 1)
        if start < end and (block.md_end == len(old) or old[block.md_end] == "\n"):
            line_end = new.find("\n", end)
            end = max(end, min(len(new) if line_end < 0 else line_end, ceiling))
        text = new[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        if start < end:
            moved = replace(block, md_start=start, md_end=end)
            if new[start:end] != old[block.md_start : block.md_end]:
                # Who changed it has looked at it: what OCR was not sure of is settled.
                moved = replace(moved, score=None, doubtful=())
            carried.append(moved)
            floor = end
    return tuple(carried)


class _Places:
    """Where each place of one text is in another."""

    def __init__(self, old: str, new: str) -> None:
        head = _alike(old, new)
        most = min(len(old), len(new)) - head
        tail = _alike(old[::-1][:most], new[::-1][:most])
        self._ranges: list[tuple[int, int, int, int, bool]] = [(0, head, 0, head, True)]
        self._compare(old[head : len(old) - tail], new[head : len(new) - tail], head, head)
        self._ranges.append((len(old) - tail, len(old), len(new) - tail, len(new), True))
        self._ranges = [found for found in self._ranges if found[1] > found[0] or not found[4]]
        self._starts = [found[0] for found in self._ranges]
        self._length = len(new)

    def start(self, place: int) -> int:
        """Where a stretch begins that began here."""
        number = max(0, bisect.bisect_right(self._starts, place) - 1)
        return self._map(number, place, at_end=False)

    def end(self, place: int) -> int:
        """Where a stretch ends that ended here."""
        number = max(0, bisect.bisect_left(self._starts, place) - 1)
        return self._map(number, place, at_end=True)

    def _map(self, number: int, place: int, *, at_end: bool) -> int:
        if not self._ranges:
            return self._length if at_end else 0
        old_start, _, new_start, new_end, same = self._ranges[number]
        if same:
            return min(new_start + place - old_start, self._length)
        return new_end if at_end else new_start

    def _compare(self, old: str, new: str, old_at: int, new_at: int) -> None:
        """Compare line by line, and changed lines letter by letter while they are few."""
        old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old_lines, new_lines).get_opcodes():
            left, right = "".join(old_lines[i1:i2]), "".join(new_lines[j1:j2])
            if tag == "replace" and max(len(left), len(right)) <= MAX_FINE:
                matcher = SequenceMatcher(None, left, right, autojunk=False)
                for fine, a1, a2, b1, b2 in matcher.get_opcodes():
                    self._add((old_at + a1, old_at + a2, new_at + b1, new_at + b2), fine)
            else:
                self._add((old_at, old_at + len(left), new_at, new_at + len(right)), tag)
            old_at += len(left)
            new_at += len(right)

    def _add(self, span: tuple[int, int, int, int], tag: str) -> None:
        self._ranges.append((*span, tag == "equal"))


def _alike(one: str, two: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _as_json(block: Block) -> dict[str, object]:
    value: dict[str, object] = {
        "type": block.type,
        "md_start": block.md_start,
        "md_end": block.md_end,
        "page": block.page,
        "bbox": block.bbox,
    }
    if block.parts:
        value["parts"] = [{"page": part.page, "bbox": part.bbox} for part in block.parts]
    if block.score is not None:
        value["score"] = block.score
    if block.doubtful:
        value["doubtful"] = [
            {
                "page": one.place.page,
                "bbox": one.place.bbox,
                "score": one.score,
                "text": one.text,
            }
            for one in block.doubtful
        ]
    return value


def _write(path: Path, content: bytes) -> None:
    """Replace a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
