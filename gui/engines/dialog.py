"""The engines page: there at once, filled in as engines have been looked at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from core.engines.setup_offer import SetupOffer, SetupStep
from core.worker.kinds import EngineName
from gui.engines.controller import EngineController
from gui.engines.engine_status import EngineState
from gui.engines.host_engines import HostEngines
from gui.engines.install_dialog import InstallDialog
from gui.engines.labels import automatic_text
from gui.engines.models_dialog import ModelsDialog
from gui.engines.page_test_dialog import PageTestDialog
from gui.engines.row import EngineRow
from gui.i18n import tr
from gui.labels import short_engine_label
from gui.widgets.file_dialog import file_dialog
from gui.widgets.form_scroll_area import FormScrollArea
from gui.widgets.window_size import fit

SIZE = (760, 640)
LOG_MS = 700


class _Page(QWidget):
    """As high as the rows are at its width; by itself it would be as high as the narrowest wants,
    where words take more lines, and end in a void."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class EnginesDialog(QDialog):
    """A row an engine. Not modal; what it has begun goes on when it is closed."""

    offer_requested = Signal()
    """What could be set up here is to be offered in the main window again."""

    def __init__(self, controller: EngineController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engines")
        self._controller = controller
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setProperty("muted", True)
        self.rows = {name: EngineRow(name) for name in EngineName}
        self.hosts = HostEngines()
        self._lay_out()
        for row in self.rows.values():
            row.install.connect(self._on_row_install)
            row.use.connect(self._on_row_use)
            row.models.connect(self._on_row_models)
            row.remove.connect(self._on_row_remove)
            row.cancel.connect(controller.cancel)
            row.test.connect(self._on_row_test)
            row.report_requested.connect(self._on_row_report_requested)
            row.options.connect(controller.use_options)
            row.show_state(controller)
        controller.changed.connect(self._on_controller_changed)
        self._log_clock = QTimer(self)
        self._log_clock.setInterval(LOG_MS)
        self._log_clock.timeout.connect(self._on_log_clock_timeout)
        fit(self, *SIZE)
        self._retranslate()

    def _lay_out(self) -> None:
        inner = _Page()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(12)
        rows.addWidget(self.text)
        rows.addWidget(self.hosts)  # where documents go while there is a cluster
        for row in self.rows.values():
            rows.addWidget(row)
        rows.addStretch(1)
        area = FormScrollArea(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.offer_button = buttons.addButton("", QDialogButtonBox.ButtonRole.ResetRole)
        self.offer_button.setAutoDefault(False)
        self.offer_button.clicked.connect(self.offer_requested)
        self.offer_button.hide()
        buttons.rejected.connect(self.close)
        # Return in a field keeps what was typed: it must not close what says whether that is right.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(buttons)

    def show_offer_dismissed(self, *, dismissed: bool) -> None:
        """Whether there is an offer that was declined, and can be had again."""
        self.offer_button.setVisible(dismissed)

    def open_step(self, offer: SetupOffer) -> None:
        """Ask for what the offered step needs, as the button of the engine's row does."""
        match offer.step:
            case SetupStep.ENGINE:
                self._on_row_install(offer.engine)
            case SetupStep.MODELS:
                self._on_row_models(offer.engine)
            case SetupStep.TEST:
                self._on_row_test(offer.engine)

    def _align(self) -> None:
        width = max(row.names_width for row in self.rows.values())
        for row in self.rows.values():
            row.align(width)

    def _on_controller_changed(self, _name: EngineName) -> None:
        self._say_which()
        # Each row: while one is being installed, the others cannot be.
        for row in self.rows.values():
            row.show_state(self._controller)

    def _on_log_clock_timeout(self) -> None:
        infos = [self._controller.info(name) for name in EngineName]
        if any(info is not None and info.state is EngineState.INSTALLING for info in infos):
            self._controller.refresh()  # another program: nothing says when it has ended
        for row in self.rows.values():
            if row.wants_log:
                self._controller.read_log(row.show_log, row)

    # What the user asks for ---------------------------------------------------------------------

    def _on_row_install(self, name: EngineName) -> None:
        dialog = InstallDialog(name, self._controller, self)
        dialog.wished.connect(self._controller.install)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_row_use(self, name: EngineName) -> None:
        info = self._controller.info(name)
        at = "" if info is None or info.interpreter is None else str(info.interpreter.parent)
        title = self.tr("Choose the Python that has {engine} installed").format(
            engine=short_engine_label(name)
        )
        dialog = file_dialog(self, title, at)
        # A virtual environment's interpreter is a link, and says what it is by where it lies.
        dialog.setOption(QFileDialog.Option.DontResolveSymlinks)
        dialog.fileSelected.connect(partial(self._controller.use, name))
        dialog.open()

    def _on_row_models(self, name: EngineName) -> None:
        dialog = ModelsDialog(self._controller, name, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_row_test(self, name: EngineName) -> None:
        dialog = PageTestDialog(self._controller, name, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_row_report_requested(self, name: EngineName) -> None:
        report = self._controller.report(name)
        if report is not None:
            QGuiApplication.clipboard().setText(report.as_text(tr))

    def _on_row_remove(self, name: EngineName) -> None:
        info = self._controller.info(name)
        if info is None or info.interpreter is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Remove {engine}").format(engine=short_engine_label(name)))
        box.setText(self.tr("Remove {engine}?").format(engine=short_engine_label(name)))
        if info.own:
            folder = info.interpreter.parents[1]
            text = self.tr("Its environment is deleted: {folder}. Models stay where they are.")
            box.setInformativeText(text.format(folder=folder))
        else:
            text = self.tr("Headframe forgets {path}; nothing there is changed.")
            box.setInformativeText(text.format(path=info.interpreter))
        go = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        go.clicked.connect(lambda: self._controller.remove(name))
        box.finished.connect(box.deleteLater)
        box.open()

    # Qt's side ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._align()
        self._controller.refresh()
        self._log_clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._log_clock.stop()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Engines"))
        self.offer_button.setText(self.tr("Show the set-up card again"))
        self._say_which()

    def _say_which(self) -> None:
        infos = [info for name in EngineName if (info := self._controller.info(name)) is not None]
        # Not before all have been looked at: what is not known yet may be better.
        self.text.setText(automatic_text(infos if len(infos) == len(EngineName) else ()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._controller.refresh()  # one comes back from copying models, or from a terminal
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            for row in self.rows.values():
                row.show_state(self._controller)
            self._align()
        super().changeEvent(event)
