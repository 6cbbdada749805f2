"""What a search has found, as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.table.printable import printable

if TYPE_CHECKING:
    from core.search.hits import SearchHit

NO_INDEX = QModelIndex()


class HitsModel(QAbstractListModel):
    """One row a passage."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: list[SearchHit] = []

    def clear(self) -> None:
        self.beginResetModel()
        self.hits = []
        self.endResetModel()

    def append(self, hits: Sequence[SearchHit]) -> None:
        self.beginInsertRows(NO_INDEX, len(self.hits), len(self.hits) + len(hits) - 1)
        self.hits += hits
        self.endInsertRows()

    @property
    def documents(self) -> int:
        """In how many documents the passages are."""
        return len({hit.markdown for hit in self.hits})

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not 0 <= index.row() < len(self.hits):
            return None
        hit = self.hits[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return hit
            case Qt.ItemDataRole.ToolTipRole:
                return printable(str(hit.markdown))
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(
                    part for part in (name_of(hit), self.place_text(hit), hit.snippet.text) if part
                )
            case _:
                return None

    def place_text(self, hit: SearchHit) -> str:
        """The page and the section."""
        page = "" if hit.page is None else self.tr("Page {page}").format(page=hit.page + 1)
        return " · ".join(part for part in (page, hit.heading) if part)


def name_of(hit: SearchHit) -> str:
    """The document's name."""
    return printable(hit.markdown.stem if hit.source is None else hit.source.name)
