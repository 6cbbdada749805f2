"""Kinds of blocks, for a person: what engines call by dozens of names, in a few colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from core.documents.block import PageRegion


class BlockType(StrEnum):
    """What a block is, as far as a reader cares."""

    TITLE = "title"
    TEXT = "text"
    TABLE = "table"
    IMAGE = "image"
    FORMULA = "formula"
    LIST = "list"
    CODE = "code"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class BlockOverlay:
    """A unit of the Markdown, where it is on the page."""

    unit: int
    kind: BlockType
    place: PageRegion


COLOURS = {
    # Hues that keep apart on white paper, also for eyes that tell red from green badly.
    BlockType.TITLE: "#d55e00",
    BlockType.TEXT: "#3d7dca",
    BlockType.TABLE: "#009e73",
    BlockType.IMAGE: "#b8860b",
    BlockType.FORMULA: "#8a4fbf",
    BlockType.LIST: "#2a9fb8",
    BlockType.CODE: "#5f6b7a",
    BlockType.NOTE: "#b5507d",
}


def kind_of(block_type: str) -> BlockType:
    """The kind of a block type of docvortex, MinerU 4 or magic-pdf."""
    name = block_type.lower()
    for part, kind in (
        ("caption", BlockType.NOTE),
        ("footnote", BlockType.NOTE),
        ("title", BlockType.TITLE),
        ("heading", BlockType.TITLE),
        ("table", BlockType.TABLE),
        ("equation", BlockType.FORMULA),
        ("formula", BlockType.FORMULA),
        ("image", BlockType.IMAGE),
        ("figure", BlockType.IMAGE),
        ("chart", BlockType.IMAGE),
        ("code", BlockType.CODE),
        ("algorithm", BlockType.CODE),
        ("list", BlockType.LIST),
        ("index", BlockType.LIST),
    ):
        if part in name:
            return kind
    return BlockType.TEXT


def kind_label(kind: BlockType) -> str:
    """A kind in a word."""
    translate = QCoreApplication.translate
    match kind:
        case BlockType.TITLE:
            return translate("Reading", "Heading")
        case BlockType.TEXT:
            return translate("Reading", "Text")
        case BlockType.TABLE:
            return translate("Reading", "Table")
        case BlockType.IMAGE:
            return translate("Reading", "Picture")
        case BlockType.FORMULA:
            return translate("Reading", "Formula")
        case BlockType.LIST:
            return translate("Reading", "List")
        case BlockType.CODE:
            return translate("Reading", "Code")
        case BlockType.NOTE:
            return translate("Reading", "Caption or note")
