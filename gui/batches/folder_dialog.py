"""A folder as a batch: what to take, where to put it, how to convert it, what would be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.jobs.model import ConvertOptions
from core.jobs.store.batch_store import NewBatch, name_of
from core.profiles.store import Profile
from core.settings.definitions import (
    OUTPUT_FOLDER,
    PROFILE,
    Settings,
)
from core.settings.of_documents import BATCH_CARDS, PAGES, TIER
from core.settings.types import Setting
from gui.batches.dry_run_view import DryRunView
from gui.batches.folder_choices import KEPT, FolderChoices
from gui.batches.rule_fields import RuleFields
from gui.batches.source_fields import SourceFields
from gui.i18n import tr
from gui.labels import listed
from gui.profiles.name_dialog import NameDialog
from gui.profiles.profile_combo import ProfileComboBox
from gui.profiles.profile_service import ProfileService, ProfileState
from gui.settings.cards_field import CardsField
from gui.settings.field import SettingField
from gui.settings.fields import field_for
from gui.settings.page_range_field import PageRangeField
from gui.table.settings_text import differences
from gui.widgets.form_scroll_area import FormScrollArea
from gui.widgets.window_size import fit
from gui.window.paths import may_hold_paths, paths_in
from gui.window.state import WindowState

if TYPE_CHECKING:
    from gui.cards.cards_state import CardsStateProvider

SIZE = (1140, 720)
FORM_WIDTH = 560
LABEL_WIDTH = 128
NARROW = 820
"""Below this width the dry run goes under the form."""
LAST_FOLDER = "last-batch-folder"
GEOMETRY = "folder-dialog"
SHOWN: tuple[Setting[Any], ...] = (*KEPT[:5], TIER, PAGES, *KEPT[5:])
"""The same with what no file keeps, in the order of the form."""


class FolderDialog(QDialog):
    """Made again each time; :attr:`begun` brings the batch. Not modal: use ``show()``."""

    begun = Signal(object)
    """A :class:`NewBatch`."""
    engines_requested = Signal()

    def __init__(
        self,
        home: Path,
        settings: Settings,
        state: WindowState,
        *sources: Path,
        profiles: ProfileService | None = None,
        watch: CardsStateProvider | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``profiles``, ``watch``: the window's own, where it has them."""
        super().__init__(parent)
        self.setObjectName("folder-dialog")
        self.setAcceptDrops(True)
        self._settings = settings
        self._state = state
        self._profiles = profiles or ProfileService(home, parent=self)
        self._choices = FolderChoices(settings)
        self._wanted = settings.get(PROFILE)
        """Name of the profile to begin with, until it is known."""
        self._applies = True
        """Its choices are taken over then: they are not, where others have been filled in."""
        self._named = False
        self.profile = ProfileComboBox()
        self.sources = SourceFields(state.text(LAST_FOLDER))
        self.name = QLineEdit()
        self.which = QPushButton()
        self.rules = RuleFields()
        self.fields: dict[str, SettingField] = {
            setting.key: field_for(setting, self._choices.values[setting.key]) for setting in KEPT
        }
        self.pages = PageRangeField(PAGES, None)
        self.fields[PAGES.key] = self.pages
        self.fields[TIER.key] = field_for(TIER, None)
        self.cards = CardsField(watch)
        self.watch = QCheckBox()
        self.dry_run = DryRunView(home)
        self.go = QPushButton()
        self._lay_out()
        self._connect()
        geometry = state.bytes(GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            fit(self, *SIZE)
        self._retranslate()
        self.sources.show_sources(sources)
        self._sources_changed()
        self._profiles.reload()
        self.sources.lines[0].setFocus()

    def fill(self, like: NewBatch) -> None:
        """Begin with the choices of this batch."""
        self._wanted, self._applies = like.profile, False
        self._named = True
        self.sources.show_sources(like.sources)
        self.name.setText(like.name)
        self.rules.show_rules(like.rules)
        self.which.setChecked(like.rules != type(like.rules)())
        self.watch.setChecked(like.watch)
        self._choices.take(like.options, like.cards, like.out)
        self._show_choices()
        if self._profiles.known is not None:
            self._take_known(self._profiles.known)

    def batch(self) -> NewBatch | None:
        """As chosen; ``None`` while something is missing."""
        sources, rules = self.sources.sources, self.rules.rules
        if not sources or rules is None or not self.pages.valid or self.sources.typing:
            return None
        choices, profile = self._choices, self._choices.profile
        return NewBatch(
            name=self.name.text().strip() or name_of(sources),
            sources=sources,
            out=choices.out,
            options=choices.options,
            rules=rules,
            cards=choices.cards,
            profile=None if profile is None or choices.are_changed() else profile.name,
            watch=self.watch.isChecked(),
        )

    # Putting together ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        form = QWidget()
        self._grid = QGridLayout(form)
        self._grid.setContentsMargins(20, 20, 20, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, QLabel] = {}
        self._tree, self._rest = QLabel(), QLabel()
        for label in (self._tree, self._rest):
            label.setProperty("muted", True)
            label.setWordWrap(True)
        self.which.setCheckable(True)
        self.which.setAutoDefault(False)
        self.which.setProperty("fold", True)
        self.rules.hide()
        self._add_row(self.sources, self.sources.lines[0])
        self._add_row(self.name, self.name)
        self._add_row(self.which, self.which)
        self._grid.addWidget(self.rules, self._grid.rowCount(), 1)
        self._grid.addWidget(self.watch, self._grid.rowCount(), 1)
        self._add_line()
        self._add_row(self.profile, self.profile.box)
        for setting in SHOWN:
            field = self.fields[setting.key]
            self._add_row(field, field.focus_widget)
            if setting is OUTPUT_FOLDER:
                self._grid.addWidget(self._tree, self._grid.rowCount(), 1)
        self._add_row(self.cards, self.cards.keys.focus_widget)
        self._grid.addWidget(self._rest, self._grid.rowCount(), 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = FormScrollArea(form)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sides = self._sides = QSplitter()
        sides.addWidget(area)
        sides.addWidget(self.dry_run)
        sides.setSizes([FORM_WIDTH, SIZE[0] - FORM_WIDTH])
        sides.setStretchFactor(1, 1)
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(sides, 1)
        column.addWidget(self._buttons)
        # Enter in a field means that field: a batch begins by its button, or Ctrl+Enter.
        self.go.setProperty("primary", True)
        for button in (self.go, self._buttons.button(QDialogButtonBox.StandardButton.Cancel)):
            button.setAutoDefault(False)

    def _add_row(self, widget: QWidget, buddy: QWidget) -> None:
        label = self._labels[widget] = QLabel()
        label.setWordWrap(True)
        label.setFixedWidth(LABEL_WIDTH)
        label.setMinimumHeight(buddy.sizeHint().height())
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        label.setBuddy(buddy)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)

    def _add_line(self) -> None:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setStyleSheet("color: palette(midlight);")
        row = self._grid.rowCount()
        self._grid.addWidget(line, row, 0, 1, 2)
        self._grid.setRowMinimumHeight(row, 12)

    def _connect(self) -> None:
        self.sources.changed.connect(self._sources_changed)
        self.sources.edited.connect(self._update_plan)
        self.name.textEdited.connect(self._on_name_text_edited)
        self.which.toggled.connect(self._on_which_toggled)
        self.rules.changed.connect(self._update_plan)
        self.watch.clicked.connect(self._update_status)
        for field in (*self.fields.values(), self.cards.field):
            field.changed.connect(self._on_field_changed)
        self.profile.picked.connect(self._pick)
        self.profile.save_requested.connect(self._on_profile_save_requested)
        self._profiles.changed.connect(self._take_known)
        self.dry_run.changed.connect(self._update_status)
        self.dry_run.engines_requested.connect(self.engines_requested)
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_finished)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go.click)

    # Profiles -----------------------------------------------------------------------------------

    def _take_known(self, known: ProfileState) -> None:
        self.profile.show_known(known)
        if self._wanted is not None:
            profile, self._wanted = known.shelf.get(self._wanted), None
            if self._applies:
                self._pick(profile)
                return
            self._choices.profile = profile
        self._show_whose()

    def _pick(self, profile: Profile | None) -> None:
        """Take the choices of a profile, or of the settings."""
        self._wanted = None
        self._choices.take_profile(profile)
        self._show_choices()

    def _show_choices(self) -> None:
        for key, field in self.fields.items():
            field.show_value(self._choices.values[key])
        self.cards.show_value(self._choices.cards)
        self._show_whose()
        self._update_plan()

    def _show_whose(self) -> None:
        self.profile.show_choice(self._choices.profile, changed=self._choices.are_changed())
        tier = self.fields[TIER.key]
        for widget in (tier, self._labels[tier]):
            widget.setEnabled(self._choices.may_be_mineru)
        limits = self._choices.limits
        text = self.tr("Also: {options}").format(options=listed(differences(limits)))
        self._rest.setText(text)
        self._rest.setVisible(limits != ConvertOptions())

    def _on_profile_save_requested(self) -> None:
        known, profile = self._profiles.known or ProfileState(), self._choices.profile
        dialog = NameDialog(
            self.tr("Save as a profile"),
            self.tr("Name of the profile"),
            "" if profile is None else profile.name,
            known.shelf.names,
            may_replace=True,
            parent=self,
        )
        dialog.named.connect(self._on_dialog_named)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_dialog_named(self, name: str) -> None:
        self._profiles.save(self._choices.name_as_profile(name))
        self._show_whose()

    # What is chosen -----------------------------------------------------------------------------

    def _on_field_changed(self, setting: Setting[Any], value: object) -> None:
        if self._choices.values[setting.key] != value:
            self._choices.values[setting.key] = value
            self._wanted = None
            self._show_whose()
            self._update_plan()
        elif setting is PAGES:
            self._update_plan()  # what cannot be read is no other value, and no batch

    def _on_name_text_edited(self) -> None:
        self._named = bool(self.name.text().strip())

    def _sources_changed(self) -> None:
        if not self._named:
            sources = self.sources.sources
            self.name.setText(name_of(sources) if sources else "")
        self._update_plan()

    def _on_which_toggled(self, shown: bool) -> None:
        self.rules.setVisible(shown)

    def _update_plan(self) -> None:
        self._tree.setVisible(self._choices.out is not None)
        self._name_rules()
        self.dry_run.start(self.batch())

    def _name_rules(self) -> None:
        text, end = self.rules.summary(), Qt.TextElideMode.ElideRight
        room = FORM_WIDTH - LABEL_WIDTH - 120
        self.which.setText(self.which.fontMetrics().elidedText(text, end, room).replace("&", "&&"))
        self.which.setToolTip(text)
        self.which.setAccessibleDescription(text)

    def _update_status(self) -> None:
        new, number = self.batch(), self.dry_run.model.to_convert
        known = not (self.dry_run.is_running or self.dry_run.stopped or self.dry_run.failed)
        watched = self.watch.isChecked()
        if known and number:
            text = self.tr("Convert %n document(s)", "", number)
        elif watched:
            text = self.tr("Watch the folder")
        else:
            text = self.tr("Convert")
        self.go.setText(text)
        nothing = known and not number and not watched
        self.go.setEnabled(new is not None and not nothing and self._wanted is None)

    def _on_buttons_accepted(self) -> None:
        new = self.batch()
        if new is not None:
            self._state.keep(LAST_FOLDER, str(new.sources[-1]))
            self.begun.emit(new)
            self.accept()

    def _check_engines(self) -> None:
        """One comes back from the engines: what was missing may be there."""
        if self.dry_run.model.engine_failure is not None or self.dry_run.passed_over:
            self._update_plan()

    # Qt's side ----------------------------------------------------------------------------------

    def _on_finished(self) -> None:
        self.dry_run.stop()
        self._state.keep(GEOMETRY, self.saveGeometry())

    def resizeEvent(self, event: QResizeEvent) -> None:
        across = event.size().width() >= NARROW
        self._sides.setOrientation(Qt.Orientation.Horizontal if across else Qt.Orientation.Vertical)
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_hold_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = paths_in(event.mimeData())
        if found:
            event.setDropAction(Qt.DropAction.CopyAction)  # the source keeps its files
            event.accept()
            self.sources.add(found)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Convert folders"))
        self.name.setAccessibleName(self.tr("Name"))
        self.which.setAccessibleName(self.tr("Which files"))
        self._labels[self.which].setText(self.tr("Which files"))
        self._name_rules()
        self._tree.setText(self.tr("In a separate folder, sub-folders are kept."))
        self.watch.setText(self.tr("Keep watching these folders for new files"))
        self.sources.retranslate()
        self.cards.retranslate()
        self._labels[self.sources].setText(self.tr("Folders"))
        self._labels[self.name].setText(self.tr("Name"))
        self._labels[self.profile].setText(self.tr("Profile"))
        self._labels[self.cards].setText(tr(BATCH_CARDS.label))
        self.cards.keys.focus_widget.setAccessibleName(tr(BATCH_CARDS.label))
        for setting in SHOWN:
            field = self.fields[setting.key]
            self._labels[field].setText(tr(setting.label))
            field.retranslate()
            field.focus_widget.setAccessibleName(tr(setting.label))
        self._show_whose()
        self._update_status()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._check_engines()
        super().changeEvent(event)
