"""A finished result folder as a value: its Markdown, its blocks with their place, where it is from.

The folder is the user's: files may be edited, renamed or gone. Whatever is readable is read, and a
list of sentences says what is not. The format is docs/command.md's, "headframe convert".
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeGuard

from core.documents.block import Block, Box, DoubtfulWords, PageRegion
from core.documents.mineru_import import foreign_blocks
from core.messages import Message, msg

log = logging.getLogger(__name__)

MAX_MARKDOWN_BYTES = 64 << 20
"""Of Markdown, more than any engine writes for one document; the rest is left out with a word."""
MAX_JSON_BYTES = 256 << 20
_MAX_POINTS = 1e6
_MAX_PAGE = 1_000_000


class ResultMissing(Exception):  # noqa: N818 - it is an outcome, not a fault
    """There is no Markdown to show; ``sentence`` says why."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class PageReading(StrEnum):
    """How a page was read; the value is the key of ``pages_by`` in ``headframe.json``."""

    TEXT = "text"
    OCR = "ocr"
    BLANK = "blank"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Origin:
    """What ``headframe.json`` says; each field is ``None`` when it says nothing."""

    source: Path | None = None
    sha256: str | None = None
    pages: int | None = None
    engine: str | None = None
    engine_version: str | None = None
    card: str | None = None
    seconds: float | None = None
    created_at: str | None = None
    readings: Mapping[int, PageReading] = field(default_factory=dict)
    """Of pages, from 0; empty from an engine that does not tell."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result folder as it was when it was read."""

    folder: Path
    markdown_path: Path
    markdown: str
    blocks: tuple[Block, ...]
    """In order, not overlapping, each within the Markdown."""
    origin: Origin
    problems: tuple[Message, ...]
    """What is missing or does not fit, for a person; empty for a whole result."""


def load_result(folder: Path) -> Result:
    """Read a result folder. Raises :class:`ResultMissing` when there is no Markdown in it."""
    path = find_markdown(folder)
    problems: list[Message] = []
    markdown = _read_markdown(path, problems)
    if not (folder / "blocks.json").exists() and not (folder / "headframe.json").exists():
        # Made by MinerU itself: it says where things were in files of its own.
        foreign = foreign_blocks(folder, markdown)
        if foreign is not None:
            return Result(folder, path, markdown, foreign, Origin(), tuple(problems))
    blocks = _read_blocks(folder / "blocks.json", markdown, problems)
    origin = read_origin(folder / "headframe.json", problems)
    return Result(folder, path, markdown, blocks, origin, tuple(problems))


def find_markdown(folder: Path) -> Path:
    """The Markdown of a result folder: ``paper.md`` in ``paper`` or ``paper (2)``, else any one.

    Raises :class:`ResultMissing`.
    """
    try:
        files = sorted(
            path
            for path in folder.iterdir()
            # Hidden ones are earlier states and drafts: core.documents.editing.
            if path.suffix.lower() == ".md" and path.name[0] != "." and path.is_file()
        )
    except OSError as error:
        log.info("no result at %s: %s", folder, error)
        raise ResultMissing(
            msg("The result folder {folder} is gone or cannot be read.", folder=str(folder))
        ) from error
    stem = re.sub(r" \(\d+\)$", "", folder.name)
    for name in (folder.name, stem):
        for path in files:
            if path.stem == name:
                return path
    if not files:
        raise ResultMissing(msg("There is no Markdown file in {folder}.", folder=str(folder)))
    return max(files, key=lambda path: path.stat().st_size)


def _read_markdown(path: Path, problems: list[Message]) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_MARKDOWN_BYTES + 1)
    except OSError as error:
        log.info("cannot read %s: %s", path, error)
        raise ResultMissing(msg("{name} cannot be read.", name=path.name)) from error
    if len(data) > MAX_MARKDOWN_BYTES:
        data = data[:MAX_MARKDOWN_BYTES]
        problems.append(
            msg(
                "{name} is larger than {limit} MB; only its beginning is shown.",
                name=path.name,
                limit=MAX_MARKDOWN_BYTES >> 20,
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(
            msg("{name} is not UTF-8 throughout; what cannot be read shows as �.", name=path.name)
        )
        text = data.decode("utf-8-sig", errors="replace")
    # Engines write line feeds alone; an editor that made them two must not move every block.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_json(path: Path, problems: list[Message]) -> object:
    """A JSON file's value; ``None``, with a sentence, when it is missing or no JSON."""
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            problems.append(msg("{name} is too large to be read.", name=path.name))
            return None
        return json.loads(path.read_bytes())
    except OSError:
        problems.append(msg("{name} is missing from the result folder.", name=path.name))
    except (ValueError, RecursionError) as error:
        log.info("cannot read %s: %s", path, error)
        problems.append(msg("{name} is damaged.", name=path.name))
    return None


def read_origin(path: Path, problems: list[Message]) -> Origin:
    """What a ``headframe.json`` says; what is wrong with the file is added to ``problems``."""
    value = _read_json(path, problems)
    if not isinstance(value, dict):
        return Origin()
    source, pages, seconds = (value.get(key) for key in ("source", "pages", "seconds"))
    return Origin(
        source=Path(source) if isinstance(source, str) and "\0" not in source else None,
        pages=pages if isinstance(pages, int) and pages >= 0 else None,
        seconds=seconds if isinstance(seconds, int | float) and math.isfinite(seconds) else None,
        readings=_readings(value.get("pages_by")),
        **{
            key: text if isinstance(text := value.get(key), str) else None
            for key in ("sha256", "engine", "engine_version", "card", "created_at")
        },
    )


def _readings(value: object) -> dict[int, PageReading]:
    if not isinstance(value, dict):
        return {}
    return {
        page: reading
        for reading in PageReading
        if isinstance(pages := value.get(reading.value), list)
        for item in pages
        if (page := _page(item)) is not None
    }


def _read_blocks(path: Path, markdown: str, problems: list[Message]) -> tuple[Block, ...]:
    before = len(problems)
    value = _read_json(path, problems)
    listed = value.get("blocks") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        if len(problems) == before:
            problems.append(msg("{name} is damaged.", name=path.name))
        return ()
    read = [_block(item) for item in listed]
    blocks = [block for block in read if block is not None]
    if len(blocks) < len(read):
        problems.append(
            msg(
                "{count} {count:entry|entries} of {name} cannot be read.",
                count=len(read) - len(blocks),
                name=path.name,
            )
        )
    placed = fit_blocks(blocks, markdown)
    lost = len(blocks) - len(placed)
    if lost or placed != blocks:
        problems.append(
            msg(
                "The Markdown was changed after the conversion: {count} of {total} places on the"
                " page no longer {count:fits and is|fit and are} left out.",
                count=lost,
                total=len(blocks),
            )
        )
    return tuple(placed)


def _block(item: object) -> Block | None:
    if not isinstance(item, Mapping):
        return None
    start, end, kind = item.get("md_start"), item.get("md_end"), item.get("type")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        return None
    page = _page(item.get("page"))
    parts, score, doubts = (item.get(key) for key in ("parts", "score", "doubtful"))
    return Block(
        type=kind if isinstance(kind, str) else "text",
        md_start=start,
        md_end=end,
        page=page,
        bbox=None if page is None else _box(item.get("bbox")),
        parts=tuple(_places(parts)) if isinstance(parts, list) else (),
        score=float(score) if _is_number(score) else None,
        doubtful=tuple(_doubtful_words(doubts)) if isinstance(doubts, list) else (),
    )


def _doubtful_words(doubts: list[object]) -> Iterator[DoubtfulWords]:
    for doubt in doubts:
        if not isinstance(doubt, Mapping):
            continue
        text, score = doubt.get("text"), doubt.get("score")
        for place in _places([doubt]):
            yield DoubtfulWords(
                place,
                text if isinstance(text, str) else "",
                float(score) if _is_number(score) else None,
            )


def _places(parts: list[object]) -> Iterator[PageRegion]:
    for part in parts:
        if isinstance(part, Mapping):
            page, box = _page(part.get("page")), _box(part.get("bbox"))
            if page is not None and box is not None:
                yield PageRegion(page, box)


def _page(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value < _MAX_PAGE else None


def _box(value: object) -> Box | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(_is_number(number) and abs(number) < _MAX_POINTS for number in value):
        return None
    x0, y0, x1, y1 = (float(number) for number in value)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and math.isfinite(value)


def fit_blocks(blocks: list[Block], markdown: str) -> list[Block]:
    """The blocks whose spans still fit the text, those behind an edit moved along with it.

    A span fits when it begins and ends where a line does, or where its neighbour does. One
    stretch of changed text, the usual edit by hand, costs the blocks that it touches: those
    before it fit as they are, those behind it fit when they are counted from the end.
    """
    ordered: list[Block] = []
    for block in blocks:  # a list that is not in order was not written by an engine
        if not ordered or block.md_start >= ordered[-1].md_end:
            ordered.append(block)
    head = _run(ordered, markdown)
    if head == len(ordered):
        return ordered
    rest = ordered[head:]
    shift = len(markdown.rstrip()) - rest[-1].md_end
    moved = [
        replace(block, md_start=block.md_start + shift, md_end=block.md_end + shift)
        for block in rest
        if block.md_start + shift >= (ordered[head - 1].md_end if head else 0)
    ]
    # Read from the end, the last block that fits is the first one behind the edit.
    mirrored = [
        replace(block, md_start=len(markdown) - block.md_end, md_end=len(markdown) - block.md_start)
        for block in reversed(moved)
    ]
    tail = _run(mirrored, markdown[::-1])
    return ordered[:head] + moved[len(moved) - tail :]


def _run(blocks: list[Block], markdown: str) -> int:
    """How many blocks fit, from the first on."""
    before = 0
    for number, block in enumerate(blocks):
        follows = number + 1 < len(blocks)
        after = blocks[number + 1].md_start if follows else len(markdown)
        if not _fits(block, markdown, before, after):
            return number
        before = block.md_end
    return len(blocks)


def _fits(block: Block, markdown: str, before: int, after: int) -> bool:
    start, end = block.md_start, block.md_end
    if end > len(markdown) or markdown[start].isspace() or markdown[end - 1].isspace():
        return False
    begins = start == 0 or markdown[start - 1] == "\n" or not markdown[before:start].strip()
    ends = end == len(markdown) or markdown[end] in "\r\n" or not markdown[end:after].strip()
    return begins and ends
