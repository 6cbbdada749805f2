"""A page that comes with Headframe, on a card of one's choice; its result can be copied."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.cards.model import Card
from core.cards.selection import AUTO
from core.worker.kinds import EngineName
from gui.background.task import begin
from gui.cards.hint_lines import Hint, HintList
from gui.engines.controller import EngineController
from gui.engines.engine_tasks import EngineTask
from gui.engines.install_progress import InstallProgressBar
from gui.engines.labels import doing_text, failure_line, outcome_line, report_line
from gui.i18n import tr
from gui.icons import Glyph
from gui.labels import card_name, short_engine_label
from gui.widgets.dialog_layout import button_row, form_grid
from gui.widgets.file_dialog import save_file_dialog
from gui.widgets.focus_order import show_in_its_place
from gui.widgets.window_size import fit

SIZE = (640, 520)


class PageTestDialog(QDialog):
    """Asks for an engine and a card, and shows the result of the page. Use ``open()``.

    What it has begun goes on when it is closed.
    """

    def __init__(
        self,
        controller: EngineController,
        name: EngineName | None,
        card: str = AUTO,
        parent: QWidget | None = None,
    ) -> None:
        """``name``: ``None`` for the best that is set up."""
        super().__init__(parent)
        self.setObjectName("page-test")
        self._controller = controller
        self._saved_line: Hint | None = None
        self.setWindowTitle(self.tr("Test an engine"))
        text = QLabel(
            self.tr("Converts a sample page on one card, just as a document is converted.")
        )
        text.setWordWrap(True)
        self.engine, self.card = QComboBox(), QComboBox()
        self.engine.setAccessibleName(self.tr("Engine"))
        self.card.setAccessibleName(self.tr("Card"))
        self._wanted = name
        """The engine that is to be chosen, until a person chooses; ``None``: the best."""
        self._list_engines()
        self.card.addItem(self.tr("Automatic"), AUTO)
        if card != AUTO:
            self.card.addItem(card, card)
            self.card.setCurrentIndex(1)
        self.progress, self.bar = QLabel(), InstallProgressBar()
        self.progress.setWordWrap(True)
        self.lines = HintList("outcome")
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setAccessibleName(self.tr("Result of the test"))
        self.go, self.stop = QPushButton(self.tr("Start the test")), QPushButton(self.tr("Stop"))
        self.copy, self.save = QPushButton(self.tr("Copy")), QPushButton(self.tr("Save as text…"))
        self._close = QPushButton(self.tr("Close"))
        self.go.setDefault(True)
        for button in (self.stop, self.copy, self.save, self._close):
            button.setAutoDefault(False)
        self._lay_out(text)
        self._connect()
        fit(self, *SIZE)
        self._update_status()

    def _lay_out(self, text: QLabel) -> None:
        form = form_grid()
        form.addWidget(QLabel(self.tr("Engine")), 0, 0)
        form.addWidget(self.engine, 0, 1)
        form.addWidget(QLabel(self.tr("Card")), 1, 0)
        form.addWidget(self.card, 1, 1)
        buttons = button_row((self.copy, self.save), (self._close, self.stop, self.go))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text)
        column.addLayout(form)
        column.addWidget(self.progress)
        column.addWidget(self.bar)
        column.addWidget(self.lines)
        column.addWidget(self.report, 100)
        column.addStretch(1)  # takes the room while there is no report
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.go.clicked.connect(self._on_go_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self._close.clicked.connect(self.reject)
        self.engine.currentIndexChanged.connect(self._update_status)
        self.engine.activated.connect(self._on_engine_activated)
        self._controller.changed.connect(self._on_controller_changed)

    def open(self) -> None:
        """Show it, and look up the cards."""
        self._controller.read_cards(self._list_cards, self)
        super().open()

    @property
    def name(self) -> EngineName | None:
        """The engine that is chosen; ``None`` while none is set up."""
        value = self.engine.currentData()
        return None if value is None else EngineName(value)

    # What is shown ------------------------------------------------------------------------------

    def _list_cards(self, cards: tuple[Card, ...]) -> None:
        chosen = self.card.currentData()
        while self.card.count() > 1:
            self.card.removeItem(1)
        for card in cards:
            if card.usable:
                self.card.addItem(card_name(card), card.key)
        self.card.setCurrentIndex(max(0, self.card.findData(chosen)))

    def _list_engines(self) -> None:
        """Those that can be tested; some are looked at only when this is open already."""
        names = [
            name
            for name in EngineName
            if (info := self._controller.info(name)) is not None and info.testable
        ]
        if names == [self.engine.itemData(number) for number in range(self.engine.count())]:
            return
        with QSignalBlocker(self.engine):
            self.engine.clear()
            for name in names:
                self.engine.addItem(short_engine_label(name), name)
            wanted = -1 if self._wanted is None else self.engine.findData(self._wanted)
            self.engine.setCurrentIndex(wanted if wanted >= 0 else self.engine.count() - 1)

    def _on_engine_activated(self) -> None:
        self._wanted = self.name

    def _on_controller_changed(self, _name: EngineName) -> None:
        self._list_engines()
        self._update_status()

    def _update_status(self) -> None:
        name = self.name
        doing = None if name is None else self._controller.doing(name)
        report = None if name is None else self._controller.report(name)
        outcome = None if name is None else self._controller.outcome(name)
        tests = doing is not None and doing.task is EngineTask.TEST
        self.progress.setText("" if doing is None else doing_text(doing))
        self.progress.setVisible(doing is not None)
        self.bar.setVisible(doing is not None and doing.fraction is not None)
        self.bar.fraction = (doing.fraction or 0.0) if doing is not None else 0.0
        self.bar.update()
        lines: list[Hint] = []
        if name is None:
            text = self.tr("No engine is set up: install one first.")
            lines.append(Hint(Glyph.INFO, "muted", text))
        elif doing is None and report is not None:
            failure = report.failure
            lines.append(report_line(report) if failure is None else failure_line(failure))
        elif doing is None and outcome is not None and outcome.task is EngineTask.TEST:
            lines.append(outcome_line(outcome))
        if self._saved_line is not None:
            lines.append(self._saved_line)
        self.lines.show_lines(lines)
        shown = report is not None and doing is None
        self.report.setPlainText("" if report is None or not shown else report.as_text(tr))
        self.report.setVisible(shown)
        self.copy.setEnabled(shown)
        self.save.setEnabled(shown)
        if tests:
            self.stop.setEnabled(doing is not None and not doing.cancelling)
            show_in_its_place(self.stop, self.go)
        else:
            self.go.setEnabled(name is not None and doing is None)
            show_in_its_place(self.go, self.stop)
        for field in (self.engine, self.card):
            field.setEnabled(not tests)

    # Buttons ------------------------------------------------------------------------------------

    def _on_go_clicked(self) -> None:
        self._saved_line = None
        self.go.setFocus()  # from a field that is about to be disabled, the keys would go to Close
        if self.name is not None:
            self._controller.test(self.name, str(self.card.currentData()))

    def _on_stop_clicked(self) -> None:
        if self.name is not None:
            self._controller.cancel(self.name)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())

    def _on_save_clicked(self) -> None:
        dialog = save_file_dialog(self, self.tr("Save the test's report"))
        dialog.setDefaultSuffix("txt")
        name = "" if self.name is None else self.name.value
        dialog.selectFile(f"headframe-test-{name}.txt")
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    def save_report(self, path: str) -> None:
        """Write the report there, beside the GUI thread."""
        write = partial(Path(path).write_text, self.report.toPlainText(), "utf-8")
        begin(write, partial(self._saved, path), self)

    def _saved(self, path: str, answer: object) -> None:
        if isinstance(answer, Exception):
            reason = (isinstance(answer, OSError) and answer.strerror) or str(answer)
            text = self.tr("The report cannot be saved: {reason}.").format(reason=reason)
            line = Hint(Glyph.FAILED, "failed", text)
        else:
            line = Hint(Glyph.DONE, "done", self.tr("Saved: {path}").format(path=path))
        self._saved_line = line
        self._update_status()
