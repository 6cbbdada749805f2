"""One engine on the page: what it can do, how it is, what can be done about it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QMargins, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.worker.kinds import EngineName
from core.worker.protocol import Failure
from gui.cards.hint_lines import Hint, HintList
from gui.engines.controller import EngineController
from gui.engines.engine_status import EngineInfo, EngineState
from gui.engines.engine_tasks import EngineTask, TaskProgress
from gui.engines.install_progress import InstallProgressBar
from gui.engines.labels import (
    NextButton,
    doing_text,
    failure_line,
    install_tip,
    installing_line,
    models_tip,
    next_button,
    next_step,
    outcome_line,
    report_line,
    state_line,
    use_tip,
    what_it_can_do,
)
from gui.engines.mineru_fields import MineruFields
from gui.i18n import tr
from gui.icons import Glyph, pixmap
from gui.labels import short_engine_label
from gui.theme import Colours, colours_of
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.tooltips import paragraph

LOG_LINES = 7


class EngineRow(QFrame):
    """Shows what the controller knows of an engine; its buttons are signals."""

    install = Signal(object)
    use = Signal(object)
    models = Signal(object)
    remove = Signal(object)
    options = Signal(object)
    """What MinerU is to be told from now on."""
    cancel = Signal(object)
    test = Signal(object)
    report_requested = Signal(object)
    """What the test page has shown is to be copied."""

    def __init__(self, name: EngineName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setObjectName("engine")
        self._state = state_line(None)
        self._colours: Colours | None = None
        self._icon, self.state = QLabel(), QLabel()
        self._title, self._can = QLabel(), QLabel()
        self._can.setProperty("muted", True)
        self._can.setWordWrap(True)
        self.lines = HintList("reasons")
        self._keys = (QLabel(), QLabel(), QLabel())
        self.facts = (QLineEdit(), QLineEdit(), QLineEdit())
        self.progress, self._bar = QLabel(), InstallProgressBar()
        self.progress.setTextFormat(Qt.TextFormat.PlainText)
        self.progress.setWordWrap(True)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setFixedHeight(self.fontMetrics().lineSpacing() * LOG_LINES + 14)
        self.install_button, self.use_button = QPushButton(), QPushButton()
        self.models_button, self.remove_button = QPushButton(), QPushButton()
        self.test_button, self.report_button = QPushButton(), QPushButton()
        self.cancel_button, self.log_button = QPushButton(), QPushButton()
        self.log_button.setCheckable(True)
        self.mineru = MineruFields(self) if name is EngineName.MINERU else None
        self._lay_out()
        self._connect()
        self._retranslate()
        self._tint()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._icon)
        top.addWidget(self.state)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, (key, fact) in enumerate(zip(self._keys, self.facts, strict=True)):
            key.setProperty("muted", True)
            key.setBuddy(fact)
            fact.setReadOnly(True)
            fact.setFrame(False)
            grid.addWidget(key, number, 0)
            grid.addWidget(fact, number, 1)
        if self.mineru is not None:
            self.mineru.lay_out(grid, len(self.facts))
        self._under_way = QWidget()
        steps = QVBoxLayout(self._under_way)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(8)
        steps.addWidget(self.progress)
        steps.addWidget(self._bar)
        steps.addWidget(self.log)
        below = QWidget()
        buttons = FlowLayout(below, QMargins(), 8)
        for button in (
            self.install_button,
            self.use_button,
            self.models_button,
            self.test_button,
            self.report_button,
            self.remove_button,
            self.cancel_button,
            self.log_button,
        ):
            button.setAutoDefault(False)
            button.setProperty("quiet", True)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._can)
        column.addWidget(self.lines)
        column.addLayout(grid)
        column.addWidget(self._under_way)
        column.addWidget(below)
        self.log.hide()
        fields = () if self.mineru is None else self.mineru.fields
        for before, after in pairwise((*self.facts, *fields, self.install_button)):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.install_button.clicked.connect(self._on_install_button_clicked)
        self.use_button.clicked.connect(self._on_use_button_clicked)
        self.models_button.clicked.connect(self._on_models_button_clicked)
        self.remove_button.clicked.connect(self._on_remove_button_clicked)
        self.test_button.clicked.connect(self._on_test_button_clicked)
        self.report_button.clicked.connect(self._on_report_button_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_button_clicked)
        self.log_button.toggled.connect(self.log.setVisible)
        if self.mineru is not None:
            self.mineru.changed.connect(self.options)

    @property
    def names_width(self) -> int:
        """Room that the names of its facts want."""
        names = self._keys if self.mineru is None else (*self._keys, *self.mineru.keys)
        return max(name.sizeHint().width() for name in names)

    def align(self, names_width: int) -> None:
        """Let the facts begin as far to the right as those of the other rows."""
        self._grid.setColumnMinimumWidth(0, names_width)

    @property
    def wants_log(self) -> bool:
        """The installer's output is being shown."""
        return not self._under_way.isHidden() and self.log_button.isChecked()

    def show_log(self, text: str) -> None:
        """Show what the installer has printed last."""
        if text != self.log.toPlainText():
            self.log.setPlainText(text)
            self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())

    def show_state(self, controller: EngineController) -> None:
        """Show what is known now."""
        info, doing = controller.info(self.name), controller.doing(self.name)
        if self.mineru is not None:
            settles = (
                doing is not None and doing.task is EngineTask.OPTIONS
            )  # a moment: keep the focus
            self.mineru.show_info(info, enabled=doing is None or settles)
        installs = doing is not None and doing.task is EngineTask.INSTALL
        self._state = installing_line() if installs else state_line(info)
        self.state.setText(self._state.text)
        self._show_lines(controller, info, doing)
        self._show_facts(info)
        self._show_progress(doing)
        flash, idle = self.name is EngineName.FLASH, info is not None and doing is None
        self.install_button.setVisible(not flash and not installs)
        self.install_button.setEnabled(idle and not controller.installs)
        waits = controller.installs and not installs
        self.install_button.setToolTip(paragraph(install_tip(self.name, waits=waits)))
        for button in (self.use_button, self.remove_button):
            button.setVisible(not installs)
        self.use_button.setEnabled(idle)
        self.models_button.setVisible(not flash and not installs)
        chosen = info is not None and info.chosen
        self.models_button.setEnabled(idle and chosen)
        self.models_button.setToolTip(paragraph(models_tip(chosen=chosen)))
        self.remove_button.setVisible(chosen and not installs)
        self.remove_button.setEnabled(idle)
        testable = info is not None and info.testable and (flash or info.chosen)
        self.test_button.setVisible(not installs)
        self.test_button.setEnabled(idle and testable)
        self.report_button.setVisible(doing is None and controller.report(self.name) is not None)
        self.cancel_button.setVisible(controller.can_cancel(self.name))
        self.cancel_button.setEnabled(doing is not None and not doing.cancelling)
        self.log_button.setVisible(installs)
        if not installs:
            self.log_button.setChecked(False)
        self._mark_next(info)
        self.setAccessibleName(f"{short_engine_label(self.name)}: {self._state.text}")
        self._tint()

    def _mark_next(self, info: EngineInfo | None) -> None:
        """Let the button stand out that leads on from here."""
        leads = None if info is None or self.name is EngineName.FLASH else next_button(info)
        buttons = {
            NextButton.INSTALL: self.install_button,
            NextButton.MODELS: self.models_button,
            NextButton.TEST: self.test_button,
        }
        for which, button in buttons.items():
            if bool(button.property("primary")) is not (which is leads):
                button.setProperty("primary", which is leads)
                button.style().unpolish(button)
                button.style().polish(button)

    def _show_lines(
        self, controller: EngineController, info: EngineInfo | None, doing: TaskProgress | None
    ) -> None:
        lines: list[Hint] = []
        outcome = controller.outcome(self.name)
        if outcome is not None:
            lines.append(outcome_line(outcome))
        report = controller.report(self.name)
        if report is not None and report.failure is None and doing is None:
            lines.append(report_line(report))
        at_rest = doing is None or doing.task is EngineTask.OPTIONS
        known = None if outcome is None else outcome.why  # and not said twice
        if info is not None and (failure := info.failure) is not None and at_rest:
            if info.state is not EngineState.FAILED:
                lines.append(Hint(Glyph.INFO, "muted", tr(failure.message), next_step(info)))
            elif not (isinstance(known, Failure) and known.message == failure.message):
                lines.append(failure_line(failure))
        self.lines.show_lines(lines)

    def _show_facts(self, info: EngineInfo | None) -> None:
        facts: tuple[object, ...] = (None, None, None)
        if info is not None:
            facts = (info.version, info.interpreter, info.models)
        for key, line, fact in zip(self._keys, self.facts, facts, strict=True):
            line.setText("" if fact is None else str(fact))
            line.setCursorPosition(0)
            line.setToolTip(line.text())
            key.setVisible(fact is not None)
            line.setVisible(fact is not None)

    def _show_progress(self, doing: TaskProgress | None) -> None:
        shown = doing is not None and doing.task is not EngineTask.OPTIONS
        self._under_way.setVisible(shown)
        if doing is None or not shown:
            return
        self.progress.setText(doing_text(doing))
        self._bar.setVisible(doing.fraction is not None)
        self._bar.fraction = doing.fraction or 0.0
        self._bar.update()

    # Buttons ------------------------------------------------------------------------------------

    def _on_install_button_clicked(self) -> None:
        self.install.emit(self.name)

    def _on_use_button_clicked(self) -> None:
        self.use.emit(self.name)

    def _on_models_button_clicked(self) -> None:
        self.models.emit(self.name)

    def _on_test_button_clicked(self) -> None:
        self.test.emit(self.name)

    def _on_report_button_clicked(self) -> None:
        self.report_requested.emit(self.name)

    def _on_cancel_button_clicked(self) -> None:
        self.cancel.emit(self.name)

    def _on_remove_button_clicked(self) -> None:
        self.remove.emit(self.name)

    # Qt's side ----------------------------------------------------------------------------------

    def _retranslate(self) -> None:
        if self.mineru is not None:
            self.mineru.retranslate()
        self._title.setText(short_engine_label(self.name))
        self._can.setText(what_it_can_do(self.name))
        keys = (self.tr("Version"), self.tr("Interpreter"), self.tr("Models"))
        for label, line, key in zip(self._keys, self.facts, keys, strict=True):
            label.setText(key)
            line.setAccessibleName(f"{short_engine_label(self.name)}: {key}")
        for button, text in (
            (self.install_button, self.tr("Install…")),
            (self.use_button, self.tr("Use an existing Python…")),
            (self.models_button, self.tr("Models…")),
            (self.test_button, self.tr("Test on a card…")),
            (self.report_button, self.tr("Copy the report")),
            (self.remove_button, self.tr("Remove…")),
            (self.cancel_button, self.tr("Cancel")),
            (self.log_button, self.tr("Details")),
        ):
            button.setText(text)
            button.setAccessibleName(f"{text.rstrip('…')} ({short_engine_label(self.name)})")
        self.use_button.setToolTip(paragraph(use_tip(self.name)))
        self.log.setAccessibleName(self.tr("What the installer prints"))

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        colour = getattr(colours, self._state.tone)
        self._icon.setPixmap(pixmap(self._state.glyph, colour, 16, self.devicePixelRatioF()))
        if colours is self._colours:
            return
        self._colours = colours  # first: a style sheet changes the palette, too
        self.setStyleSheet(
            f"#engine {{ border: 1px solid {colours.line}; border-radius: 8px;"
            f" background: {colours.surface}; }}"
            ' #engine QLineEdit[readOnly="true"] { border: 0; background: transparent;'
            " padding: 0; }"
            f" #engine QPlainTextEdit {{ border: 1px solid {colours.line}; border-radius: 6px;"
            f" background: {colours.sunken}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
