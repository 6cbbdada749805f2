"""What an engine is to be installed for, from where, and what that will do: before the click."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.engines.installation.install_plan import InstallPlan, InstallRequest
from core.engines.installation.requirement_sets import Device
from core.worker.kinds import EngineName
from core.worker.protocol import Failure
from gui.background.task import begin
from gui.cards.hint_lines import Hint, HintList
from gui.engines.controller import EngineController
from gui.engines.labels import failure_line
from gui.i18n import tr
from gui.icons import Glyph
from gui.labels import short_engine_label
from gui.widgets.clearable_line_edit import ClearableLineEdit
from gui.widgets.dialog_layout import button_row, form_grid
from gui.widgets.file_dialog import directory_dialog, save_file_dialog

WIDTH = 560
SPACED = "margin-top: 0; margin-bottom: 6px"
TYPED_MS = 400
"""A folder that is being typed is looked at when the typing pauses."""


class InstallDialog(QDialog):
    """Asks before an installation begins. Use ``open()``."""

    wished = Signal(object)
    """A :class:`InstallPlan`."""

    def __init__(
        self, name: EngineName, controller: EngineController, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("install")
        self._name, self._controller = name, controller
        self._asked: InstallRequest | None = None
        self._plan: InstallPlan | None = None
        self.setWindowTitle(self.tr("Install {engine}").format(engine=short_engine_label(name)))
        text = QLabel(
            self.tr(
                "Installed in a separate environment, with package versions that were tested"
                " together. The window can be used meanwhile."
            )
        )
        text.setWordWrap(True)
        self.device = QComboBox()
        for device, label in (
            (None, self.tr("Auto-detect")),
            (Device.CPU, self.tr("Processor")),
            (Device.NPU, self.tr("Ascend NPU")),
            (Device.CUDA, self.tr("NVIDIA GPU")),
        ):
            self.device.addItem(label, device)
        self.device.setAccessibleName(self.tr("Install for"))
        self.wheels = ClearableLineEdit()
        self.wheels.setPlaceholderText(self.tr("From the network"))
        self.wheels.setAccessibleName(self.tr("Folder of wheels"))
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines = HintList("plan")
        self.save = QPushButton(self.tr("Save the list…"))
        self.save.setToolTip(
            self.tr(
                "A script that fetches the packages on another machine, for one without network"
            )
        )
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose a folder of wheels"))
        cancel = QPushButton(self.tr("Cancel"))
        self.go = QPushButton(self.tr("Install"))
        self.go.setDefault(True)
        for button in (choose, cancel, self.save):
            button.setAutoDefault(False)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(TYPED_MS)
        self._clock.timeout.connect(self._load)
        choose.clicked.connect(self._on_choose_clicked)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.device.currentIndexChanged.connect(self._load)
        self.wheels.textChanged.connect(self._on_wheels_text_changed)
        self._lay_out(text, choose, cancel)
        self._show(None, [], [])

    def open(self) -> None:
        """Show it, and look up what the installation would do."""
        self._load()
        super().open()

    def _lay_out(self, text: QLabel, choose: QPushButton, cancel: QPushButton) -> None:
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.wheels, 1)
        place.addWidget(choose)
        form = form_grid()
        form.addWidget(QLabel(self.tr("Install for")), 0, 0)
        form.addWidget(self.device, 0, 1)
        form.addWidget(QLabel(self.tr("Folder of wheels")), 1, 0)
        form.addLayout(place, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addWidget(text)
        column.addLayout(form)
        column.addWidget(self.facts)
        column.addWidget(self.lines)
        column.addStretch(1)
        column.addLayout(button_row((self.save,), (cancel, self.go)))
        self.setMinimumWidth(WIDTH)

    @property
    def plan(self) -> InstallPlan | None:
        """What is shown; ``None`` while it is being looked up, or where nothing can be."""
        return self._plan

    # The plan -----------------------------------------------------------------------------------

    def _request(self) -> InstallRequest:
        text = self.wheels.text().strip()
        wheels = Path(text).expanduser().absolute() if text else None
        value = self.device.currentData()
        return InstallRequest(self._name, None if value is None else Device(value), wheels)

    def _load(self) -> None:
        request = self._asked = self._request()
        self._show_looking()

        def on_answer(answer: InstallPlan | Failure) -> None:
            if request == self._asked:
                self._show_plan(answer)

        self._controller.plan(request, on_answer, self)

    def _show_looking(self) -> None:
        self._show(None, [self.tr("Looking at what is needed here…")], [])

    def _show_plan(self, answer: InstallPlan | Failure) -> None:
        if isinstance(answer, Failure):
            self._show(None, [], [failure_line(answer)])
            return
        obstacle = [] if answer.obstacle is None else [failure_line(answer.obstacle)]
        self._show(answer, list(map(tr, answer.sentences)), obstacle)

    def _show(self, plan: InstallPlan | None, facts: list[str], lines: list[Hint]) -> None:
        self._plan = plan
        self.facts.setText("".join(f"<p style='{SPACED}'>{escape(fact)}</p>" for fact in facts))
        self.facts.setVisible(bool(facts))
        self.lines.show_lines(lines)
        self.go.setEnabled(plan is not None and plan.obstacle is None)
        self.save.setEnabled(plan is not None)
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as its words want; ``adjustSize`` stops at two thirds of the screen."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _on_wheels_text_changed(self) -> None:
        self._asked = None  # an answer that is under way is about another folder
        self._show_looking()
        self._clock.start()

    # Buttons ------------------------------------------------------------------------------------

    def _on_choose_clicked(self) -> None:
        dialog = directory_dialog(self, self.tr("Choose a folder of wheels"), self.wheels.text())
        dialog.fileSelected.connect(self.wheels.setText)
        dialog.open()

    def _on_save_clicked(self) -> None:
        if self._plan is None:
            return
        name = f"headframe-wheels-{self._name.value}-{self._plan.needs.device.value}.sh"
        dialog = save_file_dialog(self, self.tr("Save the list of packages"), name)
        dialog.fileSelected.connect(self.save_recipe)
        dialog.open()

    def save_recipe(self, path: str) -> None:
        """Write the script there, beside the GUI thread."""
        if self._plan is not None:
            write = partial(Path(path).write_text, self._plan.recipe, "utf-8")
            begin(write, partial(self._saved, path), self)

    def _saved(self, path: str, answer: object) -> None:
        if isinstance(answer, Exception):
            reason = (isinstance(answer, OSError) and answer.strerror) or str(answer)
            text = self.tr("The list cannot be saved: {reason}.").format(reason=reason)
            line = Hint(Glyph.FAILED, "failed", text)
        else:
            text = self.tr("Saved: {path}. Run it where there is a network.").format(path=path)
            line = Hint(Glyph.DONE, "done", text)
        obstacle = None if self._plan is None else self._plan.obstacle
        self.lines.show_lines([line, *([] if obstacle is None else [failure_line(obstacle)])])
        self._fit_height()

    def _on_go_clicked(self) -> None:
        if self._plan is not None:
            self.wished.emit(self._plan)
            self.accept()
