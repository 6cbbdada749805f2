"""A folder as a batch: what to take, where to put it, how to convert it, what would be done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.jobs.batch_choices import BATCH_CARDS, SOURCE
from core.jobs.batches import NewBatch, name_of
from core.jobs.model import ConvertOptions
from core.setting_types import Setting
from core.settings import (
    ENGINE,
    FORMULA,
    IF_EXISTS,
    LANG,
    OCR,
    OUTPUT_FOLDER,
    TABLE,
    Settings,
)
from gui.batches.cards_field import CardsField
from gui.batches.outlook_view import OutlookView
from gui.batches.rule_fields import RuleFields
from gui.i18n import words
from gui.window.setting_fields import Field, field_for
from gui.window.state import WindowState

if TYPE_CHECKING:
    from gui.cards.board import CardWatch

SIZE = (1060, 680)
FORM_WIDTH = 560
LAST_FOLDER = "last-batch-folder"
GEOMETRY = "folder-dialog"
SHOWN: tuple[Setting[Any], ...] = (
    SOURCE,
    OUTPUT_FOLDER,
    IF_EXISTS,
    ENGINE,
    BATCH_CARDS,
    OCR,
    LANG,
    FORMULA,
    TABLE,
)
OF_ONE_BATCH = (SOURCE, BATCH_CARDS)
"""What is not asked of the settings."""


class FolderDialog(QDialog):
    """Made anew each time; :attr:`begun` brings the batch."""

    begun = Signal(object)
    """A :class:`NewBatch`."""

    def __init__(
        self,
        home: Path,
        settings: Settings,
        state: WindowState,
        source: Path | None = None,
        parent: QWidget | None = None,
        *,
        watch: CardWatch | None = None,
    ) -> None:
        """``watch``: knows the cards, for a batch that is to have its own."""
        super().__init__(parent)
        self.setObjectName("folder-dialog")
        self._state = state
        self._like: NewBatch | None = None
        self._base = settings.convert_options()
        self._cards = watch
        self._values: dict[str, Any] = {
            setting.key: setting.default if setting in OF_ONE_BATCH else settings.get(setting)
            for setting in SHOWN
        }
        self._values[SOURCE.key] = source
        self._named = False
        self.name = QLineEdit()
        self.name.textEdited.connect(self._name_edited)
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._name_label = QLabel()
        self._name_label.setBuddy(self.name)
        self._tree = QLabel()
        self._tree.setProperty("muted", True)
        self._tree.setWordWrap(True)
        self.which = QToolButton()
        self.which.setProperty("flat", True)
        self.which.setCheckable(True)
        self.which.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.which.setArrowType(Qt.ArrowType.RightArrow)
        self.rules = RuleFields()
        self.rules.hide()
        self.watch = QCheckBox()
        self.outlook = OutlookView(home)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = QPushButton()
        self._buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self._lay_out()
        self.which.toggled.connect(self._unfold)
        self.watch.clicked.connect(self._tell)
        self.rules.changed.connect(self._look)
        self.outlook.changed.connect(self._tell)
        self._buttons.accepted.connect(self._begin)
        self._buttons.rejected.connect(self.reject)
        self.finished.connect(self._over)
        geometry = state.bytes(GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*SIZE)
        self._retranslate()
        self._name_it()
        self._look()

    def fill(self, like: NewBatch) -> None:
        """Begin with the choices of this batch."""
        self._like, self._base, self._named = like, like.options, True
        self._values |= _values_of(like)
        for key, field in self.fields.items():
            field.show_value(self._values[key])
        self.name.setText(like.name)
        self.rules.show_rules(like.rules)
        self.watch.setChecked(like.watch)
        self._look()

    def batch(self) -> NewBatch | None:
        """As chosen; ``None`` while something is missing."""
        source, rules = self._values[SOURCE.key], self.rules.rules
        if source is None or rules is None:
            return None
        like = self._like
        sources = like.sources if like is not None and source == like.sources[0] else (source,)
        return NewBatch(
            name=self.name.text().strip() or name_of(sources),
            sources=sources,
            out=self._values[OUTPUT_FOLDER.key],
            options=self._options(),
            rules=rules,
            cards=self._values[BATCH_CARDS.key],
            watch=self.watch.isChecked(),
        )

    def _options(self) -> ConvertOptions:
        return replace(
            self._base,
            engine=self._values[ENGINE.key],
            ocr=self._values[OCR.key],
            lang=self._values[LANG.key],
            formula=self._values[FORMULA.key],
            table=self._values[TABLE.key],
            if_exists=self._values[IF_EXISTS.key],
        )

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(20, 20, 20, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for setting in SHOWN:
            value = self._values[setting.key]
            own = setting is BATCH_CARDS
            field = CardsField(value, self._cards) if own else field_for(setting, value)
            self.fields[setting.key] = field
            field.changed.connect(self._choose)
            label = self._labels[setting.key] = QLabel()
            label.setWordWrap(True)
            label.setFixedWidth(120)
            label.setBuddy(field.focus_widget)
            row = grid.rowCount()
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            if setting is SOURCE:
                grid.addWidget(self._name_label, row + 1, 0)
                grid.addWidget(self.name, row + 1, 1)
                grid.addWidget(self.which, row + 2, 0, 1, 2)
                grid.addWidget(self.rules, row + 3, 0, 1, 2)
            elif setting is OUTPUT_FOLDER:
                grid.addWidget(self._tree, row + 1, 1)
        grid.addWidget(self.watch, grid.rowCount(), 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        sides = QSplitter()
        sides.addWidget(area)
        sides.addWidget(self.outlook)
        sides.setSizes([FORM_WIDTH, SIZE[0] - FORM_WIDTH])
        sides.setStretchFactor(1, 1)
        sides.setChildrenCollapsible(False)
        self._buttons.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(sides, 1)
        column.addWidget(self._buttons)

    # What is chosen -----------------------------------------------------------------------------

    def _choose(self, setting: Setting[Any], value: object) -> None:
        if self._values[setting.key] == value:
            return
        self._values[setting.key] = value
        if setting is SOURCE:
            self._name_it()
        self._look()

    def _name_edited(self) -> None:
        self._named = bool(self.name.text().strip())

    def _name_it(self) -> None:
        source = self._values[SOURCE.key]
        if not self._named:
            self.name.setText("" if source is None else name_of((source,)))

    def _unfold(self, shown: bool) -> None:
        self.rules.setVisible(shown)
        self.which.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    def _look(self) -> None:
        self.outlook.look(self.batch())

    def _tell(self) -> None:
        new, number = self.batch(), self.outlook.model.to_convert
        known = not self.outlook.looking
        if known and number:
            text = self.tr("Convert %n document(s)", "", number)
        elif self.watch.isChecked():
            text = self.tr("Watch the folder")
        else:
            text = self.tr("Convert")
        self.go.setText(text)
        nothing = known and not number and not self.watch.isChecked() and not self.outlook.failed
        self.go.setEnabled(new is not None and not nothing)

    def _begin(self) -> None:
        new = self.batch()
        if new is not None:
            self._state.keep(LAST_FOLDER, str(new.sources[0]))
            self.begun.emit(new)
            self.accept()

    # Qt's side ----------------------------------------------------------------------------------

    def _over(self) -> None:
        self.outlook.stop()
        self._state.keep(GEOMETRY, self.saveGeometry())

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Convert a folder"))
        self._name_label.setText(self.tr("Name"))
        self.name.setAccessibleName(self.tr("Name"))
        self.which.setText(self.tr("Which files"))
        self._tree.setText(self.tr("In a folder of its own, sub-folders are kept as they are."))
        self.watch.setText(self.tr("Keep taking what comes into the folder"))
        for setting in SHOWN:
            self._labels[setting.key].setText(words(setting.label))
            self.fields[setting.key].retranslate()
            self.fields[setting.key].focus_widget.setAccessibleName(words(setting.label))
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)


def _values_of(new: NewBatch) -> dict[str, Any]:
    """The choices of a batch, by the keys of their settings."""
    options = new.options
    return {
        SOURCE.key: new.sources[0],
        OUTPUT_FOLDER.key: new.out,
        IF_EXISTS.key: options.if_exists,
        ENGINE.key: options.engine,
        BATCH_CARDS.key: new.cards,
        OCR.key: options.ocr,
        LANG.key: options.lang,
        FORMULA.key: options.formula,
        TABLE.key: options.table,
    }
