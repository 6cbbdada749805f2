"""The button beside the chips that narrows the list to one batch, and pauses that batch."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.table.model import JobModel
from gui.table.printable import printable
from gui.table.rows import OVER
from gui.table.status_groups import StatusGroup
from gui.theme import colours_of

WIDEST = 180
MOST = 30
"""Batches offered at most; older ones are found by searching for their names."""


class BatchButton(QToolButton):
    """Shown when there is more than one batch, or one is chosen."""

    chosen = Signal(str)
    """The batch's id; ``""``: all of them."""
    pause_requested = Signal(str, bool)
    retry_requested = Signal(str)
    end_requested = Signal(str)
    """Nothing more is to be waited for."""

    def __init__(
        self,
        model: JobModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._missing: Mapping[str, tuple[Path, ...]] = {}
        self._shown_state: object = None
        self.setProperty("chip", True)
        self.setMaximumWidth(WIDEST)
        self.clicked.connect(self._on_clicked)
        self.refresh()

    def set_missing_folders(self, missing: Mapping[str, tuple[Path, ...]]) -> None:
        """As in :class:`QueueState`."""
        self._missing = missing
        self.refresh()

    def refresh(self) -> None:
        """What there is, or which is chosen, has changed."""
        chosen = self._model.arrangement.batch
        batch = self._model.batches.get(chosen or "")
        name = "" if batch is None else printable(batch.new.name)
        paused = batch is not None and batch.paused
        gone = self._missing.get(chosen, ()) if chosen else tuple(chain(*self._missing.values()))
        state = (len(self._listed()) > 1 or bool(chosen or gone), name, paused, gone)
        if state != self._shown_state:
            self._shown_state = state
            self._show_state(*state)

    def menu_of_batches(self) -> QMenu:
        """All batches with their counts; of the chosen one, what can be done with it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._on_menu_triggered)
        now = self._model.arrangement.batch
        self._offer(menu, self.tr("All batches"), "", checked=now is None)
        for batch_id in self._listed()[:MOST]:
            batch = self._model.batches[batch_id]
            groups = self._model.counter.of(batch_id).groups
            over = sum(groups[group] for group in OVER)
            name = self.fontMetrics().elidedText(
                printable(batch.new.name), Qt.TextElideMode.ElideMiddle, 2 * WIDEST
            )
            if batch_id in self._missing:
                template = self.tr("{name}  folder not there")
            else:
                template = self.tr("{name}  {over} of {all}")
            text = template.format(
                name=name.replace("&", "&&"), over=over, all=groups[StatusGroup.ALL]
            )
            self._offer(menu, text, batch_id, checked=now == batch_id)
        chosen = self._model.batches.get(now or "")
        if chosen is not None:
            menu.addSeparator()
            if chosen.paused:
                menu.addAction(self.tr("Resume this batch"), self._go_on)
            elif chosen.finished_at is None:
                menu.addAction(self.tr("Pause this batch"), self._rest)
            again = menu.addAction(self.tr("Convert the failed ones again"), self._retry)
            again.setEnabled(self._model.counter.of(now).groups[StatusGroup.FAILED] > 0)
            if chosen.new.watch and chosen.finished_at is None:
                menu.addAction(self.tr("Stop watching its folders"), self._end)
            elif chosen.id in self._missing:
                menu.addAction(self.tr("Finish without the missing folder"), self._end)
        return menu

    # Inside -------------------------------------------------------------------------------------

    def _listed(self) -> list[str]:
        counter = self._model.counter
        return [
            one
            for one in self._model.batches
            if counter.of(one).groups[StatusGroup.ALL] or one in self._missing
        ]

    def _show_state(self, shown: bool, name: str, paused: bool, gone: tuple[Path, ...]) -> None:
        self.setVisible(shown)
        # Not its own palette: there the style sheet's see-through background is a black one.
        colours = colours_of(QGuiApplication.palette())
        if gone:
            self.setIcon(icon(Glyph.INFO, colours.warning))
        else:
            glyph = Glyph.PAUSED if paused else Glyph.BATCH
            self.setIcon(icon(glyph, colours.accent if name else colours.muted))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if name else style.ToolButtonIconOnly
        )
        room = WIDEST - 48
        self.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        tip = [name or self.tr("Show one batch only")]
        tip += [
            self.tr("{folder} is not there.").format(folder=printable(str(folder)))
            for folder in gone
        ]
        self.setToolTip("\n".join(tip))
        self.setAccessibleName(self.tr("Batch: {name}").format(name=name or self.tr("All batches")))

    def _offer(self, menu: QMenu, text: str, batch_id: str, *, checked: bool) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(batch_id)

    def _on_clicked(self) -> None:
        menu = self.menu_of_batches()
        corner = self.mapToGlobal(self.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.isCheckable():
            self.chosen.emit(action.data())
            self.refresh()

    def _rest(self) -> None:
        self.pause_requested.emit(self._model.arrangement.batch or "", True)

    def _go_on(self) -> None:
        self.pause_requested.emit(self._model.arrangement.batch or "", False)

    def _retry(self) -> None:
        self.retry_requested.emit(self._model.arrangement.batch or "")

    def _end(self) -> None:
        self.end_requested.emit(self._model.arrangement.batch or "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._shown_state = None
            self.refresh()
        super().changeEvent(event)
