"""Kinds of blocks, for a person: what engines call by dozens of names, in a few colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from core.documents.result import Place


class Kind(StrEnum):
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
class Mark:
    """A unit of the Markdown, where it is on the page."""

    unit: int
    kind: Kind
    place: Place


COLOURS = {
    # Hues that keep apart on white paper, also for eyes that tell red from green badly.
    Kind.TITLE: "#d55e00",
    Kind.TEXT: "#3d7dca",
    Kind.TABLE: "#009e73",
    Kind.IMAGE: "#b8860b",
    Kind.FORMULA: "#8a4fbf",
    Kind.LIST: "#2a9fb8",
    Kind.CODE: "#5f6b7a",
    Kind.NOTE: "#b5507d",
}


def kind_of(block_type: str) -> Kind:
    """The kind of a block type of docvortex, MinerU 4 or magic-pdf."""
    name = block_type.lower()
    for part, kind in (
        ("caption", Kind.NOTE),
        ("footnote", Kind.NOTE),
        ("title", Kind.TITLE),
        ("heading", Kind.TITLE),
        ("table", Kind.TABLE),
        ("equation", Kind.FORMULA),
        ("formula", Kind.FORMULA),
        ("image", Kind.IMAGE),
        ("figure", Kind.IMAGE),
        ("chart", Kind.IMAGE),
        ("code", Kind.CODE),
        ("algorithm", Kind.CODE),
        ("list", Kind.LIST),
        ("index", Kind.LIST),
    ):
        if part in name:
            return kind
    return Kind.TEXT


def kind_word(kind: Kind) -> str:
    """A kind in a word."""
    translate = QCoreApplication.translate
    match kind:
        case Kind.TITLE:
            return translate("Reading", "Heading")
        case Kind.TEXT:
            return translate("Reading", "Text")
        case Kind.TABLE:
            return translate("Reading", "Table")
        case Kind.IMAGE:
            return translate("Reading", "Picture")
        case Kind.FORMULA:
            return translate("Reading", "Formula")
        case Kind.LIST:
            return translate("Reading", "List")
        case Kind.CODE:
            return translate("Reading", "Code")
        case Kind.NOTE:
            return translate("Reading", "Caption or note")
