"""What would become of each document: the list under the counts, however long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from core.jobs.output.dry_run import DryRunEntry, PlannedAction
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from gui.i18n import tr

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


FEW = 100
"""An engine that is not ready is every document's failure: it is told by the first ones."""
OF_ENGINE = (FailureKind.ENGINE_MISSING, FailureKind.MODELS_MISSING)


class DryRunColumn(IntEnum):
    """The columns, in their order."""

    NAME = 0
    FOLDER = 1
    PLAN = 2


def plan_label(plan: PlannedAction) -> str:
    """What would become of a document, in two or three words."""
    translate = QCoreApplication.translate
    match plan:
        case PlannedAction.CONVERT:
            return translate("Batches", "New")
        case PlannedAction.AGAIN:
            return translate("Batches", "Changed")
        case PlannedAction.BESIDE:
            return translate("Batches", "Saved as a second copy")
        case PlannedAction.SKIP:
            return translate("Batches", "Done before")
        case PlannedAction.FAIL:
            return translate("Batches", "Cannot be converted")


class DryRunModel(QAbstractTableModel):
    """Documents as they are found, all or those of one plan."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[DryRunEntry] = []
        self._of_plan: dict[PlannedAction, list[DryRunEntry]] = {plan: [] for plan in PlannedAction}
        self._plan: PlannedAction | None = None
        self._roots: tuple[Path, ...] = ()

    @property
    def counts(self) -> Counter[PlannedAction]:
        """How many documents of each plan there are so far."""
        return Counter({plan: len(rows) for plan, rows in self._of_plan.items() if rows})

    @property
    def to_convert(self) -> int:
        """Documents that get a result."""
        return sum(
            len(self._of_plan[plan])
            for plan in (PlannedAction.CONVERT, PlannedAction.AGAIN, PlannedAction.BESIDE)
        )

    @property
    def engine_failure(self) -> Failure | None:
        """Why no document can be converted, where that is the engine's fault."""
        failed = self._of_plan[PlannedAction.FAIL]
        if self.to_convert or not failed:
            return None
        found = (planned.failure for planned in failed[:FEW])
        return next((one for one in found if one is not None and one.kind in OF_ENGINE), None)

    def clear(self, roots: Sequence[Path]) -> None:
        """Begin again; sub-folders are told from these on."""
        self.beginResetModel()
        self._all = []
        self._of_plan = {plan: [] for plan in PlannedAction}
        self._roots = tuple(roots)
        self.endResetModel()

    def append(self, found: Sequence[DryRunEntry]) -> None:
        """More documents."""
        seen = [planned for planned in found if self._plan in (None, planned.plan)]
        first = len(self._shown)
        if seen:
            self.beginInsertRows(NOWHERE, first, first + len(seen) - 1)
        self._all += found
        for planned in found:
            self._of_plan[planned.plan].append(planned)
        if seen:
            self.endInsertRows()

    def show_plan(self, plan: PlannedAction | None) -> None:
        """Show those of one plan, or all."""
        if plan is not self._plan:
            self.beginResetModel()
            self._plan = plan
            self.endResetModel()

    @property
    def _shown(self) -> list[DryRunEntry]:
        return self._all if self._plan is None else self._of_plan[self._plan]

    # Qt's side ----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(DryRunColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        planned = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            match DryRunColumn(index.column()):
                case DryRunColumn.NAME:
                    return planned.new.source.name
                case DryRunColumn.FOLDER:
                    return self._below(planned.new.source.parent)
                case DryRunColumn.PLAN:
                    return plan_label(planned.plan)
        if role == Qt.ItemDataRole.ToolTipRole:
            if planned.failure is not None:
                return tr(planned.failure.message)
            return str(planned.folder or planned.new.source)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        match DryRunColumn(section):
            case DryRunColumn.NAME:
                return self.tr("Document")
            case DryRunColumn.FOLDER:
                return self.tr("Folder")
            case DryRunColumn.PLAN:
                return self.tr("Plan")

    def _below(self, folder: Path) -> str:
        for root in self._roots:
            if folder.is_relative_to(root):
                below = folder.relative_to(root)
                if len(self._roots) > 1:  # of which of them?
                    below = Path(root.name) / below
                return "" if below == Path() else str(below)
        return str(folder)
