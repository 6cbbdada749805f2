"""The models of an engine: what is missing, how large it is, and how it comes here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.engines.models.catalogue import HubName
from core.engines.models.hub import HubSource, hub_source
from core.engines.models.inventory import Inventory, ModelFile
from core.engines.models.overview import ModelsOverview
from core.free_space import gigabytes
from core.worker.kinds import EngineName
from core.worker.protocol import Failure
from gui.cards.hint_lines import Hint, HintList
from gui.engines.controller import EngineController
from gui.engines.engine_tasks import EngineTask, TaskEnd
from gui.engines.install_progress import InstallProgressBar
from gui.engines.labels import doing_text, failure_line, outcome_line
from gui.i18n import tr
from gui.icons import Glyph
from gui.labels import short_engine_label
from gui.widgets.dialog_layout import button_row, form_grid
from gui.widgets.file_dialog import file_dialog
from gui.widgets.focus_order import show_in_its_place
from gui.widgets.window_size import fit

SIZE = (720, 560)
TYPED_MS = 600
"""An address that is being typed is asked when the typing pauses."""
MIRROR = "https://hf-mirror.com"
SPACED = "margin-top: 0; margin-bottom: 6px"


class ModelsDialog(QDialog):
    """Asks before anything is fetched. Use ``open()``. What it has begun goes on when closed."""

    def __init__(
        self, controller: EngineController, name: EngineName, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("models")
        self._controller, self._name = controller, name
        self._folder: Path | None = None
        """Where they are to go; ``None``: where they are, or in Headframe's own folder."""
        self._asked: tuple[HubSource | None, Path | None] | None = None
        self._overview: ModelsOverview | None = None
        self.setWindowTitle(self.tr("Models for {engine}").format(engine=short_engine_label(name)))
        self.hub, self.mirror = QComboBox(), QLineEdit()
        self.hub.addItem("Hugging Face", HubName.HUGGINGFACE)
        self.hub.addItem("ModelScope", HubName.MODELSCOPE)
        self.hub.addItem(self.tr("A mirror of Hugging Face"), None)
        self.hub.setAccessibleName(self.tr("Fetch from"))
        self.mirror.setPlaceholderText(MIRROR)
        self.mirror.setAccessibleName(self.tr("Address of the mirror"))
        self.facts, self.lines = QLabel(), HintList("models-lines")
        self.facts.setWordWrap(True)
        self.files = QTreeWidget()
        self.files.setColumnCount(4)
        self.files.setProperty("framed", True)
        self.files.setRootIsDecorated(False)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names differ at their end
        self.files.setAccessibleName(self.tr("Files"))
        self.files.setHeaderLabels(
            [self.tr("File"), self.tr("Repository"), self.tr("Size"), self.tr("State")]
        )
        self.progress, self.bar = QLabel(), InstallProgressBar()
        self.other = QPushButton(self.tr("Other ways"))
        self.get, self.stop = QPushButton(self.tr("Get models")), QPushButton(self.tr("Cancel"))
        self.get.setDefault(True)
        self._close = QPushButton(self.tr("Close"))
        for button in (self.other, self.stop, self._close):
            button.setAutoDefault(False)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(TYPED_MS)
        self.other.setMenu(self._menu())
        self._lay_out()
        self._connect()
        fit(self, *SIZE)
        self._update_status()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, slot in (
            (self.tr("Import from a folder…"), self._on_import_folder_triggered),
            (self.tr("Import from an archive…"), self._on_import_archive_triggered),
            (self.tr("Copy the commands that fetch them elsewhere"), self._on_recipe_triggered),
            (self.tr("Use a folder that has them…"), self._on_use_folder_triggered),
            (self.tr("Fetch into another folder…"), self._on_other_folder_triggered),
        ):
            menu.addAction(text).triggered.connect(slot)
        return menu

    def _lay_out(self) -> None:
        form = form_grid()
        form.addWidget(QLabel(self.tr("Fetch from")), 0, 0)
        form.addWidget(self.hub, 0, 1)
        form.addWidget(self.mirror, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.facts)
        column.addWidget(self.lines)
        column.addWidget(self.files, 1)
        column.addWidget(self.progress)
        column.addWidget(self.bar)
        column.addLayout(button_row((self.other,), (self._close, self.stop, self.get)))
        header = self.files.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section in (1, 2, 3):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)

    def _connect(self) -> None:
        self.get.clicked.connect(self._on_get_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)
        self._close.clicked.connect(self.reject)
        self.hub.currentIndexChanged.connect(self._load)
        self.mirror.textEdited.connect(self._on_mirror_text_edited)
        self._clock.timeout.connect(self._load)
        self._controller.changed.connect(self._on_controller_changed)
        self._controller.ended.connect(self._on_controller_ended)

    def open(self) -> None:
        """Show it, and look what there is and what is missing."""
        self._load()
        super().open()

    # What is shown ------------------------------------------------------------------------------

    def source(self) -> HubSource | None:
        """Where they are fetched from; ``None``: a mirror without an address."""
        if self.hub.currentIndex() < len(HubName):
            return HubSource(HubName(self.hub.currentData()))
        try:
            return hub_source(self.mirror.text().strip() or MIRROR)
        except ValueError:
            return None

    def _load(self) -> None:
        self.mirror.setVisible(self.hub.currentIndex() >= len(HubName))
        source = self.source()
        asked = self._asked = (source, self._folder)
        self._overview = None
        self._update_status()
        if source is None:
            return

        def on_answer(answer: ModelsOverview | Failure) -> None:
            if asked == self._asked:
                self._take(answer)

        self._controller.overview(self._name, source, self._folder, on_answer, self)

    def _take(self, answer: ModelsOverview | Failure) -> None:
        if isinstance(answer, Failure):
            self.facts.setText("")
            self.lines.show_lines([failure_line(answer)])
            return
        self._overview = answer
        self._list(answer.found)
        self._update_status()

    def _list(self, found: Inventory) -> None:
        self.files.clear()
        for file in found.files:
            size = "" if file.bytes is None else gigabytes(file.bytes)
            # The repository's name has a column of its own, and leaves a long path no room here.
            item = QTreeWidgetItem([file.path, file.told_repo, size, self._state_of(file)])
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, str(file.local))
            self.files.addTopLevelItem(item)

    def _state_of(self, file: ModelFile) -> str:
        if file.ready:
            return self.tr("here")
        return self.tr("damaged") if file.present else self.tr("missing")

    def _on_controller_changed(self, _name: EngineName) -> None:
        self._update_status()

    def _on_controller_ended(self, end: TaskEnd) -> None:
        if end.name is self._name:
            self._load()

    def _update_status(self) -> None:
        seen, doing = self._overview, self._controller.doing(self._name)
        if seen is not None:
            facts = [tr(sentence) for sentence in seen.sentences]
        elif self.source() is None:
            facts = [self.tr("An address like {example} is needed.").format(example=MIRROR)]
        else:
            facts = [self.tr("Looking what there is, and asking the hub for sizes…")]
        self.facts.setText("".join(f"<p style='{SPACED}'>{escape(fact)}</p>" for fact in facts))
        lines: list[Hint] = []
        outcome = self._controller.outcome(self._name)
        if outcome is not None and outcome.task in (EngineTask.GET_MODELS, EngineTask.MODELS):
            lines.append(outcome_line(outcome))
        if seen is not None and seen.unknown is not None and not lines:
            line = failure_line(seen.unknown)
            text = self.tr("Sizes are not known: {why}").format(why=line.text)
            lines.append(replace(line, glyph=Glyph.INFO, tone="warning", text=text))
        self.lines.show_lines(lines)
        self.progress.setVisible(doing is not None)
        self.progress.setText("" if doing is None else doing_text(doing))
        self.bar.setVisible(doing is not None and doing.fraction is not None)
        self.bar.fraction = 0.0 if doing is None else doing.fraction or 0.0
        self.bar.update()
        if doing is None:
            self.get.setEnabled(seen is not None and not seen.found.complete)
            show_in_its_place(self.get, self.stop)
        else:
            self.stop.setEnabled(not doing.cancelling)
            show_in_its_place(self.stop, self.get)
            self.stop.setVisible(self._controller.can_cancel(self._name))
        for field in (self.hub, self.mirror, self.other):
            field.setEnabled(doing is None)

    # What the user does -------------------------------------------------------------------------

    def _on_mirror_text_edited(self) -> None:
        self._asked = None  # an answer that is under way is about another address
        self._overview = None
        self._update_status()
        self._clock.start()

    def _on_get_clicked(self) -> None:
        source = self.source()
        self.get.setFocus()  # from a field that is about to be disabled, the keys would go to Close
        if source is not None:
            self._controller.get_models(self._name, source, self._folder)

    def _on_stop_clicked(self) -> None:
        self._controller.cancel(self._name)

    def _import_title(self) -> str:
        text = self.tr("Import the models of {engine}")
        return text.format(engine=short_engine_label(self._name))

    def _on_import_folder_triggered(self) -> None:
        title = self.tr("Import the models of {engine}").format(
            engine=short_engine_label(self._name)
        )
        self._ask(title, folder=True).fileSelected.connect(self.take_from)

    def _on_import_archive_triggered(self) -> None:
        title = self.tr("Import the models of {engine}").format(
            engine=short_engine_label(self._name)
        )
        self._ask(title, folder=False).fileSelected.connect(self.take_from)

    def _on_use_folder_triggered(self) -> None:
        title = self.tr("The models of {engine}").format(engine=short_engine_label(self._name))
        self._ask(title, folder=True).fileSelected.connect(self.use)

    def _on_other_folder_triggered(self) -> None:
        title = self.tr("Fetch the models into")
        self._ask(title, folder=True).fileSelected.connect(self.put_into)

    def _on_recipe_triggered(self) -> None:
        self._controller.recipe(self._name, partial(QGuiApplication.clipboard().setText), self)

    def take_from(self, path: str) -> None:
        """Import from that folder or archive."""
        self._controller.get_models(self._name, Path(path), self._folder)

    def use(self, folder: str) -> None:
        """Let the engine look for its models there."""
        self._controller.use_models(self._name, Path(folder))

    def put_into(self, folder: str) -> None:
        """Fetch into that folder."""
        self._folder = Path(folder)
        self._load()

    def _ask(self, title: str, *, folder: bool) -> QFileDialog:
        mode = QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile
        dialog = file_dialog(self, title, mode=mode)
        dialog.open()
        return dialog
