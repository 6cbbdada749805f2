"""The engines page: there at once, filled in as engines have been looked at."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.worker.protocol import EngineName
from gui.engines.desk import EngineDesk
from gui.engines.install_dialog import InstallDialog
from gui.engines.row import EngineRow
from gui.engines.words import automatic_words
from gui.fit import fit

SIZE = (760, 640)
LOG_MS = 700


class _Page(QWidget):
    """As high as the rows are at its width; by itself it would be as high as the narrowest wants,
    where words take more lines, and end in a void."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class EnginesDialog(QDialog):
    """A row an engine. Not modal; what it has begun goes on when it is closed."""

    def __init__(self, desk: EngineDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engines")
        self._desk = desk
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setProperty("muted", True)
        self.rows = {name: EngineRow(name) for name in EngineName}
        self._lay_out()
        for row in self.rows.values():
            row.install.connect(self._ask_install)
            row.use.connect(self._ask_interpreter)
            row.models.connect(self._ask_models)
            row.remove.connect(self._ask_remove)
            row.cancel.connect(desk.cancel_install)
            row.options.connect(desk.use_options)
            row.tell(desk)
        desk.changed.connect(self._tell)
        self._log_clock = QTimer(self)
        self._log_clock.setInterval(LOG_MS)
        self._log_clock.timeout.connect(self._read_log)
        fit(self, *SIZE)
        self._retranslate()

    def _lay_out(self) -> None:
        inner = _Page()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(12)
        rows.addWidget(self.text)
        for row in self.rows.values():
            rows.addWidget(row)
        rows.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        # Return in a field keeps what was typed: it must not close what says whether that is right.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(buttons)

    def _align(self) -> None:
        width = max(row.names_width for row in self.rows.values())
        for row in self.rows.values():
            row.align(width)

    def _tell(self, _name: EngineName) -> None:
        self._say_which()
        # Each row: while one is being installed, the others cannot be.
        for row in self.rows.values():
            row.tell(self._desk)

    def _read_log(self) -> None:
        for row in self.rows.values():
            if row.wants_log:
                self._desk.read_log(row.show_log, row)

    # What the user asks for ---------------------------------------------------------------------

    def _ask_install(self, name: EngineName) -> None:
        dialog = InstallDialog(name, self)
        dialog.wished.connect(self._desk.install)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_interpreter(self, name: EngineName) -> None:
        look = self._desk.look(name)
        at = "" if look is None or look.interpreter is None else str(look.interpreter.parent)
        title = self.tr("The Python that has {engine}").format(engine=name.value)
        dialog = self._chooser(title, at)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        # A virtual environment's interpreter is a link, and says what it is by where it lies.
        dialog.setOption(QFileDialog.Option.DontResolveSymlinks)
        dialog.fileSelected.connect(partial(self._desk.use, name))
        dialog.open()

    def _ask_models(self, name: EngineName) -> None:
        look = self._desk.look(name)
        at = "" if look is None or look.models is None else str(look.models)
        title = self.tr("The models of {engine}").format(engine=name.value)
        dialog = self._chooser(title, at)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(partial(self._use_models, name))
        dialog.open()

    def _chooser(self, title: str, at: str) -> QFileDialog:
        dialog = QFileDialog(self, title, at)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _use_models(self, name: EngineName, folder: str) -> None:
        self._desk.use_models(name, Path(folder))

    def _ask_remove(self, name: EngineName) -> None:
        look = self._desk.look(name)
        if look is None or look.interpreter is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Remove {engine}").format(engine=name.value))
        box.setText(self.tr("Remove {engine}?").format(engine=name.value))
        if look.own:
            folder = look.interpreter.parents[1]
            text = self.tr("Its environment is deleted: {folder}. Models stay where they are.")
            box.setInformativeText(text.format(folder=folder))
        else:
            text = self.tr("Headframe forgets {path}; nothing there is changed.")
            box.setInformativeText(text.format(path=look.interpreter))
        go = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        go.clicked.connect(lambda: self._desk.remove(name))
        box.finished.connect(box.deleteLater)
        box.open()

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._align()
        self._desk.refresh()
        self._log_clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._log_clock.stop()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Engines"))
        self._say_which()

    def _say_which(self) -> None:
        looks = [look for name in EngineName if (look := self._desk.look(name)) is not None]
        # Not before all have been looked at: what is not known yet may be better.
        self.text.setText(automatic_words(looks if len(looks) == len(EngineName) else ()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._desk.refresh()  # one comes back from copying models, or from a terminal
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            for row in self.rows.values():
                row.tell(self._desk)
            self._align()
        super().changeEvent(event)
